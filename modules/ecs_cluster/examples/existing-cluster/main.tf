# A cluster and a namespace that are there already. The module makes nothing, and gives them the shape that the other
# modules take.

locals {
  name = "cluster-existing"
}

module "ecs_cluster" {
  source = "../.."

  name   = local.name
  vpc_id = aws_vpc.this.id

  existing = {
    cluster_name   = aws_ecs_cluster.this.name
    namespace_id   = aws_service_discovery_private_dns_namespace.this.id
    namespace_name = aws_service_discovery_private_dns_namespace.this.name
    hosted_zone_id = aws_service_discovery_private_dns_namespace.this.hosted_zone
  }
}
