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

    AppautoscalingScheduledActionScalableTargetAction = TypedDict(
        "AppautoscalingScheduledActionScalableTargetAction",
        {
            "max_capacity": NotRequired["Text | None"],
            "min_capacity": NotRequired["Text | None"],
        },
    )


class AppautoscalingScheduledAction(Resource):
    """`aws_appautoscaling_scheduled_action`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_appautoscaling_scheduled_action"
    SCHEMA = Schema(
        required=frozenset(
            {"name", "resource_id", "scalable_dimension", "scalable_target_action", "schedule", "service_namespace"}
        ),
        optional=frozenset({"end_time", "start_time", "timezone"}),
        blocks={"scalable_target_action": Schema(optional=frozenset({"max_capacity", "min_capacity"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "end_time",
            "id",
            "name",
            "resource_id",
            "scalable_dimension",
            "scalable_target_action",
            "schedule",
            "service_namespace",
            "start_time",
            "timezone",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        end_time: Expression
        id: Expression
        name: Expression
        resource_id: Expression
        scalable_dimension: Expression
        scalable_target_action: Expression
        schedule: Expression
        service_namespace: Expression
        start_time: Expression
        timezone: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            resource_id: Text,
            scalable_dimension: Text,
            scalable_target_action: AppautoscalingScheduledActionScalableTargetAction,
            schedule: Text,
            service_namespace: Text,
            end_time: Text | None = None,
            start_time: Text | None = None,
            timezone: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
