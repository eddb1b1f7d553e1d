# Plans that ask AWS for nothing: `terraform init && terraform test` in this module's folder needs no account.
#
# mock_provider mocks no ephemeral resources in Terraform 1.11 (https://github.com/hashicorp/terraform/pull/38928 adds them),
# and the password of a container is ephemeral. So the mode fargate is planned by the examples, and here
# stands what needs none, with the real provider and the credentials of nobody.

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "nobody"
  secret_key                  = "nobody"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "123456789012" }
}

variables {
  name       = "sample"
  vpc_id     = "vpc-0123"
  subnet_ids = ["subnet-0123", "subnet-4567"]
  mode       = "elasticache"
}

run "elasticache_is_closed_from_its_first_second" {
  command = plan

  assert {
    condition = (
      aws_elasticache_replication_group.this[0].transit_encryption_enabled
      && aws_elasticache_replication_group.this[0].at_rest_encryption_enabled == "true"
    )
    error_message = "What moves and what rests is encrypted."
  }

  assert {
    condition     = output.authentication == "iam" && output.secret_arn == null
    error_message = "Clients show their role; there is no password."
  }

  assert {
    condition     = length(aws_ecs_service.this) == 0
    error_message = "No container runs beside it."
  }
}

run "two_nodes_survive_the_loss_of_a_zone" {
  command = plan

  variables {
    node_count = 2
  }

  assert {
    condition = (
      aws_elasticache_replication_group.this[0].automatic_failover_enabled
      && aws_elasticache_replication_group.this[0].multi_az_enabled
    )
    error_message = "The replica takes over by itself, from another zone."
  }
}

run "two_nodes_in_one_subnet_are_refused" {
  command = plan

  variables {
    node_count = 2
    subnet_ids = ["subnet-0123"]
  }

  expect_failures = [aws_elasticache_replication_group.this]
}

run "an_existing_redis_is_used_as_it_is" {
  command = plan

  variables {
    existing = {
      host       = "redis.example.com"
      secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:redis-AbCdEf"
    }
  }

  assert {
    condition     = length(aws_elasticache_replication_group.this) == 0 && output.host == "redis.example.com"
    error_message = "Nothing is made in its place."
  }
}

run "an_existing_redis_without_its_password_is_refused" {
  command = plan

  variables {
    existing = { host = "redis.example.com" }
  }

  expect_failures = [var.existing]
}

run "a_mode_that_there_is_not_is_refused" {
  command = plan

  variables {
    mode = "cluster"
  }

  expect_failures = [var.mode]
}

run "memory_that_fargate_does_not_sell_is_refused" {
  command = plan

  variables {
    cpu    = 256
    memory = 8192
  }

  expect_failures = [var.memory]
}
