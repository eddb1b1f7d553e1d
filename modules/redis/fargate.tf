# Published from modules/redis/*.py by `./tarmac publish`: change the Python, not this file.

ephemeral "aws_secretsmanager_random_password" "this" {
  count = local.fargate ? 1 : 0

  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "this" {
  count = local.fargate ? 1 : 0

  name_prefix             = "${var.name}/redis/password-"
  description             = "Password of the Redis of ${var.name}"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = merge(var.tags, { Name = "${var.name}-redis" })
}

# Write-only: it is in the secret and nowhere else, the state included.
resource "aws_secretsmanager_secret_version" "this" {
  count = local.fargate ? 1 : 0

  secret_id = aws_secretsmanager_secret.this[0].id
  secret_string_wo = jsonencode({
    password = ephemeral.aws_secretsmanager_random_password.this[0].random_password
    previous = ephemeral.aws_secretsmanager_random_password.this[0].random_password
  })
  secret_string_wo_version = 1
}

ephemeral "aws_secretsmanager_random_password" "administrator" {
  count = local.fargate ? 1 : 0

  password_length     = 32
  exclude_punctuation = true
}

# A secret of its own: clients read the other one.
resource "aws_secretsmanager_secret" "administrator" {
  count = local.fargate ? 1 : 0

  name_prefix             = "${var.name}/redis/administrator-"
  description             = "Lets a rotation give the Redis of ${var.name} another password"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = merge(var.tags, { Name = "${var.name}-redis-administrator" })
}

# Write-only: it is in the secret and nowhere else, the state included.
resource "aws_secretsmanager_secret_version" "administrator" {
  count = local.fargate ? 1 : 0

  secret_id = aws_secretsmanager_secret.administrator[0].id
  secret_string_wo = jsonencode({
    username = "administrator"
    password = ephemeral.aws_secretsmanager_random_password.administrator[0].random_password
  })
  secret_string_wo_version = 1
}

data "aws_iam_policy_document" "trust" {
  count = local.fargate ? 1 : 0

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
  }
}

resource "aws_iam_role" "execution" {
  count = local.fargate ? 1 : 0

  name_prefix          = "${var.name}-redis-"
  description          = "Starts the Redis of Airflow: its image, its password, its logs"
  assume_role_policy   = data.aws_iam_policy_document.trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = "${var.name}-redis-execution" })
}

data "aws_iam_policy_document" "execution" {
  count = local.fargate ? 1 : 0

  statement {
    actions = ["secretsmanager:GetSecretValue"]
    resources = [
      aws_secretsmanager_secret_version.this[0].arn,
      aws_secretsmanager_secret_version.administrator[0].arn,
    ]
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this[0].arn}:*"]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [1] : []

    content {
      actions   = ["kms:Decrypt"]
      resources = [var.kms_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${data.aws_region.current.id}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[^/]+/([^:@]+)", var.image)

    content {
      actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = [
        "arn:${data.aws_partition.current.partition}:ecr:${statement.value[1]}:${statement.value[0]}:repository/${statement.value[2]}",
      ]
    }
  }

  dynamic "statement" {
    for_each = regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[^/]+/([^:@]+)", var.image)

    content {
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  count = local.fargate ? 1 : 0

  name   = "start"
  role   = aws_iam_role.execution[0].id
  policy = data.aws_iam_policy_document.execution[0].json
}

locals {
  # The server reads its settings from standard input, so that the password shows neither in the arguments of
  # a process nor in a file. Nothing is written to disk: a queue is worth nothing once its messages were
  # queued again. Where memory is full, writing fails, and no message vanishes. A quarter of the memory is
  # left for buffers. Clients may not stop, empty or reconfigure the server.
  start = <<-EOT
    [ -n "$REDIS_PASSWORD" ] && [ -n "$REDIS_PREVIOUS_PASSWORD" ] && [ -n "$REDIS_ADMINISTRATOR_PASSWORD" ] || exit 1
    server=$(command -v valkey-server || command -v redis-server)
    quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }
    password=$(quoted "$REDIS_PASSWORD")
    previous=$(quoted "$REDIS_PREVIOUS_PASSWORD")
    administrator=$(quoted "$REDIS_ADMINISTRATOR_PASSWORD")
    exec "$server" - <<CONFIGURATION
    port 6379
    user default on ">$password" ">$previous" ~* &* +@all -@admin -@dangerous
    user administrator on ">$administrator" -@all +ping +acl|setuser
    maxmemory ${floor(var.memory * 3 / 4)}mb
    maxmemory-policy noeviction
    save ""
    appendonly no
    CONFIGURATION
  EOT
}

# No task role: the server calls nothing of AWS.
resource "aws_ecs_task_definition" "this" {
  count = local.fargate ? 1 : 0

  family                   = "${var.name}-redis"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution[0].arn
  container_definitions = jsonencode([{
    name                   = "redis"
    image                  = var.image
    essential              = true
    user                   = "65534:65534"
    readonlyRootFilesystem = true
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    entryPoint             = ["sh", "-c"]
    command                = [local.start]
    stopTimeout            = 10
    portMappings = [{
      containerPort = 6379
      protocol      = "tcp"
    }]
    secrets = [
      {
        name      = "REDIS_PASSWORD"
        valueFrom = "${aws_secretsmanager_secret_version.this[0].arn}:password::"
      },
      {
        name      = "REDIS_PREVIOUS_PASSWORD"
        valueFrom = "${aws_secretsmanager_secret_version.this[0].arn}:previous::"
      },
      {
        name      = "REDIS_ADMINISTRATOR_PASSWORD"
        valueFrom = "${aws_secretsmanager_secret_version.administrator[0].arn}:password::"
      },
    ]
    healthCheck = {
      command = [
        "CMD-SHELL",
        "cli=$(command -v valkey-cli || command -v redis-cli); export REDISCLI_AUTH=\"$REDIS_ADMINISTRATOR_PASSWORD\" VALKEYCLI_AUTH=\"$REDIS_ADMINISTRATOR_PASSWORD\"; \"$cli\" --user administrator --no-auth-warning -p 6379 ping | grep -q PONG",
      ]
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 10
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.this[0].name
        awslogs-region        = data.aws_region.current.id
        awslogs-stream-prefix = "redis"
        mode                  = "non-blocking"
      }
    }
  }])
  tags = merge(var.tags, { Name = "${var.name}-redis" })

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }
}

# ECS keeps the address: a new task takes over the name within the ten seconds of the record.
resource "aws_service_discovery_service" "this" {
  count = local.fargate ? 1 : 0

  name          = "redis"
  description   = "Address of the Redis of ${var.name}"
  force_destroy = true
  tags          = merge(var.tags, { Name = "${var.name}-redis" })

  dns_config {
    namespace_id   = var.namespace_id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }

  health_check_custom_config {
    failure_threshold = 1
  }
}

# Never two at once, not even while one replaces the other: they would share the queue between them. On-demand
# and not Spot, for the same reason that there is one.
resource "aws_ecs_service" "this" {
  count = local.fargate ? 1 : 0

  name                               = "${var.name}-redis"
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this[0].arn
  desired_count                      = 1
  launch_type                        = "FARGATE"
  deployment_minimum_healthy_percent = 0
  deployment_maximum_percent         = 100
  availability_zone_rebalancing      = "DISABLED"
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  tags                               = merge(var.tags, { Name = "${var.name}-redis" })

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = aws_security_group.this[*].id
    assign_public_ip = var.assign_public_ip
  }

  service_registries {
    registry_arn = aws_service_discovery_service.this[0].arn
  }

  lifecycle {
    ignore_changes = [desired_count]

    precondition {
      condition     = var.cluster_name != null && var.cluster_arn != null
      error_message = "mode fargate needs cluster_name and cluster_arn."
    }

    precondition {
      condition     = var.namespace_id != null && var.namespace_name != null
      error_message = "mode fargate needs namespace_id and namespace_name."
    }
  }

  depends_on = [aws_iam_role_policy.execution]
}

# Holds the size, which the service itself ignores.
resource "aws_appautoscaling_target" "this" {
  count = local.fargate ? 1 : 0

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster_name}/${aws_ecs_service.this[0].name}"
  min_capacity       = 1
  max_capacity       = 1
  tags               = merge(var.tags, { Name = "${var.name}-redis" })
}
