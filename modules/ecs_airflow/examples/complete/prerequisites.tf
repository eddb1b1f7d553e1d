# What is there already. Leave this file out, and name your own in main.tf.

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true # private DNS names need it

  tags = { Name = local.name }
}

resource "aws_subnet" "public" {
  count = 2

  vpc_id            = aws_vpc.this.id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)

  tags = { Name = "${local.name}-public-${count.index}" }
}

resource "aws_subnet" "private" {
  count = 2

  vpc_id            = aws_vpc.this.id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index + 2)

  tags = { Name = "${local.name}-private-${count.index}" }
}

resource "aws_ecs_cluster" "this" {
  name = local.name
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "airflow"
  vpc  = aws_vpc.this.id
}

resource "aws_security_group" "store" {
  for_each = toset(["database", "broker"])

  name_prefix = "${local.name}-${each.key}-"
  vpc_id      = aws_vpc.this.id
}

# Each holds JSON: {"username": "…", "password": "…"}.
resource "aws_secretsmanager_secret" "store" {
  for_each = toset(["database", "master"])

  name_prefix = "${local.name}/${each.key}-"
}

resource "aws_cloudwatch_log_group" "shells" {
  name              = "/${local.name}/ecs-exec"
  retention_in_days = 90
}

# Build docker/airflow and push it before the apply: the services wait for it.
resource "aws_ecr_repository" "airflow" {
  name                 = "data/airflow"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

# In the region of the load balancer, and issued: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
resource "aws_acm_certificate" "this" {
  domain_name       = local.domain_name
  validation_method = "DNS"
}

resource "aws_wafv2_web_acl" "this" {
  name  = local.name
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "few-requests-from-one-address"
    priority = 1

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = 2000 # in five minutes
        aggregate_key_type = "IP"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "few-requests-from-one-address"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = local.name
    sampled_requests_enabled   = true
  }
}

# It lets Elastic Load Balancing write, and is encrypted with S3's own keys:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
resource "aws_s3_bucket" "access_logs" {
  bucket_prefix = "${local.name}-requests-"
}

resource "aws_s3_bucket_public_access_block" "access_logs" {
  bucket = aws_s3_bucket.access_logs.bucket

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "access_logs" {
  bucket = aws_s3_bucket.access_logs.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.access_logs.arn}/*"
    }]
  })
}

# The most that any role may do, as many companies demand it of every role.
resource "aws_iam_policy" "boundary" {
  name_prefix = "${local.name}-boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}
