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

    VpcFilter = TypedDict(
        "VpcFilter",
        {
            "name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    VpcTimeouts = TypedDict(
        "VpcTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class Vpc(DataSource):
    """`aws_vpc`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_vpc"
    SCHEMA = Schema(
        optional=frozenset({"cidr_block", "default", "dhcp_options_id", "filter", "id", "state", "tags", "timeouts"}),
        blocks={
            "filter": Schema(required=frozenset({"name", "values"})),
            "timeouts": Schema(optional=frozenset({"read"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "cidr_block",
            "cidr_block_associations",
            "default",
            "dhcp_options_id",
            "enable_dns_hostnames",
            "enable_dns_support",
            "enable_network_address_usage_metrics",
            "filter",
            "id",
            "instance_tenancy",
            "ipv6_association_id",
            "ipv6_cidr_block",
            "main_route_table_id",
            "owner_id",
            "state",
            "tags",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        cidr_block: Expression
        cidr_block_associations: Expression
        default: Expression
        dhcp_options_id: Expression
        enable_dns_hostnames: Expression
        enable_dns_support: Expression
        enable_network_address_usage_metrics: Expression
        filter: Expression
        id: Expression
        instance_tenancy: Expression
        ipv6_association_id: Expression
        ipv6_cidr_block: Expression
        main_route_table_id: Expression
        owner_id: Expression
        state: Expression
        tags: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            cidr_block: Text | None = None,
            default: Bool | None = None,
            dhcp_options_id: Text | None = None,
            filter: VpcFilter | Sequence[VpcFilter] | None = None,
            id: Text | None = None,
            state: Text | None = None,
            tags: Map[Text] | None = None,
            timeouts: VpcTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
