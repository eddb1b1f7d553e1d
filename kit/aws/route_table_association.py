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

    RouteTableAssociationTimeouts = TypedDict(
        "RouteTableAssociationTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class RouteTableAssociation(Resource):
    """`aws_route_table_association`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_route_table_association"
    SCHEMA = Schema(
        required=frozenset({"route_table_id"}),
        optional=frozenset({"gateway_id", "subnet_id", "timeouts"}),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "gateway_id",
            "id",
            "route_table_id",
            "subnet_id",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        gateway_id: Expression
        id: Expression
        route_table_id: Expression
        subnet_id: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            route_table_id: Text,
            gateway_id: Text | None = None,
            subnet_id: Text | None = None,
            timeouts: RouteTableAssociationTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
