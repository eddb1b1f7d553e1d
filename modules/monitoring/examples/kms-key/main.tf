# A topic that is encrypted with a key of your own. Whoever tells it must be let in by the key's policy.

locals {
  name = "watched-kms-key"
}

module "monitoring" {
  source = "../.."

  name         = local.name
  cluster_name = "airflow"
  services     = { "scheduler" = { name = "airflow-scheduler", min_count = 1 } }
  dashboard    = false
  kms_key_arn  = aws_kms_key.this.arn
}

resource "aws_kms_key" "this" {
  description         = "Alarms of ${local.name}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

data "aws_partition" "current" {}

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

  statement {
    sid       = "Publishers"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}
