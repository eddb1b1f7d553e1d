# Published from modules/vpc/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  # Nothing of a network that is given is created.
  create     = var.existing == null
  zone_count = local.create ? var.az_count : 0
}

# Local Zones and Wavelength Zones have no Fargate and no Aurora.
data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.names) >= local.zone_count
      error_message = "The region has fewer zones than az_count says."
    }
  }
}

resource "aws_vpc" "this" {
  count = local.create ? 1 : 0

  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(var.tags, { Name = var.name })
}

data "aws_vpc" "existing" {
  count = local.create ? 0 : 1

  id = var.existing.vpc_id
}

locals {
  vpc_id         = local.create ? one(aws_vpc.this[*].id) : one(data.aws_vpc.existing[*].id)
  vpc_cidr_block = local.create ? var.cidr_block : one(data.aws_vpc.existing[*].cidr_block)

  # An existing network may have secondary ranges.
  vpc_cidr_blocks = (
    local.create
    ? [var.cidr_block]
    : [
      for item in data.aws_vpc.existing[0].cidr_block_associations : item.cidr_block
      if item.state == "associated"
    ]
  )
}

# Emptied: whatever is started without a security group of its own reaches nothing.
resource "aws_default_security_group" "this" {
  count = local.create ? 1 : 0

  vpc_id = local.vpc_id
  tags   = merge(var.tags, { Name = "${var.name}-default" })
}

resource "aws_internet_gateway" "this" {
  count = local.create ? 1 : 0

  vpc_id = local.vpc_id
  tags   = merge(var.tags, { Name = var.name })
}

# Load balancers and NAT live here; tasks need not.
resource "aws_subnet" "public" {
  count = local.zone_count

  vpc_id            = local.vpc_id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(cidrsubnet(var.cidr_block, 1, 0), 4, count.index)
  tags              = merge(var.tags, { Name = "${var.name}-public-${count.index}", Tier = "public" })

  lifecycle {
    ignore_changes = [availability_zone]
  }
}

# Tasks live here. A zone that AWS adds to a region may come first in its list; it moves no subnet.
resource "aws_subnet" "private" {
  count = local.zone_count

  vpc_id            = local.vpc_id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(cidrsubnet(var.cidr_block, 1, 1), 3, count.index)
  tags              = merge(var.tags, { Name = "${var.name}-private-${count.index}", Tier = "private" })

  lifecycle {
    ignore_changes = [availability_zone]
  }
}

# Databases live here, with no route out.
resource "aws_subnet" "database" {
  count = local.zone_count

  vpc_id            = local.vpc_id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(cidrsubnet(var.cidr_block, 1, 0), 4, count.index + 8)
  tags              = merge(var.tags, { Name = "${var.name}-database-${count.index}", Tier = "database" })

  lifecycle {
    ignore_changes = [availability_zone]
  }
}

resource "aws_route_table" "public" {
  count = local.create ? 1 : 0

  vpc_id = local.vpc_id
  tags   = merge(var.tags, { Name = "${var.name}-public" })
}

resource "aws_route" "public" {
  count = local.create ? 1 : 0

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count = local.zone_count

  route_table_id = aws_route_table.public[0].id
  subnet_id      = aws_subnet.public[count.index].id
}

# One for each zone, whatever NAT there is, so that a change of NAT moves routes and nothing else.
resource "aws_route_table" "private" {
  count = local.zone_count

  vpc_id = local.vpc_id
  tags   = merge(var.tags, { Name = "${var.name}-private-${count.index}" })
}

resource "aws_route_table_association" "private" {
  count = local.zone_count

  route_table_id = aws_route_table.private[count.index].id
  subnet_id      = aws_subnet.private[count.index].id
}

resource "aws_route_table" "database" {
  count = local.create ? 1 : 0

  vpc_id = local.vpc_id
  tags   = merge(var.tags, { Name = "${var.name}-database" })
}

resource "aws_route_table_association" "database" {
  count = local.zone_count

  route_table_id = aws_route_table.database[0].id
  subnet_id      = aws_subnet.database[count.index].id
}
