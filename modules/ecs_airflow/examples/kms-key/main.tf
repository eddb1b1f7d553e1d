# Logs, buckets, secrets and files, encrypted with a key of your own. The roles of the tasks get what they need on it.

locals {
  name = "airflow-kms-key"
}

module "airflow" {
  source = "../.."

  name                     = local.name
  vpc_id                   = aws_vpc.this.id
  subnet_ids               = aws_subnet.private[*].id
  load_balancer_subnet_ids = aws_subnet.private[*].id
  image                    = var.image
  kms_key_arn              = aws_kms_key.this.arn

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
}

resource "aws_kms_key" "this" {
  description         = "Airflow ${local.name}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "key" {
  # Who may use and change the key is left to the IAM policies of the account.
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  # CloudWatch Logs encrypts by itself, and takes no log group whose key does not let it.
  statement {
    sid       = "CloudWatchLogs"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${data.aws_region.current.id}.${data.aws_partition.current.dns_suffix}"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values = [
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:/${local.name}/*",
      ]
    }
  }
}
