# Published from modules/redis/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # Nothing of a Redis that is given is created.
  create      = var.existing == null
  fargate     = local.create && var.mode == "fargate"
  elasticache = local.create && var.mode == "elasticache"
}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

# The same whichever way Redis runs, so that the rules of its clients outlast a change. They add them
# themselves.
resource "aws_security_group" "this" {
  count = local.create ? 1 : 0

  name_prefix = "${var.name}-redis-"
  description = "Redis, the broker of Airflow"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-redis" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "https" {
  count = local.fargate ? 1 : 0

  security_group_id = aws_security_group.this[0].id
  description       = "Image, secret and logs"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = merge(var.tags, { Name = "${var.name}-redis-https-out" })
}

resource "aws_cloudwatch_log_group" "this" {
  count = local.create ? 1 : 0

  name              = "/${var.name}/redis"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = merge(var.tags, { Name = "${var.name}-redis" })
}

locals {
  # An existing ElastiCache.
  existing_iam = try(var.existing.authentication == "iam", false)
}
