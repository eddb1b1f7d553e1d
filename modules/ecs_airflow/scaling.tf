# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

# Fixed where the smallest number is the largest.
resource "aws_appautoscaling_target" "this" {
  for_each = local.services

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.this[each.key].name}"
  min_capacity       = each.value.size.min_count
  max_capacity       = each.value.size.max_count
  tags               = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_appautoscaling_policy" "cpu" {
  for_each = {
    for key, value in local.services : key => value.target_cpu_percent
    if value.target_cpu_percent != null && value.size.max_count > value.size.min_count
  }

  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value
    scale_out_cooldown = 60
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

locals {
  # How CloudWatch knows it; of one that is given, from its listener.
  load_balancer_suffix = (
    local.create_load_balancer
    ? one(aws_lb.this[*].arn_suffix)
    : try(regex("listener/(app/[^/]+/[^/]+)/", var.load_balancer.existing.listener_arn)[0], "")
  )
}

# Of two such policies the one that wants more tasks decides.
resource "aws_appautoscaling_policy" "requests" {
  for_each = toset(
    (
      local.services["api-server"].size.max_count > local.services["api-server"].size.min_count
      ? ["api-server"]
      : []
    )
  )

  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = 600
    scale_out_cooldown = 60
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${local.load_balancer_suffix}/${aws_lb_target_group.api_server.arn_suffix}"
    }
  }
}

locals {
  # The workers whose number may change, and the numbers that they may have.
  scaled_workers = {
    for key, value in local.services : key => {
      queue     = value.queue
      min_count = value.size.min_count
      steps = distinct(
        (
          value.size.max_count > 20
          ? concat([1], [for step in range(1, 20) : ceil(pow(value.size.max_count, step / 19))])
          : range(1, value.size.max_count + 1)
        )
      )
    }
    if value.queue != null && value.size.max_count > value.size.min_count
  }
}

# From any number, zero too, to the one that is needed, in one step. Steps count from the alarm's threshold of
# 1: up to the first number of workers, up to the second, and so on.
resource "aws_appautoscaling_policy" "demand" {
  for_each = local.scaled_workers

  name               = "demand"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ExactCapacity"
    metric_aggregation_type = "Maximum"
    cooldown                = 30

    dynamic "step_adjustment" {
      for_each = each.value.steps

      content {
        metric_interval_lower_bound = (
          step_adjustment.key == 0
          ? "0"
          : tostring(each.value.steps[max(step_adjustment.key - 1, 0)])
        )
        metric_interval_upper_bound = (
          step_adjustment.key == length(each.value.steps) - 1
          ? null
          : tostring(step_adjustment.value)
        )
        scaling_adjustment = step_adjustment.value
      }
    }
  }
}

resource "aws_appautoscaling_policy" "idle" {
  for_each = local.scaled_workers

  name               = "idle"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ExactCapacity"
    metric_aggregation_type = "Maximum"
    cooldown                = 30

    step_adjustment {
      metric_interval_upper_bound = "0"
      scaling_adjustment          = each.value.min_count
    }
  }
}

# Several publishers say the same, so the maximum is read. Without a signal no alarm is on, and the number of
# workers stays.
resource "aws_cloudwatch_metric_alarm" "demand" {
  for_each = local.scaled_workers

  alarm_name          = "${var.name}-${each.key}-demand"
  alarm_description   = "Not an error: the queue ${each.value.queue} of ${var.name} has work, and its workers follow."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  namespace           = "Tarmac/Airflow"
  metric_name         = "WorkersNeeded"
  dimensions = {
    Deployment = var.name
    Queue      = each.value.queue
  }
  statistic          = "Maximum"
  period             = 30
  threshold          = 1
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_appautoscaling_policy.demand[each.key].arn]
  tags               = merge(var.tags, { Name = "${var.name}-${each.key}-demand" })
}

# CloudWatch repeats the action of an alarm that stays on once a minute: this one, half a minute later, acts
# in between.
resource "aws_cloudwatch_metric_alarm" "demand_again" {
  for_each = local.scaled_workers

  alarm_name          = "${var.name}-${each.key}-demand-again"
  alarm_description   = "Not an error: the queue ${each.value.queue} of ${var.name} has work, and its workers follow."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 2
  namespace           = "Tarmac/Airflow"
  metric_name         = "WorkersNeeded"
  dimensions = {
    Deployment = var.name
    Queue      = each.value.queue
  }
  statistic          = "Maximum"
  period             = 30
  threshold          = 1
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_appautoscaling_policy.demand[each.key].arn]
  tags               = merge(var.tags, { Name = "${var.name}-${each.key}-demand-again" })
}

resource "aws_cloudwatch_metric_alarm" "idle" {
  for_each = local.scaled_workers

  alarm_name          = "${var.name}-${each.key}-idle"
  alarm_description   = "Not an error: the queue ${each.value.queue} of ${var.name} has had no work for a while."
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  namespace           = "Tarmac/Airflow"
  metric_name         = "WorkersNeeded"
  dimensions = {
    Deployment = var.name
    Queue      = each.value.queue
  }
  statistic          = "Maximum"
  period             = 30
  threshold          = 1
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_appautoscaling_policy.idle[each.key].arn]
  tags               = merge(var.tags, { Name = "${var.name}-${each.key}-idle" })
}

locals {
  scheduled_minimums = flatten([
    for component, row in local.services : [
      for name, schedule in try(row.size.schedules, {}) : [
        {
          component = component
          name      = "${name}-start"
          schedule  = schedule.start
          timezone  = schedule.timezone
          min_count = schedule.min_count
        },
        {
          component = component
          name      = "${name}-end"
          schedule  = schedule.end
          timezone  = schedule.timezone
          min_count = row.size.min_count
        },
      ]
    ]
  ])
}

resource "aws_appautoscaling_scheduled_action" "minimum" {
  for_each = { for key, value in local.scheduled_minimums : "${value.component}/${value.name}" => value }

  name               = each.value.name
  service_namespace  = aws_appautoscaling_target.this[each.value.component].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.value.component].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.value.component].resource_id
  schedule           = each.value.schedule
  timezone           = each.value.timezone

  scalable_target_action {
    min_capacity = tostring(each.value.min_count)
  }
}

resource "aws_cloudwatch_metric_alarm" "signal_missing" {
  alarm_name        = "${var.name}-backlog-missing"
  alarm_description = "Nobody publishes the backlog of ${var.name}, so its workers do not scale. Look at the container backlog of the scheduler: its log group is /${var.name}/airflow/scheduler."
  metric_name       = "Backlog"
  dimensions = {
    Deployment = var.name
    Queue      = "default"
  }
  statistic           = "SampleCount"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  namespace           = "Tarmac/Airflow"
  period              = 60
  evaluation_periods  = 5
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-backlog-missing" })
}

resource "aws_cloudwatch_metric_alarm" "unserved" {
  alarm_name          = "${var.name}-unserved-tasks"
  alarm_description   = "Tasks of ${var.name} wait in a queue that no worker serves, and will for ever. The metric UnservedTasks names it: add it to queues, or give the tasks another."
  metric_name         = "UnservedTasks"
  dimensions          = { Deployment = var.name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  namespace           = "Tarmac/Airflow"
  period              = 60
  evaluation_periods  = 5
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = merge(var.tags, { Name = "${var.name}-unserved-tasks" })
}
