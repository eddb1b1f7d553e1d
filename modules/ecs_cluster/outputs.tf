# Published from modules/ecs_cluster/*.py by `./tarmac publish`: change the Python, not this file.

output "cluster_name" {
  description = "Name of the cluster."
  value       = local.cluster_name
}

output "cluster_arn" {
  description = "ARN of the cluster."
  value       = "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:cluster/${local.cluster_name}"
}

output "namespace_id" {
  description = "ID of the Cloud Map namespace."
  value       = local.namespace_id
}

output "namespace_arn" {
  description = "ARN of the Cloud Map namespace."
  value       = "arn:${data.aws_partition.current.partition}:servicediscovery:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:namespace/${local.namespace_id}"
}

output "namespace_name" {
  description = "Name of the namespace: the private DNS zone."
  value = (
    local.create
    ? one(aws_service_discovery_private_dns_namespace.this[*].name)
    : var.existing.namespace_name
  )
}

output "hosted_zone_id" {
  description = "ID of the zone in Route 53; of an existing namespace what was given, or null."
  value = (
    local.create
    ? one(aws_service_discovery_private_dns_namespace.this[*].hosted_zone)
    : var.existing.hosted_zone_id
  )
}

output "exec_log_group_name" {
  description = "Log group of ECS Exec; null without it."
  value       = one(aws_cloudwatch_log_group.exec[*].name)
}
