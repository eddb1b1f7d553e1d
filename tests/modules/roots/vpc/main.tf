# Networks side by side, each by itself.
variable "networks" {
  description = "Inputs of the module for each network, by the network's name."
  type        = any
}

provider "aws" {
  default_tags {
    tags = { Deployment = "sample" }
  }
}

module "vpc" {
  source   = "../../../../modules/vpc"
  for_each = var.networks

  name                    = each.key
  cidr_block              = try(each.value.cidr_block, null)
  az_count                = try(each.value.az_count, null)
  nat                     = try(each.value.nat, null)
  nat_instance_type       = try(each.value.nat_instance_type, null)
  interface_endpoints     = try(each.value.interface_endpoints, null)
  flow_logs               = try(each.value.flow_logs, null)
  flow_log_retention_days = try(each.value.flow_log_retention_days, null)
  existing                = try(each.value.existing, null)
}

output "vpc" {
  value = module.vpc
}
