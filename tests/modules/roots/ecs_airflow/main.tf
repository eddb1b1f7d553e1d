# The module beside small stand-ins for its neighbours: a network, a cluster, a database and a broker.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "name" {
  type    = string
  default = "trial"
}

variable "components" {
  type    = any
  default = {}
}

variable "queues" {
  type    = any
  default = {}
}

variable "on_demand_tasks" {
  type    = any
  default = {}
}

variable "ecs_executor" {
  type    = any
  default = null
}

variable "bastion" {
  type    = bool
  default = false
}

variable "database_cleaning" {
  type    = any
  default = null
}

variable "alarm_topic_arns" {
  type    = list(string)
  default = []
}

variable "load_balancer" {
  type    = any
  default = {}
}

variable "storage" {
  type    = any
  default = { force_destroy = true }
}

variable "broker" {
  type    = any
  default = {}
}

variable "database" {
  type    = any
  default = {}
}

variable "egress" {
  type    = any
  default = {}
}

variable "execute_command" {
  type    = bool
  default = false
}

variable "extra_policies" {
  type    = map(string)
  default = {}
}

variable "extra_policy_arns" {
  type    = list(string)
  default = []
}

variable "environment" {
  type    = map(string)
  default = {}
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  count = 2

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

resource "aws_ecs_cluster" "this" {
  name = var.name
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "airflow"
  vpc  = aws_vpc.this.id
}

resource "aws_security_group" "store" {
  for_each = toset(["database", "broker"])

  name_prefix = "${var.name}-${each.key}-"
  vpc_id      = aws_vpc.this.id
}

resource "aws_secretsmanager_secret" "store" {
  for_each = toset(["database", "master", "broker"])

  name_prefix             = "${var.name}/${each.key}-"
  recovery_window_in_days = 0
}

module "airflow" {
  source = "../../../../modules/ecs_airflow"

  name                     = var.name
  vpc_id                   = aws_vpc.this.id
  subnet_ids               = aws_subnet.this[*].id
  load_balancer_subnet_ids = aws_subnet.this[*].id
  cluster                  = { name = aws_ecs_cluster.this.name, arn = aws_ecs_cluster.this.arn }
  namespace = {
    id   = aws_service_discovery_private_dns_namespace.this.id
    name = aws_service_discovery_private_dns_namespace.this.name
  }
  database = merge(
    {
      host              = "database.example.com"
      secret_arn        = aws_secretsmanager_secret.store["database"].arn
      master_secret_arn = aws_secretsmanager_secret.store["master"].arn
      security_group_id = aws_security_group.store["database"].id
    },
    var.database
  )
  broker = merge(
    {
      host              = "redis.airflow"
      secret_arn        = aws_secretsmanager_secret.store["broker"].arn
      security_group_id = aws_security_group.store["broker"].id
    },
    var.broker
  )
  image                = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/airflow:3.3.2"
  components           = var.components
  queues               = var.queues
  on_demand_tasks      = var.on_demand_tasks
  ecs_executor         = var.ecs_executor
  database_cleaning    = var.database_cleaning
  bastion              = var.bastion
  alarm_topic_arns     = var.alarm_topic_arns
  load_balancer        = var.load_balancer
  storage              = var.storage
  egress               = var.egress
  environment          = var.environment
  execute_command      = var.execute_command
  extra_policies       = var.extra_policies
  extra_policy_arns    = var.extra_policy_arns
  secret_recovery_days = 0
  tags                 = { Deployment = var.name }
}

output "airflow" {
  value = module.airflow
}
