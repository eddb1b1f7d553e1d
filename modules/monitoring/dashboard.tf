# Published from modules/monitoring/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # What all graphs have.
  graph = {
    region = data.aws_region.current.id
    view   = "timeSeries"
    yAxis = {
      left  = { min = 0 }
      right = { min = 0 }
    }
  }
  alarms_widget = {
    type   = "alarm"
    width  = 24
    height = 3
    properties = {
      title  = "Alarms of ${var.name}: what to do is in the runbook"
      alarms = local.alarm_arns
    }
  }
  backlog_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Tasks queued and running, by queue"
        period = 60
        metrics = [
          for queue, service in var.queues : [
            "Tarmac/Airflow",
            "Backlog",
            "Deployment",
            var.name,
            "Queue",
            queue,
            {
              label = queue
              stat  = "Maximum"
            },
          ]
        ]
      }
    )
  }
  workers_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Workers needed and running, by queue"
        period = 60
        metrics = concat(
          [
            for queue, service in var.queues : [
              "Tarmac/Airflow",
              "WorkersNeeded",
              "Deployment",
              var.name,
              "Queue",
              queue,
              {
                stat  = "Maximum"
                label = "${queue}, needed"
              },
            ]
          ],
          [
            for queue, service in var.queues : [
              "AWS/ECS",
              "CPUUtilization",
              "ClusterName",
              var.cluster_name,
              "ServiceName",
              service,
              {
                stat  = "SampleCount"
                label = "${queue}, running"
              },
            ]
          ]
        )
      }
    )
  }
  outcomes_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Task runs that ended, in five minutes"
        period = 300
        metrics = [
          [
            "Tarmac/Airflow",
            "TaskSuccesses",
            "Deployment",
            var.name,
            {
              stat  = "Sum"
              label = "succeeded"
              color = "#2ca02c"
            },
          ],
          [
            "Tarmac/Airflow",
            "TaskFailures",
            "Deployment",
            var.name,
            {
              stat  = "Sum"
              label = "failed"
              color = "#d62728"
            },
          ],
        ]
      }
    )
  }
  scheduler_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Scheduler: heartbeats a minute, tasks that no pool has room for"
        period = 60
        metrics = [
          [
            "Tarmac/Airflow",
            "SchedulerHeartbeats",
            "Deployment",
            var.name,
            {
              stat  = "Sum"
              label = "heartbeats"
            },
          ],
          [
            "Tarmac/Airflow",
            "StarvingTasks",
            "Deployment",
            var.name,
            {
              stat  = "Maximum"
              label = "starving tasks"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
  parsing_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "DAGs: seconds to parse all files, files that cannot be imported"
        period = 60
        metrics = [
          [
            "Tarmac/Airflow",
            "DagParseTime",
            "Deployment",
            var.name,
            {
              stat  = "Maximum"
              label = "seconds"
            },
          ],
          [
            "Tarmac/Airflow",
            "DagImportErrors",
            "Deployment",
            var.name,
            {
              stat  = "Maximum"
              label = "import errors"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
  load_balancer = try(var.load_balancer.arn_suffix, null)
  target_group  = try(var.load_balancer.target_group_arn_suffix, null)
  latency_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "API server: seconds to an answer"
        period = 60
        metrics = [
          [
            "AWS/ApplicationELB",
            "TargetResponseTime",
            "LoadBalancer",
            local.load_balancer,
            "TargetGroup",
            local.target_group,
            {
              stat  = "p50"
              label = "p50"
            },
          ],
          [
            "AWS/ApplicationELB",
            "TargetResponseTime",
            "LoadBalancer",
            local.load_balancer,
            "TargetGroup",
            local.target_group,
            {
              stat  = "p95"
              label = "p95"
            },
          ],
          [
            "AWS/ApplicationELB",
            "TargetResponseTime",
            "LoadBalancer",
            local.load_balancer,
            "TargetGroup",
            local.target_group,
            {
              stat  = "p99"
              label = "p99"
            },
          ],
        ]
      }
    )
  }
  answers_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "API server: requests, and answers of 5xx"
        period = 60
        metrics = [
          [
            "AWS/ApplicationELB",
            "RequestCount",
            "LoadBalancer",
            local.load_balancer,
            "TargetGroup",
            local.target_group,
            {
              stat  = "Sum"
              label = "requests"
            },
          ],
          [
            "AWS/ApplicationELB",
            "HTTPCode_Target_5XX_Count",
            "LoadBalancer",
            local.load_balancer,
            "TargetGroup",
            local.target_group,
            {
              stat  = "Sum"
              label = "5xx"
              yAxis = "right"
              color = "#d62728"
            },
          ],
          [
            "AWS/ApplicationELB",
            "HTTPCode_ELB_5XX_Count",
            "LoadBalancer",
            local.load_balancer,
            {
              stat  = "Sum"
              label = "5xx of the load balancer"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
  tasks_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Tasks that run"
        period = 60
        metrics = [
          for component, service in var.services : [
            "AWS/ECS",
            "CPUUtilization",
            "ClusterName",
            var.cluster_name,
            "ServiceName",
            service.name,
            {
              stat  = "SampleCount"
              label = component
            },
          ]
        ]
      }
    )
  }
  cpu_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "CPU of the busiest task, in %"
        period = 60
        metrics = [
          for component, service in var.services : [
            "AWS/ECS",
            "CPUUtilization",
            "ClusterName",
            var.cluster_name,
            "ServiceName",
            service.name,
            {
              stat  = "Maximum"
              label = component
            },
          ]
        ]
      }
    )
  }
  memory_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Memory of the fullest task, in %"
        period = 60
        metrics = [
          for component, service in var.services : [
            "AWS/ECS",
            "MemoryUtilization",
            "ClusterName",
            var.cluster_name,
            "ServiceName",
            service.name,
            {
              stat  = "Maximum"
              label = component
            },
          ]
        ]
      }
    )
  }
  database_cluster = try(var.database.cluster_identifier, null)
  capacity_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Database: ACU, connections"
        period = 60
        metrics = [
          [
            "AWS/RDS",
            "ServerlessDatabaseCapacity",
            "DBClusterIdentifier",
            local.database_cluster,
            {
              stat  = "Maximum"
              label = "ACU"
            },
          ],
          [
            "AWS/RDS",
            "DatabaseConnections",
            "DBClusterIdentifier",
            local.database_cluster,
            {
              stat  = "Maximum"
              label = "connections"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
  database_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Database: CPU in %, connections"
        period = 60
        metrics = [
          [
            "AWS/RDS",
            "CPUUtilization",
            "DBClusterIdentifier",
            local.database_cluster,
            {
              stat  = "Maximum"
              label = "CPU"
            },
          ],
          [
            "AWS/RDS",
            "DatabaseConnections",
            "DBClusterIdentifier",
            local.database_cluster,
            {
              stat  = "Maximum"
              label = "connections"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
  cache_cluster = try("${var.elasticache.replication_group_id}-001", null)
  broker_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Broker: memory in %, connections"
        period = 60
        metrics = [
          [
            "AWS/ElastiCache",
            "DatabaseMemoryUsagePercentage",
            "CacheClusterId",
            local.cache_cluster,
            {
              stat  = "Maximum"
              label = "memory"
            },
          ],
          [
            "AWS/ElastiCache",
            "CurrConnections",
            "CacheClusterId",
            local.cache_cluster,
            {
              stat  = "Maximum"
              label = "connections"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
  redis_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Broker: memory and CPU of its task, in %"
        period = 60
        metrics = [
          [
            "AWS/ECS",
            "MemoryUtilization",
            "ClusterName",
            var.cluster_name,
            "ServiceName",
            var.redis_service_name,
            {
              stat  = "Maximum"
              label = "memory"
            },
          ],
          [
            "AWS/ECS",
            "CPUUtilization",
            "ClusterName",
            var.cluster_name,
            "ServiceName",
            var.redis_service_name,
            {
              stat  = "Maximum"
              label = "CPU"
            },
          ],
        ]
      }
    )
  }
  files_widget = {
    type   = "metric"
    width  = 8
    height = 6
    properties = merge(
      local.graph,
      {
        title  = "Shared files: bytes read and written, clients"
        period = 60
        metrics = [
          [
            "AWS/EFS",
            "DataReadIOBytes",
            "FileSystemId",
            var.efs_file_system_id,
            {
              stat  = "Sum"
              label = "read"
            },
          ],
          [
            "AWS/EFS",
            "DataWriteIOBytes",
            "FileSystemId",
            var.efs_file_system_id,
            {
              stat  = "Sum"
              label = "written"
            },
          ],
          [
            "AWS/EFS",
            "ClientConnections",
            "FileSystemId",
            var.efs_file_system_id,
            {
              stat  = "Sum"
              label = "clients"
              yAxis = "right"
            },
          ],
        ]
      }
    )
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = concat(
      [for widget in [local.alarms_widget] : widget if length(local.alarm_arns) > 0],
      [local.backlog_widget],
      [local.workers_widget],
      [for widget in [local.outcomes_widget] : widget if var.airflow_metrics],
      [for widget in [local.scheduler_widget] : widget if var.airflow_metrics],
      [for widget in [local.parsing_widget] : widget if var.airflow_metrics],
      [for widget in [local.latency_widget] : widget if var.load_balancer != null],
      [for widget in [local.answers_widget] : widget if var.load_balancer != null],
      [local.tasks_widget],
      [local.cpu_widget],
      [local.memory_widget],
      [for widget in [local.capacity_widget] : widget if local.serverless],
      [for widget in [local.database_widget] : widget if var.database != null && !local.serverless],
      [for widget in [local.broker_widget] : widget if var.elasticache != null],
      [
        for widget in [local.redis_widget] : widget
        if var.redis_service_name != null && var.elasticache == null
      ],
      [for widget in [local.files_widget] : widget if var.efs_file_system_id != null]
    )
  })
}
