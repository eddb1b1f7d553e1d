"""What is spent: a budget, and Cost Anomaly Detection, told apart from the rest of the account by a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit import aws
from kit import functions as fn
from kit.expressions import given, is_set, null, when

if TYPE_CHECKING:
    from modules.monitoring.module import Monitoring


def build(m: Monitoring) -> aws.BudgetsBudget:
    """Writes costs.tf."""
    i = m.i

    def told(kind: str, percent: int) -> Any:
        return {
            "notification_type": kind,
            "comparison_operator": "GREATER_THAN",
            "threshold": percent,
            "threshold_type": "PERCENTAGE",
            "subscriber_sns_topic_arns": [m.topic.arn],
        }

    budget = aws.BudgetsBudget(
        m,
        "this",
        count=when(is_set(i.budget), 1, 0),
        name=i.name,
        budget_type="COST",
        time_unit="MONTHLY",
        limit_unit="USD",
        limit_amount=fn.tostring(given(i.budget).monthly_usd),
        cost_filter={"name": "TagKeyValue", "values": [fn.join("$", [f"user:{i.cost_tag}", i.name])]},
        notification=[told("ACTUAL", 80), told("ACTUAL", 100), told("FORECASTED", 100)],
        tags=m.tags("budget"),
        note="AWS writes a tag of the user's as user:KEY$VALUE here: "
        "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html",
    )
    monitor = aws.CeAnomalyMonitor(
        m,
        "this",
        count=when(is_set(i.cost_anomalies), 1, 0),
        name=i.name,
        monitor_type="CUSTOM",
        monitor_specification=fn.jsonencode(
            {
                "And": null,
                "CostCategories": null,
                "Dimensions": null,
                "Not": null,
                "Or": null,
                "Tags": {"Key": i.cost_tag, "MatchOptions": null, "Values": [i.name]},
            }
        ),
        tags=m.tags("costs"),
        note="AWS gives all of its keys back, and whatever is not written here would be a change.",
    )
    aws.CeAnomalySubscription(
        m,
        "this",
        count=when(is_set(i.cost_anomalies), 1, 0),
        name=i.name,
        frequency="IMMEDIATE",
        monitor_arn_list=[monitor[0].arn],
        subscriber={"type": "SNS", "address": m.topic.arn},
        threshold_expression={
            "dimension": {
                "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "match_options": ["GREATER_THAN_OR_EQUAL"],
                "values": [fn.tostring(given(i.cost_anomalies).minimum_usd)],
            }
        },
        tags=m.tags("costs"),
        note="At once is by topic; by mail Cost Anomaly Detection sends summaries alone.",
    )
    return budget
