# Airflow on AWS: the six modules, each below those that stand on it. What differs between low and high availability
# stands in availability.tf.

locals {
  secret_recovery_days = var.keep.secrets ? 30 : 0

  # Nobody outside the network reaches it, unless there is a certificate or somebody is let in by name.
  internal = var.load_balancer.certificate_arn == null && length(var.load_balancer.allowed_cidrs) == 0
}

module "vpc" {
  source = "../../modules/vpc"

  name                     = var.name
  cidr_block               = var.cidr_block
  nat                      = local.chosen.nat
  flow_logs                = local.chosen.flow_logs
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "ecs_cluster" {
  source = "../../modules/ecs_cluster"

  name               = var.name
  vpc_id             = module.vpc.vpc_id
  container_insights = local.chosen.container_insights
  kms_key_arn        = var.kms_key_arn
}

module "aurora" {
  source = "../../modules/aurora"

  name                     = var.name
  vpc_id                   = module.vpc.vpc_id
  subnet_ids               = module.vpc.database_subnet_ids
  serverless               = local.chosen.database_capacity
  instance_count           = local.chosen.database_instances
  backup_retention_days    = local.chosen.backup_retention_days
  deletion_protection      = coalesce(var.keep.database, local.chosen.database_protected)
  skip_final_snapshot      = !var.keep.snapshots
  secret_recovery_days     = local.secret_recovery_days
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "redis" {
  source = "../../modules/redis"

  name                     = var.name
  vpc_id                   = module.vpc.vpc_id
  subnet_ids               = module.vpc.private_subnet_ids
  mode                     = local.chosen.broker.mode
  node_type                = local.chosen.broker.node_type
  node_count               = local.chosen.broker.node_count
  architecture             = var.architecture
  cluster_name             = module.ecs_cluster.cluster_name
  cluster_arn              = module.ecs_cluster.cluster_arn
  namespace_id             = module.ecs_cluster.namespace_id
  namespace_name           = module.ecs_cluster.namespace_name
  secret_recovery_days     = local.secret_recovery_days
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "ecs_airflow" {
  source = "../../modules/ecs_airflow"

  name                     = var.name
  vpc_id                   = module.vpc.vpc_id
  subnet_ids               = module.vpc.private_subnet_ids
  load_balancer_subnet_ids = local.internal ? module.vpc.private_subnet_ids : module.vpc.public_subnet_ids
  image                    = var.image
  architecture             = var.architecture
  environment              = var.environment
  components               = { for name, size in local.task_sizes : name => merge(size, local.chosen.tasks[name]) }

  cluster = {
    name                = module.ecs_cluster.cluster_name
    arn                 = module.ecs_cluster.cluster_arn
    exec_log_group_name = module.ecs_cluster.exec_log_group_name
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
    host                 = module.redis.host
    port                 = module.redis.port
    tls                  = module.redis.tls
    authentication       = module.redis.authentication
    secret_arn           = module.redis.secret_arn
    user_name            = module.redis.user_name
    replication_group_id = module.redis.replication_group_id
    connect_arns         = module.redis.connect_arns
    security_group_id    = module.redis.security_group_id
  }

  load_balancer = {
    internal      = local.internal
    certificate   = var.load_balancer.certificate_arn == null ? null : { arn = var.load_balancer.certificate_arn }
    domain_name   = var.load_balancer.domain_name
    allowed_cidrs = var.load_balancer.allowed_cidrs
  }
  storage = { force_destroy = !var.keep.buckets }

  # Airflow deletes nothing by itself: every Sunday what is older than 90 days goes.
  database_cleaning = {}

  # The topic is that of the module below, which watches this one. Terraform waits for values, not for modules.
  alarm_topic_arns = [module.monitoring.topic_arn]

  secret_recovery_days     = local.secret_recovery_days
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "monitoring" {
  source = "../../modules/monitoring"

  name         = var.name
  cluster_name = module.ecs_cluster.cluster_name
  services = merge(
    {
      for name, service in module.ecs_airflow.service_names : name => {
        name      = service
        min_count = lookup(local.chosen.watched, name, 0)
      }
    },
    local.chosen.broker.mode == "fargate" ? { redis = { name = module.redis.service_name, min_count = 1 } } : {}
  )
  queues = { default = module.ecs_airflow.service_names["worker"] }

  load_balancer = {
    arn_suffix              = module.ecs_airflow.load_balancer_arn_suffix
    target_group_arn_suffix = module.ecs_airflow.api_server_target_group_arn_suffix
  }
  database = {
    cluster_identifier = module.aurora.cluster_identifier
    max_capacity       = local.chosen.database_capacity.max_capacity
  }
  elasticache = (
    local.chosen.broker.mode == "elasticache"
    ? { replication_group_id = module.redis.replication_group_id }
    : null
  )
  redis_service_name = local.chosen.broker.mode == "fargate" ? module.redis.service_name : null
  efs_file_system_id = module.ecs_airflow.efs_file_system_id

  dashboard   = local.chosen.dashboard
  emails      = var.alarm_emails
  kms_key_arn = var.kms_key_arn
}
