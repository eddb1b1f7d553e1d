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


class SsmParameter(DataSource):
    """`aws_ssm_parameter`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ssm_parameter"
    SCHEMA = Schema(required=frozenset({"name"}), optional=frozenset({"id", "with_decryption"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "insecure_value",
            "name",
            "type",
            "value",
            "version",
            "with_decryption",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        insecure_value: Expression
        name: Expression
        type: Expression
        value: Expression
        version: Expression
        with_decryption: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            id: Text | None = None,
            with_decryption: Bool | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
