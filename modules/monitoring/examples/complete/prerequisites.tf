# The topic that is there already. Leave this file out, and name your own in main.tf.

resource "aws_sns_topic" "pager" {
  name = "${local.name}-pager"
}
