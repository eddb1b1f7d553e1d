# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # The workers of further queues share that of the worker.
  networks = merge(
    {
      api-server    = "web pages, REST API, and the API that tasks speak to"
      scheduler     = "decides which task runs when"
      dag-processor = "reads the DAG files"
      triggerer     = "waits on behalf of deferred tasks"
      worker        = "runs the tasks"
      flower        = "shows the Celery workers"
    },
    local.run_ecs_executor ? { task = "runs one task and ends" } : {},
    local.clean_database ? { clean-database = "deletes what is old from the database" } : {},
    (
      var.bastion
      ? { bastion = "tools for the database, Redis and the shared files, over Session Manager" }
      : {}
    )
  )
}

resource "aws_security_group" "component" {
  for_each = local.networks

  name_prefix = "${var.name}-${each.key}-"
  description = "Airflow ${each.key}: ${each.value}"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-${each.key}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "files" {
  count = var.storage.efs ? 1 : 0

  name_prefix = "${var.name}-files-"
  description = "Shared file system of Airflow"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-files" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "load_balancer" {
  count = local.create_load_balancer ? 1 : 0

  name_prefix = "${var.name}-load-balancer-"
  description = "Load balancer of Airflow"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-load-balancer" })

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # Every connection inside the deployment. A worker, where users' code runs, has none to the database.
  connections = merge(
    {
      api-server-to-database = {
        source  = "api-server"
        target  = "database"
        port    = var.database.port
        purpose = "metadata"
      }
      api-server-to-worker = {
        source  = "api-server"
        target  = "worker"
        port    = 8793
        purpose = "logs of running tasks"
      }
      api-server-to-triggerer = {
        source  = "api-server"
        target  = "triggerer"
        port    = 8794
        purpose = "logs of running triggers"
      }
      scheduler-to-database = {
        source  = "scheduler"
        target  = "database"
        port    = var.database.port
        purpose = "metadata"
      }
      scheduler-to-broker = {
        source  = "scheduler"
        target  = "broker"
        port    = var.broker.port
        purpose = "queues and results of Celery"
      }
      dag-processor-to-database = {
        source  = "dag-processor"
        target  = "database"
        port    = var.database.port
        purpose = "metadata"
      }
      triggerer-to-database = {
        source  = "triggerer"
        target  = "database"
        port    = var.database.port
        purpose = "metadata"
      }
      worker-to-broker = {
        source  = "worker"
        target  = "broker"
        port    = var.broker.port
        purpose = "queues and results of Celery"
      }
      worker-to-api-server = {
        source  = "worker"
        target  = "api-server"
        port    = 8080
        purpose = "state, variables and connections of tasks"
      }
      flower-to-broker = {
        source  = "flower"
        target  = "broker"
        port    = var.broker.port
        purpose = "queues and results of Celery"
      }
      load-balancer-to-api-server = {
        source  = "load-balancer"
        target  = "api-server"
        port    = 8080
        purpose = "pages and health checks"
      }
      load-balancer-to-flower = {
        source  = "load-balancer"
        target  = "flower"
        port    = 5555
        purpose = "pages and health checks"
      }
    },
    (
      var.storage.efs
      ? {
        api-server-to-files = {
          source  = "api-server"
          target  = "files"
          port    = 2049
          purpose = "shared files over NFS"
        }
        dag-processor-to-files = {
          source  = "dag-processor"
          target  = "files"
          port    = 2049
          purpose = "shared files over NFS"
        }
        triggerer-to-files = {
          source  = "triggerer"
          target  = "files"
          port    = 2049
          purpose = "shared files over NFS"
        }
        worker-to-files = {
          source  = "worker"
          target  = "files"
          port    = 2049
          purpose = "shared files over NFS"
        }
      }
      : {}
    ),
    (
      local.run_ecs_executor
      ? {
        task-to-api-server = {
          source  = "task"
          target  = "api-server"
          port    = 8080
          purpose = "state, variables and connections of tasks"
        }
      }
      : {}
    ),
    (
      local.clean_database
      ? {
        clean-database-to-database = {
          source  = "clean-database"
          target  = "database"
          port    = var.database.port
          purpose = "metadata"
        }
      }
      : {}
    ),
    (
      local.run_ecs_executor && var.storage.efs
      ? {
        task-to-files = {
          source  = "task"
          target  = "files"
          port    = 2049
          purpose = "shared files over NFS"
        }
      }
      : {}
    ),
    (
      var.bastion
      ? {
        bastion-to-database = {
          source  = "bastion"
          target  = "database"
          port    = var.database.port
          purpose = "metadata"
        }
        bastion-to-broker = {
          source  = "bastion"
          target  = "broker"
          port    = var.broker.port
          purpose = "queues and results of Celery"
        }
      }
      : {}
    ),
    (
      var.bastion && var.storage.efs
      ? {
        bastion-to-files = {
          source  = "bastion"
          target  = "files"
          port    = 2049
          purpose = "shared files over NFS"
        }
      }
      : {}
    )
  )
  security_group_ids = merge(
    { for key, value in aws_security_group.component : key => value.id },
    {
      database = var.database.security_group_id
      broker   = var.broker.security_group_id
      files    = one(aws_security_group.files[*].id)
      load-balancer = (
        var.load_balancer.existing == null
        ? one(aws_security_group.load_balancer[*].id)
        : try(var.load_balancer.existing.security_group_id, null)
      )
    }
  )

  # A database or a broker whose security group is not ours to change is known by its address range.
  reached_by_range = merge(
    var.database.manage_rules ? {} : { database = var.database.cidr_block },
    var.broker.manage_rules ? {} : { broker = var.broker.cidr_block }
  )
}

resource "aws_vpc_security_group_ingress_rule" "connection" {
  for_each = {
    for key, value in local.connections : key => value
    if !contains(keys(local.reached_by_range), value.target)
  }

  security_group_id            = local.security_group_ids[each.value.target]
  description                  = "${each.value.source}: ${each.value.purpose}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  referenced_security_group_id = local.security_group_ids[each.value.source]
  tags                         = merge(var.tags, { Name = "${var.name}-${each.key}-in" })
}

# The rules of a load balancer that is given are its owner's.
resource "aws_vpc_security_group_egress_rule" "connection" {
  for_each = {
    for key, value in local.connections : key => value
    if var.load_balancer.existing == null || value.source != "load-balancer"
  }

  security_group_id = local.security_group_ids[each.value.source]
  description       = "${each.value.target}: ${each.value.purpose}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  referenced_security_group_id = (
    contains(keys(local.reached_by_range), each.value.target)
    ? null
    : local.security_group_ids[each.value.target]
  )
  cidr_ipv4 = lookup(local.reached_by_range, each.value.target, null)
  tags      = merge(var.tags, { Name = "${var.name}-${each.key}-out" })
}

# The image, the secrets, the logs; Fargate fetches them through the task's own interface.
resource "aws_vpc_security_group_egress_rule" "https" {
  for_each = local.networks

  security_group_id = aws_security_group.component[each.key].id
  description       = "AWS and other services over HTTPS"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = merge(var.tags, { Name = "${var.name}-${each.key}-to-https" })
}

# From each component that runs the code of DAGs.
resource "aws_vpc_security_group_egress_rule" "dags" {
  for_each = {
    for key, value in setproduct(local.dag_components, keys(var.egress)) : "${value[0]}-to-${value[1]}" => {
      source = value[0]
      target = value[1]
    }
  }

  security_group_id = aws_security_group.component[each.value.source].id
  description       = "DAGs: ${each.value.target}"
  ip_protocol       = "tcp"
  from_port         = var.egress[each.value.target].port
  to_port           = var.egress[each.value.target].port
  cidr_ipv4         = var.egress[each.value.target].cidr_block
  tags              = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
