# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

# Elastic, because in bursting mode a small file system runs out of credits and DAGs stop loading.
resource "aws_efs_file_system" "this" {
  count = var.storage.efs ? 1 : 0

  encrypted       = true
  kms_key_id      = var.kms_key_arn
  throughput_mode = "elastic"
  tags            = merge(var.tags, { Name = "${var.name}-files" })
}

data "aws_iam_policy_document" "files" {
  count = var.storage.efs ? 1 : 0

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.this[0].arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# A file system with a policy lets in nobody whose role does not say so.
resource "aws_efs_file_system_policy" "this" {
  count = var.storage.efs ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id
  policy         = data.aws_iam_policy_document.files[0].json
}

resource "aws_efs_backup_policy" "this" {
  count = var.storage.efs ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id

  backup_policy {
    status = var.storage.efs_backup ? "ENABLED" : "DISABLED"
  }
}

resource "aws_efs_mount_target" "this" {
  count = var.storage.efs ? length(var.subnet_ids) : 0

  file_system_id  = aws_efs_file_system.this[0].id
  subnet_id       = var.subnet_ids[count.index]
  security_groups = [aws_security_group.files[0].id]
}

resource "aws_efs_access_point" "dags" {
  count = var.storage.efs ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id
  tags           = merge(var.tags, { Name = "${var.name}-dags" })

  posix_user {
    uid = 50000
    gid = 0
  }

  root_directory {
    path = "/dags"

    creation_info {
      owner_uid   = 50000
      owner_gid   = 0
      permissions = "0775"
    }
  }
}

resource "aws_efs_access_point" "shared" {
  count = var.storage.efs ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id
  tags           = merge(var.tags, { Name = "${var.name}-shared" })

  posix_user {
    uid = 50000
    gid = 0
  }

  root_directory {
    path = "/shared"

    creation_info {
      owner_uid   = 50000
      owner_gid   = 0
      permissions = "0775"
    }
  }
}

# For on-demand tasks of the user's own, which see everything.
resource "aws_efs_access_point" "root" {
  count = var.storage.efs ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id
  tags           = merge(var.tags, { Name = "${var.name}-root" })

  posix_user {
    uid = 0
    gid = 0
  }

  root_directory {
    path = "/"
  }
}
