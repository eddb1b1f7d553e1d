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

    AppautoscalingTargetSuspendedState = TypedDict(
        "AppautoscalingTargetSuspendedState",
        {
            "dynamic_scaling_in_suspended": NotRequired["Bool | None"],
            "dynamic_scaling_out_suspended": NotRequired["Bool | None"],
            "scheduled_scaling_suspended": NotRequired["Bool | None"],
        },
    )


class AppautoscalingTarget(Resource):
    """`aws_appautoscaling_target`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_appautoscaling_target"
    SCHEMA = Schema(
        required=frozenset({"max_capacity", "min_capacity", "resource_id", "scalable_dimension", "service_namespace"}),
        optional=frozenset({"role_arn", "suspended_state", "tags", "tags_all"}),
        blocks={
            "suspended_state": Schema(
                optional=frozenset(
                    {"dynamic_scaling_in_suspended", "dynamic_scaling_out_suspended", "scheduled_scaling_suspended"}
                )
            )
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "max_capacity",
            "min_capacity",
            "resource_id",
            "role_arn",
            "scalable_dimension",
            "service_namespace",
            "suspended_state",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        max_capacity: Expression
        min_capacity: Expression
        resource_id: Expression
        role_arn: Expression
        scalable_dimension: Expression
        service_namespace: Expression
        suspended_state: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            max_capacity: Number,
            min_capacity: Number,
            resource_id: Text,
            scalable_dimension: Text,
            service_namespace: Text,
            role_arn: Text | None = None,
            suspended_state: AppautoscalingTargetSuspendedState | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
