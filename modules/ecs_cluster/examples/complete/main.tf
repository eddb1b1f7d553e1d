# A cluster whose metrics are watched and whose shells are logged.

locals {
  name = "cluster-complete"
}

module "ecs_cluster" {
  source = "../.."

  name   = local.name
  vpc_id = aws_vpc.this.id

  # Metrics of the cluster and its services, charged by the metric; "enhanced" adds those of tasks and containers.
  container_insights = "enhanced"

  # A second cluster in the same network needs another zone.
  namespace_name = "airflow.internal"

  # What is typed in ECS Exec is logged. Whether a shell can be opened at all is said by each service.
  execute_command    = true
  log_retention_days = 90

  tags = { team = "data" }
}
