# What is there already. Leave this file out, and name your own in main.tf.

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"

  tags = { Name = local.name }
}

resource "aws_security_group" "postgresql" {
  name_prefix = "${local.name}-postgresql-"
  vpc_id      = aws_vpc.this.id
}

# Each holds JSON: {"username": "…", "password": "…"}
resource "aws_secretsmanager_secret" "airflow" {
  name_prefix = "${local.name}/airflow-"
}

resource "aws_secretsmanager_secret" "owner" {
  name_prefix = "${local.name}/owner-"
}
