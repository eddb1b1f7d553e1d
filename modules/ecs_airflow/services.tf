# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

resource "aws_cloudwatch_log_group" "component" {
  for_each = local.components

  name              = "/${var.name}/airflow/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

locals {
  # What a container may write. Fargate copies owner and mode of these directories from the image, where they
  # are declared as VOLUME: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
  scratch = {
    tmp  = "/tmp"
    logs = "/opt/airflow/logs"
  }
  access_point_ids = (
    var.storage.efs
    ? {
      dags   = aws_efs_access_point.dags[0].id
      shared = aws_efs_access_point.shared[0].id
      root   = aws_efs_access_point.root[0].id
    }
    : {}
  )
}

resource "aws_ecs_task_definition" "this" {
  for_each = local.components

  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.size.cpu
  memory                   = each.value.size.memory
  execution_role_arn       = aws_iam_role.execution[each.key].arn
  task_role_arn            = aws_iam_role.task[each.key].arn
  container_definitions = jsonencode([
    for container in each.value.containers : {
      name       = container.name
      image      = each.value.image
      essential  = container.essential
      user       = "50000:0"
      entryPoint = container.entry_point
      command    = container.command
      environment = [
        for name, value in merge(container.environment, var.environment) : {
          name  = name
          value = value
        }
      ]
      secrets = [
        for name, value in container.secrets : {
          name      = name
          valueFrom = local.secret_arns[value]
        }
        if local.secret_arns[value] != null
      ]
      portMappings = [
        for port in container.ports : {
          containerPort = port
          hostPort      = port
          protocol      = "tcp"
        }
      ]
      mountPoints = concat(
        [
          for name, value in local.scratch : {
            sourceVolume  = "${container.name}-${name}"
            containerPath = value
            readOnly      = false
          }
        ],
        [
          for mount in each.value.mounts : {
            sourceVolume  = mount.access_point
            containerPath = mount.path
            readOnly      = mount.read_only
          }
          if contains(keys(local.access_point_ids), mount.access_point)
        ]
      )
      healthCheck            = container.health_check
      stopTimeout            = container.stop_timeout
      restartPolicy          = container.restarts ? { enabled = true, restartAttemptPeriod = 60 } : null
      readonlyRootFilesystem = !each.value.open_to_sessions
      linuxParameters = {
        initProcessEnabled = true
        capabilities       = { drop = each.value.open_to_sessions ? [] : ["ALL"] }
      }
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.component[each.key].name
          awslogs-region        = data.aws_region.current.id
          awslogs-stream-prefix = container.name
          mode                  = "non-blocking"
          max-buffer-size       = "25m"
        }
      }
    }
  ])
  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  dynamic "volume" {
    for_each = toset(flatten([
      for container in each.value.containers : [for name in keys(local.scratch) : "${container.name}-${name}"]
    ]))

    content {
      name = volume.value
    }
  }

  dynamic "volume" {
    for_each = toset([for mount in each.value.mounts : mount.access_point if var.storage.efs])

    content {
      name = volume.value

      efs_volume_configuration {
        file_system_id     = one(aws_efs_file_system.this[*].id)
        transit_encryption = "ENABLED"

        authorization_config {
          access_point_id = local.access_point_ids[volume.value]
          iam             = "ENABLED"
        }
      }
    }
  }
}

resource "aws_service_discovery_service" "component" {
  for_each = toset(["api-server", "flower"])

  name = each.key
  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  dns_config {
    namespace_id   = var.namespace.id
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

locals {
  aliases = { webserver = "api-server" }
}

# An ECS service takes one registry, and nobody but Cloud Map may write into its zone: so an alias is a
# service of its own.
resource "aws_service_discovery_service" "alias" {
  for_each = local.aliases

  name = each.key
  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  dns_config {
    namespace_id   = var.namespace.id
    routing_policy = "WEIGHTED"

    dns_records {
      type = "CNAME"
      ttl  = 60
    }
  }
}

resource "aws_service_discovery_instance" "alias" {
  for_each = local.aliases

  instance_id = each.key
  service_id  = aws_service_discovery_service.alias[each.key].id
  attributes  = { AWS_INSTANCE_CNAME = "${each.value}.${var.namespace.name}" }
}

locals {
  # What the load balancer sends to which service.
  targets = {
    api-server = {
      target_group_arn = aws_lb_target_group.api_server.arn
      port             = 8080
    }
    flower = {
      target_group_arn = aws_lb_target_group.flower.arn
      port             = 5555
    }
  }
}

# desired_count is the autoscaler's. A new deployment is forced so that a change of the share of Spot replaces
# tasks, not the service. No apply waits for workers: ECS ends none that still has work, however long.
resource "aws_ecs_service" "this" {
  for_each = local.services

  name                               = "${var.name}-${each.key}"
  cluster                            = var.cluster.arn
  task_definition                    = aws_ecs_task_definition.this[each.key].arn
  desired_count                      = each.value.size.min_count
  force_new_deployment               = true
  platform_version                   = "LATEST"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  availability_zone_rebalancing      = "ENABLED"
  enable_execute_command             = var.execute_command
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  health_check_grace_period_seconds  = contains(keys(local.targets), each.key) ? 1800 : null
  wait_for_steady_state              = var.wait_for_steady_state && each.value.queue == null
  tags                               = merge(var.tags, { Name = "${var.name}-${each.key}" })

  dynamic "capacity_provider_strategy" {
    for_each = each.value.capacity

    content {
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.component[each.value.network].id]
    assign_public_ip = var.assign_public_ip
  }

  dynamic "load_balancer" {
    for_each = { for key, value in local.targets : key => value if key == each.key }

    content {
      target_group_arn = load_balancer.value.target_group_arn
      container_name   = load_balancer.key
      container_port   = load_balancer.value.port
    }
  }

  dynamic "service_registries" {
    for_each = {
      for key, value in aws_service_discovery_service.component : key => value.arn
      if key == each.key
    }

    content {
      registry_arn = service_registries.value
    }
  }

  timeouts {
    create = "40m"
    update = "40m"
  }

  lifecycle {
    ignore_changes = [desired_count]

    postcondition {
      condition     = self.task_definition == aws_ecs_task_definition.this[each.key].arn
      error_message = "ECS runs another task definition of ${each.key} than the one that was applied: its tasks did not stay up, so the deployment was rolled back. Read their last lines in the log group /${var.name}/airflow/${each.key}, mend that and apply again."
    }
  }

  depends_on = [
    aws_secretsmanager_secret_version.this,
    aws_iam_role_policy.execution,
    aws_iam_role_policy.task,
    aws_iam_role_policy.extra,
    aws_iam_role_policy_attachment.extra,
    aws_iam_role_policy.queue,
    aws_iam_role_policy_attachment.queue,
    aws_iam_role_policy_attachment.executor,
    aws_vpc_security_group_ingress_rule.connection,
    aws_vpc_security_group_egress_rule.connection,
    aws_vpc_security_group_egress_rule.https,
    aws_vpc_security_group_egress_rule.dags,
    aws_efs_mount_target.this,
    aws_efs_file_system_policy.this,
    aws_lb_listener.http,
    aws_lb_listener.https,
    aws_lb_listener.flower,
    aws_lb_listener_rule.metrics_closed,
    aws_lb_listener_rule.flower,
    aws_lb_listener_rule.open_paths,
    aws_lb_listener_rule.api_server,
    aws_lb_listener_rule.flower_port_metrics_closed,
    aws_lb_listener_rule.flower_port_root,
    aws_vpc_security_group_ingress_rule.load_balancer,
  ]
}
