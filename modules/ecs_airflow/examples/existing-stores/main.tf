# PostgreSQL, Redis and buckets that belong to somebody else: nothing is changed on their side. They let Airflow in
# themselves, by the ranges of its subnets or by the security groups among the outputs.

locals {
  name = "airflow-stores"
}

module "airflow" {
  source = "../.."

  name                     = local.name
  vpc_id                   = aws_vpc.this.id
  subnet_ids               = aws_subnet.private[*].id
  load_balancer_subnet_ids = aws_subnet.private[*].id
  image                    = var.image

  cluster = {
    name = aws_ecs_cluster.this.name
    arn  = aws_ecs_cluster.this.arn
  }
  namespace = {
    id   = aws_service_discovery_private_dns_namespace.this.id
    name = aws_service_discovery_private_dns_namespace.this.name
  }

  database = {
    host         = "postgresql.example.com"
    port         = 6432
    tls          = "require" # encrypted; its certificate is not signed by RDS
    secret_arn   = aws_secretsmanager_secret.store["database"].arn
    manage_rules = false
    cidr_block   = "192.168.10.0/24" # where Airflow is let out to

    # Without master_secret_arn: Airflow's role is there already, and owns its database.
  }
  broker = {
    host         = "redis.example.com"
    tls          = false
    secret_arn   = aws_secretsmanager_secret.store["broker"].arn
    manage_rules = false
    cidr_block   = "192.168.20.0/24"
  }

  # Buckets that are there already, and no shared file system: DAGs come from a bundle that reads the bucket.
  storage = {
    log_bucket = { name = aws_s3_bucket.store["logs"].bucket }
    dag_bucket = { name = aws_s3_bucket.store["dags"].bucket }
    efs        = false
  }
  dag_bundles = jsonencode([{
    name      = "dags"
    classpath = "airflow.providers.amazon.aws.bundles.s3.S3DagBundle"
    kwargs    = { bucket_name = aws_s3_bucket.store["dags"].bucket }
  }])
}
