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


class IamInstanceProfile(Resource):
    """`aws_iam_instance_profile`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_iam_instance_profile"
    SCHEMA = Schema(optional=frozenset({"name", "name_prefix", "path", "role", "tags", "tags_all"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "create_date",
            "id",
            "name",
            "name_prefix",
            "path",
            "role",
            "tags",
            "tags_all",
            "unique_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        create_date: Expression
        id: Expression
        name: Expression
        name_prefix: Expression
        path: Expression
        role: Expression
        tags: Expression
        tags_all: Expression
        unique_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text | None = None,
            name_prefix: Text | None = None,
            path: Text | None = None,
            role: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
