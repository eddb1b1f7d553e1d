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

    SchedulerScheduleFlexibleTimeWindow = TypedDict(
        "SchedulerScheduleFlexibleTimeWindow",
        {
            "mode": Required["Text"],
            "maximum_window_in_minutes": NotRequired["Number | None"],
        },
    )

    SchedulerScheduleTargetDeadLetterConfig = TypedDict(
        "SchedulerScheduleTargetDeadLetterConfig",
        {
            "arn": Required["Text"],
        },
    )

    SchedulerScheduleTargetEcsParametersCapacityProviderStrategy = TypedDict(
        "SchedulerScheduleTargetEcsParametersCapacityProviderStrategy",
        {
            "capacity_provider": Required["Text"],
            "base": NotRequired["Number | None"],
            "weight": NotRequired["Number | None"],
        },
    )

    SchedulerScheduleTargetEcsParametersNetworkConfiguration = TypedDict(
        "SchedulerScheduleTargetEcsParametersNetworkConfiguration",
        {
            "subnets": Required["List[Text]"],
            "assign_public_ip": NotRequired["Bool | None"],
            "security_groups": NotRequired["List[Text] | None"],
        },
    )

    SchedulerScheduleTargetEcsParametersPlacementConstraints = TypedDict(
        "SchedulerScheduleTargetEcsParametersPlacementConstraints",
        {
            "type": Required["Text"],
            "expression": NotRequired["Text | None"],
        },
    )

    SchedulerScheduleTargetEcsParametersPlacementStrategy = TypedDict(
        "SchedulerScheduleTargetEcsParametersPlacementStrategy",
        {
            "type": Required["Text"],
            "field": NotRequired["Text | None"],
        },
    )

    SchedulerScheduleTargetEcsParameters = TypedDict(
        "SchedulerScheduleTargetEcsParameters",
        {
            "task_definition_arn": Required["Text"],
            "capacity_provider_strategy": NotRequired[
                "SchedulerScheduleTargetEcsParametersCapacityProviderStrategy | Sequence[SchedulerScheduleTargetEcsParametersCapacityProviderStrategy] | None"
            ],
            "enable_ecs_managed_tags": NotRequired["Bool | None"],
            "enable_execute_command": NotRequired["Bool | None"],
            "group": NotRequired["Text | None"],
            "launch_type": NotRequired["Text | None"],
            "network_configuration": NotRequired["SchedulerScheduleTargetEcsParametersNetworkConfiguration | None"],
            "placement_constraints": NotRequired[
                "SchedulerScheduleTargetEcsParametersPlacementConstraints | Sequence[SchedulerScheduleTargetEcsParametersPlacementConstraints] | None"
            ],
            "placement_strategy": NotRequired[
                "SchedulerScheduleTargetEcsParametersPlacementStrategy | Sequence[SchedulerScheduleTargetEcsParametersPlacementStrategy] | None"
            ],
            "platform_version": NotRequired["Text | None"],
            "propagate_tags": NotRequired["Text | None"],
            "reference_id": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
            "task_count": NotRequired["Number | None"],
        },
    )

    SchedulerScheduleTargetEventbridgeParameters = TypedDict(
        "SchedulerScheduleTargetEventbridgeParameters",
        {
            "detail_type": Required["Text"],
            "source": Required["Text"],
        },
    )

    SchedulerScheduleTargetKinesisParameters = TypedDict(
        "SchedulerScheduleTargetKinesisParameters",
        {
            "partition_key": Required["Text"],
        },
    )

    SchedulerScheduleTargetRetryPolicy = TypedDict(
        "SchedulerScheduleTargetRetryPolicy",
        {
            "maximum_event_age_in_seconds": NotRequired["Number | None"],
            "maximum_retry_attempts": NotRequired["Number | None"],
        },
    )

    SchedulerScheduleTargetSagemakerPipelineParametersPipelineParameter = TypedDict(
        "SchedulerScheduleTargetSagemakerPipelineParametersPipelineParameter",
        {
            "name": Required["Text"],
            "value": Required["Text"],
        },
    )

    SchedulerScheduleTargetSagemakerPipelineParameters = TypedDict(
        "SchedulerScheduleTargetSagemakerPipelineParameters",
        {
            "pipeline_parameter": NotRequired[
                "SchedulerScheduleTargetSagemakerPipelineParametersPipelineParameter | Sequence[SchedulerScheduleTargetSagemakerPipelineParametersPipelineParameter] | None"
            ],
        },
    )

    SchedulerScheduleTargetSqsParameters = TypedDict(
        "SchedulerScheduleTargetSqsParameters",
        {
            "message_group_id": NotRequired["Text | None"],
        },
    )

    SchedulerScheduleTarget = TypedDict(
        "SchedulerScheduleTarget",
        {
            "arn": Required["Text"],
            "role_arn": Required["Text"],
            "dead_letter_config": NotRequired["SchedulerScheduleTargetDeadLetterConfig | None"],
            "ecs_parameters": NotRequired["SchedulerScheduleTargetEcsParameters | None"],
            "eventbridge_parameters": NotRequired["SchedulerScheduleTargetEventbridgeParameters | None"],
            "input": NotRequired["Text | None"],
            "kinesis_parameters": NotRequired["SchedulerScheduleTargetKinesisParameters | None"],
            "retry_policy": NotRequired["SchedulerScheduleTargetRetryPolicy | None"],
            "sagemaker_pipeline_parameters": NotRequired["SchedulerScheduleTargetSagemakerPipelineParameters | None"],
            "sqs_parameters": NotRequired["SchedulerScheduleTargetSqsParameters | None"],
        },
    )


class SchedulerSchedule(Resource):
    """`aws_scheduler_schedule`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_scheduler_schedule"
    SCHEMA = Schema(
        required=frozenset({"flexible_time_window", "schedule_expression", "target"}),
        optional=frozenset(
            {
                "description",
                "end_date",
                "group_name",
                "kms_key_arn",
                "name",
                "name_prefix",
                "schedule_expression_timezone",
                "start_date",
                "state",
            }
        ),
        blocks={
            "flexible_time_window": Schema(
                required=frozenset({"mode"}), optional=frozenset({"maximum_window_in_minutes"})
            ),
            "target": Schema(
                required=frozenset({"arn", "role_arn"}),
                optional=frozenset(
                    {
                        "dead_letter_config",
                        "ecs_parameters",
                        "eventbridge_parameters",
                        "input",
                        "kinesis_parameters",
                        "retry_policy",
                        "sagemaker_pipeline_parameters",
                        "sqs_parameters",
                    }
                ),
                blocks={
                    "dead_letter_config": Schema(required=frozenset({"arn"})),
                    "ecs_parameters": Schema(
                        required=frozenset({"task_definition_arn"}),
                        optional=frozenset(
                            {
                                "capacity_provider_strategy",
                                "enable_ecs_managed_tags",
                                "enable_execute_command",
                                "group",
                                "launch_type",
                                "network_configuration",
                                "placement_constraints",
                                "placement_strategy",
                                "platform_version",
                                "propagate_tags",
                                "reference_id",
                                "tags",
                                "task_count",
                            }
                        ),
                        blocks={
                            "capacity_provider_strategy": Schema(
                                required=frozenset({"capacity_provider"}), optional=frozenset({"base", "weight"})
                            ),
                            "network_configuration": Schema(
                                required=frozenset({"subnets"}),
                                optional=frozenset({"assign_public_ip", "security_groups"}),
                            ),
                            "placement_constraints": Schema(
                                required=frozenset({"type"}), optional=frozenset({"expression"})
                            ),
                            "placement_strategy": Schema(required=frozenset({"type"}), optional=frozenset({"field"})),
                        },
                    ),
                    "eventbridge_parameters": Schema(required=frozenset({"detail_type", "source"})),
                    "kinesis_parameters": Schema(required=frozenset({"partition_key"})),
                    "retry_policy": Schema(
                        optional=frozenset({"maximum_event_age_in_seconds", "maximum_retry_attempts"})
                    ),
                    "sagemaker_pipeline_parameters": Schema(
                        optional=frozenset({"pipeline_parameter"}),
                        blocks={"pipeline_parameter": Schema(required=frozenset({"name", "value"}))},
                    ),
                    "sqs_parameters": Schema(optional=frozenset({"message_group_id"})),
                },
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "end_date",
            "flexible_time_window",
            "group_name",
            "id",
            "kms_key_arn",
            "name",
            "name_prefix",
            "schedule_expression",
            "schedule_expression_timezone",
            "start_date",
            "state",
            "target",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        end_date: Expression
        flexible_time_window: Expression
        group_name: Expression
        id: Expression
        kms_key_arn: Expression
        name: Expression
        name_prefix: Expression
        schedule_expression: Expression
        schedule_expression_timezone: Expression
        start_date: Expression
        state: Expression
        target: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            flexible_time_window: SchedulerScheduleFlexibleTimeWindow,
            schedule_expression: Text,
            target: SchedulerScheduleTarget,
            description: Text | None = None,
            end_date: Text | None = None,
            group_name: Text | None = None,
            kms_key_arn: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            schedule_expression_timezone: Text | None = None,
            start_date: Text | None = None,
            state: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
