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


class CloudwatchDashboard(Resource):
    """`aws_cloudwatch_dashboard`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_cloudwatch_dashboard"
    SCHEMA = Schema(required=frozenset({"dashboard_body", "dashboard_name"}))
    ATTRIBUTES = frozenset(
        {
            "dashboard_arn",
            "dashboard_body",
            "dashboard_name",
            "id",
        }
    )

    if TYPE_CHECKING:
        dashboard_arn: Expression
        dashboard_body: Expression
        dashboard_name: Expression
        id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            dashboard_body: Text,
            dashboard_name: Text,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
