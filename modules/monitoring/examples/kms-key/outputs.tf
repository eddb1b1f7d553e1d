output "topic_arn" {
  description = "Topic that is told."
  value       = module.monitoring.topic_arn
}
