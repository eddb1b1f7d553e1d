output "url" {
  description = "Where Airflow's web pages are."
  value       = module.ecs_airflow.url
}

output "flower_url" {
  description = "Where Flower is."
  value       = "${module.ecs_airflow.url}/flower"
}

output "admin_secret_arn" {
  description = "Secret with the admin's name and password."
  value       = module.ecs_airflow.admin_secret_arn
}

output "flower_secret_arn" {
  description = "Secret with Flower's name and password."
  value       = module.ecs_airflow.flower_secret_arn
}

output "load_balancer_dns_name" {
  description = "Name of the load balancer."
  value       = module.ecs_airflow.load_balancer_dns_name
}

output "cluster_name" {
  description = "ECS cluster."
  value       = module.ecs_cluster.cluster_name
}

output "service_names" {
  description = "ECS service of each component."
  value       = module.ecs_airflow.service_names
}

output "database_endpoint" {
  description = "Writer endpoint of the database."
  value       = module.aurora.host
}

output "broker_endpoint" {
  description = "Host name of Redis."
  value       = module.redis.host
}

output "log_bucket" {
  description = "Bucket of the logs of Airflow's tasks."
  value       = module.ecs_airflow.log_bucket
}

output "dag_bucket" {
  description = "Bucket for DAGs."
  value       = module.ecs_airflow.dag_bucket
}

output "efs_file_system_id" {
  description = "Shared file system."
  value       = module.ecs_airflow.efs_file_system_id
}

output "dag_access_point_id" {
  description = "Access point of Airflow's own user."
  value       = module.ecs_airflow.dag_access_point_id
}

output "root_access_point_id" {
  description = "Access point of root, for other tasks."
  value       = module.ecs_airflow.root_access_point_id
}

output "alarm_topic_arn" {
  description = "Topic that alarms tell."
  value       = module.monitoring.topic_arn
}

output "vpc_id" {
  description = "Network of the deployment."
  value       = module.vpc.vpc_id
}
