# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  create_logs_bucket = var.storage.log_bucket == null
}

resource "aws_s3_bucket" "logs" {
  count = local.create_logs_bucket ? 1 : 0

  bucket        = "${var.name}-logs-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.id}"
  force_destroy = var.storage.force_destroy
  tags          = merge(var.tags, { Name = "${var.name}-logs" })
}

locals {
  logs_bucket = (
    local.create_logs_bucket
    ? one(aws_s3_bucket.logs[*].id)
    : try(var.storage.log_bucket.name, null)
  )
}

resource "aws_s3_bucket_public_access_block" "logs" {
  count = local.create_logs_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.logs[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  count = local.create_logs_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  count = local.create_logs_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

data "aws_iam_policy_document" "logs_bucket" {
  count = local.create_logs_bucket ? 1 : 0

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.logs[0].arn, "${aws_s3_bucket.logs[0].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  count = local.create_logs_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].id
  policy = data.aws_iam_policy_document.logs_bucket[0].json

  depends_on = [aws_s3_bucket_public_access_block.logs]
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  count = local.create_logs_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {
      prefix = "logs/"
    }

    expiration {
      days = var.storage.log_expiry_days
    }
  }

  rule {
    id     = "forget-unfinished-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

locals {
  create_dags_bucket = var.storage.dag_bucket == null
}

resource "aws_s3_bucket" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket        = "${var.name}-dags-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.id}"
  force_destroy = var.storage.force_destroy
  tags          = merge(var.tags, { Name = "${var.name}-dags" })
}

locals {
  dags_bucket = (
    local.create_dags_bucket
    ? one(aws_s3_bucket.dags[*].id)
    : try(var.storage.dag_bucket.name, null)
  )
}

resource "aws_s3_bucket_public_access_block" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.dags[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket = aws_s3_bucket.dags[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket = aws_s3_bucket.dags[0].id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

data "aws_iam_policy_document" "dags_bucket" {
  count = local.create_dags_bucket ? 1 : 0

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.dags[0].arn, "${aws_s3_bucket.dags[0].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket = aws_s3_bucket.dags[0].id
  policy = data.aws_iam_policy_document.dags_bucket[0].json

  depends_on = [aws_s3_bucket_public_access_block.dags]
}

resource "aws_s3_bucket_versioning" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket = aws_s3_bucket.dags[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "dags" {
  count = local.create_dags_bucket ? 1 : 0

  bucket = aws_s3_bucket.dags[0].id

  rule {
    id     = "forget-old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.dags]
}
