# Published from modules/redis/*.py by `./tarmac publish`: change the Python, not this file.

output "host" {
  description = "Host name of the primary."
  value = (
    local.create
    ? (
      local.fargate
      ? "${one(aws_service_discovery_service.this[*].name)}.${var.namespace_name}"
      : one(aws_elasticache_replication_group.this[*].primary_endpoint_address)
    )
    : var.existing.host
  )
}

output "port" {
  description = "Port."
  value       = local.create ? 6379 : var.existing.port
}

output "tls" {
  description = "Whether it is reached by TLS."
  value       = local.create ? local.elasticache : var.existing.tls
}

output "authentication" {
  description = "What clients show: password, or iam for a token signed by their role."
  value       = local.create ? (local.elasticache ? "iam" : "password") : var.existing.authentication
}

output "secret_arn" {
  description = "Secret, a JSON object with the key password; null with iam."
  value       = local.create ? one(aws_secretsmanager_secret_version.this[*].arn) : var.existing.secret_arn
}

output "user_name" {
  description = "User that clients log in as; null with a password."
  value       = local.create ? one(aws_elasticache_user.airflow[*].user_name) : var.existing.user_name
}

output "connect_arns" {
  description = "What a client's role needs elasticache:Connect on, both of them; empty with a password."
  value = concat(
    aws_elasticache_replication_group.this[*].arn,
    aws_elasticache_user.airflow[*].arn,
    (
      local.existing_iam
      ? [
        "arn:${data.aws_partition.current.partition}:elasticache:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:replicationgroup:${var.existing.replication_group_id}",
        "arn:${data.aws_partition.current.partition}:elasticache:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:user:${var.existing.user_name}",
      ]
      : []
    )
  )
}

output "security_group_id" {
  description = "Security group that clients are to be let in to."
  value       = local.create ? one(aws_security_group.this[*].id) : var.existing.security_group_id
}

output "log_group_name" {
  description = "Log group; null for an existing Redis."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "replication_group_id" {
  description = "ID of the replication group; null for a container."
  value       = local.create ? one(aws_elasticache_replication_group.this[*].id) : var.existing.replication_group_id
}

output "replication_group_arn" {
  description = "ARN of the replication group; null unless it is made here."
  value       = one(aws_elasticache_replication_group.this[*].arn)
}

output "service_name" {
  description = "ECS service; null unless it is made here."
  value       = one(aws_ecs_service.this[*].name)
}
