output "host" {
  description = "Where clients connect."
  value       = module.redis.host
}

output "secret_arn" {
  description = "Secret with the password."
  value       = module.redis.secret_arn
}

output "security_group_id" {
  description = "Security group to which a client adds its ingress rule."
  value       = module.redis.security_group_id
}
