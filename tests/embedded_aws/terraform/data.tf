resource "aws_kms_key" "this" {
  description             = var.name
  enable_key_rotation     = true
  deletion_window_in_days = 7
}

ephemeral "aws_secretsmanager_random_password" "master" {
  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "master" {
  name                    = "${var.name}/master"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "master" {
  secret_id                = aws_secretsmanager_secret.master.id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.master.random_password
  secret_string_wo_version = var.changed ? 2 : 1
}

ephemeral "aws_secretsmanager_secret_version" "master" {
  secret_id = aws_secretsmanager_secret_version.master.secret_id
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_rds_cluster_parameter_group" "this" {
  name   = var.name
  family = "aurora-postgresql16"
  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "immediate"
  }
  dynamic "parameter" {
    for_each = var.changed ? ["500"] : []
    content {
      name  = "log_min_duration_statement"
      value = parameter.value
    }
  }
}

resource "aws_db_parameter_group" "this" {
  name   = var.name
  family = "aurora-postgresql16"
}

resource "aws_iam_role" "monitoring" {
  name = "${var.name}-monitoring"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "monitoring.rds.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_rds_cluster" "this" {
  cluster_identifier                    = var.name
  engine                                = "aurora-postgresql"
  engine_mode                           = "provisioned"
  engine_version                        = "16.8"
  database_name                         = "airflow"
  master_username                       = "master"
  master_password_wo                    = ephemeral.aws_secretsmanager_secret_version.master.secret_string
  master_password_wo_version            = var.changed ? 2 : 1
  port                                  = 5432
  db_subnet_group_name                  = aws_db_subnet_group.this.name
  db_cluster_parameter_group_name       = aws_rds_cluster_parameter_group.this.name
  db_instance_parameter_group_name      = aws_db_parameter_group.this.name
  vpc_security_group_ids                = [aws_security_group.this["data"].id]
  storage_encrypted                     = true
  storage_type                          = "aurora"
  kms_key_id                            = aws_kms_key.this.arn
  backup_retention_period               = var.changed ? 14 : 7
  preferred_backup_window               = "03:00-04:00"
  preferred_maintenance_window          = var.changed ? "mon:04:30-mon:05:30" : "sun:04:30-sun:05:30"
  copy_tags_to_snapshot                 = true
  deletion_protection                   = false
  allow_major_version_upgrade           = false
  iam_database_authentication_enabled   = var.changed
  enabled_cloudwatch_logs_exports       = var.changed ? ["postgresql", "iam-db-auth-error"] : ["postgresql"]
  ca_certificate_identifier             = "rds-ca-rsa2048-g1"
  database_insights_mode                = var.changed ? "advanced" : "standard"
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.this.arn
  performance_insights_retention_period = var.changed ? 465 : 7
  skip_final_snapshot                   = false
  final_snapshot_identifier             = "${var.name}-final"
  apply_immediately                     = true
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = var.changed ? 16 : 4
  }
}

resource "aws_rds_cluster_instance" "this" {
  count                                 = var.changed ? 2 : 1
  identifier                            = "${var.name}-${count.index}"
  cluster_identifier                    = aws_rds_cluster.this.id
  instance_class                        = var.changed ? "db.r7g.large" : "db.serverless"
  engine                                = aws_rds_cluster.this.engine
  engine_version                        = aws_rds_cluster.this.engine_version
  db_subnet_group_name                  = aws_db_subnet_group.this.name
  db_parameter_group_name               = aws_db_parameter_group.this.name
  availability_zone                     = local.zones[count.index]
  ca_cert_identifier                    = "rds-ca-rsa2048-g1"
  copy_tags_to_snapshot                 = true
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.this.arn
  performance_insights_retention_period = var.changed ? 465 : 7
  monitoring_interval                   = var.changed ? 30 : 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  auto_minor_version_upgrade            = true
  publicly_accessible                   = false
  promotion_tier                        = count.index
  apply_immediately                     = true
}

# A cluster restored from the snapshot of an earlier one.
resource "aws_rds_cluster" "restored" {
  cluster_identifier              = "${var.name}-restored"
  snapshot_identifier             = var.snapshot_identifier
  engine                          = "aurora-postgresql"
  engine_mode                     = "provisioned"
  engine_version                  = "16.8"
  master_password_wo              = ephemeral.aws_secretsmanager_secret_version.master.secret_string
  master_password_wo_version      = 1
  db_subnet_group_name            = aws_db_subnet_group.this.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name
  vpc_security_group_ids          = [aws_security_group.this["data"].id]
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.this.arn
  backup_retention_period         = 3
  enabled_cloudwatch_logs_exports = ["postgresql"]
  database_insights_mode          = "standard"
  copy_tags_to_snapshot           = true
  skip_final_snapshot             = true
  apply_immediately               = true
  serverlessv2_scaling_configuration {
    min_capacity = 1
    max_capacity = 2
  }
}

# Brokers: Redis OSS with a token that a test may see, and Valkey with users.
resource "aws_elasticache_subnet_group" "this" {
  name        = var.name
  description = var.changed ? "both zones" : "broker"
  subnet_ids  = aws_subnet.private[*].id
}

resource "aws_elasticache_parameter_group" "this" {
  for_each = toset(["redis7", "valkey8"])
  name     = "${var.name}-${each.key}"
  family   = each.key
  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
  dynamic "parameter" {
    for_each = var.changed ? ["300"] : []
    content {
      name  = "timeout"
      value = parameter.value
    }
  }
}

resource "aws_elasticache_user" "default" {
  user_id       = "${var.name}-default"
  user_name     = "default"
  engine        = "redis"
  access_string = "off ~keys* -@all +get"
  # Not authentication_mode: AWS answers its type as "no-password", which the provider takes for a change.
  no_password_required = true
}

resource "aws_elasticache_user" "airflow" {
  user_id       = "${var.name}-airflow"
  user_name     = "${var.name}-airflow"
  engine        = "redis"
  access_string = var.changed ? "on ~* &* +@all -@admin -@dangerous" : "on ~* &* +@all"
  authentication_mode {
    type = "iam"
  }
  tags = { Changed = tostring(var.changed) }
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = "${var.name}-users"
  engine        = "redis"
  user_ids = concat(
    [aws_elasticache_user.default.user_id], var.changed ? [aws_elasticache_user.airflow.user_id] : []
  )
}

resource "aws_elasticache_replication_group" "redis" {
  replication_group_id       = "${var.name}-redis"
  description                = "broker"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = var.changed ? "cache.t4g.small" : "cache.t4g.micro"
  num_cache_clusters         = var.changed ? 2 : 1
  multi_az_enabled           = var.changed
  automatic_failover_enabled = var.changed
  port                       = 6379
  parameter_group_name       = aws_elasticache_parameter_group.this["redis7"].name
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this["data"].id]
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.this.arn
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  auth_token                 = "only-a-test-0123456789"
  auth_token_update_strategy = "SET"
  snapshot_retention_limit   = var.changed ? 5 : 0
  snapshot_window            = "02:00-03:00"
  maintenance_window         = var.changed ? "mon:05:30-mon:06:30" : "sun:05:30-sun:06:30"
  auto_minor_version_upgrade = true
  apply_immediately          = true
}

resource "aws_elasticache_replication_group" "valkey" {
  replication_group_id       = "${var.name}-valkey"
  description                = "broker"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = "cache.t4g.micro"
  num_cache_clusters         = var.changed ? 1 : 2
  multi_az_enabled           = !var.changed
  automatic_failover_enabled = !var.changed
  parameter_group_name       = aws_elasticache_parameter_group.this["valkey8"].name
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this["data"].id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  user_group_ids             = [aws_elasticache_user_group.this.user_group_id]
  apply_immediately          = true
}

resource "aws_efs_file_system" "this" {
  encrypted       = true
  throughput_mode = var.changed ? "elastic" : "bursting"
  tags            = { Name = var.name }
}

resource "aws_efs_backup_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  backup_policy { status = var.changed ? "DISABLED" : "ENABLED" }
}

resource "aws_efs_mount_target" "this" {
  count           = 2
  file_system_id  = aws_efs_file_system.this.id
  subnet_id       = aws_subnet.private[count.index].id
  security_groups = [aws_security_group.this["data"].id]
}

resource "aws_efs_access_point" "this" {
  for_each       = { airflow = 50000, root = 0 }
  file_system_id = aws_efs_file_system.this.id
  posix_user {
    uid = each.value
    gid = 0
  }
  root_directory {
    path = "/${each.key}"
    creation_info {
      owner_uid   = each.value
      owner_gid   = 0
      permissions = "0775"
    }
  }
}
