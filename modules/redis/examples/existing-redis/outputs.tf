output "host" {
  description = "Where clients connect."
  value       = module.redis.host
}

output "port" {
  description = "Its port."
  value       = module.redis.port
}

output "secret_arn" {
  description = "Secret with the password."
  value       = module.redis.secret_arn
}
