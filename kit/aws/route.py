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

    RouteTimeouts = TypedDict(
        "RouteTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class Route(Resource):
    """`aws_route`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_route"
    SCHEMA = Schema(
        required=frozenset({"route_table_id"}),
        optional=frozenset(
            {
                "carrier_gateway_id",
                "core_network_arn",
                "destination_cidr_block",
                "destination_ipv6_cidr_block",
                "destination_prefix_list_id",
                "egress_only_gateway_id",
                "gateway_id",
                "local_gateway_id",
                "nat_gateway_id",
                "network_interface_id",
                "timeouts",
                "transit_gateway_id",
                "vpc_endpoint_id",
                "vpc_peering_connection_id",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "carrier_gateway_id",
            "core_network_arn",
            "destination_cidr_block",
            "destination_ipv6_cidr_block",
            "destination_prefix_list_id",
            "egress_only_gateway_id",
            "gateway_id",
            "id",
            "instance_id",
            "instance_owner_id",
            "local_gateway_id",
            "nat_gateway_id",
            "network_interface_id",
            "origin",
            "route_table_id",
            "state",
            "timeouts",
            "transit_gateway_id",
            "vpc_endpoint_id",
            "vpc_peering_connection_id",
        }
    )

    if TYPE_CHECKING:
        carrier_gateway_id: Expression
        core_network_arn: Expression
        destination_cidr_block: Expression
        destination_ipv6_cidr_block: Expression
        destination_prefix_list_id: Expression
        egress_only_gateway_id: Expression
        gateway_id: Expression
        id: Expression
        instance_id: Expression
        instance_owner_id: Expression
        local_gateway_id: Expression
        nat_gateway_id: Expression
        network_interface_id: Expression
        origin: Expression
        route_table_id: Expression
        state: Expression
        timeouts: Expression
        transit_gateway_id: Expression
        vpc_endpoint_id: Expression
        vpc_peering_connection_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            route_table_id: Text,
            carrier_gateway_id: Text | None = None,
            core_network_arn: Text | None = None,
            destination_cidr_block: Text | None = None,
            destination_ipv6_cidr_block: Text | None = None,
            destination_prefix_list_id: Text | None = None,
            egress_only_gateway_id: Text | None = None,
            gateway_id: Text | None = None,
            local_gateway_id: Text | None = None,
            nat_gateway_id: Text | None = None,
            network_interface_id: Text | None = None,
            timeouts: RouteTimeouts | None = None,
            transit_gateway_id: Text | None = None,
            vpc_endpoint_id: Text | None = None,
            vpc_peering_connection_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
