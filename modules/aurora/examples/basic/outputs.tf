output "host" {
  description = "Where Airflow connects."
  value       = module.aurora.host
}

output "application_secret_arn" {
  description = "Secret with the name and password of Airflow's role."
  value       = module.aurora.application_secret_arn
}

output "master_secret_arn" {
  description = "Secret with those of the owner, who makes that role."
  value       = module.aurora.master_secret_arn
}

output "security_group_id" {
  description = "Security group to which a client adds its ingress rule."
  value       = module.aurora.security_group_id
}
