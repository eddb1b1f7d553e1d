# Storage, snapshots, insights, secrets and logs, encrypted with a key of your own. Choose it before the first apply:
# another key means another cluster.

locals {
  name = "aurora-kms-key"
}

module "aurora" {
  source = "../.."

  name        = local.name
  vpc_id      = aws_vpc.this.id
  subnet_ids  = aws_subnet.database[*].id
  kms_key_arn = aws_kms_key.this.arn

  # So that this example leaves nothing behind. In earnest leave the two out: then AWS refuses to delete the database,
  # and keeps a last snapshot of it.
  deletion_protection = false
  skip_final_snapshot = true
}

resource "aws_kms_key" "this" {
  description         = "Database ${local.name}"
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
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:/aws/rds/cluster/${local.name}/*",
      ]
    }
  }
}
