# Published from modules/aurora/*.py by `./tarmac publish`: change the Python, not this file.

# RDS would make it without retention, under this very name.
resource "aws_cloudwatch_log_group" "postgresql" {
  count = local.cluster_count

  name              = "/aws/rds/cluster/${var.name}/postgresql"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = merge(var.tags, { Name = "${var.name}-postgresql" })
}

locals {
  monitoring_role_count = local.create && var.monitoring_interval > 0 ? 1 : 0
}

data "aws_partition" "current" {
  count = local.monitoring_role_count
}

data "aws_iam_policy_document" "monitoring_trust" {
  count = local.monitoring_role_count

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  count = local.monitoring_role_count

  name_prefix          = "${var.name}-rds-"
  assume_role_policy   = data.aws_iam_policy_document.monitoring_trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-rds-monitoring" })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  count = local.monitoring_role_count

  role       = aws_iam_role.monitoring[0].name
  policy_arn = "arn:${data.aws_partition.current[0].partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
