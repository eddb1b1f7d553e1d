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

    BudgetsBudgetAutoAdjustDataHistoricalOptions = TypedDict(
        "BudgetsBudgetAutoAdjustDataHistoricalOptions",
        {
            "budget_adjustment_period": Required["Number"],
        },
    )

    BudgetsBudgetAutoAdjustData = TypedDict(
        "BudgetsBudgetAutoAdjustData",
        {
            "auto_adjust_type": Required["Text"],
            "historical_options": NotRequired["BudgetsBudgetAutoAdjustDataHistoricalOptions | None"],
        },
    )

    BudgetsBudgetCostFilter = TypedDict(
        "BudgetsBudgetCostFilter",
        {
            "name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    BudgetsBudgetCostTypes = TypedDict(
        "BudgetsBudgetCostTypes",
        {
            "include_credit": NotRequired["Bool | None"],
            "include_discount": NotRequired["Bool | None"],
            "include_other_subscription": NotRequired["Bool | None"],
            "include_recurring": NotRequired["Bool | None"],
            "include_refund": NotRequired["Bool | None"],
            "include_subscription": NotRequired["Bool | None"],
            "include_support": NotRequired["Bool | None"],
            "include_tax": NotRequired["Bool | None"],
            "include_upfront": NotRequired["Bool | None"],
            "use_amortized": NotRequired["Bool | None"],
            "use_blended": NotRequired["Bool | None"],
        },
    )

    BudgetsBudgetNotification = TypedDict(
        "BudgetsBudgetNotification",
        {
            "comparison_operator": Required["Text"],
            "notification_type": Required["Text"],
            "threshold": Required["Number"],
            "threshold_type": Required["Text"],
            "subscriber_email_addresses": NotRequired["List[Text] | None"],
            "subscriber_sns_topic_arns": NotRequired["List[Text] | None"],
        },
    )

    BudgetsBudgetPlannedLimit = TypedDict(
        "BudgetsBudgetPlannedLimit",
        {
            "amount": Required["Text"],
            "start_time": Required["Text"],
            "unit": Required["Text"],
        },
    )


class BudgetsBudget(Resource):
    """`aws_budgets_budget`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_budgets_budget"
    SCHEMA = Schema(
        required=frozenset({"budget_type", "time_unit"}),
        optional=frozenset(
            {
                "account_id",
                "auto_adjust_data",
                "cost_filter",
                "cost_types",
                "limit_amount",
                "limit_unit",
                "name",
                "name_prefix",
                "notification",
                "planned_limit",
                "tags",
                "tags_all",
                "time_period_end",
                "time_period_start",
            }
        ),
        blocks={
            "auto_adjust_data": Schema(
                required=frozenset({"auto_adjust_type"}),
                optional=frozenset({"historical_options"}),
                blocks={"historical_options": Schema(required=frozenset({"budget_adjustment_period"}))},
            ),
            "cost_filter": Schema(required=frozenset({"name", "values"})),
            "cost_types": Schema(
                optional=frozenset(
                    {
                        "include_credit",
                        "include_discount",
                        "include_other_subscription",
                        "include_recurring",
                        "include_refund",
                        "include_subscription",
                        "include_support",
                        "include_tax",
                        "include_upfront",
                        "use_amortized",
                        "use_blended",
                    }
                )
            ),
            "notification": Schema(
                required=frozenset({"comparison_operator", "notification_type", "threshold", "threshold_type"}),
                optional=frozenset({"subscriber_email_addresses", "subscriber_sns_topic_arns"}),
            ),
            "planned_limit": Schema(required=frozenset({"amount", "start_time", "unit"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "account_id",
            "arn",
            "auto_adjust_data",
            "budget_type",
            "cost_filter",
            "cost_types",
            "id",
            "limit_amount",
            "limit_unit",
            "name",
            "name_prefix",
            "notification",
            "planned_limit",
            "tags",
            "tags_all",
            "time_period_end",
            "time_period_start",
            "time_unit",
        }
    )

    if TYPE_CHECKING:
        account_id: Expression
        arn: Expression
        auto_adjust_data: Expression
        budget_type: Expression
        cost_filter: Expression
        cost_types: Expression
        id: Expression
        limit_amount: Expression
        limit_unit: Expression
        name: Expression
        name_prefix: Expression
        notification: Expression
        planned_limit: Expression
        tags: Expression
        tags_all: Expression
        time_period_end: Expression
        time_period_start: Expression
        time_unit: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            budget_type: Text,
            time_unit: Text,
            account_id: Text | None = None,
            auto_adjust_data: BudgetsBudgetAutoAdjustData | None = None,
            cost_filter: BudgetsBudgetCostFilter | Sequence[BudgetsBudgetCostFilter] | None = None,
            cost_types: BudgetsBudgetCostTypes | None = None,
            limit_amount: Text | None = None,
            limit_unit: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            notification: BudgetsBudgetNotification | Sequence[BudgetsBudgetNotification] | None = None,
            planned_limit: BudgetsBudgetPlannedLimit | Sequence[BudgetsBudgetPlannedLimit] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            time_period_end: Text | None = None,
            time_period_start: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
