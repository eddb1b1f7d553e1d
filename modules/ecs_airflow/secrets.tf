# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # What Terraform makes, and never keeps in its state.
  generated_secrets = {
    fernet = {
      length  = 32
      form    = "base64"
      purpose = "Encrypts connections and variables in the database"
    }
    jwt = {
      length  = 64
      form    = "plain"
      purpose = "Signs the tokens by which tasks speak to the API server"
    }
    api = {
      length  = 64
      form    = "plain"
      purpose = "Signs the requests for the logs of running tasks"
    }
    admin = {
      length  = 32
      form    = "login"
      purpose = "First user of Airflow"
    }
    flower = {
      length  = 32
      form    = "login"
      purpose = "User of Flower"
    }
  }
}

# A prefix, because a destroyed secret keeps its name until its recovery window ends.
resource "aws_secretsmanager_secret" "this" {
  for_each = local.generated_secrets

  name_prefix             = "${var.name}/airflow/${each.key}-"
  description             = each.value.purpose
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

ephemeral "aws_secretsmanager_random_password" "this" {
  for_each = local.generated_secrets

  password_length     = each.value.length
  exclude_punctuation = true
}

# A Fernet key is 32 bytes in base64. Tasks read the secrets; nobody else needs them here.
resource "aws_secretsmanager_secret_version" "this" {
  for_each = local.generated_secrets

  secret_id = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo = (
    each.value.form == "login"
    ? jsonencode({
      username = each.key
      password = ephemeral.aws_secretsmanager_random_password.this[each.key].random_password
    })
    : (
      each.value.form == "base64"
      ? base64encode(ephemeral.aws_secretsmanager_random_password.this[each.key].random_password)
      : ephemeral.aws_secretsmanager_random_password.this[each.key].random_password
    )
  )
  secret_string_wo_version = 1
}

locals {
  secret_arns = {
    database = var.database.secret_arn
    master   = var.database.master_secret_arn
    broker   = var.broker.secret_arn
    fernet   = aws_secretsmanager_secret.this["fernet"].arn
    jwt      = aws_secretsmanager_secret.this["jwt"].arn
    api      = aws_secretsmanager_secret.this["api"].arn
    admin    = aws_secretsmanager_secret.this["admin"].arn
    flower   = aws_secretsmanager_secret.this["flower"].arn
  }
}
