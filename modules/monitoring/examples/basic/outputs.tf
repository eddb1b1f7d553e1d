output "topic_arn" {
  description = "Topic that is told, to subscribe a pager to."
  value       = module.monitoring.topic_arn
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = module.monitoring.dashboard_name
}
