# The alarms and the dashboard of a deployment whose parts are there already, and one person who is told.

module "monitoring" {
  source = "../.."

  name         = "watched-basic"
  cluster_name = "airflow"

  services = {
    "api-server"    = { name = "airflow-api-server" }
    "scheduler"     = { name = "airflow-scheduler" }
    "dag-processor" = { name = "airflow-dag-processor", min_count = 1 }
    "triggerer"     = { name = "airflow-triggerer", min_count = 1 }
    "worker"        = { name = "airflow-worker", min_count = 1 }
  }
  queues = { default = "airflow-worker" }

  database           = { cluster_identifier = "airflow", max_capacity = 2 }
  redis_service_name = "airflow-redis"

  emails = ["on-call@example.com"]
}
