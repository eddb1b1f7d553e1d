# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING

from kit.block import DataSource, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, NotRequired, Required, TypedDict

    from kit.block import HasAddress, Lifecycle
    from kit.expressions import Bool, Expression, List, Map, Number, Text
    from kit.scope import Scope

    SubnetFilter = TypedDict(
        "SubnetFilter",
        {
            "name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    SubnetTimeouts = TypedDict(
        "SubnetTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class Subnet(DataSource):
    """`aws_subnet`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_subnet"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "availability_zone",
                "availability_zone_id",
                "cidr_block",
                "default_for_az",
                "filter",
                "id",
                "ipv6_cidr_block",
                "state",
                "tags",
                "timeouts",
                "vpc_id",
            }
        ),
        blocks={
            "filter": Schema(required=frozenset({"name", "values"})),
            "timeouts": Schema(optional=frozenset({"read"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "assign_ipv6_address_on_creation",
            "availability_zone",
            "availability_zone_id",
            "available_ip_address_count",
            "cidr_block",
            "customer_owned_ipv4_pool",
            "default_for_az",
            "enable_dns64",
            "enable_lni_at_device_index",
            "enable_resource_name_dns_a_record_on_launch",
            "enable_resource_name_dns_aaaa_record_on_launch",
            "filter",
            "id",
            "ipv6_cidr_block",
            "ipv6_cidr_block_association_id",
            "ipv6_native",
            "map_customer_owned_ip_on_launch",
            "map_public_ip_on_launch",
            "outpost_arn",
            "owner_id",
            "private_dns_hostname_type_on_launch",
            "state",
            "tags",
            "timeouts",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        assign_ipv6_address_on_creation: Expression
        availability_zone: Expression
        availability_zone_id: Expression
        available_ip_address_count: Expression
        cidr_block: Expression
        customer_owned_ipv4_pool: Expression
        default_for_az: Expression
        enable_dns64: Expression
        enable_lni_at_device_index: Expression
        enable_resource_name_dns_a_record_on_launch: Expression
        enable_resource_name_dns_aaaa_record_on_launch: Expression
        filter: Expression
        id: Expression
        ipv6_cidr_block: Expression
        ipv6_cidr_block_association_id: Expression
        ipv6_native: Expression
        map_customer_owned_ip_on_launch: Expression
        map_public_ip_on_launch: Expression
        outpost_arn: Expression
        owner_id: Expression
        private_dns_hostname_type_on_launch: Expression
        state: Expression
        tags: Expression
        timeouts: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            availability_zone: Text | None = None,
            availability_zone_id: Text | None = None,
            cidr_block: Text | None = None,
            default_for_az: Bool | None = None,
            filter: SubnetFilter | Sequence[SubnetFilter] | None = None,
            id: Text | None = None,
            ipv6_cidr_block: Text | None = None,
            state: Text | None = None,
            tags: Map[Text] | None = None,
            timeouts: SubnetTimeouts | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
