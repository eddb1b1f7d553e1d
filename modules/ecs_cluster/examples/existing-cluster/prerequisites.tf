# What is there already. Leave this file out, and name your own in main.tf.

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true # private DNS names need it

  tags = { Name = local.name }
}

resource "aws_ecs_cluster" "this" {
  name = local.name
}

# Services choose between these two, so an existing cluster must have both.
resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "airflow"
  vpc  = aws_vpc.this.id
}
