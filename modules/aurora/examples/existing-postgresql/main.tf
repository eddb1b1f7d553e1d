# A PostgreSQL that is there already, in RDS or anywhere else. The module makes nothing, and gives it the shape that
# ecs_airflow takes.

locals {
  name = "aurora-existing"
}

module "aurora" {
  source = "../.."

  name = local.name

  # Of no use here, for no instance is placed; the module asks for them all the same.
  vpc_id     = aws_vpc.this.id
  subnet_ids = []

  existing = {
    host              = "postgresql.example.com"
    port              = 5432
    database_name     = "airflow"
    secret_arn        = aws_secretsmanager_secret.airflow.arn
    security_group_id = aws_security_group.postgresql.id

    # With the secret of a role that may create roles, Airflow's own role is made at the first start.
    # Leave it out where that role is there already.
    master_secret_arn = aws_secretsmanager_secret.owner.arn
  }
}
