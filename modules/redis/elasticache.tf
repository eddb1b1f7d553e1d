# Published from modules/redis/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  engine_version = coalesce(var.engine_version, var.engine == "valkey" ? "8.0" : "7.1")
}

# No password: clients sign a token with their role. ElastiCache wants the ID and the name alike. Clients may
# not stop, empty or reconfigure the server.
resource "aws_elasticache_user" "airflow" {
  count = local.elasticache ? 1 : 0

  user_id       = "${var.name}-redis"
  user_name     = "${var.name}-redis"
  engine        = var.engine
  access_string = "on ~* &* +@all -@admin -@dangerous"
  tags          = merge(var.tags, { Name = "${var.name}-redis" })

  authentication_mode {
    type = "iam"
  }
}

# Redis wants a user of this name. It cannot log in. Valkey takes no user without authentication.
resource "aws_elasticache_user" "default" {
  count = local.elasticache && var.engine == "redis" ? 1 : 0

  user_id              = "${var.name}-default"
  user_name            = "default"
  engine               = "redis"
  access_string        = "off -@all"
  no_password_required = true
  tags                 = merge(var.tags, { Name = "${var.name}-redis-default" })
}

resource "aws_elasticache_user_group" "this" {
  count = local.elasticache ? 1 : 0

  user_group_id = "${var.name}-redis"
  engine        = var.engine
  user_ids      = concat(aws_elasticache_user.airflow[*].user_id, aws_elasticache_user.default[*].user_id)
  tags          = merge(var.tags, { Name = "${var.name}-redis" })
}

resource "aws_elasticache_subnet_group" "this" {
  count = local.elasticache ? 1 : 0

  name        = "${var.name}-redis"
  description = "Redis of ${var.name}"
  subnet_ids  = var.subnet_ids
  tags        = merge(var.tags, { Name = "${var.name}-redis" })
}

locals {
  family = var.engine == "valkey" ? "valkey${split(".", local.engine_version)[0]}" : "redis7"
}

# Where memory is full, writing fails, and no message vanishes.
resource "aws_elasticache_parameter_group" "this" {
  count = local.elasticache ? 1 : 0

  name        = "${var.name}-${local.family}"
  description = "Redis of ${var.name}"
  family      = local.family
  tags        = merge(var.tags, { Name = "${var.name}-${local.family}" })

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Cluster mode stays disabled, for Celery cannot use it. The user group is there from the start, so that
# nobody is ever let in without authentication.
resource "aws_elasticache_replication_group" "this" {
  count = local.elasticache ? 1 : 0

  replication_group_id       = "${var.name}-redis"
  description                = "Broker of ${var.name}"
  engine                     = var.engine
  engine_version             = local.engine_version
  node_type                  = var.node_type
  num_cache_clusters         = var.node_count
  cluster_mode               = "disabled"
  automatic_failover_enabled = var.node_count > 1
  multi_az_enabled           = var.node_count > 1
  port                       = 6379
  subnet_group_name          = aws_elasticache_subnet_group.this[0].name
  security_group_ids         = aws_security_group.this[*].id
  parameter_group_name       = aws_elasticache_parameter_group.this[0].name
  user_group_ids             = aws_elasticache_user_group.this[*].id
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn
  snapshot_retention_limit   = var.snapshot_retention_days
  maintenance_window         = var.maintenance_window
  auto_minor_version_upgrade = true
  apply_immediately          = true
  tags                       = merge(var.tags, { Name = "${var.name}-redis" })

  dynamic "log_delivery_configuration" {
    for_each = var.log_delivery ? ["engine-log", "slow-log"] : []

    content {
      destination      = aws_cloudwatch_log_group.this[0].name
      destination_type = "cloudwatch-logs"
      log_format       = "json"
      log_type         = log_delivery_configuration.value
    }
  }

  lifecycle {
    precondition {
      condition = (
        var.engine == "redis"
        ? startswith(local.engine_version, "7.")
        : !contains(["7.0", "7.1"], local.engine_version)
      )
      error_message = "engine_version must be 7.0 or 7.1 with redis, 7.2 or later with valkey."
    }

    precondition {
      condition     = var.node_count == 1 || length(var.subnet_ids) > 1
      error_message = "node_count above 1 needs subnet_ids in two zones at least."
    }
  }
}
