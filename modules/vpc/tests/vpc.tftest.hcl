# Plans with a mocked provider: `terraform init && terraform test` in this module's folder needs no account.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
}

variables {
  name = "sample"
}

run "a_name_is_enough_for_two_zones_and_one_gateway" {
  command = plan

  assert {
    condition = alltrue([
      for tier in [aws_subnet.public, aws_subnet.private, aws_subnet.database] : length(tier) == 2
    ])
    error_message = "Each tier has a subnet in each of two zones."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_instance.nat) == 0
    error_message = "One NAT gateway leads out."
  }

  assert {
    condition     = join(" ", aws_subnet.private[*].cidr_block) == "10.0.128.0/20 10.0.144.0/20"
    error_message = "Private subnets have the first slots of the upper half."
  }
}

run "a_third_zone_moves_no_subnet" {
  command = plan

  variables {
    az_count = 3
    nat      = "per_az"
  }

  assert {
    condition     = join(" ", slice(aws_subnet.private[*].cidr_block, 0, 2)) == "10.0.128.0/20 10.0.144.0/20"
    error_message = "The first two subnets keep their ranges."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && length(aws_route_table.private) == 3
    error_message = "Each zone has a gateway and a route table of its own."
  }
}

run "a_nat_instance_costs_less" {
  command = plan

  variables {
    nat = "instance"
  }

  assert {
    condition     = length(aws_instance.nat) == 1 && length(aws_nat_gateway.this) == 0
    error_message = "An instance stands in for the gateway."
  }

  assert {
    condition     = aws_instance.nat[0].metadata_options[0].http_tokens == "required"
    error_message = "Its metadata service wants a token."
  }
}

run "without_nat_nothing_leads_out" {
  command = plan

  variables {
    nat                 = "none"
    interface_endpoints = ["ecr.api", "logs"]
  }

  assert {
    condition     = length(aws_route.private) == 0
    error_message = "Private subnets have no default route."
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 2
    error_message = "Services are reached through their endpoints."
  }
}

run "an_existing_network_is_used_as_it_is" {
  command = plan

  variables {
    existing = {
      vpc_id              = "vpc-0123"
      private_subnet_ids  = ["subnet-0123", "subnet-4567"]
      database_subnet_ids = ["subnet-89ab", "subnet-cdef"]
    }
  }

  assert {
    condition     = output.vpc_id == "vpc-0123" && length(aws_vpc.this) == 0 && length(aws_subnet.private) == 0
    error_message = "Nothing is made in its place."
  }
}

run "one_zone_is_refused" {
  command = plan

  variables {
    az_count = 1
  }

  expect_failures = [var.az_count]
}

run "a_way_out_that_there_is_not_is_refused" {
  command = plan

  variables {
    nat = "gateway"
  }

  expect_failures = [var.nat]
}

run "a_range_too_small_for_the_slots_is_refused" {
  command = plan

  variables {
    cidr_block = "10.0.0.0/24"
  }

  expect_failures = [var.cidr_block]
}
