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

    RdsClusterParameterGroupParameter = TypedDict(
        "RdsClusterParameterGroupParameter",
        {
            "name": Required["Text"],
            "value": Required["Text"],
            "apply_method": NotRequired["Text | None"],
        },
    )


class RdsClusterParameterGroup(Resource):
    """`aws_rds_cluster_parameter_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_rds_cluster_parameter_group"
    SCHEMA = Schema(
        required=frozenset({"family"}),
        optional=frozenset({"description", "name", "name_prefix", "parameter", "tags", "tags_all"}),
        blocks={"parameter": Schema(required=frozenset({"name", "value"}), optional=frozenset({"apply_method"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "family",
            "id",
            "name",
            "name_prefix",
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
        name_prefix: Expression
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
            description: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            parameter: RdsClusterParameterGroupParameter | Sequence[RdsClusterParameterGroupParameter] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
