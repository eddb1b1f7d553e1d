# Plans that ask AWS for nothing: `terraform init && terraform test` in this module's folder needs no account.
#
# mock_provider mocks no ephemeral resources in Terraform 1.11 (https://github.com/hashicorp/terraform/pull/38928 adds them),
# and the passwords of a new cluster are ephemeral. So a new cluster is planned by the examples, and here
# stands what needs none, with the real provider and the credentials of nobody.

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "nobody"
  secret_key                  = "nobody"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name       = "sample"
  vpc_id     = "vpc-0123"
  subnet_ids = ["subnet-0123", "subnet-4567"]

  existing = {
    host              = "postgresql.example.com"
    secret_arn        = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:airflow-AbCdEf"
    security_group_id = "sg-0123"
  }
}

run "an_existing_database_is_used_as_it_is" {
  command = plan

  assert {
    condition     = length(aws_rds_cluster.this) == 0 && length(aws_secretsmanager_secret.application) == 0
    error_message = "Nothing is made in its place."
  }

  assert {
    condition     = output.host == "postgresql.example.com" && output.port == 5432
    error_message = "Airflow finds it at its host name and PostgreSQL's port."
  }

  assert {
    condition     = output.security_group_id == "sg-0123" && output.master_secret_arn == null
    error_message = "Its security group is handed on; a master that is not given is not made up."
  }
}

run "bounds_in_disorder_are_refused" {
  command = plan

  variables {
    serverless = { min_capacity = 8, max_capacity = 2 }
  }

  expect_failures = [var.serverless]
}

run "a_capacity_that_pauses_is_refused" {
  command = plan

  variables {
    serverless = { min_capacity = 0 }
  }

  expect_failures = [var.serverless]
}

run "another_postgresql_is_refused" {
  command = plan

  variables {
    engine_version = "15.4"
  }

  expect_failures = [var.engine_version]
}

run "connections_without_tls_are_refused" {
  command = plan

  variables {
    parameters = { "rds.force_ssl" = "0" }
  }

  expect_failures = [var.parameters]
}

run "more_instances_than_aurora_has_are_refused" {
  command = plan

  variables {
    instance_count = 16
  }

  expect_failures = [var.instance_count]
}
