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

    RouteTableTimeouts = TypedDict(
        "RouteTableTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class RouteTable(Resource):
    """`aws_route_table`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_route_table"
    SCHEMA = Schema(
        required=frozenset({"vpc_id"}),
        optional=frozenset({"propagating_vgws", "route", "tags", "tags_all", "timeouts"}),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "owner_id",
            "propagating_vgws",
            "route",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        owner_id: Expression
        propagating_vgws: Expression
        route: Expression
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
            propagating_vgws: List[Text] | None = None,
            route: List[Mapping[str, Any] | Expression] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: RouteTableTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
