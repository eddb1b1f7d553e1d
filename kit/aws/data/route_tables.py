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

    RouteTablesFilter = TypedDict(
        "RouteTablesFilter",
        {
            "name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    RouteTablesTimeouts = TypedDict(
        "RouteTablesTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class RouteTables(DataSource):
    """`aws_route_tables`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_route_tables"
    SCHEMA = Schema(
        optional=frozenset({"filter", "id", "tags", "timeouts", "vpc_id"}),
        blocks={
            "filter": Schema(required=frozenset({"name", "values"})),
            "timeouts": Schema(optional=frozenset({"read"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "filter",
            "id",
            "ids",
            "tags",
            "timeouts",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        filter: Expression
        id: Expression
        ids: Expression
        tags: Expression
        timeouts: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            filter: RouteTablesFilter | Sequence[RouteTablesFilter] | None = None,
            id: Text | None = None,
            tags: Map[Text] | None = None,
            timeouts: RouteTablesTimeouts | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
