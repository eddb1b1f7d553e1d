# The container from an image in your own registry, where nothing may come from public.ecr.aws, on Intel or AMD.
# The role that starts it may read that repository and no other.

locals {
  name = "redis-ecr-image"
}

module "redis" {
  source = "../.."

  name           = local.name
  vpc_id         = aws_vpc.this.id
  subnet_ids     = aws_subnet.private[*].id
  cluster_name   = aws_ecs_cluster.this.name
  cluster_arn    = aws_ecs_cluster.this.arn
  namespace_id   = aws_service_discovery_private_dns_namespace.this.id
  namespace_name = aws_service_discovery_private_dns_namespace.this.name

  # Valkey, or Redis from version 7, with a shell in it.
  image        = "${aws_ecr_repository.valkey.repository_url}:8.1.10"
  architecture = "X86_64"
  cpu          = 512
  memory       = 1024

  # Only for subnets that have an internet gateway and no NAT.
  assign_public_ip = true

  # The password need not outlive its broker.
  secret_recovery_days = 0

  permissions_boundary_arn = aws_iam_policy.boundary.arn
}

# The most that any role may do, as many companies demand it of every role.
resource "aws_iam_policy" "boundary" {
  name_prefix = "${local.name}-boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}
