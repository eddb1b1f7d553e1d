# Published from modules/monitoring/*.py by `./tarmac publish`: change the Python, not this file.

resource "aws_cloudwatch_metric_alarm" "no_api_server" {
  count = var.load_balancer != null ? 1 : 0

  alarm_name         = "${var.name}-no-api-server"
  alarm_description  = "No API server of ${var.name} answers the load balancer: no pages, and no task starts or ends. Look at the log of api-server and of init beside it, and at the events of its service."
  period             = 60
  evaluation_periods = 5
  namespace          = "AWS/ApplicationELB"
  metric_name        = "HealthyHostCount"
  dimensions = {
    LoadBalancer = var.load_balancer.arn_suffix
    TargetGroup  = var.load_balancer.target_group_arn_suffix
  }
  statistic           = "Maximum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-no-api-server" })
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  count = var.load_balancer != null ? 1 : 0

  alarm_name          = "${var.name}-api-server-errors"
  alarm_description   = "The API server of ${var.name} answers with 5xx, or the load balancer for it. Look at the log of api-server, and whether the database answers."
  evaluation_periods  = 2
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 10
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-api-server-errors" })

  metric_query {
    id          = "errors"
    expression  = "FILL(answered, 0) + FILL(unanswered, 0)"
    label       = "5xx"
    return_data = true
  }

  metric_query {
    id = "answered"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_Target_5XX_Count"
      stat        = "Sum"
      period      = 300
      dimensions = {
        LoadBalancer = var.load_balancer.arn_suffix
        TargetGroup  = var.load_balancer.target_group_arn_suffix
      }
    }
  }

  metric_query {
    id = "unanswered"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_ELB_5XX_Count"
      stat        = "Sum"
      period      = 300
      dimensions  = { LoadBalancer = var.load_balancer.arn_suffix }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "scheduler_silent" {
  count = var.airflow_metrics ? 1 : 0

  alarm_name          = "${var.name}-scheduler-silent"
  alarm_description   = "No scheduler of ${var.name} has given a heartbeat: no task is queued. Look at the log of scheduler, and whether it reaches database and broker."
  period              = 60
  evaluation_periods  = 5
  namespace           = "Tarmac/Airflow"
  metric_name         = "SchedulerHeartbeats"
  dimensions          = { Deployment = var.name }
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-scheduler-silent" })
}

# ECS measures each running task once a minute, so the number of samples is that of the tasks:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html
resource "aws_cloudwatch_metric_alarm" "tasks_missing" {
  for_each = { for key, value in var.services : key => value if value.min_count > 0 }

  alarm_name         = "${var.name}-${each.key}-missing"
  alarm_description  = "Fewer tasks of ${each.key} run in ${var.name} than should. Look at the events of its service: why tasks do not start, or stop."
  period             = 60
  evaluation_periods = 10
  namespace          = "AWS/ECS"
  metric_name        = "CPUUtilization"
  dimensions = {
    ClusterName = var.cluster_name
    ServiceName = each.value.name
  }
  statistic           = "SampleCount"
  comparison_operator = "LessThanThreshold"
  threshold           = each.value.min_count
  treat_missing_data  = "breaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-${each.key}-missing" })
}

locals {
  serverless = try(var.database.max_capacity != null, false)
}

resource "aws_cloudwatch_metric_alarm" "database_capacity" {
  count = local.serverless ? 1 : 0

  alarm_name          = "${var.name}-database-capacity"
  alarm_description   = "The database of ${var.name} has been at its largest capacity for a quarter of an hour, and everything slows down. Look at its slowest queries in Performance Insights; raise database.serverless.max_capacity."
  period              = 60
  evaluation_periods  = 15
  metric_name         = "ACUUtilization"
  threshold           = 95
  namespace           = "AWS/RDS"
  dimensions          = { DBClusterIdentifier = var.database.cluster_identifier }
  treat_missing_data  = "notBreaching"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-database-capacity" })
}

resource "aws_cloudwatch_metric_alarm" "database_cpu" {
  count = var.database != null && !local.serverless ? 1 : 0

  alarm_name          = "${var.name}-database-cpu"
  alarm_description   = "The database of ${var.name} has been busy for a quarter of an hour, and everything slows down. Look at its slowest queries in Performance Insights; take a larger database.instance_class."
  period              = 60
  evaluation_periods  = 15
  metric_name         = "CPUUtilization"
  threshold           = 90
  namespace           = "AWS/RDS"
  dimensions          = { DBClusterIdentifier = var.database.cluster_identifier }
  treat_missing_data  = "notBreaching"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-database-cpu" })
}

resource "aws_cloudwatch_metric_alarm" "database_connections" {
  count = local.serverless ? 1 : 0

  alarm_name          = "${var.name}-database-connections"
  alarm_description   = "The database of ${var.name} has nearly all the connections that its largest capacity allows; beyond, components are refused. Look for a DAG that opens its own; raise database.serverless.max_capacity."
  period              = 60
  evaluation_periods  = 5
  metric_name         = "DatabaseConnections"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = min(floor(var.database.max_capacity * 150), 1600)
  namespace           = "AWS/RDS"
  dimensions          = { DBClusterIdentifier = var.database.cluster_identifier }
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-database-connections" })
}

resource "aws_cloudwatch_metric_alarm" "database_storage" {
  count = var.database != null ? 1 : 0

  alarm_name          = "${var.name}-database-local-storage"
  alarm_description   = "An instance of the database of ${var.name} has less than 1 GiB left for sorting and for its log, and will restart without. Look for a query over all of a large table: airflow db clean shrinks them."
  period              = 60
  evaluation_periods  = 5
  metric_name         = "FreeLocalStorage"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1073741824
  namespace           = "AWS/RDS"
  dimensions          = { DBClusterIdentifier = var.database.cluster_identifier }
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-database-local-storage" })
}

# Replicas hold what the primary holds, so one node speaks for all.
resource "aws_cloudwatch_metric_alarm" "broker_memory" {
  count = var.elasticache != null ? 1 : 0

  alarm_name          = "${var.name}-broker-memory"
  alarm_description   = "The broker of ${var.name} has little memory left; where it is full, no task is queued. Look for results or messages that nobody takes; raise broker.node_type."
  period              = 60
  evaluation_periods  = 10
  namespace           = "AWS/ElastiCache"
  metric_name         = "DatabaseMemoryUsagePercentage"
  dimensions          = { CacheClusterId = "${var.elasticache.replication_group_id}-001" }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 80
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-broker-memory" })
}

resource "aws_cloudwatch_metric_alarm" "redis_memory" {
  count = var.redis_service_name != null && var.elasticache == null ? 1 : 0

  alarm_name         = "${var.name}-redis-memory"
  alarm_description  = "The broker of ${var.name} has little memory left; where it is full, no task is queued. Look for results or messages that nobody takes; raise the memory of its task."
  period             = 60
  evaluation_periods = 10
  namespace          = "AWS/ECS"
  metric_name        = "MemoryUtilization"
  dimensions = {
    ClusterName = var.cluster_name
    ServiceName = var.redis_service_name
  }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 80
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.topic_arns
  ok_actions          = local.topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-redis-memory" })
}

locals {
  alarm_arns = concat(
    aws_cloudwatch_metric_alarm.no_api_server[*].arn,
    aws_cloudwatch_metric_alarm.errors[*].arn,
    aws_cloudwatch_metric_alarm.scheduler_silent[*].arn,
    values(aws_cloudwatch_metric_alarm.tasks_missing)[*].arn,
    aws_cloudwatch_metric_alarm.database_capacity[*].arn,
    aws_cloudwatch_metric_alarm.database_cpu[*].arn,
    aws_cloudwatch_metric_alarm.database_connections[*].arn,
    aws_cloudwatch_metric_alarm.database_storage[*].arn,
    aws_cloudwatch_metric_alarm.broker_memory[*].arn,
    aws_cloudwatch_metric_alarm.redis_memory[*].arn
  )
}
