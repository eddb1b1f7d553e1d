# Everything that can be said: HTTPS for the internet behind rules of AWS WAF, sizes of each component, queues, tasks in
# containers of their own, DAGs from git, what DAGs may reach and do, an image of your own registry, shells, a bastion, and
# a boundary for every role.

locals {
  name        = "airflow-complete"
  domain_name = "airflow.example.com"
  lake        = "arn:${data.aws_partition.current.partition}:s3:::example-lake"
}

module "airflow" {
  source = "../.."

  name                     = local.name
  vpc_id                   = aws_vpc.this.id
  subnet_ids               = aws_subnet.private[*].id
  load_balancer_subnet_ids = aws_subnet.public[*].id
  assign_public_ip         = false # true in subnets with an internet gateway and no NAT

  image        = "${aws_ecr_repository.airflow.repository_url}:3.3.2"
  architecture = "X86_64" # what the image was built for; ARM64 costs less

  cluster = {
    name                = aws_ecs_cluster.this.name
    arn                 = aws_ecs_cluster.this.arn
    exec_log_group_name = aws_cloudwatch_log_group.shells.name
  }
  namespace = {
    id   = aws_service_discovery_private_dns_namespace.this.id
    name = aws_service_discovery_private_dns_namespace.this.name
  }

  # PostgreSQL. The rules that let Airflow in are added to its security group.
  database = {
    host              = "airflow.cluster-abcdef.us-east-1.rds.amazonaws.com"
    port              = 5432
    database_name     = "airflow"
    tls               = "verify-full" # its certificate is checked against the bundle of RDS
    secret_arn        = aws_secretsmanager_secret.store["database"].arn
    master_secret_arn = aws_secretsmanager_secret.store["master"].arn
    security_group_id = aws_security_group.store["database"].id
  }

  # ElastiCache, to which roles sign in: no password. The module redis has all of these as outputs.
  broker = {
    host                 = "master.airflow.abcdef.use1.cache.amazonaws.com"
    authentication       = "iam"
    user_name            = "airflow-redis"
    replication_group_id = "airflow-redis"
    connect_arns = [
      "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:airflow-redis",
      "arn:aws:elasticache:us-east-1:123456789012:user:airflow-redis",
    ]
    security_group_id = aws_security_group.store["broker"].id
  }

  # CPU in 1/1024 vCPU, memory in MiB. Where max_count is above min_count, api_server and worker follow the load.
  components = {
    api_server    = { cpu = 1024, memory = 2048, min_count = 2, max_count = 4 }
    scheduler     = { cpu = 512, memory = 1024, min_count = 2, max_count = 2 }
    dag_processor = { cpu = 512, memory = 1024 }
    triggerer     = { min_count = 2, max_count = 2 }
    worker = {
      cpu          = 1024
      memory       = 4096
      min_count    = 2
      max_count    = 10
      concurrency  = 8  # tasks that a worker runs at once
      spot_percent = 50 # cheaper; AWS may take them back, and Airflow retries their tasks
    }
    flower = {}
  }

  # Workers for other queues than Airflow's default, each as many as its backlog needs, down to none.
  queues = {
    heavy = { cpu = 2048, memory = 8192, concurrency = 2, max_count = 20, spot_percent = 100 }
  }

  # What DAGs run in containers of its own: of any image with EcsRunTaskOperator, or of this one by Airflow's ECS executor.
  on_demand_tasks = {
    report = {
      image              = "public.ecr.aws/docker/library/python:3.13-slim"
      command            = ["python", "/opt/airflow/dags/report.py"]
      mount_shared_files = true
    }
  }
  ecs_executor = { cpu = 1024, memory = 2048, spot = true }

  # https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html
  environment = { AIRFLOW__CORE__DEFAULT_TIMEZONE = "Europe/Berlin" }

  # DAGs from git, instead of the directory on the shared file system.
  dag_bundles = jsonencode([{
    name      = "dags"
    classpath = "airflow.providers.git.bundles.git.GitDagBundle"
    kwargs    = { repo_url = "https://github.com/apache/airflow", tracking_ref = "main" }
  }])

  # HTTP is redirected to HTTPS. Point domain_name at the load balancer: the output load_balancer_dns_name, and
  # load_balancer_zone_id for an alias record.
  load_balancer = {
    internal            = false
    certificate         = { arn = aws_acm_certificate.this.arn }
    domain_name         = local.domain_name
    allowed_cidrs       = ["203.0.113.0/24", "198.51.100.0/24"] # everyone where it is left out
    web_acl             = { arn = aws_wafv2_web_acl.this.arn }  # rules of AWS WAF that every request must pass
    access_logs         = { bucket = aws_s3_bucket_policy.access_logs.bucket, prefix = local.name }
    idle_timeout        = 300
    deletion_protection = false # true in earnest
  }

  storage = {
    log_expiry_days = 365
    efs             = true
    efs_backup      = true
    force_destroy   = true # in earnest leave it out: then a bucket with logs in it stops a destroy
  }

  # Tasks reach HTTPS anywhere. Whatever else a DAG connects to is named here.
  egress = {
    warehouse = { cidr_block = "10.1.0.0/16", port = 5439 }
    mail      = { cidr_block = "192.0.2.25/32", port = 587 }
  }

  # What DAGs may do: given to the roles of worker, triggerer and dag-processor, and to no other.
  extra_policies    = { lake = data.aws_iam_policy_document.lake.json }
  extra_policy_arns = ["arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonAthenaFullAccess"]

  # Shells in the tasks by ECS Exec, whose root file system is then writable; and a task with tools for database, Redis
  # and files, which would do without them.
  execute_command = true
  bastion         = true

  # Runs, and what belongs to them, are deleted from the database when they are old.
  database_cleaning = { schedule = "cron(0 4 * * ? *)", timezone = "Europe/Berlin", keep_days = 365 }

  permissions_boundary_arn = aws_iam_policy.boundary.arn

  # An apply ends when the new tasks run, and fails where they do not.
  wait_for_steady_state = true

  publish_metrics      = true # Airflow's own, as metrics of CloudWatch
  alarm_topic_arns     = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  log_retention_days   = 90
  secret_recovery_days = 30

  tags = { team = "data" }
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "lake" {
  statement {
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [local.lake, "${local.lake}/*"]
  }
}
