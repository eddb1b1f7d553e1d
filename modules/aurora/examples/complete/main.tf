# Two instances of a fixed size in two zones, watched closely and looked after at night.

locals {
  name = "aurora-complete"
}

module "aurora" {
  source = "../.."

  name       = local.name
  vpc_id     = aws_vpc.this.id
  subnet_ids = aws_subnet.database[*].id

  engine_version       = "16.8" # "16" leaves the minor version to AWS
  database_name        = "airflow"
  master_username      = "owner"
  application_username = "airflow"

  # One writes; the other reads, and takes over when the first is lost. Serverless v2 where no class is given.
  instance_class = "db.r7g.large"
  instance_count = 2

  # Parameters of PostgreSQL. They take effect when the instances start the next time.
  parameters = { log_min_duration_statement = "1000" }

  backup_retention_days        = 14
  preferred_backup_window      = "02:00-03:00" # UTC
  preferred_maintenance_window = "sun:03:30-sun:04:30"
  apply_immediately            = false # a change waits for that window

  insights                  = "advanced" # 465 days of what each query waited for; charged
  monitoring_interval       = 60
  log_retention_days        = 90
  ca_certificate_identifier = "rds-ca-rsa2048-g1"

  secret_recovery_days     = 30
  permissions_boundary_arn = aws_iam_policy.boundary.arn

  tags = { team = "data" }

  # So that this example leaves nothing behind. In earnest leave the two out: then AWS refuses to delete the database,
  # and keeps a last snapshot of it.
  deletion_protection = false
  skip_final_snapshot = true

  # Where the last snapshot is wanted, it can have a name.
  final_snapshot_identifier = "${local.name}-last"
}

# Whoever connects is let in by a rule of its own, as ecs_airflow does it for Airflow. Here: a range of the network.
resource "aws_vpc_security_group_ingress_rule" "reports" {
  security_group_id = module.aurora.security_group_id
  description       = "Reports"
  ip_protocol       = "tcp"
  from_port         = module.aurora.port
  to_port           = module.aurora.port
  cidr_ipv4         = aws_vpc.this.cidr_block
}

# The most that any role may do, as many companies demand it of every role.
resource "aws_iam_policy" "boundary" {
  name_prefix = "${local.name}-boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}
