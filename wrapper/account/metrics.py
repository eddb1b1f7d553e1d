"""What CloudWatch says of a deployment: CPU and memory of its services, and what waits in its queues.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.account.placed import Service
from wrapper.target import Target

_SPAN: Final = datetime.timedelta(hours=1)
"""Over which the most memory is looked for."""

_RECENT: Final = datetime.timedelta(minutes=10)
"""What is older is not how it is now."""

_QUERIES: Final = 500
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html"""

_ECS: Final = "AWS/ECS"
_AIRFLOW: Final = "Tarmac/Airflow"


@dataclass(frozen=True)
class Load:
    """Percent of what the tasks of a service may use, in the mean of its tasks; None where CloudWatch knows nothing.

    `memory_peak` is the most that one task had within an hour.
    """

    cpu: float | None
    memory: float | None
    memory_peak: float | None


@dataclass(frozen=True)
class Queue:
    """A queue of Airflow's: tasks that wait or run, the workers that would run all of it at once.

    `workers_needed` is None where no worker serves the queue.
    """

    name: str
    backlog: int
    workers_needed: int | None


def loads(target: Target, services: Sequence[Service]) -> dict[str, Load]:
    """The load of each service by its component.

    Raises TarmacError where CloudWatch cannot be asked.
    """
    queries: dict[str, dict[str, Any]] = {}
    for number, service in enumerate(services):
        place = {"ClusterName": service.cluster.rpartition("/")[2], "ServiceName": service.name}
        for name, metric, statistic in (
            ("cpu", "CPUUtilization", "Average"),
            ("memory", "MemoryUtilization", "Average"),
            ("peak", "MemoryUtilization", "Maximum"),
        ):
            queries[f"{name}{number}"] = _query(_ECS, metric, place, statistic, 300)
    found = _ask(target, queries, _SPAN)

    def latest(name: str, values: Mapping[str, list[tuple[datetime.datetime, float]]]) -> float | None:
        recent = [value for time, value in values.get(name, []) if time > _now() - 2 * _RECENT]
        return recent[0] if recent else None

    return {
        service.component: Load(
            latest(f"cpu{number}", found),
            latest(f"memory{number}", found),
            max((value for _, value in found.get(f"peak{number}", [])), default=None),
        )
        for number, service in enumerate(services)
    }


def queues(target: Target) -> list[Queue]:
    """The queues of which the deployment's backlog container has told in the last minutes; none where it is silent.

    Raises TarmacError where CloudWatch cannot be asked.
    """
    deployment = {"Name": "Deployment", "Value": target.stack}
    names = set()
    try:
        pages = target.clients("cloudwatch").get_paginator("list_metrics")
        for page in pages.paginate(Namespace=_AIRFLOW, MetricName="Backlog", Dimensions=[deployment]):
            for metric in page["Metrics"]:
                names |= {one["Value"] for one in metric["Dimensions"] if one["Name"] == "Queue"}
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking CloudWatch which queues there are") from error
    queries = {}
    for number, name in enumerate(sorted(names)):
        place = {"Deployment": target.stack, "Queue": name}
        queries[f"backlog{number}"] = _query(_AIRFLOW, "Backlog", place, "Maximum", 60)
        queries[f"needed{number}"] = _query(_AIRFLOW, "WorkersNeeded", place, "Maximum", 60)
    values = _ask(target, queries, _RECENT)
    found = []
    for number, name in enumerate(sorted(names)):
        backlog, needed = values.get(f"backlog{number}"), values.get(f"needed{number}")
        if backlog:
            found.append(Queue(name, round(backlog[0][1]), round(needed[0][1]) if needed else None))
    return found


def _query(namespace: str, metric: str, dimensions: Mapping[str, str], statistic: str, period: int) -> dict[str, Any]:
    named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    measured = {"Namespace": namespace, "MetricName": metric, "Dimensions": named}
    return {"MetricStat": {"Metric": measured, "Period": period, "Stat": statistic}, "ReturnData": True}


def _ask(
    target: Target, queries: Mapping[str, Mapping[str, Any]], span: datetime.timedelta
) -> dict[str, list[tuple[datetime.datetime, float]]]:
    """The values of each query with their times, the latest first."""
    asked = [{"Id": name, **query} for name, query in queries.items()]
    found: dict[str, list[tuple[datetime.datetime, float]]] = {}
    now = _now()
    try:
        pages = target.clients("cloudwatch").get_paginator("get_metric_data")
        for first in range(0, len(asked), _QUERIES):
            part = asked[first : first + _QUERIES]
            for page in pages.paginate(
                MetricDataQueries=part, StartTime=now - span, EndTime=now, ScanBy="TimestampDescending"
            ):
                for result in page["MetricDataResults"]:
                    values = zip(result["Timestamps"], result["Values"], strict=True)
                    found.setdefault(result["Id"], []).extend(values)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking CloudWatch for metrics") from error
    return found


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
