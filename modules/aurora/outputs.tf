# Published from modules/aurora/*.py by `./tarmac publish`: change the Python, not this file.

output "host" {
  description = "Name of the writer's endpoint."
  value = (
    local.create
    ? (local.has_instances ? one(aws_rds_cluster.this[*].endpoint) : null)
    : try(var.existing.host, null)
  )
}

output "reader_host" {
  description = "Name of the readers' endpoint; the writer's for an existing database."
  value = (
    local.create
    ? (local.has_instances ? one(aws_rds_cluster.this[*].reader_endpoint) : null)
    : try(var.existing.host, null)
  )
}

output "port" {
  description = "Port of both endpoints."
  value       = local.create ? one(aws_rds_cluster.this[*].port) : try(var.existing.port, null)
}

output "database_name" {
  description = "Database that Airflow uses."
  value       = local.create ? var.database_name : try(var.existing.database_name, null)
}

output "cluster_identifier" {
  description = "Identifier of the cluster; null for an existing database."
  value       = one(aws_rds_cluster.this[*].cluster_identifier)
}

output "cluster_arn" {
  description = "ARN of the cluster; null for an existing database."
  value       = one(aws_rds_cluster.this[*].arn)
}

output "cluster_resource_id" {
  description = "Identifier that stays with the cluster; null for an existing database."
  value       = one(aws_rds_cluster.this[*].cluster_resource_id)
}

output "instance_identifiers" {
  description = "Identifiers of the instances; empty for an existing database."
  value       = aws_rds_cluster_instance.this[*].identifier
}

output "security_group_id" {
  description = "Security group of the cluster, without rules: whoever connects adds theirs. Null where none was given."
  value       = local.create ? one(aws_security_group.this[*].id) : try(var.existing.security_group_id, null)
}

output "master_secret_arn" {
  description = "Secret with the master's name and password, as JSON; null where none was given."
  value = (
    local.create
    ? one(aws_secretsmanager_secret_version.master[*].arn)
    : try(var.existing.master_secret_arn, null)
  )
}

output "application_secret_arn" {
  description = "Secret with the name and password of Airflow's role, as JSON."
  value = (
    local.create
    ? one(aws_secretsmanager_secret_version.application[*].arn)
    : try(var.existing.secret_arn, null)
  )
}

output "application_username" {
  description = "Airflow's role as first written to its secret; null for an existing database, whose secret says it."
  value       = local.create ? var.application_username : null
}

output "log_group_name" {
  description = "CloudWatch log group of PostgreSQL's log; null for an existing database."
  value       = one(aws_cloudwatch_log_group.postgresql[*].name)
}

output "parameter_group_name" {
  description = "Parameter group of the cluster; null for an existing database."
  value       = one(aws_rds_cluster_parameter_group.this[*].name)
}
