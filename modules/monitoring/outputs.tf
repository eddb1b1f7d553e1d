# Published from modules/monitoring/*.py by `./tarmac publish`: change the Python, not this file.

output "topic_arn" {
  description = "Topic that is told by the alarms, the budget and Cost Anomaly Detection."
  value       = aws_sns_topic.this.arn
}

output "alarm_arns" {
  description = "The alarms."
  value       = local.alarm_arns
}

output "dashboard_name" {
  description = "Name of the dashboard; null without one."
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_name)
}

output "budget_name" {
  description = "Name of the budget; null without one."
  value       = one(aws_budgets_budget.this[*].name)
}
