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

    NatGatewayTimeouts = TypedDict(
        "NatGatewayTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class NatGateway(Resource):
    """`aws_nat_gateway`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_nat_gateway"
    SCHEMA = Schema(
        required=frozenset({"subnet_id"}),
        optional=frozenset(
            {
                "allocation_id",
                "connectivity_type",
                "private_ip",
                "secondary_allocation_ids",
                "secondary_private_ip_address_count",
                "secondary_private_ip_addresses",
                "tags",
                "tags_all",
                "timeouts",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "allocation_id",
            "association_id",
            "connectivity_type",
            "id",
            "network_interface_id",
            "private_ip",
            "public_ip",
            "secondary_allocation_ids",
            "secondary_private_ip_address_count",
            "secondary_private_ip_addresses",
            "subnet_id",
            "tags",
            "tags_all",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        allocation_id: Expression
        association_id: Expression
        connectivity_type: Expression
        id: Expression
        network_interface_id: Expression
        private_ip: Expression
        public_ip: Expression
        secondary_allocation_ids: Expression
        secondary_private_ip_address_count: Expression
        secondary_private_ip_addresses: Expression
        subnet_id: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            subnet_id: Text,
            allocation_id: Text | None = None,
            connectivity_type: Text | None = None,
            private_ip: Text | None = None,
            secondary_allocation_ids: List[Text] | None = None,
            secondary_private_ip_address_count: Number | None = None,
            secondary_private_ip_addresses: List[Text] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: NatGatewayTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
