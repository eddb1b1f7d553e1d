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


class Region(DataSource):
    """`aws_region`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_region"
    SCHEMA = Schema(optional=frozenset({"endpoint", "id", "name"}))
    ATTRIBUTES = frozenset(
        {
            "description",
            "endpoint",
            "id",
            "name",
        }
    )

    if TYPE_CHECKING:
        description: Expression
        endpoint: Expression
        id: Expression
        name: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            endpoint: Text | None = None,
            id: Text | None = None,
            name: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
