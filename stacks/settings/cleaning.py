"""Settings of the cleaning of Airflow's database."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from stacks.settings.base import Section
from stacks.settings.values import Flag, Shape


class DatabaseCleaning(Section):
    """`airflow db clean` on a schedule: Airflow itself deletes no run, no task and no XCom from its database, ever."""

    enabled: Flag = Field(
        default=True, description="Whether what is old is deleted. Without it the database only grows, and slows down."
    )
    schedule: Annotated[
        str, Shape(r"(cron|rate)\([^()]+\)", "a schedule such as 'cron(0 3 ? * SUN *)' or 'rate(7 days)'")
    ] = Field(default="cron(0 3 ? * SUN *)", description="When: an expression of EventBridge Scheduler.")
    timezone: Annotated[
        str, Shape(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}", "a time zone such as 'UTC' or 'Europe/Berlin'")
    ] = Field(default="UTC", description="In which time zone.")
    keep_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(
        default=None,
        description="Days that are kept. By default as many as S3 keeps the logs of tasks: a run without its logs says "
        "little. The last run of each DAG always stays.",
    )
