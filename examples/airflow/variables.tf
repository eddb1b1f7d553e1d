variable "name" {
  description = "Name of the deployment: the prefix of every resource, and the tag Deployment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])+$", var.name)) && length(var.name) <= 20
    error_message = "name must be 2 to 20 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
  }
}

variable "availability" {
  description = "low: one of everything, cheap. high: survives the loss of a zone. One becomes the other in place."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["low", "high"], var.availability)
    error_message = "availability must be one of low, high."
  }
}

variable "account_id" {
  description = "The account that it lives in: 12 digits."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}

variable "region" {
  description = "The region that it lives in."
  type        = string
  nullable    = false
}

variable "image" {
  description = "Image made from docker/airflow, with its tag or digest."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "CPU architecture of the image: ARM64 or X86_64."
  type        = string
  default     = "ARM64"
  nullable    = false
}

variable "cidr_block" {
  description = "IPv4 range of the network, from /16 to /21. It cannot be changed in place."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false
}

variable "load_balancer" {
  description = <<-EOT
    Who reaches the web pages. Without certificate and ranges: the network alone.

    - certificate_arn: Certificate for HTTPS, in the same region.
    - domain_name: Name under which people reach it; the load balancer's own where null.
    - allowed_cidrs: IPv4 ranges let in. Required without a certificate, where it is not internal.
  EOT
  type = object({
    certificate_arn = optional(string)
    domain_name     = optional(string)
    allowed_cidrs   = optional(list(string), [])
  })
  default  = {}
  nullable = false
}

variable "keep" {
  description = <<-EOT
    What survives a destroy.

    - database: Whether AWS refuses to delete the database; where null, in high availability.
    - snapshots: Whether a last snapshot of the database is taken.
    - secrets: Whether secrets can be restored for 30 days. A snapshot is of no use without them.
    - buckets: Whether a bucket that holds something stops a destroy.
  EOT
  type = object({
    database  = optional(bool)
    snapshots = optional(bool, true)
    secrets   = optional(bool, true)
    buckets   = optional(bool, false)
  })
  default  = {}
  nullable = false
}

variable "environment" {
  description = "Further environment variables of every component; secrets do not belong here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key that encrypts data at rest; AWS's own where null. It cannot be changed in place."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of every role."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource, besides Deployment and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "alarm_emails" {
  description = "Mail addresses that alarms tell. AWS asks each first whether it wants that."
  type        = list(string)
  default     = []
  nullable    = false
}
