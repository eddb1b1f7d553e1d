output "cluster_name" {
  description = "Name of the cluster."
  value       = module.ecs_cluster.cluster_name
}

output "exec_log_group_name" {
  description = "Log group of ECS Exec."
  value       = module.ecs_cluster.exec_log_group_name
}
