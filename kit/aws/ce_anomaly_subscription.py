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

    CeAnomalySubscriptionSubscriber = TypedDict(
        "CeAnomalySubscriptionSubscriber",
        {
            "address": Required["Text"],
            "type": Required["Text"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionAndCostCategory = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionAndCostCategory",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionAndDimension = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionAndDimension",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionAndTags = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionAndTags",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionAnd = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionAnd",
        {
            "cost_category": NotRequired["CeAnomalySubscriptionThresholdExpressionAndCostCategory | None"],
            "dimension": NotRequired["CeAnomalySubscriptionThresholdExpressionAndDimension | None"],
            "tags": NotRequired["CeAnomalySubscriptionThresholdExpressionAndTags | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionCostCategory = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionCostCategory",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionDimension = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionDimension",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionNotCostCategory = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionNotCostCategory",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionNotDimension = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionNotDimension",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionNotTags = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionNotTags",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionNot = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionNot",
        {
            "cost_category": NotRequired["CeAnomalySubscriptionThresholdExpressionNotCostCategory | None"],
            "dimension": NotRequired["CeAnomalySubscriptionThresholdExpressionNotDimension | None"],
            "tags": NotRequired["CeAnomalySubscriptionThresholdExpressionNotTags | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionOrCostCategory = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionOrCostCategory",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionOrDimension = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionOrDimension",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionOrTags = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionOrTags",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionOr = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionOr",
        {
            "cost_category": NotRequired["CeAnomalySubscriptionThresholdExpressionOrCostCategory | None"],
            "dimension": NotRequired["CeAnomalySubscriptionThresholdExpressionOrDimension | None"],
            "tags": NotRequired["CeAnomalySubscriptionThresholdExpressionOrTags | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpressionTags = TypedDict(
        "CeAnomalySubscriptionThresholdExpressionTags",
        {
            "key": NotRequired["Text | None"],
            "match_options": NotRequired["List[Text] | None"],
            "values": NotRequired["List[Text] | None"],
        },
    )

    CeAnomalySubscriptionThresholdExpression = TypedDict(
        "CeAnomalySubscriptionThresholdExpression",
        {
            "and": NotRequired[
                "CeAnomalySubscriptionThresholdExpressionAnd | Sequence[CeAnomalySubscriptionThresholdExpressionAnd] | None"
            ],
            "cost_category": NotRequired["CeAnomalySubscriptionThresholdExpressionCostCategory | None"],
            "dimension": NotRequired["CeAnomalySubscriptionThresholdExpressionDimension | None"],
            "not": NotRequired["CeAnomalySubscriptionThresholdExpressionNot | None"],
            "or": NotRequired[
                "CeAnomalySubscriptionThresholdExpressionOr | Sequence[CeAnomalySubscriptionThresholdExpressionOr] | None"
            ],
            "tags": NotRequired["CeAnomalySubscriptionThresholdExpressionTags | None"],
        },
    )


class CeAnomalySubscription(Resource):
    """`aws_ce_anomaly_subscription`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ce_anomaly_subscription"
    SCHEMA = Schema(
        required=frozenset({"frequency", "monitor_arn_list", "name", "subscriber"}),
        optional=frozenset({"account_id", "tags", "tags_all", "threshold_expression"}),
        blocks={
            "subscriber": Schema(required=frozenset({"address", "type"})),
            "threshold_expression": Schema(
                optional=frozenset({"and", "cost_category", "dimension", "not", "or", "tags"}),
                blocks={
                    "and": Schema(
                        optional=frozenset({"cost_category", "dimension", "tags"}),
                        blocks={
                            "cost_category": Schema(optional=frozenset({"key", "match_options", "values"})),
                            "dimension": Schema(optional=frozenset({"key", "match_options", "values"})),
                            "tags": Schema(optional=frozenset({"key", "match_options", "values"})),
                        },
                    ),
                    "cost_category": Schema(optional=frozenset({"key", "match_options", "values"})),
                    "dimension": Schema(optional=frozenset({"key", "match_options", "values"})),
                    "not": Schema(
                        optional=frozenset({"cost_category", "dimension", "tags"}),
                        blocks={
                            "cost_category": Schema(optional=frozenset({"key", "match_options", "values"})),
                            "dimension": Schema(optional=frozenset({"key", "match_options", "values"})),
                            "tags": Schema(optional=frozenset({"key", "match_options", "values"})),
                        },
                    ),
                    "or": Schema(
                        optional=frozenset({"cost_category", "dimension", "tags"}),
                        blocks={
                            "cost_category": Schema(optional=frozenset({"key", "match_options", "values"})),
                            "dimension": Schema(optional=frozenset({"key", "match_options", "values"})),
                            "tags": Schema(optional=frozenset({"key", "match_options", "values"})),
                        },
                    ),
                    "tags": Schema(optional=frozenset({"key", "match_options", "values"})),
                },
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "account_id",
            "arn",
            "frequency",
            "id",
            "monitor_arn_list",
            "name",
            "subscriber",
            "tags",
            "tags_all",
            "threshold_expression",
        }
    )

    if TYPE_CHECKING:
        account_id: Expression
        arn: Expression
        frequency: Expression
        id: Expression
        monitor_arn_list: Expression
        name: Expression
        subscriber: Expression
        tags: Expression
        tags_all: Expression
        threshold_expression: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            frequency: Text,
            monitor_arn_list: List[Text],
            name: Text,
            subscriber: CeAnomalySubscriptionSubscriber | Sequence[CeAnomalySubscriptionSubscriber],
            account_id: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            threshold_expression: CeAnomalySubscriptionThresholdExpression | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
