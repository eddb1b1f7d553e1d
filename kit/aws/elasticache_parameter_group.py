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

    ElasticacheParameterGroupParameter = TypedDict(
        "ElasticacheParameterGroupParameter",
        {
            "name": Required["Text"],
            "value": Required["Text"],
        },
    )


class ElasticacheParameterGroup(Resource):
    """`aws_elasticache_parameter_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_elasticache_parameter_group"
    SCHEMA = Schema(
        required=frozenset({"family", "name"}),
        optional=frozenset({"description", "parameter", "tags", "tags_all"}),
        blocks={"parameter": Schema(required=frozenset({"name", "value"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "family",
            "id",
            "name",
            "parameter",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        family: Expression
        id: Expression
        name: Expression
        parameter: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            family: Text,
            name: Text,
            description: Text | None = None,
            parameter: ElasticacheParameterGroupParameter | Sequence[ElasticacheParameterGroupParameter] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
