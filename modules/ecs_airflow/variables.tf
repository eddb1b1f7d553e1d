# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

variable "name" {
  description = "Prefix of every resource name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 20
    error_message = "name must be 1 to 20 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
  }
}

variable "vpc_id" {
  description = "ID of the network."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-z]+$", var.vpc_id))
    error_message = "vpc_id must be the ID of a VPC, as in vpc-0123."
  }
}

variable "subnet_ids" {
  description = "Subnets of the tasks, each in another zone."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for item in var.subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    error_message = "subnet_ids must each be the ID of a subnet, as in subnet-0123."
  }
}

variable "load_balancer_subnet_ids" {
  description = "Subnets of the load balancer, in two zones at least: public ones where it faces the internet."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.load_balancer_subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    error_message = "load_balancer_subnet_ids must each be the ID of a subnet, as in subnet-0123."
  }
}

variable "assign_public_ip" {
  description = "Whether tasks get public addresses; needed in public subnets, where nothing else leads out."
  type        = bool
  default     = false
  nullable    = false
}

variable "cluster" {
  description = <<-EOT
    ECS cluster, with the capacity providers FARGATE and FARGATE_SPOT.

    - name: Its name.
    - arn: Its ARN.
    - exec_log_group_name: Log group of what is typed in ECS Exec, where the cluster keeps it; tasks write it themselves.
  EOT
  type = object({
    name                = string
    arn                 = string
    exec_log_group_name = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:ecs:", var.cluster.arn))
    error_message = "cluster.arn must be the ARN of an ECS cluster."
  }
}

variable "namespace" {
  description = <<-EOT
    Private DNS namespace.

    - id: Its ID.
    - name: Its name, the private DNS zone.
  EOT
  type = object({
    id   = string
    name = string
  })
  nullable = false
}

variable "database" {
  description = <<-EOT
    Metadata database, PostgreSQL.

    - host: Host name.
    - port: Port.
    - database_name: Name of the database.
    - tls: sslmode of libpq; verify-full checks the certificate against the bundle of RDS.
    - secret_arn: Secret with the keys username and password, of Airflow's own role.
    - master_secret_arn: The same of a role that may make Airflow's; used by the init step alone. Null where the role exists.
    - manage_rules: Whether the rules that let Airflow in are added to security_group_id.
    - security_group_id: Security group of the database; with manage_rules.
    - cidr_block: Where the database is; without manage_rules.
  EOT
  type = object({
    host              = string
    port              = optional(number, 5432)
    database_name     = optional(string, "airflow")
    tls               = optional(string, "verify-full")
    secret_arn        = string
    master_secret_arn = optional(string)
    manage_rules      = optional(bool, true)
    security_group_id = optional(string)
    cidr_block        = optional(string, "0.0.0.0/0")
  })
  nullable = false

  validation {
    condition     = var.database.port >= 1 && var.database.port <= 65535
    error_message = "database.port must be from 1 to 65535."
  }

  validation {
    condition     = contains(["verify-full", "verify-ca", "require", "disable"], var.database.tls)
    error_message = "database.tls must be one of verify-full, verify-ca, require, disable."
  }

  validation {
    condition     = can(regex("^arn:[a-z-]+:secretsmanager:", var.database.secret_arn))
    error_message = "database.secret_arn must be the ARN of a secret of Secrets Manager."
  }

  validation {
    condition = (
      var.database.master_secret_arn == null
      ? true
      : can(regex("^arn:[a-z-]+:secretsmanager:", var.database.master_secret_arn))
    )
    error_message = "database.master_secret_arn must be the ARN of a secret of Secrets Manager."
  }

  validation {
    condition = (
      var.database.security_group_id == null
      ? true
      : can(regex("^sg-[0-9a-z]+$", var.database.security_group_id))
    )
    error_message = "database.security_group_id must be the ID of a security group, as in sg-0123."
  }

  validation {
    condition = (
      can(cidrnetmask(var.database.cidr_block)) &&
      try(cidrsubnet(var.database.cidr_block, 0, 0) == var.database.cidr_block, false)
    )
    error_message = "database.cidr_block must be an IPv4 range, as in 10.0.0.0/16."
  }
}

variable "broker" {
  description = <<-EOT
    Redis.

    - host: Host name of the primary.
    - port: Port.
    - tls: Whether it is reached by TLS, its certificate verified.
    - authentication: password (secret_arn), or iam (user_name, replication_group_id, connect_arns) for ElastiCache.
    - secret_arn: Secret with the key password; for password.
    - user_name: ElastiCache user, its ID and its name alike; for iam.
    - replication_group_id: ID of the replication group; for iam.
    - connect_arns: What a client's role needs elasticache:Connect on: the replication group and the user; for iam.
    - manage_rules: Whether the rules that let Airflow in are added to security_group_id.
    - security_group_id: Security group of Redis; with manage_rules.
    - cidr_block: Where Redis is; without manage_rules.
  EOT
  type = object({
    host                 = string
    port                 = optional(number, 6379)
    tls                  = optional(bool, true)
    authentication       = optional(string, "password")
    secret_arn           = optional(string)
    user_name            = optional(string)
    replication_group_id = optional(string)
    connect_arns         = optional(list(string), [])
    manage_rules         = optional(bool, true)
    security_group_id    = optional(string)
    cidr_block           = optional(string, "0.0.0.0/0")
  })
  nullable = false

  validation {
    condition     = var.broker.port >= 1 && var.broker.port <= 65535
    error_message = "broker.port must be from 1 to 65535."
  }

  validation {
    condition     = contains(["password", "iam"], var.broker.authentication)
    error_message = "broker.authentication must be one of password, iam."
  }

  validation {
    condition = (
      var.broker.secret_arn == null
      ? true
      : can(regex("^arn:[a-z-]+:secretsmanager:", var.broker.secret_arn))
    )
    error_message = "broker.secret_arn must be the ARN of a secret of Secrets Manager."
  }

  validation {
    condition = (
      var.broker.security_group_id == null
      ? true
      : can(regex("^sg-[0-9a-z]+$", var.broker.security_group_id))
    )
    error_message = "broker.security_group_id must be the ID of a security group, as in sg-0123."
  }

  validation {
    condition = (
      can(cidrnetmask(var.broker.cidr_block)) &&
      try(cidrsubnet(var.broker.cidr_block, 0, 0) == var.broker.cidr_block, false)
    )
    error_message = "broker.cidr_block must be an IPv4 range, as in 10.0.0.0/16."
  }
}

variable "image" {
  description = "Reference of the image, with its tag or digest."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "CPU architecture of the image and the tasks."
  type        = string
  default     = "ARM64"
  nullable    = false

  validation {
    condition     = contains(["ARM64", "X86_64"], var.architecture)
    error_message = "architecture must be one of ARM64, X86_64."
  }
}

variable "components" {
  description = <<-EOT
    Sizes and numbers of tasks.

    - api_server: Web pages, REST API, and the API that tasks speak to.
    - scheduler: Decides which task runs when.
    - dag_processor: Reads the DAG files.
    - triggerer: Waits on behalf of deferred tasks.
    - worker: Runs the tasks.
    - flower: Shows the Celery workers.
  EOT
  type = object({
    api_server = optional(object({
      cpu       = optional(number, 512)
      memory    = optional(number, 1024)
      min_count = optional(number, 1)
      max_count = optional(number, 1)
    }), {})
    scheduler = optional(object({
      cpu       = optional(number, 256)
      memory    = optional(number, 512)
      min_count = optional(number, 1)
      max_count = optional(number, 1)
    }), {})
    dag_processor = optional(object({
      cpu          = optional(number, 512)
      memory       = optional(number, 1024)
      min_count    = optional(number, 1)
      max_count    = optional(number, 1)
      spot_percent = optional(number, 0)
    }), {})
    triggerer = optional(object({
      cpu          = optional(number, 256)
      memory       = optional(number, 512)
      min_count    = optional(number, 1)
      max_count    = optional(number, 1)
      spot_percent = optional(number, 0)
    }), {})
    worker = optional(object({
      cpu          = optional(number, 512)
      memory       = optional(number, 1024)
      min_count    = optional(number, 1)
      max_count    = optional(number, 1)
      concurrency  = optional(number, 4)
      spot_percent = optional(number, 0)
      schedules = optional(map(object({
        min_count = number
        start     = string
        end       = string
        timezone  = optional(string, "UTC")
      })), {})
    }), {})
    flower = optional(object({
      cpu          = optional(number, 256)
      memory       = optional(number, 512)
      min_count    = optional(number, 1)
      max_count    = optional(number, 1)
      spot_percent = optional(number, 0)
    }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = length([
      for name, size in var.components : name
      if !contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)
    ]) == 0
    error_message = "components must ask for a memory in MiB that Fargate offers beside the CPU (256: 512, 1024 or 2048; 512: 1024 to 4096 in steps of 1024; 1024: 2048 to 8192 in steps of 1024; 2048: 4096 to 16384 in steps of 1024; 4096: 8192 to 30720 in steps of 1024; 8192: 16384 to 61440 in steps of 4096; 16384: 32768 to 122880 in steps of 8192); this is not so for ${join(", ", [for name, size in var.components : name if !contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)])}."
  }

  validation {
    condition = length([
      for name, size in var.components : name
      if size.min_count < 0 || size.max_count < max(1, size.min_count)
    ]) == 0
    error_message = "components must have a min_count of 0 or more, and a max_count of 1 or more that is not below it; this is not so for ${join(", ", [for name, size in var.components : name if size.min_count < 0 || size.max_count < max(1, size.min_count)])}."
  }

  validation {
    condition     = !(length([for schedule in values(var.components.worker.schedules) : schedule if schedule.min_count < 0 || schedule.min_count > var.components.worker.max_count || !alltrue([for when in [schedule.start, schedule.end] : length(regexall("^(cron|at)[(].+[)]$", when)) == 1])]) > 0)
    error_message = "components must have schedules with a min_count from 0 to max_count, and with start and end as in cron(0 6 ? * MON-FRI *) or at(2026-12-24T18:00:00); this is not so for worker."
  }

  validation {
    condition = (
      var.components.dag_processor.spot_percent >= 0 &&
      var.components.dag_processor.spot_percent <= 100
    )
    error_message = "components.dag_processor.spot_percent must be from 0 to 100."
  }

  validation {
    condition     = var.components.triggerer.spot_percent >= 0 && var.components.triggerer.spot_percent <= 100
    error_message = "components.triggerer.spot_percent must be from 0 to 100."
  }

  validation {
    condition     = var.components.worker.concurrency >= 1 && var.components.worker.concurrency <= 256
    error_message = "components.worker.concurrency must be from 1 to 256."
  }

  validation {
    condition     = var.components.worker.spot_percent >= 0 && var.components.worker.spot_percent <= 100
    error_message = "components.worker.spot_percent must be from 0 to 100."
  }

  validation {
    condition     = var.components.flower.spot_percent >= 0 && var.components.flower.spot_percent <= 100
    error_message = "components.flower.spot_percent must be from 0 to 100."
  }
}

variable "queues" {
  description = "Queues beside Airflow's default, which components.worker serves: each is an ECS service of its own."
  type = map(object({
    cpu               = optional(number, 512)
    memory            = optional(number, 1024)
    concurrency       = optional(number, 4)
    min_count         = optional(number, 0)
    max_count         = optional(number, 1)
    spot_percent      = optional(number, 0)
    image             = optional(string)
    extra_policies    = optional(map(string), {})
    extra_policy_arns = optional(list(string), [])
    schedules = optional(map(object({
      min_count = number
      start     = string
      end       = string
      timezone  = optional(string, "UTC")
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = length([
      for name, size in var.queues : name
      if length(regexall("^[A-Za-z][A-Za-z0-9_-]{0,31}$", name)) == 0 || name == "default"
    ]) == 0
    error_message = "queues must be named by 1 to 32 letters, digits, hyphens and underscores, a letter first, and not 'default', which components.worker serves; this is not so for ${join(", ", [for name, size in var.queues : name if length(regexall("^[A-Za-z][A-Za-z0-9_-]{0,31}$", name)) == 0 || name == "default"])}."
  }

  validation {
    condition = length([
      for name, size in var.queues : name
      if !contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)
    ]) == 0
    error_message = "queues must ask for a memory in MiB that Fargate offers beside the CPU (256: 512, 1024 or 2048; 512: 1024 to 4096 in steps of 1024; 1024: 2048 to 8192 in steps of 1024; 2048: 4096 to 16384 in steps of 1024; 4096: 8192 to 30720 in steps of 1024; 8192: 16384 to 61440 in steps of 4096; 16384: 32768 to 122880 in steps of 8192); this is not so for ${join(", ", [for name, size in var.queues : name if !contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)])}."
  }

  validation {
    condition = length([
      for name, size in var.queues : name
      if size.min_count < 0 || size.max_count < max(1, size.min_count)
    ]) == 0
    error_message = "queues must have a min_count of 0 or more, and a max_count of 1 or more that is not below it; this is not so for ${join(", ", [for name, size in var.queues : name if size.min_count < 0 || size.max_count < max(1, size.min_count)])}."
  }

  validation {
    condition = length([
      for name, size in var.queues : name
      if size.concurrency < 1 || size.concurrency > 256 || size.spot_percent < 0 || size.spot_percent > 100
    ]) == 0
    error_message = "queues must have a concurrency from 1 to 256 and a spot_percent from 0 to 100; this is not so for ${join(", ", [for name, size in var.queues : name if size.concurrency < 1 || size.concurrency > 256 || size.spot_percent < 0 || size.spot_percent > 100])}."
  }

  validation {
    condition = length([
      for name, size in var.queues : name
      if length([for schedule in values(size.schedules) : schedule if schedule.min_count < 0 || schedule.min_count > size.max_count || !alltrue([for when in [schedule.start, schedule.end] : length(regexall("^(cron|at)[(].+[)]$", when)) == 1])]) > 0
    ]) == 0
    error_message = "queues must have schedules with a min_count from 0 to max_count, and with start and end as in cron(0 6 ? * MON-FRI *) or at(2026-12-24T18:00:00); this is not so for ${join(", ", [for name, size in var.queues : name if length([for schedule in values(size.schedules) : schedule if schedule.min_count < 0 || schedule.min_count > size.max_count || !alltrue([for when in [schedule.start, schedule.end] : length(regexall("^(cron|at)[(].+[)]$", when)) == 1])]) > 0])}."
  }
}

variable "on_demand_tasks" {
  description = "Tasks that DAGs run on demand, each in a container of its own with its image, size and rights, by name."
  type = map(object({
    image              = string
    cpu                = optional(number, 256)
    memory             = optional(number, 512)
    command            = optional(list(string))
    environment        = optional(map(string), {})
    policy_arns        = optional(list(string), [])
    mount_shared_files = optional(bool, false)
    ephemeral_storage  = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition = length([
      for name, size in var.on_demand_tasks : name
      if length(regexall("^[a-z][a-z0-9-]{0,31}$", name)) == 0
    ]) == 0
    error_message = "on_demand_tasks must be named by 1 to 32 small letters, digits and hyphens, a letter first; this is not so for ${join(", ", [for name, size in var.on_demand_tasks : name if length(regexall("^[a-z][a-z0-9-]{0,31}$", name)) == 0])}."
  }

  validation {
    condition = length([
      for name, size in var.on_demand_tasks : name
      if !contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)
    ]) == 0
    error_message = "on_demand_tasks must ask for a memory in MiB that Fargate offers beside the CPU (256: 512, 1024 or 2048; 512: 1024 to 4096 in steps of 1024; 1024: 2048 to 8192 in steps of 1024; 2048: 4096 to 16384 in steps of 1024; 4096: 8192 to 30720 in steps of 1024; 8192: 16384 to 61440 in steps of 4096; 16384: 32768 to 122880 in steps of 8192); this is not so for ${join(", ", [for name, size in var.on_demand_tasks : name if !contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)])}."
  }

  validation {
    condition = length([
      for name, size in var.on_demand_tasks : name
      if size.ephemeral_storage == null ? false : size.ephemeral_storage < 21 || size.ephemeral_storage > 200
    ]) == 0
    error_message = "on_demand_tasks must have an ephemeral_storage of 21 to 200 GiB, or none for Fargate's 20; this is not so for ${join(", ", [for name, size in var.on_demand_tasks : name if size.ephemeral_storage == null ? false : size.ephemeral_storage < 21 || size.ephemeral_storage > 200])}."
  }
}

variable "ecs_executor" {
  description = <<-EOT
    Airflow's AwsEcsExecutor beside Celery's workers: a container for each task that asks for it. Null for none.

    - cpu: CPU of a task in units of 1/1024 vCPU.
    - memory: Memory of a task in MiB.
    - default: Whether tasks that name no executor run so; Celery's workers then run the others.
    - spot: Whether they run on Fargate Spot: cheaper, and AWS may take them back.
    - policy_arns: Managed policies of their role, besides those of all DAGs.
  EOT
  type = object({
    cpu         = optional(number, 512)
    memory      = optional(number, 1024)
    default     = optional(bool, false)
    spot        = optional(bool, false)
    policy_arns = optional(list(string), [])
  })
  default = null

  validation {
    condition = (
      var.ecs_executor == null
      ? true
      : contains(lookup(local.fargate_memory, tostring(var.ecs_executor.cpu), []), var.ecs_executor.memory)
    )
    error_message = "ecs_executor must ask for a memory in MiB that Fargate offers beside the CPU (256: 512, 1024 or 2048; 512: 1024 to 4096 in steps of 1024; 1024: 2048 to 8192 in steps of 1024; 2048: 4096 to 16384 in steps of 1024; 4096: 8192 to 30720 in steps of 1024; 8192: 16384 to 61440 in steps of 4096; 16384: 32768 to 122880 in steps of 8192)."
  }
}

variable "database_cleaning" {
  description = <<-EOT
    Deletes what is old from the database on a schedule: Airflow itself never does. Null for never.

    - schedule: When: a cron(), rate() or at() expression of EventBridge Scheduler.
    - timezone: In which time zone, as Europe/Berlin.
    - keep_days: Days of runs, tasks, logs of who did what, and XComs that are kept.
  EOT
  type = object({
    schedule  = optional(string, "cron(0 3 ? * SUN *)")
    timezone  = optional(string, "UTC")
    keep_days = optional(number, 90)
  })
  default = null

  validation {
    condition = (
      var.database_cleaning == null
      ? true
      : can(regex("^(cron|rate|at)[(].+[)]$", var.database_cleaning.schedule))
    )
    error_message = "database_cleaning.schedule must be as cron(0 3 ? * SUN *) or rate(7 days)."
  }

  validation {
    condition = (
      var.database_cleaning == null
      ? true
      : var.database_cleaning.keep_days >= 1 && var.database_cleaning.keep_days <= 36500
    )
    error_message = "database_cleaning.keep_days must be from 1 to 36500."
  }
}

variable "bastion" {
  description = "Whether there is a task for tools of the database, of Redis and of the shared files, to be started when it is wanted and opened by ECS Exec."
  type        = bool
  default     = false
  nullable    = false
}

variable "environment" {
  description = "Further environment variables of every component; secrets do not belong here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "dag_bundles" {
  description = "Airflow's dag_bundle_config_list as JSON; where null, the DAGs on the shared file system."
  type        = string
  default     = null
}

variable "load_balancer" {
  description = <<-EOT
    Load balancer.

    - certificate: Certificate for HTTPS, with HTTP redirected to it.
    - allowed_cidrs: IPv4 ranges let in. None: everyone where it faces the internet, the network alone where it is internal.
    - internal: Whether it is reached from the network alone; where null, so it is without certificate and allowed_cidrs.
    - domain_name: Name under which people reach it; its own where null.
    - deletion_protection: Whether it is guarded against deletion.
    - web_acl: Rules of AWS WAF that every request must pass; none where null.
    - keep_access_logs: Whether every request is logged, into a bucket that is made for it.
    - access_logs: A bucket to log every request into instead.
    - idle_timeout: Seconds for which it waits for an answer.
    - oidc: Identity provider asked before everything else; needs HTTPS.
    - existing: A listener to use instead of a new load balancer.
  EOT
  type = object({
    certificate = optional(object({
      arn = string
    }))
    allowed_cidrs       = optional(list(string), [])
    internal            = optional(bool)
    domain_name         = optional(string)
    deletion_protection = optional(bool, false)
    web_acl = optional(object({
      arn = string
    }))
    keep_access_logs = optional(bool, false)
    access_logs = optional(object({
      bucket = string
      prefix = optional(string)
    }))
    idle_timeout = optional(number, 120)
    oidc = optional(object({
      issuer                 = string
      authorization_endpoint = string
      token_endpoint         = string
      user_info_endpoint     = string
      client_id              = string
      client_secret_arn      = string
      scope                  = optional(string, "openid")
      session_seconds        = optional(number, 43200)
      open_paths             = optional(list(string), [])
    }))
    existing = optional(object({
      listener_arn      = string
      security_group_id = string
      dns_name          = string
      https             = optional(bool, true)
      priority          = optional(number, 100)
    }))
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.load_balancer.certificate == null
      ? true
      : can(regex("^arn:[a-z-]+:(acm|iam):", var.load_balancer.certificate.arn))
    )
    error_message = "load_balancer.certificate.arn must be the ARN of a certificate of ACM or IAM."
  }

  validation {
    condition = alltrue([
      for item in var.load_balancer.allowed_cidrs : can(cidrnetmask(item)) && try(cidrsubnet(item, 0, 0) == item, false)
    ])
    error_message = "load_balancer.allowed_cidrs must each be an IPv4 range, as in 10.0.0.0/16."
  }

  validation {
    condition = (
      var.load_balancer.web_acl == null
      ? true
      : can(regex("^arn:[a-z-]+:wafv2:", var.load_balancer.web_acl.arn))
    )
    error_message = "load_balancer.web_acl.arn must be the ARN of a web ACL."
  }

  validation {
    condition     = var.load_balancer.idle_timeout >= 1 && var.load_balancer.idle_timeout <= 4000
    error_message = "load_balancer.idle_timeout must be from 1 to 4000."
  }

  validation {
    condition = (
      var.load_balancer.oidc == null
      ? true
      : can(regex("^https://[^ ]+$", var.load_balancer.oidc.issuer))
    )
    error_message = "load_balancer.oidc.issuer must be a URL that begins with https://."
  }

  validation {
    condition = (
      var.load_balancer.oidc == null
      ? true
      : can(regex("^https://[^ ]+$", var.load_balancer.oidc.authorization_endpoint))
    )
    error_message = "load_balancer.oidc.authorization_endpoint must be a URL that begins with https://."
  }

  validation {
    condition = (
      var.load_balancer.oidc == null
      ? true
      : can(regex("^https://[^ ]+$", var.load_balancer.oidc.token_endpoint))
    )
    error_message = "load_balancer.oidc.token_endpoint must be a URL that begins with https://."
  }

  validation {
    condition = (
      var.load_balancer.oidc == null
      ? true
      : can(regex("^https://[^ ]+$", var.load_balancer.oidc.user_info_endpoint))
    )
    error_message = "load_balancer.oidc.user_info_endpoint must be a URL that begins with https://."
  }

  validation {
    condition = (
      var.load_balancer.oidc == null
      ? true
      : can(regex("^arn:[a-z-]+:secretsmanager:", var.load_balancer.oidc.client_secret_arn))
    )
    error_message = "load_balancer.oidc.client_secret_arn must be the ARN of a secret of Secrets Manager."
  }

  validation {
    condition = (
      var.load_balancer.oidc == null
      ? true
      : var.load_balancer.oidc.session_seconds >= 1 && var.load_balancer.oidc.session_seconds <= 604800
    )
    error_message = "load_balancer.oidc.session_seconds must be from 1 to 604800."
  }

  validation {
    condition = (
      var.load_balancer.existing == null
      ? true
      : can(regex("^arn:[a-z-]+:elasticloadbalancing:", var.load_balancer.existing.listener_arn))
    )
    error_message = "load_balancer.existing.listener_arn must be the ARN of a listener."
  }

  validation {
    condition = (
      var.load_balancer.existing == null
      ? true
      : can(regex("^sg-[0-9a-z]+$", var.load_balancer.existing.security_group_id))
    )
    error_message = "load_balancer.existing.security_group_id must be the ID of a security group, as in sg-0123."
  }

  validation {
    condition = (
      var.load_balancer.existing == null
      ? true
      : var.load_balancer.existing.priority >= 1 && var.load_balancer.existing.priority <= 49990
    )
    error_message = "load_balancer.existing.priority must be from 1 to 49990."
  }
}

variable "storage" {
  description = <<-EOT
    Buckets and the shared file system.

    - log_bucket: Bucket for task logs instead of a new one.
    - dag_bucket: Bucket for DAGs instead of a new one.
    - log_expiry_days: Days after which task logs are deleted.
    - force_destroy: Whether buckets are destroyed with what is in them.
    - efs: Whether there is a shared file system for DAGs and files of tasks.
    - efs_backup: Whether AWS Backup saves the file system daily.
  EOT
  type = object({
    log_bucket = optional(object({
      name = string
    }))
    dag_bucket = optional(object({
      name = string
    }))
    log_expiry_days = optional(number, 90)
    force_destroy   = optional(bool, false)
    efs             = optional(bool, true)
    efs_backup      = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.storage.log_expiry_days >= 1 && var.storage.log_expiry_days <= 36500
    error_message = "storage.log_expiry_days must be from 1 to 36500."
  }
}

variable "egress" {
  description = "What DAGs connect to other than by HTTPS, by name: a database, a mail server, git over SSH."
  type = map(object({
    cidr_block = string
    port       = number
  }))
  default  = {}
  nullable = false
}

variable "execute_command" {
  description = "Whether ECS Exec opens shells in the tasks. It needs a root file system that can be written."
  type        = bool
  default     = false
  nullable    = false
}

variable "extra_policies" {
  description = "Policies for what DAGs do, by name, as JSON documents: for worker, triggerer and dag-processor."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "extra_policy_arns" {
  description = "The same as managed policies."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.extra_policy_arns : can(regex("^arn:[a-z-]+:iam:", item))])
    error_message = "extra_policy_arns must each be the ARN of an IAM policy."
  }
}

variable "publish_metrics" {
  description = "Whether Airflow's own metrics go to CloudWatch, in the containers' logs: six of them, each charged."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics that are told when an alarm goes off, and when it is over."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:", item))])
    error_message = "alarm_topic_arns must each be the ARN of a topic of SNS."
  }
}

variable "wait_for_steady_state" {
  description = "Whether an apply ends only when the services run what was applied; it never waits for workers, which end their work first."
  type        = bool
  default     = true
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles made here."
  type        = string
  default     = null

  validation {
    condition = (
      var.permissions_boundary_arn == null
      ? true
      : can(regex("^arn:[a-z-]+:iam:", var.permissions_boundary_arn))
    )
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts logs, buckets, secrets and files; AWS's own where null. Its policy must let CloudWatch Logs use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "log_retention_days" {
  description = "Days for which the containers' logs are kept; 0 for ever."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [
        0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
        3653,
      ],
      var.log_retention_days
    )
    error_message = "log_retention_days must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "secret_recovery_days" {
  description = "Days for which a destroyed secret can be restored; 0 for none."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.secret_recovery_days == 0 ||
      var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30
    )
    error_message = "secret_recovery_days must be 0 or from 7 to 30."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
