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


class ElasticacheUserGroup(Resource):
    """`aws_elasticache_user_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_elasticache_user_group"
    SCHEMA = Schema(
        required=frozenset({"engine", "user_group_id"}), optional=frozenset({"tags", "tags_all", "user_ids"})
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "engine",
            "id",
            "tags",
            "tags_all",
            "user_group_id",
            "user_ids",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        engine: Expression
        id: Expression
        tags: Expression
        tags_all: Expression
        user_group_id: Expression
        user_ids: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            engine: Text,
            user_group_id: Text,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            user_ids: List[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
