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


class CeAnomalyMonitor(Resource):
    """`aws_ce_anomaly_monitor`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ce_anomaly_monitor"
    SCHEMA = Schema(
        required=frozenset({"monitor_type", "name"}),
        optional=frozenset({"monitor_dimension", "monitor_specification", "tags", "tags_all"}),
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "monitor_dimension",
            "monitor_specification",
            "monitor_type",
            "name",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        monitor_dimension: Expression
        monitor_specification: Expression
        monitor_type: Expression
        name: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            monitor_type: Text,
            name: Text,
            monitor_dimension: Text | None = None,
            monitor_specification: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
