output "url" {
  description = "Where people find Airflow; Flower is under /flower."
  value       = module.airflow.url
}

output "admin_secret_arn" {
  description = "Secret with the name and password of the first user."
  value       = module.airflow.admin_secret_arn
}

output "security_group_ids" {
  description = "Security group of each component, to be let in to PostgreSQL and Redis."
  value       = module.airflow.security_group_ids
}
