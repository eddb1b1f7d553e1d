# A broker with the network, cluster and namespace that it needs.
variable "redis" {
  description = "Inputs of the module beyond its surroundings."
  type        = any
  default     = {}
}

data "aws_availability_zones" "available" {}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  count = 2

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

module "cluster" {
  source = "../../../../modules/ecs_cluster"

  name   = "sample"
  vpc_id = aws_vpc.this.id
}

module "redis" {
  source = "../../../../modules/redis"

  name                 = "sample"
  vpc_id               = aws_vpc.this.id
  subnet_ids           = aws_subnet.this[*].id
  mode                 = try(var.redis.mode, "fargate")
  cluster_name         = try(var.redis.cluster_name, module.cluster.cluster_name)
  cluster_arn          = module.cluster.cluster_arn
  namespace_id         = module.cluster.namespace_id
  namespace_name       = module.cluster.namespace_name
  image                = try(var.redis.image, null)
  cpu                  = try(var.redis.cpu, null)
  memory               = try(var.redis.memory, null)
  engine               = try(var.redis.engine, null)
  engine_version       = try(var.redis.engine_version, null)
  node_count           = try(var.redis.node_count, null)
  kms_key_arn          = try(var.redis.kms_key_arn, null)
  secret_recovery_days = 0
  existing             = try(var.redis.existing, null)
  tags                 = { Deployment = "sample" }
}

output "redis" {
  value = module.redis
}
