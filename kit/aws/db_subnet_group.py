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


class DbSubnetGroup(Resource):
    """`aws_db_subnet_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_db_subnet_group"
    SCHEMA = Schema(
        required=frozenset({"subnet_ids"}),
        optional=frozenset({"description", "name", "name_prefix", "tags", "tags_all"}),
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "id",
            "name",
            "name_prefix",
            "subnet_ids",
            "supported_network_types",
            "tags",
            "tags_all",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        id: Expression
        name: Expression
        name_prefix: Expression
        subnet_ids: Expression
        supported_network_types: Expression
        tags: Expression
        tags_all: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            subnet_ids: List[Text],
            description: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
