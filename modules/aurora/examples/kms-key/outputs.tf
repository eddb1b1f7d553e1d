output "host" {
  description = "Where Airflow connects."
  value       = module.aurora.host
}

output "cluster_arn" {
  description = "ARN of the cluster."
  value       = module.aurora.cluster_arn
}
