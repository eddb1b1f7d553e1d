# ElastiCache with a replica in another zone that takes over by itself. Clients sign in with their IAM role.

locals {
  name = "redis-complete"
}

module "redis" {
  source = "../.."

  name       = local.name
  vpc_id     = aws_vpc.this.id
  subnet_ids = aws_subnet.private[*].id

  mode           = "elasticache"
  engine         = "valkey" # what Celery speaks, free software, and cheaper in AWS; or "redis"
  engine_version = "8.0"
  node_type      = "cache.t4g.small"
  node_count     = 2

  # Every queued message is in Airflow's database as well, so a snapshot is worth little. This one is for the curious.
  snapshot_retention_days = 1
  maintenance_window      = "sun:03:30-sun:04:30" # UTC

  log_delivery       = true
  log_retention_days = 90

  tags = { team = "data" }
}

# Whoever connects is let in by a rule of its own, as ecs_airflow does it for Airflow.
resource "aws_vpc_security_group_ingress_rule" "client" {
  security_group_id            = module.redis.security_group_id
  description                  = "A client"
  ip_protocol                  = "tcp"
  from_port                    = module.redis.port
  to_port                      = module.redis.port
  referenced_security_group_id = aws_security_group.client.id
}

# Instead of a password: what the role of a client must be allowed. Both are needed, the group and the user.
data "aws_iam_policy_document" "client" {
  statement {
    actions   = ["elasticache:Connect"]
    resources = module.redis.connect_arns
  }
}

resource "aws_iam_policy" "client" {
  name_prefix = "${local.name}-client-"
  policy      = data.aws_iam_policy_document.client.json
}
