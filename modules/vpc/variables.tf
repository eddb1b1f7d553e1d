# Published from modules/vpc/*.py by `./tarmac publish`: change the Python, not this file.

variable "name" {
  description = "Prefix of every resource name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 31
    error_message = "name must be 1 to 31 lower-case letters, digits and single hyphens, a letter first and no hyphen last."
  }
}

variable "cidr_block" {
  description = "IPv4 range of the network."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition = (
      can(cidrnetmask(var.cidr_block)) &&
      try(cidrsubnet(var.cidr_block, 0, 0) == var.cidr_block, false) &&
      can(regex("/(16|17|18|19|20|21)$", var.cidr_block))
    )
    error_message = "cidr_block must be an IPv4 range with a prefix from /16 to /21."
  }
}

variable "az_count" {
  description = "Availability Zones to span."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.az_count >= 2 && var.az_count <= 6
    error_message = "az_count must be from 2 to 6."
  }
}

variable "nat" {
  description = "How private subnets reach out: not at all, by a NAT instance, a NAT gateway, or one in each zone."
  type        = string
  default     = "single"
  nullable    = false

  validation {
    condition     = contains(["none", "instance", "single", "per_az"], var.nat)
    error_message = "nat must be one of none, instance, single, per_az."
  }
}

variable "nat_instance_type" {
  description = "Type of the NAT instance, with a Graviton processor."
  type        = string
  default     = "t4g.nano"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+[0-9]+g[a-z]*\\.[a-z0-9]+$", var.nat_instance_type))
    error_message = "nat_instance_type must be a type with a Graviton processor, as in t4g.nano."
  }
}

variable "interface_endpoints" {
  description = "AWS services that are reached without leaving the network: short names as in ecr.api, or full ones as in cn.com.amazonaws.cn-north-1.ecr.api."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.interface_endpoints : can(regex("^[a-z0-9][a-z0-9.-]*$", item))])
    error_message = "interface_endpoints must each be the name of a service, as in ecr.api."
  }
}

variable "flow_logs" {
  description = "Whether accepted and rejected traffic is logged to CloudWatch."
  type        = bool
  default     = false
  nullable    = false
}

variable "flow_log_retention_days" {
  description = "Days for which flow logs are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [
        0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
        3653,
      ],
      var.flow_log_retention_days
    )
    error_message = "flow_log_retention_days must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts the flow logs; AWS's own where null."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "existing" {
  description = <<-EOT
    A network to use instead of a new one.

    - vpc_id: ID of the network.
    - public_subnet_ids: Subnets for load balancers.
    - private_subnet_ids: Subnets for tasks and interface endpoints, each in another zone.
    - database_subnet_ids: Subnets for databases, in two zones at least.
  EOT
  type = object({
    vpc_id              = string
    public_subnet_ids   = optional(list(string), [])
    private_subnet_ids  = list(string)
    database_subnet_ids = list(string)
  })
  default = null

  validation {
    condition     = var.existing == null ? true : can(regex("^vpc-[0-9a-z]+$", var.existing.vpc_id))
    error_message = "existing.vpc_id must be the ID of a VPC, as in vpc-0123."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : alltrue([for item in var.existing.public_subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    )
    error_message = "existing.public_subnet_ids must each be the ID of a subnet, as in subnet-0123."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : alltrue([for item in var.existing.private_subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    )
    error_message = "existing.private_subnet_ids must each be the ID of a subnet, as in subnet-0123."
  }

  validation {
    condition = (
      var.existing == null
      ? true
      : alltrue([for item in var.existing.database_subnet_ids : can(regex("^subnet-[0-9a-z]+$", item))])
    )
    error_message = "existing.database_subnet_ids must each be the ID of a subnet, as in subnet-0123."
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

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
