# Published from modules/monitoring/*.py by `./tarmac publish`: change the Python, not this file.

variable "name" {
  description = "Name of the dashboard and the deployment, and prefix of every alarm."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 31
    error_message = "name must be 1 to 31 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
  }
}

variable "cluster_name" {
  description = "ECS cluster of the services."
  type        = string
  nullable    = false
}

variable "services" {
  description = "The ECS services, by component: api-server, scheduler, and so on."
  type = map(object({
    name      = string
    min_count = optional(number, 0)
  }))
  nullable = false

  validation {
    condition     = alltrue([for one in values(var.services) : one.min_count >= 0])
    error_message = "services must have a min_count of 0 or more each."
  }
}

variable "queues" {
  description = "ECS service of each queue's workers, by queue."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "airflow_metrics" {
  description = "Whether Airflow's own metrics are published (`publish_metrics` of the module ecs_airflow). Without them nobody hears of a scheduler that hangs."
  type        = bool
  default     = true
  nullable    = false
}

variable "load_balancer" {
  description = <<-EOT
    Load balancer of the API server. Null for none.

    - arn_suffix: The end of the load balancer's ARN, as in app/airflow/0123.
    - target_group_arn_suffix: The end of the target group's ARN, as in targetgroup/airflow/0123.
  EOT
  type = object({
    arn_suffix              = string
    target_group_arn_suffix = string
  })
  default = null
}

variable "database" {
  description = <<-EOT
    Aurora cluster. Null for another database.

    - cluster_identifier: Its identifier.
    - max_capacity: ACU that it has at most; null where its instances have a fixed size.
  EOT
  type = object({
    cluster_identifier = string
    max_capacity       = optional(number)
  })
  default = null
}

variable "elasticache" {
  description = <<-EOT
    ElastiCache, where it is the broker.

    - replication_group_id: Its ID.
  EOT
  type = object({
    replication_group_id = string
  })
  default = null
}

variable "redis_service_name" {
  description = "ECS service of Redis, where it runs in a container."
  type        = string
  default     = null
}

variable "efs_file_system_id" {
  description = "Shared file system, for the dashboard."
  type        = string
  default     = null
}

variable "dashboard" {
  description = "Whether there is a dashboard: 3 USD a month beyond an account's first three."
  type        = bool
  default     = true
  nullable    = false
}

variable "emails" {
  description = "Mail addresses that the topic tells. Each is asked by AWS first whether it wants that."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.emails : can(regex("^[^@ ]+@[^@ ]+[.][^@ ]+$", item))])
    error_message = "emails must each be a mail address, as in people@example.com."
  }
}

variable "alarm_topic_arns" {
  description = "Further topics that the alarms tell."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:", item))])
    error_message = "alarm_topic_arns must each be the ARN of a topic of SNS."
  }
}

variable "budget" {
  description = <<-EOT
    Monthly budget. Null for none.

    - monthly_usd: US dollars. The topic is told at 80 % and 100 % of it, and of a forecast beyond.
  EOT
  type = object({
    monthly_usd = number
  })
  default = null

  validation {
    condition     = var.budget == null ? true : var.budget.monthly_usd > 0
    error_message = "budget must have a monthly_usd above 0."
  }
}

variable "cost_anomalies" {
  description = <<-EOT
    Watches for unusual costs. Null for not.

    - minimum_usd: US dollars that an anomaly has cost when the topic is told.
  EOT
  type = object({
    minimum_usd = optional(number, 10)
  })
  default = null

  validation {
    condition     = var.cost_anomalies == null ? true : var.cost_anomalies.minimum_usd >= 0
    error_message = "cost_anomalies must have a minimum_usd of 0 or more."
  }
}

variable "cost_tag" {
  description = "Tag by which costs are told apart; its value is the name. It must be activated as a cost allocation tag."
  type        = string
  default     = "Deployment"
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key that encrypts what the topic holds. Its policy must let CloudWatch, Budgets and Cost Anomaly Detection use it. AWS's own key for SNS lets none of them in, so null means none."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
