# What is there already. Leave this file out, and name your own in main.tf.

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"

  tags = { Name = local.name }
}

resource "aws_security_group" "redis" {
  name_prefix = "${local.name}-redis-"
  vpc_id      = aws_vpc.this.id
}

# It holds JSON: {"password": "…"}
resource "aws_secretsmanager_secret" "redis" {
  name_prefix = "${local.name}/redis-"
}
