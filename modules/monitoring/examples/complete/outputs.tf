output "alarm_arns" {
  description = "The alarms, for a composite alarm of your own."
  value       = module.monitoring.alarm_arns
}

output "budget_name" {
  description = "Name of the budget."
  value       = module.monitoring.budget_name
}
