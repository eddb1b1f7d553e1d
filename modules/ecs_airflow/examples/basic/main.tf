# Airflow beside our other modules: each takes what the one before it gives. The load balancer is reached from inside
# the network alone; see the examples `complete` for one with HTTPS that faces the internet, and `existing-listener`.

locals {
  name = "airflow-basic"
}

module "vpc" {
  source = "../../../vpc"

  name = local.name
}

module "ecs_cluster" {
  source = "../../../ecs_cluster"

  name   = local.name
  vpc_id = module.vpc.vpc_id
}

module "aurora" {
  source = "../../../aurora"

  name       = local.name
  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.database_subnet_ids

  # So that this example leaves nothing behind. In earnest leave the two out: then AWS refuses to delete the database,
  # and keeps a last snapshot of it.
  deletion_protection = false
  skip_final_snapshot = true
}

module "redis" {
  source = "../../../redis"

  name           = local.name
  vpc_id         = module.vpc.vpc_id
  subnet_ids     = module.vpc.private_subnet_ids
  cluster_name   = module.ecs_cluster.cluster_name
  cluster_arn    = module.ecs_cluster.cluster_arn
  namespace_id   = module.ecs_cluster.namespace_id
  namespace_name = module.ecs_cluster.namespace_name
}

module "airflow" {
  source = "../.."

  name                     = local.name
  vpc_id                   = module.vpc.vpc_id
  subnet_ids               = module.vpc.private_subnet_ids
  load_balancer_subnet_ids = module.vpc.private_subnet_ids
  image                    = var.image

  cluster = {
    name = module.ecs_cluster.cluster_name
    arn  = module.ecs_cluster.cluster_arn
  }
  namespace = {
    id   = module.ecs_cluster.namespace_id
    name = module.ecs_cluster.namespace_name
  }
  database = {
    host              = module.aurora.host
    port              = module.aurora.port
    database_name     = module.aurora.database_name
    secret_arn        = module.aurora.application_secret_arn
    master_secret_arn = module.aurora.master_secret_arn
    security_group_id = module.aurora.security_group_id
  }
  broker = {
    host              = module.redis.host
    port              = module.redis.port
    tls               = module.redis.tls
    secret_arn        = module.redis.secret_arn
    security_group_id = module.redis.security_group_id
  }
}
