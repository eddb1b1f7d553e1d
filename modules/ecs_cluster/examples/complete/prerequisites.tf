# The network that is there already. Leave this file out, and name your own in main.tf.

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true # private DNS names need it

  tags = { Name = local.name }
}
