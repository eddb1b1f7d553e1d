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

    AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment = TypedDict(
        "AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment",
        {
            "scaling_adjustment": Required["Number"],
            "metric_interval_lower_bound": NotRequired["Text | None"],
            "metric_interval_upper_bound": NotRequired["Text | None"],
        },
    )

    AppautoscalingPolicyStepScalingPolicyConfiguration = TypedDict(
        "AppautoscalingPolicyStepScalingPolicyConfiguration",
        {
            "adjustment_type": NotRequired["Text | None"],
            "cooldown": NotRequired["Number | None"],
            "metric_aggregation_type": NotRequired["Text | None"],
            "min_adjustment_magnitude": NotRequired["Number | None"],
            "step_adjustment": NotRequired[
                "AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment | Sequence[AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment] | None"
            ],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimensions = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimensions",
        {
            "name": Required["Text"],
            "value": Required["Text"],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensions = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensions",
        {
            "name": Required["Text"],
            "value": Required["Text"],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetric = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetric",
        {
            "metric_name": Required["Text"],
            "namespace": Required["Text"],
            "dimensions": NotRequired[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensions | Sequence[AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensions] | None"
            ],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStat = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStat",
        {
            "metric": Required[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetric"
            ],
            "stat": Required["Text"],
            "unit": NotRequired["Text | None"],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics",
        {
            "id": Required["Text"],
            "expression": NotRequired["Text | None"],
            "label": NotRequired["Text | None"],
            "metric_stat": NotRequired[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStat | None"
            ],
            "return_data": NotRequired["Bool | None"],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification",
        {
            "dimensions": NotRequired[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimensions | Sequence[AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimensions] | None"
            ],
            "metric_name": NotRequired["Text | None"],
            "metrics": NotRequired[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics | Sequence[AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics] | None"
            ],
            "namespace": NotRequired["Text | None"],
            "statistic": NotRequired["Text | None"],
            "unit": NotRequired["Text | None"],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification",
        {
            "predefined_metric_type": Required["Text"],
            "resource_label": NotRequired["Text | None"],
        },
    )

    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration = TypedDict(
        "AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration",
        {
            "target_value": Required["Number"],
            "customized_metric_specification": NotRequired[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification | None"
            ],
            "disable_scale_in": NotRequired["Bool | None"],
            "predefined_metric_specification": NotRequired[
                "AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification | None"
            ],
            "scale_in_cooldown": NotRequired["Number | None"],
            "scale_out_cooldown": NotRequired["Number | None"],
        },
    )


class AppautoscalingPolicy(Resource):
    """`aws_appautoscaling_policy`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_appautoscaling_policy"
    SCHEMA = Schema(
        required=frozenset({"name", "resource_id", "scalable_dimension", "service_namespace"}),
        optional=frozenset(
            {"policy_type", "step_scaling_policy_configuration", "target_tracking_scaling_policy_configuration"}
        ),
        blocks={
            "step_scaling_policy_configuration": Schema(
                optional=frozenset(
                    {
                        "adjustment_type",
                        "cooldown",
                        "metric_aggregation_type",
                        "min_adjustment_magnitude",
                        "step_adjustment",
                    }
                ),
                blocks={
                    "step_adjustment": Schema(
                        required=frozenset({"scaling_adjustment"}),
                        optional=frozenset({"metric_interval_lower_bound", "metric_interval_upper_bound"}),
                    )
                },
            ),
            "target_tracking_scaling_policy_configuration": Schema(
                required=frozenset({"target_value"}),
                optional=frozenset(
                    {
                        "customized_metric_specification",
                        "disable_scale_in",
                        "predefined_metric_specification",
                        "scale_in_cooldown",
                        "scale_out_cooldown",
                    }
                ),
                blocks={
                    "customized_metric_specification": Schema(
                        optional=frozenset({"dimensions", "metric_name", "metrics", "namespace", "statistic", "unit"}),
                        blocks={
                            "dimensions": Schema(required=frozenset({"name", "value"})),
                            "metrics": Schema(
                                required=frozenset({"id"}),
                                optional=frozenset({"expression", "label", "metric_stat", "return_data"}),
                                blocks={
                                    "metric_stat": Schema(
                                        required=frozenset({"metric", "stat"}),
                                        optional=frozenset({"unit"}),
                                        blocks={
                                            "metric": Schema(
                                                required=frozenset({"metric_name", "namespace"}),
                                                optional=frozenset({"dimensions"}),
                                                blocks={"dimensions": Schema(required=frozenset({"name", "value"}))},
                                            )
                                        },
                                    )
                                },
                            ),
                        },
                    ),
                    "predefined_metric_specification": Schema(
                        required=frozenset({"predefined_metric_type"}), optional=frozenset({"resource_label"})
                    ),
                },
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "alarm_arns",
            "arn",
            "id",
            "name",
            "policy_type",
            "resource_id",
            "scalable_dimension",
            "service_namespace",
            "step_scaling_policy_configuration",
            "target_tracking_scaling_policy_configuration",
        }
    )

    if TYPE_CHECKING:
        alarm_arns: Expression
        arn: Expression
        id: Expression
        name: Expression
        policy_type: Expression
        resource_id: Expression
        scalable_dimension: Expression
        service_namespace: Expression
        step_scaling_policy_configuration: Expression
        target_tracking_scaling_policy_configuration: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            resource_id: Text,
            scalable_dimension: Text,
            service_namespace: Text,
            policy_type: Text | None = None,
            step_scaling_policy_configuration: AppautoscalingPolicyStepScalingPolicyConfiguration | None = None,
            target_tracking_scaling_policy_configuration: AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration
            | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
