output "host" {
  description = "Where clients connect."
  value       = module.redis.host
}

output "service_name" {
  description = "ECS service."
  value       = module.redis.service_name
}
