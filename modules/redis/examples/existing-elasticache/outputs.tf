output "host" {
  description = "Where clients connect."
  value       = module.redis.host
}

output "connect_arns" {
  description = "What a client's role needs elasticache:Connect on."
  value       = module.redis.connect_arns
}
