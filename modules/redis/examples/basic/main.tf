# The broker as one small container, found by its name redis.airflow, beside our modules for the network and the
# cluster.

module "vpc" {
  source = "../../../vpc"

  name = "redis-basic"
}

module "ecs_cluster" {
  source = "../../../ecs_cluster"

  name   = "redis-basic"
  vpc_id = module.vpc.vpc_id
}

module "redis" {
  source = "../.."

  name           = "redis-basic"
  vpc_id         = module.vpc.vpc_id
  subnet_ids     = module.vpc.private_subnet_ids
  cluster_name   = module.ecs_cluster.cluster_name
  cluster_arn    = module.ecs_cluster.cluster_arn
  namespace_id   = module.ecs_cluster.namespace_id
  namespace_name = module.ecs_cluster.namespace_name
}
