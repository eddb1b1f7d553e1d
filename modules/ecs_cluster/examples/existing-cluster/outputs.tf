output "cluster_arn" {
  description = "ARN of the cluster."
  value       = module.ecs_cluster.cluster_arn
}

output "namespace_arn" {
  description = "ARN of the namespace."
  value       = module.ecs_cluster.namespace_arn
}
