# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # The tasks that all workers run at once where there are most of them. Airflow queues no more than its
  # parallelism, so a smaller one would hide from the scaling what waits.
  slots = var.components.worker.max_count * var.components.worker.concurrency + sum(concat([0], [for tier in values(var.queues) : tier.max_count * tier.concurrency]))

  # What every container is told; nothing here is secret.
  common_environment = {
    AIRFLOW_CONFIG                          = "/tmp/airflow.cfg"
    AIRFLOW_CONN_AWS_DEFAULT                = jsonencode({ conn_type = "aws" })
    AIRFLOW__API_AUTH__JWT_ISSUER           = var.name
    AIRFLOW__API__BASE_URL                  = local.url
    AIRFLOW__CELERY__FLOWER_URL_PREFIX      = "/flower"
    AIRFLOW__CORE__AUTH_MANAGER             = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL = "http://api-server.${var.namespace.name}:8080/execution/"
    AIRFLOW__CORE__EXECUTOR = (
      local.run_ecs_executor
      ? (
        try(var.ecs_executor.default, false)
        ? "airflow.providers.amazon.aws.executors.ecs.AwsEcsExecutor,CeleryExecutor"
        : "CeleryExecutor,airflow.providers.amazon.aws.executors.ecs.AwsEcsExecutor"
      )
      : "CeleryExecutor"
    )
    AIRFLOW__CORE__LOAD_EXAMPLES = "False"
    AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST = (
      var.dag_bundles == null
      ? jsonencode([{
        name      = "dags"
        classpath = "airflow.dag_processing.bundles.local.LocalDagBundle"
        kwargs    = { path = "/opt/airflow/dags" }
      }])
      : var.dag_bundles
    )
    AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK = "True"
    AWS_DEFAULT_REGION                      = data.aws_region.current.id
    DAGS_BUCKET                             = local.dags_bucket
    TARMAC_START_DEADLINE                   = "1800"
  }
  database_environment = {
    DATABASE_HOST = var.database.host
    DATABASE_NAME = var.database.database_name
    DATABASE_PORT = tostring(var.database.port)
    DATABASE_TLS  = var.database.tls
  }
  broker_environment = merge(
    {
      REDIS_AUTHENTICATION = var.broker.authentication
      REDIS_HOST           = var.broker.host
      REDIS_PORT           = tostring(var.broker.port)
      REDIS_TLS            = tostring(var.broker.tls)
    },
    (
      var.broker.authentication == "iam"
      ? {
        REDIS_REPLICATION_GROUP = var.broker.replication_group_id
        REDIS_USER              = var.broker.user_name
      }
      : {}
    )
  )
  log_environment = {
    AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER = "s3://${local.logs_bucket}/logs"
    AIRFLOW__LOGGING__REMOTE_LOGGING         = "True"
    AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID     = "aws_default"
  }

  # Whose word is taken for whether a request came by HTTPS: the security group admits the load balancer and
  # the workers alone, and the load balancer's addresses change.
  proxied_environment   = { FORWARDED_ALLOW_IPS = "*" }
  scheduler_environment = { AIRFLOW__CORE__PARALLELISM = tostring(max(32, local.slots)) }
  worker_environment    = { AIRFLOW__CELERY__WORKER_CONCURRENCY = tostring(var.components.worker.concurrency) }

  # Whose metrics they are, and the tasks that one worker of each queue runs.
  backlog_environment = {
    TARMAC_DEPLOYMENT = var.name
    TARMAC_WORKER_SLOTS = jsonencode(merge(
      { default = var.components.worker.concurrency },
      { for key, value in var.queues : key => value.concurrency }
    ))
  }

  # Where and as what the ECS executor starts a task. The task definition is told by its family, so that an
  # image or a size changes without a new scheduler.
  ecs_executor_environment = (
    local.run_ecs_executor
    ? {
      AIRFLOW__AWS_ECS_EXECUTOR__CLUSTER                 = var.cluster.name
      AIRFLOW__AWS_ECS_EXECUTOR__CONTAINER_NAME          = "task"
      AIRFLOW__AWS_ECS_EXECUTOR__TASK_DEFINITION         = "${var.name}-task"
      AIRFLOW__AWS_ECS_EXECUTOR__REGION_NAME             = data.aws_region.current.id
      AIRFLOW__AWS_ECS_EXECUTOR__SUBNETS                 = join(",", var.subnet_ids)
      AIRFLOW__AWS_ECS_EXECUTOR__SECURITY_GROUPS         = try(aws_security_group.component["task"].id, "")
      AIRFLOW__AWS_ECS_EXECUTOR__ASSIGN_PUBLIC_IP        = var.assign_public_ip ? "True" : "False"
      AIRFLOW__AWS_ECS_EXECUTOR__CHECK_HEALTH_ON_STARTUP = "False"
      AIRFLOW__AWS_ECS_EXECUTOR__RUN_TASK_KWARGS = jsonencode({
        capacity_provider_strategy = [{
          capacityProvider = try(var.ecs_executor.spot, false) ? "FARGATE_SPOT" : "FARGATE"
          weight           = 1
        }]
        propagateTags        = "TASK_DEFINITION"
        enableECSManagedTags = true
      })
    }
    : {}
  )
  cleaning_environment = { TARMAC_KEEP_DAYS = try(tostring(var.database_cleaning.keep_days), "") }

  # Whose metrics they are. The image writes Airflow's own into the log, where CloudWatch finds them.
  metrics_environment = var.publish_metrics ? { TARMAC_DEPLOYMENT = var.name } : {}
  bastion_environment = { TARMAC_BASTION_SECONDS = "14400" }
}
