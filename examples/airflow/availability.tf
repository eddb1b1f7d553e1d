# All that low and high availability differ in. The modules are the same, at the same addresses.

locals {
  by_availability = {
    # One of everything. A lost zone takes it down until ECS, Aurora and the NAT instance have started elsewhere.
    low = {
      nat                   = "instance"
      flow_logs             = false
      container_insights    = "disabled"
      database_capacity     = { min_capacity = 0.5, max_capacity = 2 }
      database_instances    = 1
      backup_retention_days = 7
      database_protected    = false
      broker                = { mode = "fargate", node_type = "cache.t4g.micro", node_count = 1 }
      tasks = {
        api_server    = { min_count = 1, max_count = 1 }
        scheduler     = { min_count = 1, max_count = 1 }
        dag_processor = { min_count = 1, max_count = 1, spot_percent = 100 }
        triggerer     = { min_count = 1, max_count = 1, spot_percent = 100 }
        worker        = { min_count = 1, max_count = 1 }
        flower        = { min_count = 1, max_count = 1, spot_percent = 100 }
      }
      dashboard = false
      watched   = { dag-processor = 1, triggerer = 1, worker = 1 }
    }

    # Two or more of everything, spread over the zones.
    high = {
      nat                   = "per_az"
      flow_logs             = true
      container_insights    = "enabled"
      database_capacity     = { min_capacity = 0.5, max_capacity = 8 }
      database_instances    = 2
      backup_retention_days = 14
      database_protected    = true
      broker                = { mode = "elasticache", node_type = "cache.t4g.small", node_count = 2 }
      tasks = {
        api_server    = { min_count = 2, max_count = 4 }
        scheduler     = { min_count = 2, max_count = 2 }
        dag_processor = { min_count = 2, max_count = 2 }
        triggerer     = { min_count = 2, max_count = 2 }
        worker        = { min_count = 2, max_count = 8 }
        flower        = { min_count = 2, max_count = 2 }
      }
      dashboard = true
      watched   = { api-server = 2, scheduler = 2, dag-processor = 2, triggerer = 2, worker = 2 }
    }
  }

  chosen = local.by_availability[var.availability]

  # CPU in 1/1024 vCPU, and memory in MiB, of a task: the smallest that run well.
  task_sizes = {
    api_server    = { cpu = 512, memory = 1024 }
    scheduler     = { cpu = 256, memory = 512 }
    dag_processor = { cpu = 512, memory = 1024 }
    triggerer     = { cpu = 256, memory = 512 }
    worker        = { cpu = 512, memory = 1024 }
    flower        = { cpu = 256, memory = 512 }
  }
}
