# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING

from kit.block import Resource, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, NotRequired, Required, TypedDict

    from kit.block import HasAddress, Lifecycle
    from kit.expressions import Bool, Expression, List, Map, Number, Text
    from kit.scope import Scope


class Vpc(Resource):
    """`aws_vpc`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_vpc"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "assign_generated_ipv6_cidr_block",
                "cidr_block",
                "enable_dns_hostnames",
                "enable_dns_support",
                "enable_network_address_usage_metrics",
                "instance_tenancy",
                "ipv4_ipam_pool_id",
                "ipv4_netmask_length",
                "ipv6_cidr_block",
                "ipv6_cidr_block_network_border_group",
                "ipv6_ipam_pool_id",
                "ipv6_netmask_length",
                "tags",
                "tags_all",
            }
        )
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "assign_generated_ipv6_cidr_block",
            "cidr_block",
            "default_network_acl_id",
            "default_route_table_id",
            "default_security_group_id",
            "dhcp_options_id",
            "enable_dns_hostnames",
            "enable_dns_support",
            "enable_network_address_usage_metrics",
            "id",
            "instance_tenancy",
            "ipv4_ipam_pool_id",
            "ipv4_netmask_length",
            "ipv6_association_id",
            "ipv6_cidr_block",
            "ipv6_cidr_block_network_border_group",
            "ipv6_ipam_pool_id",
            "ipv6_netmask_length",
            "main_route_table_id",
            "owner_id",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        assign_generated_ipv6_cidr_block: Expression
        cidr_block: Expression
        default_network_acl_id: Expression
        default_route_table_id: Expression
        default_security_group_id: Expression
        dhcp_options_id: Expression
        enable_dns_hostnames: Expression
        enable_dns_support: Expression
        enable_network_address_usage_metrics: Expression
        id: Expression
        instance_tenancy: Expression
        ipv4_ipam_pool_id: Expression
        ipv4_netmask_length: Expression
        ipv6_association_id: Expression
        ipv6_cidr_block: Expression
        ipv6_cidr_block_network_border_group: Expression
        ipv6_ipam_pool_id: Expression
        ipv6_netmask_length: Expression
        main_route_table_id: Expression
        owner_id: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            assign_generated_ipv6_cidr_block: Bool | None = None,
            cidr_block: Text | None = None,
            enable_dns_hostnames: Bool | None = None,
            enable_dns_support: Bool | None = None,
            enable_network_address_usage_metrics: Bool | None = None,
            instance_tenancy: Text | None = None,
            ipv4_ipam_pool_id: Text | None = None,
            ipv4_netmask_length: Number | None = None,
            ipv6_cidr_block: Text | None = None,
            ipv6_cidr_block_network_border_group: Text | None = None,
            ipv6_ipam_pool_id: Text | None = None,
            ipv6_netmask_length: Number | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
