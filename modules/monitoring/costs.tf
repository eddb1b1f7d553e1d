# Published from modules/monitoring/*.py by `./tarmac publish`: change the Python, not this file.

# AWS writes a tag of the user's as user:KEY$VALUE here: https://docs.aws.amazon.com/cost-
# management/latest/userguide/budgets-create-filters.html
resource "aws_budgets_budget" "this" {
  count = var.budget != null ? 1 : 0

  name         = var.name
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_unit   = "USD"
  limit_amount = tostring(var.budget.monthly_usd)
  tags         = merge(var.tags, { Name = "${var.name}-budget" })

  cost_filter {
    name   = "TagKeyValue"
    values = [join("$", ["user:${var.cost_tag}", var.name])]
  }

  notification {
    notification_type         = "ACTUAL"
    comparison_operator       = "GREATER_THAN"
    threshold                 = 80
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.this.arn]
  }

  notification {
    notification_type         = "ACTUAL"
    comparison_operator       = "GREATER_THAN"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.this.arn]
  }

  notification {
    notification_type         = "FORECASTED"
    comparison_operator       = "GREATER_THAN"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.this.arn]
  }
}

# AWS gives all of its keys back, and whatever is not written here would be a change.
resource "aws_ce_anomaly_monitor" "this" {
  count = var.cost_anomalies != null ? 1 : 0

  name         = var.name
  monitor_type = "CUSTOM"
  monitor_specification = jsonencode({
    And            = null
    CostCategories = null
    Dimensions     = null
    Not            = null
    Or             = null
    Tags = {
      Key          = var.cost_tag
      MatchOptions = null
      Values       = [var.name]
    }
  })
  tags = merge(var.tags, { Name = "${var.name}-costs" })
}

# At once is by topic; by mail Cost Anomaly Detection sends summaries alone.
resource "aws_ce_anomaly_subscription" "this" {
  count = var.cost_anomalies != null ? 1 : 0

  name             = var.name
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.this[0].arn]
  tags             = merge(var.tags, { Name = "${var.name}-costs" })

  subscriber {
    type    = "SNS"
    address = aws_sns_topic.this.arn
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.cost_anomalies.minimum_usd)]
    }
  }
}
