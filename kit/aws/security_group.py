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

    SecurityGroupTimeouts = TypedDict(
        "SecurityGroupTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
        },
    )


class SecurityGroup(Resource):
    """`aws_security_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_security_group"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "description",
                "egress",
                "ingress",
                "name",
                "name_prefix",
                "revoke_rules_on_delete",
                "tags",
                "tags_all",
                "timeouts",
                "vpc_id",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "egress",
            "id",
            "ingress",
            "name",
            "name_prefix",
            "owner_id",
            "revoke_rules_on_delete",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        egress: Expression
        id: Expression
        ingress: Expression
        name: Expression
        name_prefix: Expression
        owner_id: Expression
        revoke_rules_on_delete: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            description: Text | None = None,
            egress: List[Mapping[str, Any] | Expression] | None = None,
            ingress: List[Mapping[str, Any] | Expression] | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            revoke_rules_on_delete: Bool | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: SecurityGroupTimeouts | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
