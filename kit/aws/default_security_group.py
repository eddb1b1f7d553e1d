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


class DefaultSecurityGroup(Resource):
    """`aws_default_security_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_default_security_group"
    SCHEMA = Schema(optional=frozenset({"egress", "ingress", "revoke_rules_on_delete", "tags", "tags_all", "vpc_id"}))
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
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            egress: List[Mapping[str, Any] | Expression] | None = None,
            ingress: List[Mapping[str, Any] | Expression] | None = None,
            revoke_rules_on_delete: Bool | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
