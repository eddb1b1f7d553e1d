"""Budgets: who is told, and tags."""

import json
from collections.abc import Callable
from typing import Any

from moto.budgets.models import Budget
from moto.budgets.responses import BudgetsResponse

from wrapper.embedded_aws.gaps.core import add, gap, replace


def _budget(response: BudgetsResponse, name: str) -> Budget:
    account = response._get_param("AccountId") or response.current_account
    response.backend.describe_budget(account_id=account, budget_name=name)  # raises AWS's error for a missing one
    return response.backend.budgets[account][name]


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    keys = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
    return all(one.get(key) == other.get(key) for key in keys)


@gap
def subscribers() -> None:
    """Stock moto stores the subscribers of a notification but has no DescribeSubscribersForNotification.

    AWS lists them. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html
    """

    @add(BudgetsResponse)
    def describe_subscribers_for_notification(self: BudgetsResponse) -> str:
        budget = _budget(self, self._get_param("BudgetName"))
        asked = self._get_param("Notification")
        for notification in budget.notifications:
            if _same(notification.details, asked):
                return json.dumps({"Subscribers": notification.subscribers})
        return json.dumps({"Subscribers": []})


@gap
def tags() -> None:
    """Stock moto drops the tags of a budget, and has no action that reads or changes them.

    AWS keeps them. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_ListTagsForResource.html
    """

    def tags_of(response: BudgetsResponse) -> dict[str, str]:
        budget: Any = _budget(response, response._get_param("ResourceARN").rsplit("/", 1)[-1])
        if not hasattr(budget, "tags"):
            budget.tags = {}
        stored: dict[str, str] = budget.tags
        return stored

    @replace(BudgetsResponse)
    def create_budget(original: Callable[[], str], self: BudgetsResponse) -> str:
        answer = original()
        created: Any = _budget(self, self._get_param("Budget")["BudgetName"])
        created.tags = {tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags") or []}
        return answer

    @add(BudgetsResponse)
    def list_tags_for_resource(self: BudgetsResponse) -> str:
        return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in tags_of(self).items()]})

    @add(BudgetsResponse)
    def tag_resource(self: BudgetsResponse) -> str:
        tags_of(self).update({tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags")})
        return "{}"

    @add(BudgetsResponse)
    def untag_resource(self: BudgetsResponse) -> str:
        for key in self._get_param("ResourceTagKeys"):
            tags_of(self).pop(key, None)
        return "{}"
