# Plans with a mocked provider: `terraform init && terraform test` in this module's folder needs no account.

mock_provider "aws" {}

variables {
  name   = "sample"
  vpc_id = "vpc-0123"
}

run "a_name_and_a_network_are_enough" {
  command = plan

  assert {
    condition     = aws_ecs_cluster.this[0].name == "sample"
    error_message = "The cluster has the name that it is given."
  }

  assert {
    condition     = aws_ecs_cluster_capacity_providers.this[0].capacity_providers == toset(["FARGATE", "FARGATE_SPOT"])
    error_message = "It runs on Fargate, Spot included."
  }

  assert {
    condition     = output.namespace_name == "airflow"
    error_message = "Its private DNS zone is called airflow."
  }
}

run "insights_are_a_choice" {
  command = plan

  variables {
    container_insights = "enhanced"
  }

  assert {
    condition     = one(aws_ecs_cluster.this[0].setting).value == "enhanced"
    error_message = "Container Insights are as they were asked for."
  }
}

run "an_existing_cluster_is_used_as_it_is" {
  command = plan

  variables {
    existing = {
      cluster_name   = "theirs"
      namespace_id   = "ns-0123"
      namespace_name = "their.airflow"
    }
  }

  assert {
    condition     = length(aws_ecs_cluster.this) == 0 && length(aws_service_discovery_private_dns_namespace.this) == 0
    error_message = "Nothing is made in its place."
  }

  assert {
    condition     = output.namespace_name == "their.airflow"
    error_message = "Whoever stands on it finds it."
  }
}

run "insights_that_there_are_not_are_refused" {
  command = plan

  variables {
    container_insights = "on"
  }

  expect_failures = [var.container_insights]
}

run "what_is_no_network_is_refused" {
  command = plan

  variables {
    vpc_id = "subnet-0123"
  }

  expect_failures = [var.vpc_id]
}
