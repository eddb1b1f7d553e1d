output "host" {
  description = "Where clients connect."
  value       = module.redis.host
}

output "user_name" {
  description = "User that clients log in as."
  value       = module.redis.user_name
}

output "connect_arns" {
  description = "What a client's role needs elasticache:Connect on."
  value       = module.redis.connect_arns
}

output "replication_group_id" {
  description = "ID of the replication group, which the token is signed for."
  value       = module.redis.replication_group_id
}
