# What is there already. Leave this file out, and name your own in main.tf.

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true # private DNS names need it

  tags = { Name = local.name }
}

resource "aws_subnet" "private" {
  count = 2

  vpc_id            = aws_vpc.this.id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)

  tags = { Name = "${local.name}-private-${count.index}" }
}

resource "aws_ecs_cluster" "this" {
  name = local.name
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "airflow"
  vpc  = aws_vpc.this.id
}

resource "aws_security_group" "store" {
  for_each = toset(["database", "broker"])

  name_prefix = "${local.name}-${each.key}-"
  vpc_id      = aws_vpc.this.id
}

# Each holds JSON: {"username": "…", "password": "…"}, that of the broker a password alone.
resource "aws_secretsmanager_secret" "store" {
  for_each = toset(["database", "master", "broker"])

  name_prefix = "${local.name}/${each.key}-"
}
