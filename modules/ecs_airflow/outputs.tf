# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

output "url" {
  description = "Where people find Airflow; Flower is under /flower."
  value       = local.url
}

output "load_balancer_dns_name" {
  description = "Name of the load balancer."
  value       = local.load_balancer_dns_name
}

output "load_balancer_arn" {
  description = "ARN of the load balancer; null where one was given."
  value       = one(aws_lb.this[*].arn)
}

output "load_balancer_zone_id" {
  description = "Zone of the load balancer, for an alias record; null where one was given."
  value       = one(aws_lb.this[*].zone_id)
}

output "load_balancer_arn_suffix" {
  description = "The load balancer, as CloudWatch knows it; also one that was given."
  value       = local.load_balancer_suffix
}

output "api_server_target_group_arn_suffix" {
  description = "The API server behind it, as CloudWatch knows it."
  value       = aws_lb_target_group.api_server.arn_suffix
}

output "private_url" {
  description = "The API server inside the network."
  value       = "http://api-server.${var.namespace.name}:8080"
}

output "log_bucket" {
  description = "Bucket of the task logs, which lie under logs/."
  value       = local.logs_bucket
}

output "dag_bucket" {
  description = "Bucket for DAGs."
  value       = local.dags_bucket
}

output "efs_file_system_id" {
  description = "Shared file system; null without one."
  value       = one(aws_efs_file_system.this[*].id)
}

output "dag_access_point_id" {
  description = "Access point of the DAGs, as user 50000 and group 0; null without EFS."
  value       = one(aws_efs_access_point.dags[*].id)
}

output "shared_access_point_id" {
  description = "Access point of /mnt/efs in the workers; null without EFS."
  value       = one(aws_efs_access_point.shared[*].id)
}

output "root_access_point_id" {
  description = "Access point of everything, as root, for on-demand tasks; null without EFS."
  value       = one(aws_efs_access_point.root[*].id)
}

output "security_group_ids" {
  description = "Security group of each component."
  value       = { for key, value in aws_security_group.component : key => value.id }
}

output "task_role_arns" {
  description = "Role with which each component runs."
  value       = { for key, value in aws_iam_role.task : key => value.arn }
}

output "execution_role_arns" {
  description = "Role with which ECS starts each component."
  value       = { for key, value in aws_iam_role.execution : key => value.arn }
}

output "service_names" {
  description = "ECS service of each component."
  value       = { for key, value in aws_ecs_service.this : key => value.name }
}

output "task_definition_arns" {
  description = "Task definition of each component, with its revision."
  value       = { for key, value in aws_ecs_task_definition.this : key => value.arn }
}

output "log_group_names" {
  description = "CloudWatch log group of each component."
  value       = { for key, value in aws_cloudwatch_log_group.component : key => value.name }
}

output "admin_secret_arn" {
  description = "Secret with username and password of the first user."
  value       = aws_secretsmanager_secret.this["admin"].arn
}

output "flower_secret_arn" {
  description = "Secret with username and password of Flower."
  value       = aws_secretsmanager_secret.this["flower"].arn
}

output "fernet_secret_arn" {
  description = "Secret with the Fernet key."
  value       = aws_secretsmanager_secret.this["fernet"].arn
}

output "jwt_secret_arn" {
  description = "Secret that signs the tokens of tasks."
  value       = aws_secretsmanager_secret.this["jwt"].arn
}

output "api_secret_arn" {
  description = "Secret that signs requests for live logs."
  value       = aws_secretsmanager_secret.this["api"].arn
}

output "component_names" {
  description = "The components, by name."
  value       = keys(local.services)
}
