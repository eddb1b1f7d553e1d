# Everything that can be watched: what is spent, too. A pager's own topic is told beside the module's.

locals {
  name = "watched-complete"
}

module "monitoring" {
  source = "../.."

  name         = local.name
  cluster_name = "airflow"

  # Two of each: an alarm says that one is lost, though the other goes on.
  services = {
    "api-server" = { name = "airflow-api-server", min_count = 2 }
    "scheduler"  = { name = "airflow-scheduler", min_count = 2 }
    "worker"     = { name = "airflow-worker", min_count = 2 }
    "worker-big" = { name = "airflow-worker-big" }
  }
  queues = {
    default = "airflow-worker"
    big     = "airflow-worker-big"
  }

  # As the outputs of ecs_airflow, aurora and redis have them.
  load_balancer = {
    arn_suffix              = "app/airflow/50dc6c495c0c9188"
    target_group_arn_suffix = "targetgroup/airflow-api-server/73e2d6bc24d8a067"
  }
  database           = { cluster_identifier = "airflow", max_capacity = 8 }
  elasticache        = { replication_group_id = "airflow-redis" }
  redis_service_name = null
  efs_file_system_id = "fs-0123456789abcdef0"

  # Without Airflow's own metrics there is neither its part of the dashboard nor the alarm on the scheduler.
  airflow_metrics = true
  dashboard       = true

  alarm_topic_arns = [aws_sns_topic.pager.arn]

  # The tag must have been activated as a cost allocation tag; its value is the name.
  cost_tag       = "Deployment"
  budget         = { monthly_usd = 500 }
  cost_anomalies = { minimum_usd = 20 }

  tags = { team = "data" }
}
