# What our stacks use and what no other test applies alone: a plan after this must be empty, before and after changes.
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.100, < 7" }
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags { tags = { Stack = var.name } }
}

variable "name" {
  type    = string
  default = "probe"
}

variable "snapshot_identifier" {
  type = string
}

# false is the first apply, true the second: every setting that a stack may change in place.
variable "changed" {
  type    = bool
  default = false
}

data "aws_availability_zones" "available" { state = "available" }

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 2)
}
