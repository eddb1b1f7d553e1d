# A Redis that is there already, with a password. The module makes nothing, and gives it the shape that ecs_airflow
# takes. Cluster mode must be off: Celery cannot speak to it.

locals {
  name = "redis-existing"
}

module "redis" {
  source = "../.."

  name = local.name

  # Of no use here, for no node is placed; the module asks for them all the same.
  vpc_id     = aws_vpc.this.id
  subnet_ids = []

  existing = {
    host              = "redis.example.com"
    port              = 6380
    tls               = true
    secret_arn        = aws_secretsmanager_secret.redis.arn
    security_group_id = aws_security_group.redis.id
  }
}
