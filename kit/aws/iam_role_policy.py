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


class IamRolePolicy(Resource):
    """`aws_iam_role_policy`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_iam_role_policy"
    SCHEMA = Schema(required=frozenset({"policy", "role"}), optional=frozenset({"name", "name_prefix"}))
    ATTRIBUTES = frozenset(
        {
            "id",
            "name",
            "name_prefix",
            "policy",
            "role",
        }
    )

    if TYPE_CHECKING:
        id: Expression
        name: Expression
        name_prefix: Expression
        policy: Expression
        role: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            policy: Text,
            role: Text,
            name: Text | None = None,
            name_prefix: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
