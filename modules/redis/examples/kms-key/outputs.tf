output "host" {
  description = "Where clients connect."
  value       = module.redis.host
}

output "replication_group_arn" {
  description = "ARN of the replication group."
  value       = module.redis.replication_group_arn
}
