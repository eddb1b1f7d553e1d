"""What the containers of a deployment in an account have written, from CloudWatch Logs.

Every task has a stream of its own; CloudWatch hands out the events of all of them in the order of their time.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
"""

from __future__ import annotations

import datetime
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.account import placed
from wrapper.account.placed import Log
from wrapper.errors import TarmacError
from wrapper.target import Target

DEFAULT_SPAN: Final = datetime.timedelta(hours=1)
"""What is shown where nobody says since when: CloudWatch cannot be asked for the last lines alone."""

_PAUSE_SECONDS: Final = 2.0
"""Between two questions; FilterLogEvents may be asked five times a second in an account and region.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"""

_LATE: Final = datetime.timedelta(seconds=30)
"""An event may arrive so long after its time, from a task that holds its lines back a moment."""


@dataclass(frozen=True, order=True)
class Line:
    """One event. `task` is the ID of the task that wrote it, `number` CloudWatch's own ID of the event."""

    time: datetime.datetime
    task: str
    container: str
    message: str
    number: str

    def __str__(self) -> str:
        return f"{self.time:%Y-%m-%dT%H:%M:%SZ} {self.task[:8]} {self.message}"

    def for_a_program(self) -> dict[str, str]:
        """As an object of JSON."""
        return {
            "container": self.container,
            "message": self.message,
            "task": self.task,
            "time": self.time.isoformat(timespec="milliseconds"),
        }


def log_of(target: Target, container: str) -> Log:
    """Where a container of a deployment writes; its stack must have been synthesized.

    Raises TarmacError where it has no such container, or one that does not write into CloudWatch.
    """
    found = placed.find(target).find(container).logs[container]
    if not found.group:
        raise TarmacError(f"{container} of {target.stack} does not write into CloudWatch Logs.")
    return found


def read(
    target: Target,
    log: Log,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
    lines: int | None = None,
) -> Iterable[Line]:
    """The lines of all tasks between two points in time, oldest first; `lines` for so many of the last.

    Raises TarmacError where CloudWatch cannot be asked.
    """
    found = _events(target, log, since or datetime.datetime.now(datetime.UTC) - DEFAULT_SPAN, until)
    return found if lines is None else deque(found, maxlen=lines)


def follow(
    target: Target,
    log: Log,
    after: Iterable[Line],
    since: datetime.datetime,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Line]:
    """The lines of `after`, which are as old as `since` at most, and then what is written, for ever.

    Raises TarmacError where CloudWatch cannot be asked.
    """
    newest = since
    seen: dict[str, datetime.datetime] = {}
    for line in after:
        newest, seen[line.number] = max(newest, line.time), line.time
        yield line
    while True:
        wait(_PAUSE_SECONDS)
        for line in _events(target, log, newest - _LATE, None):
            if line.number not in seen:
                seen[line.number] = line.time
                newest = max(newest, line.time)
                yield line
        seen = {number: moment for number, moment in seen.items() if moment >= newest - _LATE}


def _events(target: Target, log: Log, since: datetime.datetime, until: datetime.datetime | None) -> Iterator[Line]:
    asked: dict[str, Any] = {"logGroupName": log.group, "logStreamNamePrefix": log.prefix, "startTime": _number(since)}
    if until is not None:
        asked["endTime"] = _number(until)
    try:
        for page in target.clients("logs").get_paginator("filter_log_events").paginate(**asked):
            for event in page["events"]:
                stream = event["logStreamName"].split("/")
                yield Line(
                    datetime.datetime.fromtimestamp(event["timestamp"] / 1000, datetime.UTC),
                    stream[-1],
                    stream[-2] if len(stream) > 1 else log.prefix.rstrip("/"),
                    event["message"].rstrip("\n"),
                    event["eventId"],
                )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            raise TarmacError(
                f"{target.stack} has no log group {log.group}.", f"./tarmac apply {target.stack} makes it anew."
            ) from error
        raise diagnostics.explain_aws(error, f"reading the log group {log.group}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"reading the log group {log.group}") from error


def _number(moment: datetime.datetime) -> int:
    return round(moment.timestamp() * 1000)
