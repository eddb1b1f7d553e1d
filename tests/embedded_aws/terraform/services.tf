resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "${var.name}.airflow"
  vpc  = aws_vpc.this.id
}

data "aws_route53_zone" "namespace" {
  zone_id = aws_service_discovery_private_dns_namespace.this.hosted_zone
}

# An alias beside the name that Cloud Map keeps.
resource "aws_route53_record" "webserver" {
  zone_id = aws_service_discovery_private_dns_namespace.this.hosted_zone
  name    = "webserver.${aws_service_discovery_private_dns_namespace.this.name}"
  type    = "CNAME"
  ttl     = 60
  records = ["api-server.${aws_service_discovery_private_dns_namespace.this.name}"]
}

resource "aws_service_discovery_service" "this" {
  name = "api-server"
  dns_config {
    namespace_id   = aws_service_discovery_private_dns_namespace.this.id
    routing_policy = "MULTIVALUE"
    dns_records {
      type = "A"
      ttl  = 10
    }
  }
  health_check_custom_config { failure_threshold = 1 }
  lifecycle { ignore_changes = [health_check_custom_config] }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.name}/api-server"
  retention_in_days = var.changed ? 365 : 30
}

resource "aws_iam_role" "task" {
  for_each = toset(["execution", "task"])
  name     = "${var.name}-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "task" {
  statement {
    actions   = ["elasticache:Connect"]
    resources = [aws_elasticache_user.airflow.arn, aws_elasticache_replication_group.valkey.arn]
  }
}

resource "aws_iam_policy" "extra" {
  name   = "${var.name}-extra"
  policy = data.aws_iam_policy_document.task.json
}

resource "aws_iam_role_policy_attachment" "extra" {
  role       = aws_iam_role.task["task"].name
  policy_arn = aws_iam_policy.extra.arn
}

resource "aws_iam_role_policy" "task" {
  name   = "task"
  role   = aws_iam_role.task["task"].id
  policy = data.aws_iam_policy_document.task.json
}

resource "aws_ecs_cluster" "this" {
  name = var.name
  setting {
    name  = "containerInsights"
    value = var.changed ? "enhanced" : "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = "${var.name}-api-server"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.changed ? 1024 : 512
  memory                   = 2048
  execution_role_arn       = aws_iam_role.task["execution"].arn
  task_role_arn            = aws_iam_role.task["task"].arn
  track_latest             = true
  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }
  ephemeral_storage { size_in_gib = 30 }
  volume {
    name = "shared"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.this.id
      transit_encryption = "ENABLED"
      authorization_config {
        access_point_id = aws_efs_access_point.this["airflow"].id
        iam             = "ENABLED"
      }
    }
  }
  container_definitions = jsonencode([
    {
      name        = "init"
      image       = "airflow:3.3.2"
      essential   = false
      command     = ["airflow", "db", "migrate"]
      environment = [{ name = "A", value = "1" }]
      secrets     = [{ name = "SQL_ALCHEMY_CONN", valueFrom = aws_secretsmanager_secret.master.arn }]
    },
    {
      name             = "api-server"
      image            = "airflow:3.3.2"
      essential        = true
      command          = ["airflow", "api-server"]
      dependsOn        = [{ containerName = "init", condition = "SUCCESS" }]
      portMappings     = [{ containerPort = 8080, hostPort = 8080, protocol = "tcp" }, { containerPort = 5555, protocol = "tcp" }]
      mountPoints      = [{ sourceVolume = "shared", containerPath = "/mnt/efs", readOnly = false }]
      healthCheck      = { command = ["CMD-SHELL", "curl -f localhost:8080"], interval = 30, timeout = 5, retries = 3, startPeriod = 60 }
      restartPolicy    = { enabled = true, ignoredExitCodes = [0], restartAttemptPeriod = 60 }
      linuxParameters  = { initProcessEnabled = true }
      stopTimeout      = 120
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = aws_cloudwatch_log_group.this.name, "awslogs-region" = "eu-west-1", "awslogs-stream-prefix" = "airflow" } }
    }
  ])
}

resource "aws_lb" "this" {
  name                       = var.name
  internal                   = true
  security_groups            = [aws_security_group.this["alb"].id]
  subnets                    = aws_subnet.public[*].id
  drop_invalid_header_fields = true
}

resource "aws_lb_target_group" "this" {
  for_each             = { api = 8080, flower = 5555 }
  name                 = "${var.name}-${each.key}"
  port                 = each.value
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = aws_vpc.this.id
  deregistration_delay = var.changed ? 60 : 30
  health_check {
    path                = "/api/v2/monitor/health"
    matcher             = "200"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 5
  }
  stickiness {
    type            = "lb_cookie"
    enabled         = true
    cookie_duration = 3600
  }
}

resource "aws_lb_listener" "this" {
  for_each          = { api = 80, flower = 5555 }
  load_balancer_arn = aws_lb.this.arn
  port              = each.value
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.key].arn
  }
}

resource "aws_lb_listener_rule" "metrics" {
  listener_arn = aws_lb_listener.this["api"].arn
  priority     = 10
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
      message_body = "closed"
    }
  }
  condition {
    path_pattern { values = var.changed ? ["/flower/metrics", "/flower/metrics/*"] : ["/flower/metrics"] }
  }
}

resource "aws_ecs_service" "this" {
  name                               = "api-server"
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = 1
  enable_execute_command             = var.changed
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  availability_zone_rebalancing      = var.changed ? "ENABLED" : "DISABLED"
  health_check_grace_period_seconds  = var.changed ? 300 : 120
  deployment_maximum_percent         = 200
  deployment_minimum_healthy_percent = var.changed ? 50 : 100
  platform_version                   = "1.4.0"
  wait_for_steady_state              = true
  force_new_deployment               = true # without it the provider replaces a service whose strategy changes
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  capacity_provider_strategy {
    capacity_provider = var.changed ? "FARGATE" : "FARGATE_SPOT"
    weight            = 1
  }
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.this["api"].id]
  }
  dynamic "load_balancer" {
    for_each = aws_lb_target_group.this
    content {
      target_group_arn = load_balancer.value.arn
      container_name   = "api-server"
      container_port   = load_balancer.value.port
    }
  }
  service_registries { registry_arn = aws_service_discovery_service.this.arn }
  depends_on = [aws_lb_listener.this, aws_ecs_cluster_capacity_providers.this, aws_efs_mount_target.this]
  lifecycle { ignore_changes = [desired_count] }
}

resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.changed ? 2 : 1
  max_capacity       = var.changed ? 4 : 1
}

resource "aws_appautoscaling_policy" "this" {
  name               = "${var.name}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  target_tracking_scaling_policy_configuration {
    target_value       = var.changed ? 60 : 70
    scale_in_cooldown  = 300
    scale_out_cooldown = 60
    predefined_metric_specification { predefined_metric_type = "ECSServiceAverageCPUUtilization" }
  }
}
