# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

# Against the confused deputy: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:*",
      ]
    }
  }
}

resource "aws_iam_role" "execution" {
  for_each = local.components

  name_prefix          = substr("${var.name}-${each.key}-execution-", 0, 38)
  description          = "Airflow ${each.key}, execution role of ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-${each.key}-execution" })
}

locals {
  # Account, region and name of each image's repository; null where it is not in ECR.
  ecr_repositories = {
    for key, value in local.components : key => try(
      regex("^([0-9]{12})[.]dkr[.]ecr[.]([a-z0-9-]+)[.]amazonaws[.]com(?:[.]cn)?/([^:@]+)", value.image),
      null
    )
  }
}

# Its own secrets, its own log group, the image. ecr:GetAuthorizationToken takes no resource.
data "aws_iam_policy_document" "execution" {
  for_each = local.components

  dynamic "statement" {
    for_each = (
      length(distinct(flatten([for container in each.value.containers : values(container.secrets)]))) > 0
      ? [1]
      : []
    )

    content {
      sid     = "Secrets"
      actions = ["secretsmanager:GetSecretValue"]
      resources = compact([
        for secret in distinct(flatten([
          for container in each.value.containers : values(container.secrets)
        ])) : local.secret_arns[secret]
      ])
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.component[each.key].arn}:*"]
  }

  statement {
    sid       = "Registry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = local.ecr_repositories[each.key] != null ? [1] : []

    content {
      sid     = "Image"
      actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = [
        "arn:${data.aws_partition.current.partition}:ecr:${local.ecr_repositories[each.key][1]}:${local.ecr_repositories[each.key][0]}:repository/${local.ecr_repositories[each.key][2]}",
      ]
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

resource "aws_iam_role_policy" "execution" {
  for_each = local.components

  name   = "start"
  role   = aws_iam_role.execution[each.key].id
  policy = data.aws_iam_policy_document.execution[each.key].json
}

resource "aws_iam_role" "task" {
  for_each = local.components

  name_prefix          = substr("${var.name}-${each.key}-task-", 0, 38)
  description          = "Airflow ${each.key}, task role of ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-${each.key}-task" })
}

data "aws_iam_policy_document" "read_task_logs" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.logs_bucket}"]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["logs/*"]
    }
  }

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.logs_bucket}/logs/*"]
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

data "aws_iam_policy_document" "write_task_logs" {
  statement {
    sid       = "Write"
    actions   = ["s3:PutObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.logs_bucket}/logs/*"]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [1] : []

    content {
      sid       = "Key"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [var.kms_key_arn]
    }
  }
}

data "aws_iam_policy_document" "read_dags" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.dags_bucket}"]
  }

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.dags_bucket}/*"]
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

data "aws_iam_policy_document" "protect_tasks" {
  statement {
    sid     = "ScaleInProtection"
    actions = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
    resources = [
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task/${var.cluster.name}/*",
    ]
  }
}

data "aws_iam_policy_document" "publish_metrics" {
  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["Tarmac/Airflow"]
    }
  }
}

data "aws_iam_policy_document" "connect_broker" {
  count = var.broker.authentication == "iam" ? 1 : 0

  statement {
    sid       = "Token"
    actions   = ["elasticache:Connect"]
    resources = var.broker.connect_arns
  }
}

data "aws_iam_policy_document" "open_shells" {
  count = var.execute_command ? 1 : 0

  statement {
    sid = "Sessions"
    actions = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.cluster.exec_log_group_name != null ? [1] : []

    content {
      sid     = "Log"
      actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      resources = [
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:${var.cluster.exec_log_group_name}:*",
      ]
    }
  }

  dynamic "statement" {
    for_each = var.cluster.exec_log_group_name != null ? [1] : []

    content {
      sid     = "FindLog"
      actions = ["logs:DescribeLogGroups"]
      resources = [
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:*",
      ]
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

data "aws_iam_policy_document" "open_bastion" {
  count = var.bastion ? 1 : 0

  statement {
    sid = "Sessions"
    actions = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.cluster.exec_log_group_name != null ? [1] : []

    content {
      sid     = "Log"
      actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      resources = [
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:${var.cluster.exec_log_group_name}:*",
      ]
    }
  }

  dynamic "statement" {
    for_each = var.cluster.exec_log_group_name != null ? [1] : []

    content {
      sid     = "FindLog"
      actions = ["logs:DescribeLogGroups"]
      resources = [
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:*",
      ]
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

data "aws_iam_policy_document" "write_dags_directory" {
  count = var.storage.efs ? 1 : 0

  statement {
    sid       = "Mount"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.this[0].arn]

    condition {
      test     = "ArnEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.dags[0].arn]
    }
  }
}

data "aws_iam_policy_document" "mount_dags_directory" {
  count = var.storage.efs ? 1 : 0

  statement {
    sid       = "Mount"
    actions   = ["elasticfilesystem:ClientMount"]
    resources = [aws_efs_file_system.this[0].arn]

    condition {
      test     = "ArnEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.dags[0].arn]
    }
  }
}

data "aws_iam_policy_document" "write_shared_directory" {
  count = var.storage.efs ? 1 : 0

  statement {
    sid       = "Mount"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.this[0].arn]

    condition {
      test     = "ArnEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.shared[0].arn]
    }
  }
}

data "aws_iam_policy_document" "write_root_directory" {
  count = var.storage.efs && var.bastion ? 1 : 0

  statement {
    sid = "Mount"
    actions = [
      "elasticfilesystem:ClientMount",
      "elasticfilesystem:ClientWrite",
      "elasticfilesystem:ClientRootAccess",
    ]
    resources = [aws_efs_file_system.this[0].arn]

    condition {
      test     = "ArnEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.root[0].arn]
    }
  }
}

data "aws_iam_policy_document" "run_on_demand_tasks" {
  count = local.run_on_demand_tasks ? 1 : 0

  statement {
    sid       = "Run"
    actions   = ["ecs:RunTask"]
    resources = local.on_demand_definition_arns

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [var.cluster.arn]
    }
  }

  statement {
    sid     = "Follow"
    actions = ["ecs:DescribeTasks", "ecs:StopTask"]
    resources = [
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task/${var.cluster.name}/*",
    ]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [var.cluster.arn]
    }
  }

  statement {
    sid       = "Find"
    actions   = ["ecs:ListTasks"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [var.cluster.arn]
    }
  }

  statement {
    sid       = "HandOn"
    actions   = ["iam:PassRole"]
    resources = local.on_demand_role_arns

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }

  statement {
    sid       = "Read"
    actions   = ["logs:GetLogEvents"]
    resources = local.on_demand_log_streams
  }
}

data "aws_iam_policy_document" "run_executor_tasks" {
  count = local.run_ecs_executor ? 1 : 0

  statement {
    sid     = "Run"
    actions = ["ecs:RunTask"]
    resources = [
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task-definition/${var.name}-task:*",
    ]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [var.cluster.arn]
    }
  }

  statement {
    sid     = "Follow"
    actions = ["ecs:DescribeTasks", "ecs:StopTask"]
    resources = [
      "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:task/${var.cluster.name}/*",
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
    resources = [aws_iam_role.execution["task"].arn, aws_iam_role.task["task"].arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
}

locals {
  # What a task role may be allowed, each under the name that it has in the table of components.
  permissions = merge(
    {
      read-task-logs  = data.aws_iam_policy_document.read_task_logs.json
      write-task-logs = data.aws_iam_policy_document.write_task_logs.json
      read-dags       = data.aws_iam_policy_document.read_dags.json
      protect-tasks   = data.aws_iam_policy_document.protect_tasks.json
      publish-metrics = data.aws_iam_policy_document.publish_metrics.json
    },
    (
      var.broker.authentication == "iam"
      ? { connect-broker = data.aws_iam_policy_document.connect_broker[0].json }
      : {}
    ),
    var.execute_command ? { open-shells = data.aws_iam_policy_document.open_shells[0].json } : {},
    var.bastion ? { open-bastion = data.aws_iam_policy_document.open_bastion[0].json } : {},
    (
      var.storage.efs
      ? {
        write-dags-directory   = data.aws_iam_policy_document.write_dags_directory[0].json
        mount-dags-directory   = data.aws_iam_policy_document.mount_dags_directory[0].json
        write-shared-directory = data.aws_iam_policy_document.write_shared_directory[0].json
      }
      : {}
    ),
    (
      var.storage.efs && var.bastion
      ? { write-root-directory = data.aws_iam_policy_document.write_root_directory[0].json }
      : {}
    ),
    (
      local.run_on_demand_tasks
      ? { run-on-demand-tasks = data.aws_iam_policy_document.run_on_demand_tasks[0].json }
      : {}
    ),
    (
      local.run_ecs_executor
      ? { run-executor-tasks = data.aws_iam_policy_document.run_executor_tasks[0].json }
      : {}
    )
  )
  grant_list = flatten([
    for component in keys(local.components) : [
      for permission in local.components[component].permissions : {
        component  = component
        permission = permission
      }
      if contains(keys(local.permissions), permission)
    ]
  ])
  grants = { for key, value in local.grant_list : "${value.component}/${value.permission}" => value }
}

resource "aws_iam_role_policy" "task" {
  for_each = local.grants

  name   = each.value.permission
  role   = aws_iam_role.task[each.value.component].id
  policy = local.permissions[each.value.permission]
}

# What DAGs are allowed, wherever their code runs.
resource "aws_iam_role_policy" "extra" {
  for_each = {
    for key, value in setproduct(concat(local.dag_components, keys(local.queue_workers)), keys(var.extra_policies)) : "${value[0]}/${value[1]}" => {
      component = value[0]
      policy    = value[1]
    }
  }

  name_prefix = substr("extra-${each.value.policy}-", 0, 38)
  role        = aws_iam_role.task[each.value.component].id
  policy      = var.extra_policies[each.value.policy]
}

resource "aws_iam_role_policy_attachment" "extra" {
  for_each = {
    for key, value in setproduct(concat(local.dag_components, keys(local.queue_workers)), [for index in range(length(var.extra_policy_arns)) : tostring(index)]) : "${value[0]}/${value[1]}" => {
      component = value[0]
      policy    = value[1]
    }
  }

  role       = aws_iam_role.task[each.value.component].name
  policy_arn = var.extra_policy_arns[tonumber(each.value.policy)]
}

# What the tasks of one queue are allowed beyond those of the others.
resource "aws_iam_role_policy" "queue" {
  for_each = {
    for key, value in flatten([
      for queue, tier in var.queues : [
        for key, value in tier.extra_policies : {
          key       = "worker-${queue}/${key}"
          component = "worker-${queue}"
          name      = key
          policy    = value
        }
      ]
    ]) : value.key => value
  }

  name_prefix = substr("queue-${each.value.name}-", 0, 38)
  role        = aws_iam_role.task[each.value.component].id
  policy      = each.value.policy
}

resource "aws_iam_role_policy_attachment" "queue" {
  for_each = {
    for key, value in flatten([
      for queue, tier in var.queues : [
        for key, value in tier.extra_policy_arns : {
          key       = "worker-${queue}/${key}"
          component = "worker-${queue}"
          name      = tostring(key)
          policy    = value
        }
      ]
    ]) : value.key => value
  }

  role       = aws_iam_role.task[each.value.component].name
  policy_arn = each.value.policy
}

resource "aws_iam_role_policy_attachment" "executor" {
  for_each = {
    for key, value in [for arn in try(var.ecs_executor.policy_arns, []) : arn] : tostring(key) => value
  }

  role       = aws_iam_role.task["task"].name
  policy_arn = each.value
}
