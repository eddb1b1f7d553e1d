# A network that survives the loss of a zone, keeps its traffic to AWS inside, and logs who spoke to whom.

locals {
  name = "vpc-complete"
}

module "vpc" {
  source = "../.."

  name = local.name

  # A subnet has its place in the range whatever az_count is: a zone more replaces nothing.
  cidr_block = "10.20.0.0/18"
  az_count   = 3

  # A NAT gateway for each zone. Cheaper: "single", or "instance" for a small instance that does the same.
  # With "none" the endpoints below are the only way out.
  nat = "per_az"

  # What a task on Fargate needs to start: its image, its log stream and its secrets. S3 always has its endpoint.
  # Each is charged by the hour and zone.
  interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]

  flow_logs               = true
  flow_log_retention_days = 90

  permissions_boundary_arn = aws_iam_policy.boundary.arn

  tags = { team = "data" }
}

# The most that any role may do, as many companies demand it of every role.
resource "aws_iam_policy" "boundary" {
  name_prefix = "${local.name}-boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}
