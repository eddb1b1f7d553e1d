# A cluster in a network of three zones.

provider "aws" {
  region = "us-east-1"
}

variable "name" {
  type    = string
  default = "aurora-test"
}

variable "engine_version" {
  type    = string
  default = "16.8"
}

variable "master_username" {
  type    = string
  default = "postgres"
}

variable "serverless" {
  type    = any
  default = {}
}

variable "instance_class" {
  type    = string
  default = null
}

variable "instance_count" {
  type    = number
  default = 1
}

variable "insights" {
  type    = string
  default = "standard"
}

variable "monitoring_interval" {
  type    = number
  default = 0
}

variable "restore_from_snapshot" {
  type    = string
  default = null
}

variable "restore_to_point_in_time" {
  type    = any
  default = null
}

variable "parameters" {
  type    = map(string)
  default = {}
}

variable "secret_recovery_days" {
  type    = number
  default = 7
}

variable "backup_window" {
  type    = string
  default = null
}

variable "maintenance_window" {
  type    = string
  default = null
}

variable "subnet_count" {
  type    = number
  default = 3
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_subnet" "this" {
  count = var.subnet_count

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

module "aurora" {
  source = "../../../../modules/aurora"

  name                         = var.name
  vpc_id                       = aws_vpc.this.id
  subnet_ids                   = aws_subnet.this[*].id
  engine_version               = var.engine_version
  master_username              = var.master_username
  serverless                   = var.serverless
  instance_class               = var.instance_class
  instance_count               = var.instance_count
  insights                     = var.insights
  monitoring_interval          = var.monitoring_interval
  restore_from_snapshot        = var.restore_from_snapshot
  restore_to_point_in_time     = var.restore_to_point_in_time
  preferred_backup_window      = var.backup_window
  preferred_maintenance_window = var.maintenance_window
  parameters                   = var.parameters
  secret_recovery_days         = var.secret_recovery_days
  deletion_protection          = false
  tags                         = { team = "data" }
}

# The last moment of that cluster, as a cluster of its own.
variable "restored" {
  type    = any
  default = null
}

module "restored" {
  source = "../../../../modules/aurora"
  count  = var.restored == null ? 0 : 1

  name                     = "${var.name}-restored"
  vpc_id                   = aws_vpc.this.id
  subnet_ids               = aws_subnet.this[*].id
  restore_to_point_in_time = merge({ source_cluster_identifier = module.aurora.cluster_identifier }, var.restored)
  secret_recovery_days     = 0
  deletion_protection      = false
  skip_final_snapshot      = true
}

output "aurora" {
  value = module.aurora
}
