output "cluster_name" {
  description = "Name of the cluster."
  value       = module.ecs_cluster.cluster_name
}

output "namespace_arn" {
  description = "ARN of the namespace."
  value       = module.ecs_cluster.namespace_arn
}

output "hosted_zone_id" {
  description = "Zone in Route 53, for records of your own."
  value       = module.ecs_cluster.hosted_zone_id
}

output "exec_log_group_name" {
  description = "Log group of ECS Exec."
  value       = module.ecs_cluster.exec_log_group_name
}
