# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

# https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
data "aws_iam_policy_document" "cleaning_schedule_trust" {
  count = local.clean_database ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.current.partition}:scheduler:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:schedule-group/default",
      ]
    }
  }
}

resource "aws_iam_role" "cleaning_schedule" {
  count = local.clean_database ? 1 : 0

  name_prefix          = substr("${var.name}-clean-database-schedule-", 0, 38)
  description          = "Starts the cleaning of the database of ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.cleaning_schedule_trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-clean-database-schedule" })
}

data "aws_iam_policy_document" "cleaning_schedule" {
  count = local.clean_database ? 1 : 0

  statement {
    sid     = "Run"
    actions = ["ecs:RunTask"]
    resources = [
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task-definition/${var.name}-clean-database",
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task-definition/${var.name}-clean-database:*",
    ]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [var.cluster.arn]
    }
  }

  statement {
    sid     = "Tag"
    actions = ["ecs:TagResource"]
    resources = [
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task/${var.cluster.name}/*",
    ]

    condition {
      test     = "StringEquals"
      variable = "ecs:CreateAction"
      values   = ["RunTask"]
    }
  }

  statement {
    sid       = "HandOn"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.execution["clean-database"].arn, aws_iam_role.task["clean-database"].arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [1] : []

    content {
      sid       = "Key"
      actions   = ["kms:Decrypt"]
      resources = [var.kms_key_arn]
    }
  }
}

resource "aws_iam_role_policy" "cleaning_schedule" {
  count = local.clean_database ? 1 : 0

  name   = "start"
  role   = aws_iam_role.cleaning_schedule[0].id
  policy = data.aws_iam_policy_document.cleaning_schedule[0].json
}

# The task definition is told by its family, so that an image changes without the schedule.
resource "aws_scheduler_schedule" "cleaning" {
  count = local.clean_database ? 1 : 0

  name                         = "${var.name}-clean-database"
  description                  = "Deletes what is old from the database of ${var.name}"
  schedule_expression          = var.database_cleaning.schedule
  schedule_expression_timezone = var.database_cleaning.timezone
  kms_key_arn                  = var.kms_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.cluster.arn
    role_arn = aws_iam_role.cleaning_schedule[0].arn

    retry_policy {
      maximum_retry_attempts = 3
    }

    ecs_parameters {
      task_definition_arn     = "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task-definition/${var.name}-clean-database"
      launch_type             = "FARGATE"
      platform_version        = "LATEST"
      propagate_tags          = "TASK_DEFINITION"
      enable_ecs_managed_tags = true

      network_configuration {
        subnets          = var.subnet_ids
        security_groups  = [aws_security_group.component["clean-database"].id]
        assign_public_ip = var.assign_public_ip
      }
    }
  }

  depends_on = [aws_iam_role_policy.cleaning_schedule, aws_ecs_task_definition.this]
}
