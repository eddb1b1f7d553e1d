# Published from modules/redis/*.py by `./tarmac publish`: change the Python, not this file.

variable "name" {
  description = "Prefix of every resource name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 31
    error_message = "name must be 1 to 31 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
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
  description = "Subnets in which it runs, private ones; in two zones at least for replicas."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for item in var.subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    error_message = "subnet_ids must each be the ID of a subnet, as in subnet-0123."
  }
}

variable "mode" {
  description = "A container (cheap; queued messages are lost with it) or ElastiCache."
  type        = string
  default     = "fargate"
  nullable    = false

  validation {
    condition     = contains(["fargate", "elasticache"], var.mode)
    error_message = "mode must be one of fargate, elasticache."
  }
}

variable "cluster_name" {
  description = "ECS cluster; for fargate."
  type        = string
  default     = null
}

variable "cluster_arn" {
  description = "ARN of that cluster; for fargate."
  type        = string
  default     = null

  validation {
    condition     = var.cluster_arn == null ? true : can(regex("^arn:[a-z-]+:ecs:", var.cluster_arn))
    error_message = "cluster_arn must be the ARN of an ECS cluster."
  }
}

variable "namespace_id" {
  description = "ID of the Cloud Map namespace for private DNS; for fargate."
  type        = string
  default     = null
}

variable "namespace_name" {
  description = "Name of that namespace; for fargate."
  type        = string
  default     = null
}

variable "image" {
  description = "Image of the container, with a shell and the programs of Valkey or Redis 7 or later; for fargate."
  type        = string
  default     = "public.ecr.aws/valkey/valkey:8.1.10"
  nullable    = false
}

variable "cpu" {
  description = "CPU of the task in units of 1/1024 vCPU; for fargate. Redis works in one thread."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = contains([256, 512, 1024], var.cpu)
    error_message = "cpu must be one of 256, 512, 1024."
  }
}

variable "memory" {
  description = "Memory of the task in MiB; for fargate."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition = try(
      contains(
        { "256" = [512, 1024, 2048], "512" = [1024, 2048, 3072, 4096], "1024" = [2048, 3072, 4096, 5120, 6144, 7168, 8192] }[var.cpu],
        var.memory
      ),
      true
    )
    error_message = "memory must go with the CPU: 256: 512, 1024 or 2048; 512: 1024 to 4096 in steps of 1024; 1024: 2048 to 8192 in steps of 1024."
  }
}

variable "architecture" {
  description = "Processor of the task; for fargate."
  type        = string
  default     = "ARM64"
  nullable    = false

  validation {
    condition     = contains(["ARM64", "X86_64"], var.architecture)
    error_message = "architecture must be one of ARM64, X86_64."
  }
}

variable "assign_public_ip" {
  description = "Whether the task gets a public address: where a subnet has no NAT but an internet gateway; for fargate."
  type        = bool
  default     = false
  nullable    = false
}

variable "engine" {
  description = "Engine of ElastiCache."
  type        = string
  default     = "valkey"
  nullable    = false

  validation {
    condition     = contains(["valkey", "redis"], var.engine)
    error_message = "engine must be one of valkey, redis."
  }
}

variable "engine_version" {
  description = "Version of the engine, major and minor; null means 8.0 for valkey and 7.1 for redis."
  type        = string
  default     = null

  validation {
    condition     = var.engine_version == null ? true : can(regex("^[7-9]\\.[0-9]$", var.engine_version))
    error_message = "engine_version must be a major and a minor version from 7.0, as in 8.0."
  }
}

variable "node_type" {
  description = "Size of each ElastiCache node."
  type        = string
  default     = "cache.t4g.micro"
  nullable    = false

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must be a node type, as in cache.t4g.micro."
  }
}

variable "node_count" {
  description = "ElastiCache nodes: a primary, and replicas in other zones which take over by themselves."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.node_count >= 1 && var.node_count <= 6
    error_message = "node_count must be from 1 to 6."
  }
}

variable "snapshot_retention_days" {
  description = "Days for which daily snapshots of ElastiCache are kept; 0 for none. A queue is worth little a day later."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.snapshot_retention_days >= 0 && var.snapshot_retention_days <= 35
    error_message = "snapshot_retention_days must be from 0 to 35."
  }
}

variable "maintenance_window" {
  description = "When ElastiCache may be maintained, in UTC."
  type        = string
  default     = "sun:05:30-sun:06:30"
  nullable    = false

  validation {
    condition = can(regex(
      "^((mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9](-|$)){2}",
      var.maintenance_window
    ))
    error_message = "maintenance_window must be two times of the week, as in sun:05:30-sun:06:30."
  }
}

variable "log_delivery" {
  description = "Whether ElastiCache's engine and slow logs go to the log group."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "Days for which logs are kept; 0 for ever."
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
  description = "Days for which a deleted password can be recovered; 0 for none, else 7 to 30."
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

variable "kms_key_arn" {
  description = "Key that encrypts logs, password and data at rest; AWS's own where null. Its policy must let CloudWatch Logs use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role made here."
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

variable "existing" {
  description = <<-EOT
    A Redis to use instead of a new one.

    - host: Host name of the primary.
    - port: Port.
    - tls: Whether it is reached by TLS, its certificate verified.
    - authentication: Whether clients show a password, or a token that ElastiCache accepts of their role.
    - secret_arn: Secret, a JSON object with the key password; for password.
    - user_name: ElastiCache user, of the same name and ID; for iam.
    - replication_group_id: ID of the replication group; for iam.
    - security_group_id: Security group that clients are to be let in to.
  EOT
  type = object({
    host                 = string
    port                 = optional(number, 6379)
    tls                  = optional(bool, true)
    authentication       = optional(string, "password")
    secret_arn           = optional(string)
    user_name            = optional(string)
    replication_group_id = optional(string)
    security_group_id    = optional(string)
  })
  default = null

  validation {
    condition = (
      var.existing == null
      ? true
      : (
        var.existing.authentication == "iam"
        ? var.existing.user_name != null && var.existing.replication_group_id != null
        : var.existing.secret_arn != null
      )
    )
    error_message = "existing must say secret_arn with the authentication password, user_name and replication_group_id with iam."
  }

  validation {
    condition     = var.existing == null ? true : var.existing.port >= 1 && var.existing.port <= 65535
    error_message = "existing.port must be from 1 to 65535."
  }

  validation {
    condition     = var.existing == null ? true : contains(["password", "iam"], var.existing.authentication)
    error_message = "existing.authentication must be one of password, iam."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : (
        var.existing.secret_arn == null
        ? true
        : can(regex("^arn:[a-z-]+:secretsmanager:", var.existing.secret_arn))
      )
    )
    error_message = "existing.secret_arn must be the ARN of a secret of Secrets Manager."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : (
        var.existing.security_group_id == null
        ? true
        : can(regex("^sg-[0-9a-z]+$", var.existing.security_group_id))
      )
    )
    error_message = "existing.security_group_id must be the ID of a security group, as in sg-0123."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
