# Airflow behind a load balancer that others use as well: three rules on its HTTPS listener, for a host name of
# Airflow's own. Certificates, and who may come in, are the matter of whoever runs it.

locals {
  name = "airflow-listener"
}

module "airflow" {
  source = "../.."

  name       = local.name
  vpc_id     = aws_vpc.this.id
  subnet_ids = aws_subnet.private[*].id
  image      = var.image

  cluster = {
    name = aws_ecs_cluster.this.name
    arn  = aws_ecs_cluster.this.arn
  }
  namespace = {
    id   = aws_service_discovery_private_dns_namespace.this.id
    name = aws_service_discovery_private_dns_namespace.this.name
  }
  database = {
    host              = "airflow.cluster-abcdef.us-east-1.rds.amazonaws.com"
    secret_arn        = aws_secretsmanager_secret.store["database"].arn
    master_secret_arn = aws_secretsmanager_secret.store["master"].arn
    security_group_id = aws_security_group.store["database"].id
  }
  broker = {
    host              = "master.airflow.abcdef.use1.cache.amazonaws.com"
    secret_arn        = aws_secretsmanager_secret.store["broker"].arn
    security_group_id = aws_security_group.store["broker"].id
  }

  load_balancer = {
    existing = {
      listener_arn      = aws_lb_listener.shared.arn
      security_group_id = aws_security_group.shared.id # let in to the tasks
      dns_name          = "airflow.example.com"        # the host for which the rules stand
      https             = true
      priority          = 200 # of the first rule; the next nine numbers are kept for the others
    }
  }
}
