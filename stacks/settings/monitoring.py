"""Settings of what a deployment is watched by."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from stacks.settings.base import Section
from stacks.settings.defaults import low
from stacks.settings.values import Flag, Shape, unique

MailAddress = Annotated[str, Shape(r"[^@\s]+@[^@\s]+\.[^@\s]+", "a mail address such as 'people@example.com'")]
Dollars = Annotated[float, Field(strict=True, gt=0)]


class Monitoring(Section):
    """Alarms there are always; they tell the topic `NAME-alarms`, and those in `alarm_topic_arns`."""

    dashboard: Flag = Field(
        default=low("monitoring.dashboard"),
        description="Whether there is a CloudWatch dashboard: 3 USD a month beyond an account's first three.",
    )
    airflow_metrics: Flag = Field(
        default=True,
        description="Whether Airflow's own metrics go to CloudWatch, six of them, and an alarm tells of a scheduler "
        "that is silent.",
    )
    emails: Annotated[tuple[MailAddress, ...], unique] = Field(
        default=(), description="Mail addresses that are told. AWS asks each first whether it wants that."
    )
    budget_usd: Dollars | None = Field(
        default=None,
        description="US dollars that the deployment may cost a month: it is told at 80 % and 100 % of them, and of a "
        "forecast beyond. The tag `Deployment` must be activated as a cost allocation tag.",
    )
    cost_anomaly_usd: Dollars | None = Field(
        default=None,
        description="US dollars that something unusual has cost when it is told. By the same tag.",
    )
