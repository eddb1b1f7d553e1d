# Published from modules/vpc/*.py by `./tarmac publish`: change the Python, not this file.

data "aws_region" "current" {}

# Free, and keeps image layers, logs and DAGs off the NAT.
resource "aws_vpc_endpoint" "s3" {
  count = local.create ? 1 : 0

  vpc_id            = local.vpc_id
  service_name      = "com.amazonaws.${data.aws_region.current.id}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat(aws_route_table.private[*].id, aws_route_table.database[*].id)
  tags              = merge(var.tags, { Name = "${var.name}-s3" })
}

# The whole network is let in: with private DNS, all of it is sent to the endpoints.
resource "aws_security_group" "endpoints" {
  count = length(var.interface_endpoints) > 0 ? 1 : 0

  name_prefix = "${var.name}-endpoints-"
  description = "Interface endpoints: HTTPS from inside the network"
  vpc_id      = local.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-endpoints" })
  ingress = [{
    description      = "HTTPS from inside the network"
    protocol         = "tcp"
    from_port        = 443
    to_port          = 443
    cidr_blocks      = local.vpc_cidr_blocks
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]

  lifecycle {
    create_before_destroy = true
  }
}

# In China the names of some services begin with cn.; those are given in full.
resource "aws_vpc_endpoint" "interface" {
  for_each = toset(var.interface_endpoints)

  vpc_id = local.vpc_id
  service_name = (
    strcontains(each.key, "com.amazonaws.")
    ? each.key
    : "com.amazonaws.${data.aws_region.current.id}.${each.key}"
  )
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = local.create ? aws_subnet.private[*].id : var.existing.private_subnet_ids
  security_group_ids  = aws_security_group.endpoints[*].id
  tags                = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
