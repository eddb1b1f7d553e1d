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

    ElasticacheUserAuthenticationMode = TypedDict(
        "ElasticacheUserAuthenticationMode",
        {
            "type": Required["Text"],
            "passwords": NotRequired["List[Text] | None"],
        },
    )

    ElasticacheUserTimeouts = TypedDict(
        "ElasticacheUserTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "read": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class ElasticacheUser(Resource):
    """`aws_elasticache_user`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_elasticache_user"
    SCHEMA = Schema(
        required=frozenset({"access_string", "engine", "user_id", "user_name"}),
        optional=frozenset(
            {"authentication_mode", "no_password_required", "passwords", "tags", "tags_all", "timeouts"}
        ),
        blocks={
            "authentication_mode": Schema(required=frozenset({"type"}), optional=frozenset({"passwords"})),
            "timeouts": Schema(optional=frozenset({"create", "delete", "read", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "access_string",
            "arn",
            "authentication_mode",
            "engine",
            "id",
            "no_password_required",
            "passwords",
            "tags",
            "tags_all",
            "timeouts",
            "user_id",
            "user_name",
        }
    )

    if TYPE_CHECKING:
        access_string: Expression
        arn: Expression
        authentication_mode: Expression
        engine: Expression
        id: Expression
        no_password_required: Expression
        passwords: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        user_id: Expression
        user_name: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            access_string: Text,
            engine: Text,
            user_id: Text,
            user_name: Text,
            authentication_mode: ElasticacheUserAuthenticationMode | None = None,
            no_password_required: Bool | None = None,
            passwords: List[Text] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: ElasticacheUserTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
