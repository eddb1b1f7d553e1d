# A network that another part of the same root makes, so that none of its IDs is known when it is planned.
variable "vpc" {
  description = "Inputs of the module beyond its name and network."
  type        = any
  default     = {}
}

data "aws_availability_zones" "available" {}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "100.64.0.0/16"
}

resource "aws_subnet" "this" {
  count = 4

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("100.64.0.0/16", 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index % 2]

  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

module "vpc" {
  source = "../../../../modules/vpc"

  name                = "sample"
  interface_endpoints = try(var.vpc.interface_endpoints, [])
  flow_logs           = try(var.vpc.flow_logs, false)
  existing = {
    vpc_id              = aws_vpc_ipv4_cidr_block_association.this.vpc_id
    private_subnet_ids  = slice(aws_subnet.this[*].id, 0, 2)
    database_subnet_ids = slice(aws_subnet.this[*].id, 2, 4)
  }
}

# As many as the module says that there are subnets: Terraform must know it when it plans.
resource "terraform_data" "private" {
  count = length(module.vpc.private_subnet_ids)
}

resource "terraform_data" "database" {
  count = length(module.vpc.database_subnet_ids)
}

output "vpc" {
  value = module.vpc
}
