"""How private subnets reach out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, Expression, count, null, when

if TYPE_CHECKING:
    from modules.vpc.module import Vpc

# https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html; Amazon Linux 2023.
USER_DATA = """#!/bin/bash
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
"""


class Nat:
    """NAT gateways or a NAT instance, and the route to them from each private subnet."""

    def __init__(self, module: Vpc) -> None:
        i = module.i
        gateways = module.local(
            "nat_gateways",
            when(i.nat == "per_az", module.zone_count, when(i.nat == "single", fn.min(1, module.zone_count), 0)),
        )
        instances = module.local("nat_instances", when((i.nat == "instance") & module.create, 1, 0))
        self.gateway_address = aws.Eip(
            module,
            "nat_gateway",
            count=gateways,
            domain="vpc",
            tags=module.tags(f"nat-{count.index}"),
            depends_on=[module.internet_gateway],
        )
        gateway = aws.NatGateway(
            module,
            "this",
            count=gateways,
            allocation_id=self.gateway_address[count.index].id,
            subnet_id=module.public[count.index].id,
            tags=module.tags(f"nat-{count.index}"),
            depends_on=[module.internet_gateway],
        )
        interface = self._instance(module, instances)
        aws.Route(
            module,
            "private",
            count=when((gateways > 0) | (instances > 0), module.zone_count, 0),
            route_table_id=module.private_routes[count.index].id,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=when(gateways > 0, fn.try_(gateway[when(i.nat == "per_az", count.index, 0)].id, null), null),
            network_interface_id=when(instances > 0, fn.one(interface[ALL].id), null),
            note="One route whichever NAT there is, so that a change of NAT updates it in place.",
        )

    def _instance(self, module: Vpc, instances: Expression) -> aws.NetworkInterface:
        group = aws.SecurityGroup(
            module,
            "nat_instance",
            count=instances,
            name_prefix=f"{module.i.name}-nat-",
            description="NAT instance: forwards what the private subnets send out",
            vpc_id=module.vpc_id,
            tags=module.tags("nat"),
            lifecycle={"create_before_destroy": True},
        )
        aws.VpcSecurityGroupIngressRule(
            module,
            "nat_instance",
            count=when(instances > 0, module.zone_count, 0),
            security_group_id=group[0].id,
            description="Whatever a private subnet sends out",
            ip_protocol="-1",
            cidr_ipv4=module.private[count.index].cidr_block,
            tags=module.tags(f"nat-from-private-{count.index}"),
        )
        aws.VpcSecurityGroupEgressRule(
            module,
            "nat_instance",
            count=instances,
            security_group_id=group[0].id,
            description="To anywhere",
            ip_protocol="-1",
            cidr_ipv4="0.0.0.0/0",
            tags=module.tags("nat-out"),
        )
        interface = aws.NetworkInterface(
            module,
            "nat_instance",
            count=instances,
            subnet_id=module.public[0].id,
            security_groups=[group[0].id],
            source_dest_check=False,
            description="NAT instance; the routes point here, so a new instance keeps them",
            tags=module.tags("nat"),
        )
        image = aws.data.SsmParameter(
            module,
            "nat_instance_image",
            count=instances,
            name="/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64",
        )
        self.instance_address = aws.Eip(
            module,
            "nat_instance",
            count=instances,
            domain="vpc",
            tags=module.tags("nat-instance"),
            depends_on=[module.internet_gateway],
        )
        association = aws.EipAssociation(
            module,
            "nat_instance",
            count=instances,
            allocation_id=self.instance_address[0].id,
            network_interface_id=interface[0].id,
        )
        aws.Instance(
            module,
            "nat",
            count=instances,
            ami=image[0].insecure_value,
            instance_type=module.i.nat_instance_type,
            network_interface={"device_index": 0, "network_interface_id": interface[0].id},
            metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1},
            root_block_device={"encrypted": True, "volume_type": "gp3", "tags": module.tags("nat")},
            user_data=USER_DATA,
            user_data_replace_on_change=True,
            tags=module.tags("nat"),
            lifecycle={"ignore_changes": ["ami"]},
            depends_on=[association],
            note="A new image comes with the next replacement, not with the next plan.",
        )
        return interface
