# Published from modules/aurora/*.py by `./tarmac publish`: change the Python, not this file.

variable "name" {
  description = "Prefix of every resource name, and the identifier of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 31
    error_message = "name must be 1 to 31 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
  }
}

variable "vpc_id" {
  description = "Network of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-z]+$", var.vpc_id))
    error_message = "vpc_id must be the ID of a VPC, as in vpc-0123."
  }
}

variable "subnet_ids" {
  description = "Subnets of the instances, in two zones at least."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for item in var.subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    error_message = "subnet_ids must each be the ID of a subnet, as in subnet-0123."
  }
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL. As in 16.8 it stays until it is changed here; as in 16, AWS chooses the minor version and upgrades it in the maintenance window."
  type        = string
  default     = "16.8"
  nullable    = false

  validation {
    condition     = can(regex("^16(\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version must be 16 or a minor version of it, as in 16.8."
  }
}

variable "database_name" {
  description = "Database that is made with the cluster."
  type        = string
  default     = "airflow"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "database_name must be 1 to 63 lower-case letters, digits and underscores, a letter first."
  }
}

variable "master_username" {
  description = "Role that owns the cluster, used by Airflow's init step alone; for a restored cluster, that of the snapshot."
  type        = string
  default     = "postgres"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.master_username))
    error_message = "master_username must be 1 to 63 lower-case letters, digits and underscores, a letter first."
  }
}

variable "application_username" {
  description = "Airflow's own role, made by its init step. It is written to the secret once: a later change has no effect."
  type        = string
  default     = "airflow"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.application_username))
    error_message = "application_username must be 1 to 63 lower-case letters, digits and underscores, a letter first."
  }
}

variable "serverless" {
  description = <<-EOT
    Bounds of Serverless v2, which each instance without an instance_class has.

    - min_capacity: Least capacity of an instance, in ACU of some 2 GiB; Airflow's heartbeats never let it pause, so 0 is out.
    - max_capacity: Most capacity of an instance, in ACU.
  EOT
  type = object({
    min_capacity = optional(number, 0.5)
    max_capacity = optional(number, 4)
  })
  default = {}

  validation {
    condition     = var.serverless == null ? true : var.serverless.min_capacity <= var.serverless.max_capacity
    error_message = "serverless must have a min_capacity that is not above its max_capacity."
  }

  validation {
    condition = (
      var.serverless == null
      ? true
      : var.serverless.min_capacity >= 0.5 && var.serverless.min_capacity <= 256
    )
    error_message = "serverless.min_capacity must be from 0.5 to 256."
  }

  validation {
    condition = (
      var.serverless == null
      ? true
      : var.serverless.min_capacity * 2 == floor(var.serverless.min_capacity * 2)
    )
    error_message = "serverless.min_capacity must be a multiple of 0.5."
  }

  validation {
    condition = (
      var.serverless == null
      ? true
      : var.serverless.max_capacity >= 1 && var.serverless.max_capacity <= 256
    )
    error_message = "serverless.max_capacity must be from 1 to 256."
  }

  validation {
    condition = (
      var.serverless == null
      ? true
      : var.serverless.max_capacity * 2 == floor(var.serverless.max_capacity * 2)
    )
    error_message = "serverless.max_capacity must be a multiple of 0.5."
  }
}

variable "instance_class" {
  description = "Class of provisioned instances, as in db.r7g.large; Serverless v2 where null. A change is made in place."
  type        = string
  default     = null

  validation {
    condition = (
      var.instance_class == null
      ? true
      : can(regex("^db\\.[a-z0-9-]+(\\.[a-z0-9]+)?$", var.instance_class))
    )
    error_message = "instance_class must be a class of instances, as in db.r7g.large."
  }
}

variable "instance_count" {
  description = "Instances: one writes, the others read and take over. They are spread over the zones of the subnets."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.instance_count >= 1 && var.instance_count <= 15
    error_message = "instance_count must be from 1 to 15."
  }
}

variable "backup_retention_days" {
  description = "Days for which the cluster can be restored to any second."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be from 1 to 35."
  }
}

variable "preferred_backup_window" {
  description = "When the daily backup is taken, in UTC, as in 03:00-04:00; AWS chooses where null."
  type        = string
  default     = null

  validation {
    condition = (
      var.preferred_backup_window == null
      ? true
      : can(regex(
        "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
        var.preferred_backup_window
      ))
    )
    error_message = "preferred_backup_window must be a range of times, as in 03:00-04:00."
  }
}

variable "preferred_maintenance_window" {
  description = "When maintenance may interrupt, in UTC, as in sun:05:00-sun:06:00; AWS chooses where null."
  type        = string
  default     = null

  validation {
    condition = (
      var.preferred_maintenance_window == null
      ? true
      : can(regex(
        "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$",
        var.preferred_maintenance_window
      ))
    )
    error_message = "preferred_maintenance_window must be a range of week days and times, as in sun:05:00-sun:06:00."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the cluster, and so to replace it."
  type        = bool
  default     = true
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Whether the cluster is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "final_snapshot_identifier" {
  description = "Name of the last snapshot; one that no other deployment has where null."
  type        = string
  default     = null

  validation {
    condition = (
      var.final_snapshot_identifier == null
      ? true
      : can(regex("^[A-Za-z](-?[A-Za-z0-9])*$", var.final_snapshot_identifier))
    )
    error_message = "final_snapshot_identifier must be letters, digits and single hyphens, a letter first."
  }
}

variable "restore_from_snapshot" {
  description = "Snapshot that the cluster is made from. Read when the cluster is made; a later change is ignored."
  type        = string
  default     = null
}

variable "restore_to_point_in_time" {
  description = <<-EOT
    Moment of another cluster that the cluster is made from. Read when the cluster is made; a later change is ignored.

    - source_cluster_identifier: Cluster whose backups are read: its identifier, or its ARN where another account shares it.
    - restore_to_time: The moment, in UTC, as in 2026-03-07T23:45:00Z.
    - use_latest_restorable_time: Whether to restore the last moment that can be restored, some five minutes ago.
  EOT
  type = object({
    source_cluster_identifier  = string
    restore_to_time            = optional(string)
    use_latest_restorable_time = optional(bool, false)
  })
  default = null

  validation {
    condition = (
      var.restore_to_point_in_time == null
      ? true
      : var.restore_to_point_in_time.use_latest_restorable_time == (var.restore_to_point_in_time.restore_to_time == null)
    )
    error_message = "restore_to_point_in_time must name one moment: either restore_to_time or use_latest_restorable_time."
  }

  validation {
    condition = (
      var.restore_to_point_in_time == null
      ? true
      : can(regex(
        "^([A-Za-z](-?[A-Za-z0-9])*|arn:[a-z-]+:rds:[a-z0-9-]+:[0-9]{12}:cluster:[a-z0-9-]+)$",
        var.restore_to_point_in_time.source_cluster_identifier
      ))
    )
    error_message = "restore_to_point_in_time.source_cluster_identifier must be the identifier or the ARN of a cluster."
  }

  validation {
    condition = (
      var.restore_to_point_in_time == null
      ? true
      : (
        var.restore_to_point_in_time.restore_to_time == null
        ? true
        : can(regex(
          "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
          var.restore_to_point_in_time.restore_to_time
        ))
      )
    )
    error_message = "restore_to_point_in_time.restore_to_time must be a time in UTC, as in 2026-03-07T23:45:00Z."
  }
}

variable "insights" {
  description = "Database Insights: standard keeps 7 days and is free, advanced keeps 465 days and is charged by capacity."
  type        = string
  default     = "standard"
  nullable    = false

  validation {
    condition     = contains(["standard", "advanced"], var.insights)
    error_message = "insights must be one of standard, advanced."
  }
}

variable "monitoring_interval" {
  description = "Seconds between two measurements of the operating system; 0 for none."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = contains([0, 1, 5, 10, 15, 30, 60], var.monitoring_interval)
    error_message = "monitoring_interval must be one of 0, 1, 5, 10, 15, 30, 60."
  }
}

variable "log_retention_days" {
  description = "Days for which PostgreSQL's log is kept in CloudWatch; 0 for ever."
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

variable "kms_key_arn" {
  description = "Key that encrypts storage, snapshots, insights, secrets and logs; AWS's own where null. Its policy must let CloudWatch Logs use it. A change would replace the cluster."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "ca_certificate_identifier" {
  description = "Authority that signs the instances' certificates, as in rds-ca-rsa2048-g1; AWS's default where null."
  type        = string
  default     = null
}

variable "apply_immediately" {
  description = "Whether a change is made at once, rather than in the maintenance window."
  type        = bool
  default     = true
  nullable    = false
}

variable "parameters" {
  description = "Further parameters of the cluster; they take effect when the instances start the next time."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.parameters), ["rds.force_ssl", "password_encryption"])) == 0
    error_message = "parameters must leave rds.force_ssl and password_encryption alone, which the module sets."
  }
}

variable "secret_recovery_days" {
  description = "Days for which a deleted secret can be restored; 0 deletes it at once."
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

variable "existing" {
  description = <<-EOT
    A PostgreSQL database to use instead; nothing is created then.

    - host: Name by which it is reached.
    - port: Port on which it listens.
    - database_name: Database that Airflow uses.
    - secret_arn: Secret with Airflow's role, as JSON: {"username", "password"}.
    - master_secret_arn: Secret with a role that may create Airflow's, as the same JSON; where null, Airflow's role is there already.
    - security_group_id: Security group to which ingress from Airflow is added; where null, it lets Airflow in already.
  EOT
  type = object({
    host              = string
    port              = optional(number, 5432)
    database_name     = optional(string, "airflow")
    secret_arn        = string
    master_secret_arn = optional(string)
    security_group_id = optional(string)
  })
  default = null

  validation {
    condition     = var.existing == null ? true : can(regex("^[A-Za-z0-9.-]+$", var.existing.host))
    error_message = "existing.host must be a host name, without scheme or port."
  }

  validation {
    condition     = var.existing == null ? true : var.existing.port >= 1 && var.existing.port <= 65535
    error_message = "existing.port must be from 1 to 65535."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : can(regex("^arn:[a-z-]+:secretsmanager:", var.existing.secret_arn))
    )
    error_message = "existing.secret_arn must be the ARN of a secret of Secrets Manager."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : (
        var.existing.master_secret_arn == null
        ? true
        : can(regex("^arn:[a-z-]+:secretsmanager:", var.existing.master_secret_arn))
      )
    )
    error_message = "existing.master_secret_arn must be the ARN of a secret of Secrets Manager."
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
