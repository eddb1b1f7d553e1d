output "cluster_name" {
  description = "Name of the cluster."
  value       = module.ecs_cluster.cluster_name
}

output "cluster_arn" {
  description = "ARN of the cluster."
  value       = module.ecs_cluster.cluster_arn
}

output "namespace_id" {
  description = "ID of the namespace, for service discovery."
  value       = module.ecs_cluster.namespace_id
}

output "namespace_name" {
  description = "The private DNS zone."
  value       = module.ecs_cluster.namespace_name
}
