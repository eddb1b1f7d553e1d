output "host" {
  description = "Endpoint of the writer."
  value       = module.aurora.host
}

output "reader_host" {
  description = "Endpoint of the readers."
  value       = module.aurora.reader_host
}

output "instance_identifiers" {
  description = "The instances."
  value       = module.aurora.instance_identifiers
}

output "log_group_name" {
  description = "Log group of PostgreSQL."
  value       = module.aurora.log_group_name
}
