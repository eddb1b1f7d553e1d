# Published from modules/vpc/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  nat_gateways  = var.nat == "per_az" ? local.zone_count : var.nat == "single" ? min(1, local.zone_count) : 0
  nat_instances = var.nat == "instance" && local.create ? 1 : 0
}

resource "aws_eip" "nat_gateway" {
  count = local.nat_gateways

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-nat-${count.index}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count = local.nat_gateways

  allocation_id = aws_eip.nat_gateway[count.index].id
  subnet_id     = aws_subnet.public[count.index].id
  tags          = merge(var.tags, { Name = "${var.name}-nat-${count.index}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_security_group" "nat_instance" {
  count = local.nat_instances

  name_prefix = "${var.name}-nat-"
  description = "NAT instance: forwards what the private subnets send out"
  vpc_id      = local.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-nat" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nat_instance" {
  count = local.nat_instances > 0 ? local.zone_count : 0

  security_group_id = aws_security_group.nat_instance[0].id
  description       = "Whatever a private subnet sends out"
  ip_protocol       = "-1"
  cidr_ipv4         = aws_subnet.private[count.index].cidr_block
  tags              = merge(var.tags, { Name = "${var.name}-nat-from-private-${count.index}" })
}

resource "aws_vpc_security_group_egress_rule" "nat_instance" {
  count = local.nat_instances

  security_group_id = aws_security_group.nat_instance[0].id
  description       = "To anywhere"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
  tags              = merge(var.tags, { Name = "${var.name}-nat-out" })
}

resource "aws_network_interface" "nat_instance" {
  count = local.nat_instances

  subnet_id         = aws_subnet.public[0].id
  security_groups   = [aws_security_group.nat_instance[0].id]
  source_dest_check = false
  description       = "NAT instance; the routes point here, so a new instance keeps them"
  tags              = merge(var.tags, { Name = "${var.name}-nat" })
}

data "aws_ssm_parameter" "nat_instance_image" {
  count = local.nat_instances

  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64"
}

resource "aws_eip" "nat_instance" {
  count = local.nat_instances

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-nat-instance" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_eip_association" "nat_instance" {
  count = local.nat_instances

  allocation_id        = aws_eip.nat_instance[0].id
  network_interface_id = aws_network_interface.nat_instance[0].id
}

# A new image comes with the next replacement, not with the next plan.
resource "aws_instance" "nat" {
  count = local.nat_instances

  ami                         = data.aws_ssm_parameter.nat_instance_image[0].insecure_value
  instance_type               = var.nat_instance_type
  user_data                   = <<-EOT
    #!/bin/bash
    set -euo pipefail
    echo net.ipv4.ip_forward=1 > /etc/sysctl.d/90-nat.conf
    sysctl --system
    until dnf install --assumeyes nftables; do sleep 5; done
    cat > /etc/sysconfig/nftables.conf <<'RULES'
    flush ruleset
    table ip nat {
      chain postrouting {
        type nat hook postrouting priority srcnat;
        oifname != "lo" masquerade
      }
    }
    RULES
    systemctl enable --now nftables
  EOT
  user_data_replace_on_change = true
  tags                        = merge(var.tags, { Name = "${var.name}-nat" })

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.nat_instance[0].id
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    volume_type = "gp3"
    tags        = merge(var.tags, { Name = "${var.name}-nat" })
  }

  lifecycle {
    ignore_changes = [ami]
  }

  depends_on = [aws_eip_association.nat_instance]
}

# One route whichever NAT there is, so that a change of NAT updates it in place.
resource "aws_route" "private" {
  count = local.nat_gateways > 0 || local.nat_instances > 0 ? local.zone_count : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = (
    local.nat_gateways > 0
    ? try(aws_nat_gateway.this[var.nat == "per_az" ? count.index : 0].id, null)
    : null
  )
  network_interface_id = local.nat_instances > 0 ? one(aws_network_interface.nat_instance[*].id) : null
}
