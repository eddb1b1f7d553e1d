# Published from modules/ecs_cluster/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # Nothing of a cluster that is given is created.
  create = var.existing == null
}

resource "aws_cloudwatch_log_group" "exec" {
  count = local.create && var.execute_command ? 1 : 0

  name              = "/${var.name}/ecs-exec"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = merge(var.tags, { Name = "${var.name}-ecs-exec" })
}

# Container Insights would make this group itself, to be kept for ever and left behind.
resource "aws_cloudwatch_log_group" "container_insights" {
  count = local.create && var.container_insights != "disabled" ? 1 : 0

  name              = "/aws/ecs/containerinsights/${var.name}/performance"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = merge(var.tags, { Name = "${var.name}-container-insights" })
}

resource "aws_ecs_cluster" "this" {
  count = local.create ? 1 : 0

  name = var.name
  tags = merge(var.tags, { Name = var.name })

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }

  dynamic "configuration" {
    for_each = var.execute_command ? [1] : []

    content {
      execute_command_configuration {
        kms_key_id = var.kms_key_arn
        logging    = "OVERRIDE"

        log_configuration {
          cloud_watch_encryption_enabled = var.kms_key_arn != null
          cloud_watch_log_group_name     = one(aws_cloudwatch_log_group.exec[*].name)
        }
      }
    }
  }

  depends_on = [aws_cloudwatch_log_group.container_insights]
}

# Spot is for what says so itself: a task that does not choose is never reclaimed.
resource "aws_ecs_cluster_capacity_providers" "this" {
  count = local.create ? 1 : 0

  cluster_name       = one(aws_ecs_cluster.this[*].name)
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

locals {
  # Taken from the capacity providers, so that services come after them and go before them.
  cluster_name = (
    local.create
    ? one(aws_ecs_cluster_capacity_providers.this[*].cluster_name)
    : var.existing.cluster_name
  )
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  count = local.create ? 1 : 0

  name        = var.namespace_name
  description = "Private names of ${var.name}"
  vpc         = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-namespace" })
}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  namespace_id = (
    local.create
    ? one(aws_service_discovery_private_dns_namespace.this[*].id)
    : var.existing.namespace_id
  )
}
