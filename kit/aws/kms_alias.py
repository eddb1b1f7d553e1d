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


class KmsAlias(Resource):
    """`aws_kms_alias`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_kms_alias"
    SCHEMA = Schema(required=frozenset({"target_key_id"}), optional=frozenset({"name", "name_prefix"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "name",
            "name_prefix",
            "target_key_arn",
            "target_key_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        name: Expression
        name_prefix: Expression
        target_key_arn: Expression
        target_key_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            target_key_id: Text,
            name: Text | None = None,
            name_prefix: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
