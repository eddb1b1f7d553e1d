# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  # CPU in units of 1/1024 vCPU, to the memory in MiB that Fargate offers beside it:
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
  fargate_memory = {
    "256"   = [512, 1024, 2048]
    "512"   = range(1024, 4097, 1024)
    "1024"  = range(2048, 8193, 1024)
    "2048"  = range(4096, 16385, 1024)
    "4096"  = range(8192, 30721, 1024)
    "8192"  = range(16384, 61441, 4096)
    "16384" = range(32768, 122881, 8192)
  }
  run_ecs_executor = var.ecs_executor != null

  # Its component; a list of one or of none.
  executor_tasks = local.run_ecs_executor ? ["task"] : []
  clean_database = var.database_cleaning != null

  # Its component; a list of one or of none.
  cleaning_tasks = local.clean_database ? ["clean-database"] : []

  # Its component; a list of one or of none.
  bastion_tasks        = var.bastion ? ["bastion"] : []
  create_load_balancer = var.load_balancer.existing == null
  https                = local.create_load_balancer && var.load_balancer.certificate != null

  # Without a certificate and without ranges to let in, nobody outside the network gets to it.
  internal = coalesce(
    var.load_balancer.internal,
    !local.https && length(var.load_balancer.allowed_cidrs) == 0
  )

  # Where the code of DAGs runs; the workers of further queues are in the network of the worker.
  dag_components = concat(["dag-processor", "triggerer", "worker"], local.executor_tasks)

  # The workers of each further queue: a worker with a size, an image and rights of its own.
  queue_workers = {
    for key, value in var.queues : "worker-${key}" => {
      purpose = "runs the tasks of the queue ${key}"
      network = "worker"
      queue   = key
      image   = coalesce(value.image, var.image)
      size    = value
      containers = [{
        name        = "worker-${key}"
        entry_point = null
        command     = ["worker", "--queues", key]
        essential   = true
        environment = merge(
          local.common_environment,
          local.broker_environment,
          local.log_environment,
          { AIRFLOW__CELERY__WORKER_CONCURRENCY = tostring(value.concurrency) },
          local.on_demand_environment,
          local.metrics_environment
        )
        secrets = {
          REDIS_SECRET             = "broker"
          AIRFLOW__API__SECRET_KEY = "api"
        }
        ports        = [8793]
        stop_timeout = 120
        restarts     = false
        health_check = {
          command     = ["CMD", "tarmac-airflow", "health", "worker"]
          interval    = 60
          timeout     = 20
          retries     = 3
          startPeriod = 300
        }
      }]
      mounts = [
        {
          access_point = "dags"
          path         = "/opt/airflow/dags"
          read_only    = true
        },
        {
          access_point = "shared"
          path         = "/mnt/efs"
          read_only    = false
        },
      ]
      open_to_sessions = var.execute_command
      permissions = [
        "read-dags",
        "read-task-logs",
        "write-task-logs",
        "protect-tasks",
        "run-on-demand-tasks",
        "mount-dags-directory",
        "write-shared-directory",
        "connect-broker",
        "open-shells",
      ]
      capacity = {
        FARGATE      = 100 - value.spot_percent
        FARGATE_SPOT = value.spot_percent
      }
      target_cpu_percent = null
    }
  }

  # What the ECS executor starts, where there is one.
  executor_task = {
    for key, value in local.executor_tasks : value => {
      purpose = "runs one task and ends"
      network = "task"
      queue   = null
      image   = var.image
      size    = var.ecs_executor
      containers = [{
        name        = "task"
        entry_point = ["/usr/bin/dumb-init", "--", "tarmac-airflow", "task"]
        command     = []
        essential   = true
        environment = merge(
          local.common_environment,
          local.log_environment,
          local.on_demand_environment,
          local.metrics_environment
        )
        secrets      = {}
        ports        = []
        stop_timeout = 120
        restarts     = false
        health_check = null
      }]
      mounts = [
        {
          access_point = "dags"
          path         = "/opt/airflow/dags"
          read_only    = true
        },
        {
          access_point = "shared"
          path         = "/mnt/efs"
          read_only    = false
        },
      ]
      open_to_sessions = var.execute_command
      permissions = [
        "read-dags",
        "read-task-logs",
        "write-task-logs",
        "run-on-demand-tasks",
        "mount-dags-directory",
        "write-shared-directory",
        "open-shells",
      ]
      capacity           = { FARGATE = 100 }
      target_cpu_percent = null
    }
  }

  # What cleans the database on a schedule, where it is asked for.
  cleaning_task = {
    for key, value in local.cleaning_tasks : value => {
      purpose = "deletes what is old from the database"
      network = "clean-database"
      queue   = null
      image   = var.image
      size = {
        cpu    = 256
        memory = 1024
      }
      containers = [{
        name         = "clean-database"
        entry_point  = null
        command      = ["clean-database"]
        essential    = true
        environment  = merge(local.common_environment, local.database_environment, local.cleaning_environment)
        secrets      = { DATABASE_SECRET = "database" }
        ports        = []
        stop_timeout = 120
        restarts     = false
        health_check = null
      }]
      mounts             = []
      open_to_sessions   = var.execute_command
      permissions        = ["open-shells"]
      capacity           = { FARGATE = 100 }
      target_cpu_percent = null
    }
  }

  # What a person starts to reach in, where there is one.
  bastion_task = {
    for key, value in local.bastion_tasks : value => {
      purpose = "tools for the database, Redis and the shared files, over Session Manager"
      network = "bastion"
      queue   = null
      image   = var.image
      size = {
        cpu    = 256
        memory = 512
      }
      containers = [{
        name        = "bastion"
        entry_point = ["/usr/bin/dumb-init", "--", "sh", "-c", "exec sleep \"$TARMAC_BASTION_SECONDS\""]
        command     = []
        essential   = true
        environment = merge(
          local.common_environment,
          local.database_environment,
          local.broker_environment,
          local.bastion_environment
        )
        secrets = {
          DATABASE_SECRET = "database"
          REDIS_SECRET    = "broker"
        }
        ports        = []
        stop_timeout = 30
        restarts     = false
        health_check = null
      }]
      mounts = [{
        access_point = "root"
        path         = "/mnt/efs"
        read_only    = false
      }]
      open_to_sessions   = true
      permissions        = ["write-root-directory", "connect-broker", "open-bastion"]
      capacity           = { FARGATE = 100 }
      target_cpu_percent = null
    }
  }

  # One entry for each task definition; security groups, roles, services and scaling derive from it.
  components = merge(
    {
      api-server = {
        purpose = "web pages, REST API, and the API that tasks speak to"
        network = "api-server"
        queue   = null
        image   = var.image
        size    = var.components.api_server
        containers = [
          {
            name        = "api-server"
            entry_point = null
            command     = ["api-server", "--proxy-headers"]
            essential   = true
            environment = merge(
              local.common_environment,
              local.database_environment,
              local.log_environment,
              local.proxied_environment,
              local.ecs_executor_environment
            )
            secrets = {
              DATABASE_SECRET               = "database"
              AIRFLOW__CORE__FERNET_KEY     = "fernet"
              AIRFLOW__API_AUTH__JWT_SECRET = "jwt"
              AIRFLOW__API__SECRET_KEY      = "api"
            }
            ports        = [8080]
            stop_timeout = 30
            restarts     = false
            health_check = {
              command     = ["CMD", "tarmac-airflow", "health", "api-server"]
              interval    = 30
              timeout     = 10
              retries     = 3
              startPeriod = 300
            }
          },
          {
            name        = "init"
            entry_point = null
            command     = ["init"]
            essential   = false
            environment = merge(local.common_environment, local.database_environment)
            secrets = {
              DATABASE_SECRET           = "database"
              AIRFLOW__CORE__FERNET_KEY = "fernet"
              MASTER_SECRET             = "master"
              ADMIN_SECRET              = "admin"
            }
            ports        = []
            stop_timeout = 120
            restarts     = false
            health_check = null
          },
        ]
        mounts = [{
          access_point = "dags"
          path         = "/opt/airflow/dags"
          read_only    = false
        }]
        open_to_sessions   = var.execute_command
        permissions        = ["read-task-logs", "write-dags-directory", "open-shells"]
        capacity           = { FARGATE = 100 }
        target_cpu_percent = 70
      }
      scheduler = {
        purpose = "decides which task runs when"
        network = "scheduler"
        queue   = null
        image   = var.image
        size    = var.components.scheduler
        containers = [
          {
            name        = "scheduler"
            entry_point = null
            command     = ["scheduler"]
            essential   = true
            environment = merge(
              local.common_environment,
              local.database_environment,
              local.broker_environment,
              local.scheduler_environment,
              local.ecs_executor_environment,
              local.metrics_environment
            )
            secrets = {
              DATABASE_SECRET               = "database"
              AIRFLOW__CORE__FERNET_KEY     = "fernet"
              AIRFLOW__API_AUTH__JWT_SECRET = "jwt"
              REDIS_SECRET                  = "broker"
            }
            ports        = []
            stop_timeout = 30
            restarts     = false
            health_check = {
              command     = ["CMD", "tarmac-airflow", "health", "scheduler"]
              interval    = 30
              timeout     = 10
              retries     = 3
              startPeriod = 300
            }
          },
          {
            name        = "backlog"
            entry_point = null
            command     = ["backlog"]
            essential   = false
            environment = merge(
              local.common_environment,
              local.database_environment,
              local.backlog_environment
            )
            secrets      = { DATABASE_SECRET = "database" }
            ports        = []
            stop_timeout = 30
            restarts     = true
            health_check = {
              command     = ["CMD", "tarmac-airflow", "health", "backlog"]
              interval    = 30
              timeout     = 10
              retries     = 3
              startPeriod = 300
            }
          },
        ]
        mounts             = []
        open_to_sessions   = var.execute_command
        permissions        = ["publish-metrics", "run-executor-tasks", "connect-broker", "open-shells"]
        capacity           = { FARGATE = 100 }
        target_cpu_percent = null
      }
      dag-processor = {
        purpose = "reads the DAG files"
        network = "dag-processor"
        queue   = null
        image   = var.image
        size    = var.components.dag_processor
        containers = [{
          name        = "dag-processor"
          entry_point = null
          command     = ["dag-processor"]
          essential   = true
          environment = merge(
            local.common_environment,
            local.database_environment,
            local.on_demand_environment,
            local.metrics_environment
          )
          secrets = {
            DATABASE_SECRET           = "database"
            AIRFLOW__CORE__FERNET_KEY = "fernet"
          }
          ports        = []
          stop_timeout = 30
          restarts     = false
          health_check = {
            command     = ["CMD", "tarmac-airflow", "health", "dag-processor"]
            interval    = 30
            timeout     = 20
            retries     = 3
            startPeriod = 300
          }
        }]
        mounts = [{
          access_point = "dags"
          path         = "/opt/airflow/dags"
          read_only    = true
        }]
        open_to_sessions = var.execute_command
        permissions      = ["read-dags", "mount-dags-directory", "open-shells"]
        capacity = {
          FARGATE      = 100 - var.components.dag_processor.spot_percent
          FARGATE_SPOT = var.components.dag_processor.spot_percent
        }
        target_cpu_percent = null
      }
      triggerer = {
        purpose = "waits on behalf of deferred tasks"
        network = "triggerer"
        queue   = null
        image   = var.image
        size    = var.components.triggerer
        containers = [{
          name        = "triggerer"
          entry_point = null
          command     = ["triggerer"]
          essential   = true
          environment = merge(local.common_environment, local.database_environment, local.log_environment)
          secrets = {
            DATABASE_SECRET           = "database"
            AIRFLOW__CORE__FERNET_KEY = "fernet"
            AIRFLOW__API__SECRET_KEY  = "api"
          }
          ports        = [8794]
          stop_timeout = 60
          restarts     = false
          health_check = {
            command     = ["CMD", "tarmac-airflow", "health", "triggerer"]
            interval    = 30
            timeout     = 20
            retries     = 3
            startPeriod = 300
          }
        }]
        mounts = [{
          access_point = "dags"
          path         = "/opt/airflow/dags"
          read_only    = true
        }]
        open_to_sessions = var.execute_command
        permissions = [
          "read-dags",
          "read-task-logs",
          "write-task-logs",
          "mount-dags-directory",
          "open-shells",
        ]
        capacity = {
          FARGATE      = 100 - var.components.triggerer.spot_percent
          FARGATE_SPOT = var.components.triggerer.spot_percent
        }
        target_cpu_percent = null
      }
      worker = {
        purpose = "runs the tasks"
        network = "worker"
        queue   = "default"
        image   = var.image
        size    = var.components.worker
        containers = [{
          name        = "worker"
          entry_point = null
          command     = ["worker"]
          essential   = true
          environment = merge(
            local.common_environment,
            local.broker_environment,
            local.log_environment,
            local.worker_environment,
            local.on_demand_environment,
            local.metrics_environment
          )
          secrets = {
            REDIS_SECRET             = "broker"
            AIRFLOW__API__SECRET_KEY = "api"
          }
          ports        = [8793]
          stop_timeout = 120
          restarts     = false
          health_check = {
            command     = ["CMD", "tarmac-airflow", "health", "worker"]
            interval    = 60
            timeout     = 20
            retries     = 3
            startPeriod = 300
          }
        }]
        mounts = [
          {
            access_point = "dags"
            path         = "/opt/airflow/dags"
            read_only    = true
          },
          {
            access_point = "shared"
            path         = "/mnt/efs"
            read_only    = false
          },
        ]
        open_to_sessions = var.execute_command
        permissions = [
          "read-dags",
          "read-task-logs",
          "write-task-logs",
          "protect-tasks",
          "run-on-demand-tasks",
          "mount-dags-directory",
          "write-shared-directory",
          "connect-broker",
          "open-shells",
        ]
        capacity = {
          FARGATE      = 100 - var.components.worker.spot_percent
          FARGATE_SPOT = var.components.worker.spot_percent
        }
        target_cpu_percent = null
      }
      flower = {
        purpose = "shows the Celery workers"
        network = "flower"
        queue   = null
        image   = var.image
        size    = var.components.flower
        containers = [{
          name        = "flower"
          entry_point = null
          command     = ["flower"]
          essential   = true
          environment = merge(local.common_environment, local.broker_environment)
          secrets = {
            REDIS_SECRET  = "broker"
            FLOWER_SECRET = "flower"
          }
          ports        = [5555]
          stop_timeout = 30
          restarts     = false
          health_check = {
            command     = ["CMD", "tarmac-airflow", "health", "flower"]
            interval    = 30
            timeout     = 10
            retries     = 3
            startPeriod = 300
          }
        }]
        mounts           = []
        open_to_sessions = var.execute_command
        permissions      = ["connect-broker", "open-shells"]
        capacity = {
          FARGATE      = 100 - var.components.flower.spot_percent
          FARGATE_SPOT = var.components.flower.spot_percent
        }
        target_cpu_percent = null
      }
    },
    local.queue_workers,
    local.executor_task,
    local.cleaning_task,
    local.bastion_task
  )

  # One entry for each service. The task of the ECS executor is none: the scheduler starts it. Neither are the
  # cleaning of the database and the bastion.
  services = {
    for key, value in local.components : key => value
    if !contains(["task", "clean-database", "bastion"], key)
  }
}
