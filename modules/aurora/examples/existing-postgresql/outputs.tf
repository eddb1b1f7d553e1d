output "host" {
  description = "Where Airflow connects."
  value       = module.aurora.host
}

output "port" {
  description = "Its port."
  value       = module.aurora.port
}

output "application_secret_arn" {
  description = "Secret with the name and password of Airflow's role."
  value       = module.aurora.application_secret_arn
}
