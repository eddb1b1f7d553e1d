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


class CallerIdentity(DataSource):
    """`aws_caller_identity`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_caller_identity"
    SCHEMA = Schema(optional=frozenset({"id"}))
    ATTRIBUTES = frozenset(
        {
            "account_id",
            "arn",
            "id",
            "user_id",
        }
    )

    if TYPE_CHECKING:
        account_id: Expression
        arn: Expression
        id: Expression
        user_id: Expression

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
