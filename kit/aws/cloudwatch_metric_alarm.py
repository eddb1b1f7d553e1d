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

    CloudwatchMetricAlarmMetricQueryMetric = TypedDict(
        "CloudwatchMetricAlarmMetricQueryMetric",
        {
            "metric_name": Required["Text"],
            "period": Required["Number"],
            "stat": Required["Text"],
            "dimensions": NotRequired["Map[Text] | None"],
            "namespace": NotRequired["Text | None"],
            "unit": NotRequired["Text | None"],
        },
    )

    CloudwatchMetricAlarmMetricQuery = TypedDict(
        "CloudwatchMetricAlarmMetricQuery",
        {
            "id": Required["Text"],
            "account_id": NotRequired["Text | None"],
            "expression": NotRequired["Text | None"],
            "label": NotRequired["Text | None"],
            "metric": NotRequired["CloudwatchMetricAlarmMetricQueryMetric | None"],
            "period": NotRequired["Number | None"],
            "return_data": NotRequired["Bool | None"],
        },
    )


class CloudwatchMetricAlarm(Resource):
    """`aws_cloudwatch_metric_alarm`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_cloudwatch_metric_alarm"
    SCHEMA = Schema(
        required=frozenset({"alarm_name", "comparison_operator", "evaluation_periods"}),
        optional=frozenset(
            {
                "actions_enabled",
                "alarm_actions",
                "alarm_description",
                "datapoints_to_alarm",
                "dimensions",
                "evaluate_low_sample_count_percentiles",
                "extended_statistic",
                "insufficient_data_actions",
                "metric_name",
                "metric_query",
                "namespace",
                "ok_actions",
                "period",
                "statistic",
                "tags",
                "tags_all",
                "threshold",
                "threshold_metric_id",
                "treat_missing_data",
                "unit",
            }
        ),
        blocks={
            "metric_query": Schema(
                required=frozenset({"id"}),
                optional=frozenset({"account_id", "expression", "label", "metric", "period", "return_data"}),
                blocks={
                    "metric": Schema(
                        required=frozenset({"metric_name", "period", "stat"}),
                        optional=frozenset({"dimensions", "namespace", "unit"}),
                    )
                },
            )
        },
    )
    ATTRIBUTES = frozenset(
        {
            "actions_enabled",
            "alarm_actions",
            "alarm_description",
            "alarm_name",
            "arn",
            "comparison_operator",
            "datapoints_to_alarm",
            "dimensions",
            "evaluate_low_sample_count_percentiles",
            "evaluation_periods",
            "extended_statistic",
            "id",
            "insufficient_data_actions",
            "metric_name",
            "metric_query",
            "namespace",
            "ok_actions",
            "period",
            "statistic",
            "tags",
            "tags_all",
            "threshold",
            "threshold_metric_id",
            "treat_missing_data",
            "unit",
        }
    )

    if TYPE_CHECKING:
        actions_enabled: Expression
        alarm_actions: Expression
        alarm_description: Expression
        alarm_name: Expression
        arn: Expression
        comparison_operator: Expression
        datapoints_to_alarm: Expression
        dimensions: Expression
        evaluate_low_sample_count_percentiles: Expression
        evaluation_periods: Expression
        extended_statistic: Expression
        id: Expression
        insufficient_data_actions: Expression
        metric_name: Expression
        metric_query: Expression
        namespace: Expression
        ok_actions: Expression
        period: Expression
        statistic: Expression
        tags: Expression
        tags_all: Expression
        threshold: Expression
        threshold_metric_id: Expression
        treat_missing_data: Expression
        unit: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            alarm_name: Text,
            comparison_operator: Text,
            evaluation_periods: Number,
            actions_enabled: Bool | None = None,
            alarm_actions: List[Text] | None = None,
            alarm_description: Text | None = None,
            datapoints_to_alarm: Number | None = None,
            dimensions: Map[Text] | None = None,
            evaluate_low_sample_count_percentiles: Text | None = None,
            extended_statistic: Text | None = None,
            insufficient_data_actions: List[Text] | None = None,
            metric_name: Text | None = None,
            metric_query: CloudwatchMetricAlarmMetricQuery | Sequence[CloudwatchMetricAlarmMetricQuery] | None = None,
            namespace: Text | None = None,
            ok_actions: List[Text] | None = None,
            period: Number | None = None,
            statistic: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            threshold: Number | None = None,
            threshold_metric_id: Text | None = None,
            treat_missing_data: Text | None = None,
            unit: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
