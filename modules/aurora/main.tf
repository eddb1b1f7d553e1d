# Published from modules/aurora/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # Nothing of a database that is given is created.
  create        = var.existing == null
  cluster_count = local.create ? 1 : 0
}

# TLS is forced. What the caller sets waits for a restart: AWS sets no static parameter at once.
resource "aws_rds_cluster_parameter_group" "this" {
  count = local.cluster_count

  name_prefix = "${var.name}-aurora-"
  family      = "aurora-postgresql${split(".", var.engine_version)[0]}"
  description = "Aurora of Airflow's metadata database"
  tags        = merge(var.tags, { Name = "${var.name}-aurora" })

  dynamic "parameter" {
    for_each = merge(var.parameters, { "rds.force_ssl" = "1", password_encryption = "scram-sha-256" })

    content {
      name  = parameter.key
      value = parameter.value
      apply_method = (
        contains(["rds.force_ssl", "password_encryption"], parameter.key)
        ? "immediate"
        : "pending-reboot"
      )
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # The password is set again only where Terraform wrote the secret again, because somebody had deleted it.
  # Rotation makes versions that Terraform does not follow.
  master_password_version = (
    local.create
    ? parseint(substr(sha256(aws_secretsmanager_secret_version.master[0].version_id), 0, 7), 16)
    : null
  )

  # The random end of the secret's name is another one in each deployment of the same name.
  final_snapshot_identifier = (
    local.create
    ? coalesce(
      var.final_snapshot_identifier,
      "${var.name}-final-${trimprefix(aws_secretsmanager_secret.master[0].name, "${var.name}/database/master-")}"
    )
    : null
  )
}

# The zones of the storage are left to AWS: naming fewer than it takes would replace the cluster. What it is
# restored from matters on creation alone, so that taking it out of the inputs replaces nothing.
resource "aws_rds_cluster" "this" {
  count = local.cluster_count

  cluster_identifier                    = var.name
  engine                                = "aurora-postgresql"
  engine_version                        = var.engine_version
  database_name                         = var.database_name
  master_username                       = var.master_username
  master_password_wo                    = jsondecode(ephemeral.aws_secretsmanager_secret_version.master[0].secret_string).password
  master_password_wo_version            = local.master_password_version
  snapshot_identifier                   = var.restore_from_snapshot
  port                                  = 5432
  db_subnet_group_name                  = aws_db_subnet_group.this[0].name
  vpc_security_group_ids                = [aws_security_group.this[0].id]
  db_cluster_parameter_group_name       = aws_rds_cluster_parameter_group.this[0].name
  storage_encrypted                     = true
  kms_key_id                            = var.kms_key_arn
  backup_retention_period               = var.backup_retention_days
  preferred_backup_window               = var.preferred_backup_window
  preferred_maintenance_window          = var.preferred_maintenance_window
  copy_tags_to_snapshot                 = true
  skip_final_snapshot                   = var.skip_final_snapshot
  final_snapshot_identifier             = local.final_snapshot_identifier
  deletion_protection                   = var.deletion_protection
  enabled_cloudwatch_logs_exports       = ["postgresql"]
  database_insights_mode                = var.insights
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = var.insights == "advanced" ? 465 : 7
  apply_immediately                     = var.apply_immediately
  tags                                  = merge(var.tags, { Name = "${var.name}-aurora" })

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverless != null ? [1] : []

    content {
      min_capacity = var.serverless.min_capacity
      max_capacity = var.serverless.max_capacity
    }
  }

  dynamic "restore_to_point_in_time" {
    for_each = var.restore_to_point_in_time != null ? [1] : []

    content {
      source_cluster_identifier  = var.restore_to_point_in_time.source_cluster_identifier
      restore_to_time            = var.restore_to_point_in_time.restore_to_time
      use_latest_restorable_time = var.restore_to_point_in_time.use_latest_restorable_time ? true : null
      restore_type               = "full-copy"
    }
  }

  lifecycle {
    ignore_changes = [snapshot_identifier, restore_to_point_in_time]

    precondition {
      condition     = var.serverless != null || var.instance_class != null
      error_message = "Either serverless or instance_class must be given."
    }

    precondition {
      condition     = var.master_username != var.application_username
      error_message = "application_username must not be master_username: Airflow has its own role."
    }

    precondition {
      condition     = var.restore_from_snapshot == null || var.restore_to_point_in_time == null
      error_message = "Only one of restore_from_snapshot and restore_to_point_in_time may be given."
    }
  }

  depends_on = [aws_cloudwatch_log_group.postgresql]
}

locals {
  # Zones that have both a subnet and a copy of the storage.
  instance_zones = [
    for zone in distinct(data.aws_subnet.this[*].availability_zone) : zone
    if contains(flatten(aws_rds_cluster.this[*].availability_zones), zone)
  ]
}

# Neighbours stand in different zones. A serverless replica of tier 1 keeps the writer's size, ready to take
# over; those of higher tiers follow their own load. A zone more replaces no instance.
resource "aws_rds_cluster_instance" "this" {
  count = local.create ? var.instance_count : 0

  identifier                   = "${var.name}-${count.index}"
  cluster_identifier           = aws_rds_cluster.this[0].id
  engine                       = "aurora-postgresql"
  instance_class               = coalesce(var.instance_class, "db.serverless")
  availability_zone            = try(element(local.instance_zones, count.index), null)
  promotion_tier               = count.index
  publicly_accessible          = false
  auto_minor_version_upgrade   = length(split(".", var.engine_version)) == 1
  ca_cert_identifier           = var.ca_certificate_identifier
  monitoring_interval          = var.monitoring_interval
  monitoring_role_arn          = one(aws_iam_role.monitoring[*].arn)
  preferred_maintenance_window = var.preferred_maintenance_window
  apply_immediately            = var.apply_immediately
  tags                         = merge(var.tags, { Name = "${var.name}-aurora-${count.index}" })

  lifecycle {
    ignore_changes = [availability_zone]
  }

  depends_on = [aws_iam_role_policy_attachment.monitoring]
}

locals {
  # The endpoints stand before anything answers there: who takes them here waits for the instances.
  has_instances = length(aws_rds_cluster_instance.this) > 0
}
