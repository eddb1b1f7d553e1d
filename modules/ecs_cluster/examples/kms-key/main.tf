# Logs and the sessions of ECS Exec, encrypted with a key of your own. Whoever opens a shell, and the role of the task
# in which it opens, need kms:Decrypt on it; the module ecs_airflow gives it to its roles.

locals {
  name       = "cluster-kms-key"
  log_groups = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group"
}

module "ecs_cluster" {
  source = "../.."

  name               = local.name
  vpc_id             = aws_vpc.this.id
  container_insights = "enabled"
  execute_command    = true
  kms_key_arn        = aws_kms_key.this.arn
}

resource "aws_kms_key" "this" {
  description         = "Logs and shells of ${local.name}"
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
        "${local.log_groups}:/${local.name}/*",
        "${local.log_groups}:/aws/ecs/containerinsights/${local.name}/*",
      ]
    }
  }
}
