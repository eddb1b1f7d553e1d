# Published from modules/ecs_cluster/*.py by `./tarmac publish`: change the Python, not this file.

variable "name" {
  description = "Name of the cluster, and prefix of every other resource name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 31
    error_message = "name must be 1 to 31 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
  }
}

variable "vpc_id" {
  description = "ID of the network in which the private DNS names are known."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-z]+$", var.vpc_id))
    error_message = "vpc_id must be the ID of a VPC, as in vpc-0123."
  }
}

variable "container_insights" {
  description = "CloudWatch Container Insights, charged by the metric; enhanced adds metrics of each task and container."
  type        = string
  default     = "disabled"
  nullable    = false

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.container_insights)
    error_message = "container_insights must be one of disabled, enabled, enhanced."
  }
}

variable "namespace_name" {
  description = "Private DNS zone of the network, as in redis.airflow. Two deployments in one network need two."
  type        = string
  default     = "airflow"
  nullable    = false

  validation {
    condition = can(regex(
      "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$",
      var.namespace_name
    ))
    error_message = "namespace_name must be a DNS name of lower-case letters, digits, hyphens and dots."
  }
}

variable "execute_command" {
  description = "Whether sessions of ECS Exec are logged here; whether a task allows them is said where it is defined."
  type        = bool
  default     = false
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

variable "kms_key_arn" {
  description = "Key that encrypts the logs and the sessions of ECS Exec; AWS's own where null. Its policy must let CloudWatch Logs use it, and task roles need kms:Decrypt on it for ECS Exec."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "existing" {
  description = <<-EOT
    A cluster and a namespace to use instead.

    - cluster_name: Name of the cluster. It has the capacity providers FARGATE and FARGATE_SPOT.
    - namespace_id: ID of the Cloud Map namespace for private DNS.
    - namespace_name: Name of that namespace.
    - hosted_zone_id: ID of that namespace's hosted zone, where it is known.
  EOT
  type = object({
    cluster_name   = string
    namespace_id   = string
    namespace_name = string
    hosted_zone_id = optional(string)
  })
  default = null
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
