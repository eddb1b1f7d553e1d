# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  run_on_demand_tasks = length(var.on_demand_tasks) > 0

  # Those that see the shared files of the workers.
  mounting_tasks = {
    for key, value in var.on_demand_tasks : key => value
    if value.mount_shared_files && var.storage.efs
  }
}

resource "aws_cloudwatch_log_group" "on_demand" {
  for_each = var.on_demand_tasks

  name              = "/${var.name}/on-demand/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = merge(var.tags, { Name = "${var.name}-on-demand-${each.key}" })
}

resource "aws_iam_role" "on_demand_execution" {
  for_each = var.on_demand_tasks

  name_prefix          = substr("${var.name}-${each.key}-execution-", 0, 38)
  description          = "On-demand task ${each.key}, execution role of ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-on-demand-${each.key}-execution" })
}

resource "aws_iam_role" "on_demand_task" {
  for_each = var.on_demand_tasks

  name_prefix          = substr("${var.name}-${each.key}-task-", 0, 38)
  description          = "On-demand task ${each.key}, task role of ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-on-demand-${each.key}-task" })
}

locals {
  # Account, region and name of each image's repository; null where it is not in ECR.
  on_demand_repositories = {
    for key, value in var.on_demand_tasks : key => try(
      regex("^([0-9]{12})[.]dkr[.]ecr[.]([a-z0-9-]+)[.]amazonaws[.]com(?:[.]cn)?/([^:@]+)", value.image),
      null
    )
  }
}

data "aws_iam_policy_document" "on_demand_execution" {
  for_each = var.on_demand_tasks

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.on_demand[each.key].arn}:*"]
  }

  dynamic "statement" {
    for_each = local.on_demand_repositories[each.key] != null ? [1] : []

    content {
      sid       = "Registry"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = local.on_demand_repositories[each.key] != null ? [1] : []

    content {
      sid     = "Image"
      actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = [
        "arn:${data.aws_partition.current.partition}:ecr:${local.on_demand_repositories[each.key][1]}:${local.on_demand_repositories[each.key][0]}:repository/${local.on_demand_repositories[each.key][2]}",
      ]
    }
  }
}

resource "aws_iam_role_policy" "on_demand_execution" {
  for_each = var.on_demand_tasks

  name   = "start"
  role   = aws_iam_role.on_demand_execution[each.key].id
  policy = data.aws_iam_policy_document.on_demand_execution[each.key].json
}

data "aws_iam_policy_document" "on_demand_files" {
  count = length(local.mounting_tasks) > 0 ? 1 : 0

  statement {
    sid       = "Mount"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.this[0].arn]

    condition {
      test     = "ArnEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [one(aws_efs_access_point.shared[*].arn)]
    }
  }
}

resource "aws_iam_role_policy" "on_demand_files" {
  for_each = local.mounting_tasks

  name   = "write-shared-directory"
  role   = aws_iam_role.on_demand_task[each.key].id
  policy = data.aws_iam_policy_document.on_demand_files[0].json
}

resource "aws_iam_role_policy_attachment" "on_demand" {
  for_each = {
    for key, value in flatten([
      for name, task in var.on_demand_tasks : [for index, arn in task.policy_arns : { key = "${name}/${index}", task = name, arn = arn }]
    ]) : value.key => value
  }

  role       = aws_iam_role.on_demand_task[each.value.task].name
  policy_arn = each.value.arn
}

resource "aws_security_group" "on_demand" {
  count = local.run_on_demand_tasks ? 1 : 0

  name_prefix = "${var.name}-on-demand-"
  description = "Tasks that DAGs run on demand"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-on-demand" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "on_demand_https" {
  count = local.run_on_demand_tasks ? 1 : 0

  security_group_id = aws_security_group.on_demand[0].id
  description       = "AWS and other services over HTTPS"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = merge(var.tags, { Name = "${var.name}-on-demand-to-https" })
}

# Where DAGs connect to, their tasks do too.
resource "aws_vpc_security_group_egress_rule" "on_demand" {
  for_each = { for key, value in var.egress : key => value if local.run_on_demand_tasks }

  security_group_id = aws_security_group.on_demand[0].id
  description       = "On-demand tasks: ${each.key}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr_block
  tags              = merge(var.tags, { Name = "${var.name}-on-demand-to-${each.key}" })
}

resource "aws_vpc_security_group_egress_rule" "on_demand_files" {
  count = length(local.mounting_tasks) > 0 ? 1 : 0

  security_group_id            = aws_security_group.on_demand[0].id
  referenced_security_group_id = aws_security_group.files[0].id
  tags                         = merge(var.tags, { Name = "${var.name}-on-demand-to-files-out" })
  description                  = "on-demand: shared files over NFS"
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}

resource "aws_vpc_security_group_ingress_rule" "on_demand_files" {
  count = length(local.mounting_tasks) > 0 ? 1 : 0

  security_group_id            = aws_security_group.files[0].id
  referenced_security_group_id = aws_security_group.on_demand[0].id
  tags                         = merge(var.tags, { Name = "${var.name}-on-demand-to-files-in" })
  description                  = "on-demand: shared files over NFS"
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}

# The image is the user's own, so its root file system is left writable and its user as it is.
resource "aws_ecs_task_definition" "on_demand" {
  for_each = var.on_demand_tasks

  family                   = "${var.name}-on-demand-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.on_demand_execution[each.key].arn
  task_role_arn            = aws_iam_role.on_demand_task[each.key].arn
  container_definitions = jsonencode([{
    name      = each.key
    image     = each.value.image
    essential = true
    command   = each.value.command
    environment = [
      for name, value in merge({ AWS_DEFAULT_REGION = data.aws_region.current.id }, each.value.environment) : {
        name  = name
        value = value
      }
    ]
    mountPoints = (
      each.value.mount_shared_files
      ? [{
        sourceVolume  = "shared"
        containerPath = "/mnt/efs"
        readOnly      = false
      }]
      : []
    )
    linuxParameters = { initProcessEnabled = true }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.on_demand[each.key].name
        awslogs-region        = data.aws_region.current.id
        awslogs-stream-prefix = each.key
      }
    }
  }])
  tags = merge(var.tags, { Name = "${var.name}-on-demand-${each.key}" })

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  dynamic "ephemeral_storage" {
    for_each = each.value.ephemeral_storage != null ? [each.value.ephemeral_storage] : []

    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  dynamic "volume" {
    for_each = contains(keys(local.mounting_tasks), each.key) ? [1] : []

    content {
      name = "shared"

      efs_volume_configuration {
        file_system_id     = one(aws_efs_file_system.this[*].id)
        transit_encryption = "ENABLED"

        authorization_config {
          access_point_id = one(aws_efs_access_point.shared[*].id)
          iam             = "ENABLED"
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = !each.value.mount_shared_files || var.storage.efs
      error_message = "The on-demand task ${each.key} mounts the shared files, and storage.efs is false: there are none."
    }
  }
}

locals {
  # Task definitions are told by their family, so that an image or a size changes without a new worker.
  on_demand_environment = (
    local.run_on_demand_tasks
    ? {
      TARMAC_ON_DEMAND_CLUSTER        = var.cluster.name
      TARMAC_ON_DEMAND_SECURITY_GROUP = one(aws_security_group.on_demand[*].id)
      TARMAC_ON_DEMAND_SUBNETS        = join(",", var.subnet_ids)
      TARMAC_ON_DEMAND_PUBLIC_IP      = var.assign_public_ip ? "ENABLED" : "DISABLED"
      TARMAC_ON_DEMAND_TASKS = jsonencode({
        for key, value in var.on_demand_tasks : key => {
          task_definition = "${var.name}-on-demand-${key}"
          log_group       = aws_cloudwatch_log_group.on_demand[key].name
        }
      })
    }
    : {}
  )
  on_demand_definition_arns = [
    for key, value in aws_ecs_task_definition.on_demand : "${value.arn_without_revision}:*"
  ]
  on_demand_role_arns = [
    for role in concat(values(aws_iam_role.on_demand_execution), values(aws_iam_role.on_demand_task)) : role.arn
  ]
  on_demand_log_streams = [for key, value in aws_cloudwatch_log_group.on_demand : "${value.arn}:log-stream:*"]
}
