# A network that is there already. The module makes nothing of it, and gives its IDs the shape that the other modules
# take. What is asked for by name is added to it: here an endpoint, and flow logs.

locals {
  name = "vpc-existing"
}

module "vpc" {
  source = "../.."

  name = local.name

  existing = {
    vpc_id              = aws_vpc.this.id
    public_subnet_ids   = aws_subnet.public[*].id # only where a load balancer faces the internet
    private_subnet_ids  = aws_subnet.private[*].id
    database_subnet_ids = aws_subnet.database[*].id
  }

  interface_endpoints = ["secretsmanager"]
  flow_logs           = true
}
