"""How private subnets reach AWS without leaving the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, each, given, when

if TYPE_CHECKING:
    from modules.vpc.module import Vpc


class Endpoints:
    """S3's gateway endpoint, and the interface endpoints that are asked for."""

    def __init__(self, module: Vpc) -> None:
        i = module.i
        region = aws.data.Region(module, "current")
        self.s3 = aws.VpcEndpoint(
            module,
            "s3",
            count=when(module.create, 1, 0),
            vpc_id=module.vpc_id,
            service_name=f"com.amazonaws.{region.id}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=fn.concat(
                module.private_routes[ALL].id,
                module.database_routes[ALL].id,
            ),
            tags=module.tags("s3"),
            note="Free, and keeps image layers, logs and DAGs off the NAT.",
        )
        has_endpoints = fn.length(i.interface_endpoints) > 0
        self.security_group = aws.SecurityGroup(
            module,
            "endpoints",
            count=when(has_endpoints, 1, 0),
            name_prefix=f"{i.name}-endpoints-",
            description="Interface endpoints: HTTPS from inside the network",
            vpc_id=module.vpc_id,
            tags=module.tags("endpoints"),
            ingress=[
                {
                    "description": "HTTPS from inside the network",
                    "protocol": "tcp",
                    "from_port": 443,
                    "to_port": 443,
                    "cidr_blocks": module.vpc_cidr_blocks,
                    "ipv6_cidr_blocks": [],
                    "prefix_list_ids": [],
                    "security_groups": [],
                    "self": False,
                }
            ],
            lifecycle={"create_before_destroy": True},
            note="The whole network is let in: with private DNS, all of it is sent to the endpoints.",
        )
        aws.VpcEndpoint(
            module,
            "interface",
            for_each=fn.toset(i.interface_endpoints),
            vpc_id=module.vpc_id,
            service_name=when(
                fn.strcontains(each.key, "com.amazonaws."), each.key, f"com.amazonaws.{region.id}.{each.key}"
            ),
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=when(module.create, module.private[ALL].id, given(i.existing).private_subnet_ids),
            security_group_ids=self.security_group[ALL].id,
            tags=module.tags(f"{each.key}"),
            note="In China the names of some services begin with cn.; those are given in full.",
        )
