# Published from modules/aurora/*.py by `./tarmac publish`: change the Python, not this file.

ephemeral "aws_secretsmanager_random_password" "master" {
  count = local.cluster_count

  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "master" {
  count = local.cluster_count

  name_prefix             = "${var.name}/database/master-"
  description             = "Owner of the cluster; Airflow's init step uses it"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = merge(var.tags, { Name = "${var.name}-database-master" })
}

# The version stays 1, so this is written once: values that rotation writes later are left alone.
resource "aws_secretsmanager_secret_version" "master" {
  count = local.cluster_count

  secret_id = aws_secretsmanager_secret.master[0].id
  secret_string_wo = jsonencode({
    username = var.master_username
    password = ephemeral.aws_secretsmanager_random_password.master[0].random_password
  })
  secret_string_wo_version = 1
}

ephemeral "aws_secretsmanager_random_password" "application" {
  count = local.cluster_count

  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "application" {
  count = local.cluster_count

  name_prefix             = "${var.name}/database/application-"
  description             = "Airflow's own role in its database"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = merge(var.tags, { Name = "${var.name}-database-application" })
}

# The version stays 1, so this is written once: values that rotation writes later are left alone.
resource "aws_secretsmanager_secret_version" "application" {
  count = local.cluster_count

  secret_id = aws_secretsmanager_secret.application[0].id
  secret_string_wo = jsonencode({
    username = var.application_username
    password = ephemeral.aws_secretsmanager_random_password.application[0].random_password
  })
  secret_string_wo_version = 1
}

# Read back rather than taken from the random password, which is another one in each run. The ARN through the
# version: it is known only once there is a value to read.
ephemeral "aws_secretsmanager_secret_version" "master" {
  count = local.cluster_count

  secret_id = aws_secretsmanager_secret_version.master[0].arn
}
