output "url" {
  description = "Where people find Airflow; Flower is under /flower."
  value       = module.airflow.url
}

output "admin_secret_arn" {
  description = "Secret with the name and password of the first user."
  value       = module.airflow.admin_secret_arn
}

output "flower_secret_arn" {
  description = "Secret with the name and password of Flower."
  value       = module.airflow.flower_secret_arn
}

output "load_balancer_dns_name" {
  description = "What domain_name points at."
  value       = module.airflow.load_balancer_dns_name
}

output "load_balancer_zone_id" {
  description = "Its zone, for an alias record."
  value       = module.airflow.load_balancer_zone_id
}

output "log_bucket" {
  description = "Bucket of the task logs."
  value       = module.airflow.log_bucket
}

output "task_role_arns" {
  description = "Role with which each component runs, to be let in elsewhere: a bucket, a key."
  value       = module.airflow.task_role_arns
}

output "security_group_ids" {
  description = "Security group of each component, to be let in elsewhere: a warehouse."
  value       = module.airflow.security_group_ids
}
