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

    SubnetTimeouts = TypedDict(
        "SubnetTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
        },
    )


class Subnet(Resource):
    """`aws_subnet`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_subnet"
    SCHEMA = Schema(
        required=frozenset({"vpc_id"}),
        optional=frozenset(
            {
                "assign_ipv6_address_on_creation",
                "availability_zone",
                "availability_zone_id",
                "cidr_block",
                "customer_owned_ipv4_pool",
                "enable_dns64",
                "enable_lni_at_device_index",
                "enable_resource_name_dns_a_record_on_launch",
                "enable_resource_name_dns_aaaa_record_on_launch",
                "ipv6_cidr_block",
                "ipv6_native",
                "map_customer_owned_ip_on_launch",
                "map_public_ip_on_launch",
                "outpost_arn",
                "private_dns_hostname_type_on_launch",
                "tags",
                "tags_all",
                "timeouts",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "assign_ipv6_address_on_creation",
            "availability_zone",
            "availability_zone_id",
            "cidr_block",
            "customer_owned_ipv4_pool",
            "enable_dns64",
            "enable_lni_at_device_index",
            "enable_resource_name_dns_a_record_on_launch",
            "enable_resource_name_dns_aaaa_record_on_launch",
            "id",
            "ipv6_cidr_block",
            "ipv6_cidr_block_association_id",
            "ipv6_native",
            "map_customer_owned_ip_on_launch",
            "map_public_ip_on_launch",
            "outpost_arn",
            "owner_id",
            "private_dns_hostname_type_on_launch",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        assign_ipv6_address_on_creation: Expression
        availability_zone: Expression
        availability_zone_id: Expression
        cidr_block: Expression
        customer_owned_ipv4_pool: Expression
        enable_dns64: Expression
        enable_lni_at_device_index: Expression
        enable_resource_name_dns_a_record_on_launch: Expression
        enable_resource_name_dns_aaaa_record_on_launch: Expression
        id: Expression
        ipv6_cidr_block: Expression
        ipv6_cidr_block_association_id: Expression
        ipv6_native: Expression
        map_customer_owned_ip_on_launch: Expression
        map_public_ip_on_launch: Expression
        outpost_arn: Expression
        owner_id: Expression
        private_dns_hostname_type_on_launch: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            vpc_id: Text,
            assign_ipv6_address_on_creation: Bool | None = None,
            availability_zone: Text | None = None,
            availability_zone_id: Text | None = None,
            cidr_block: Text | None = None,
            customer_owned_ipv4_pool: Text | None = None,
            enable_dns64: Bool | None = None,
            enable_lni_at_device_index: Number | None = None,
            enable_resource_name_dns_a_record_on_launch: Bool | None = None,
            enable_resource_name_dns_aaaa_record_on_launch: Bool | None = None,
            ipv6_cidr_block: Text | None = None,
            ipv6_native: Bool | None = None,
            map_customer_owned_ip_on_launch: Bool | None = None,
            map_public_ip_on_launch: Bool | None = None,
            outpost_arn: Text | None = None,
            private_dns_hostname_type_on_launch: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: SubnetTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
