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


class Partition(DataSource):
    """`aws_partition`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_partition"
    SCHEMA = Schema(optional=frozenset({"id"}))
    ATTRIBUTES = frozenset(
        {
            "dns_suffix",
            "id",
            "partition",
            "reverse_dns_prefix",
        }
    )

    if TYPE_CHECKING:
        dns_suffix: Expression
        id: Expression
        partition: Expression
        reverse_dns_prefix: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
