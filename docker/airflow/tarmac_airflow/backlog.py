"""The signal that workers are scaled by: what waits and runs in each queue, published to CloudWatch.

It runs beside every scheduler, so there may be several: they publish the same numbers, and whoever reads them takes the
maximum. The database is asked, and neither Airflow nor the broker: a lost worker or scheduler leaves its task instances
there, in the state in which they still need a slot, until Airflow has queued them anew.

No Airflow is imported: the process takes some 50 MB.
"""

import json
import math
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from tarmac_airflow.connections import Database
from tarmac_airflow.environment import SettingError, required
from tarmac_airflow.waiting import mark_beat, say

NAMESPACE: Final = "Tarmac/Airflow"
INTERVAL_SECONDS: Final = 30
OFFSET_SECONDS: Final = 10
"""Past the full and the half minute: schedules begin on it, and their tasks are queued some seconds later."""

HOLD_SECONDS: Final = 60
"""`WorkersNeeded` is the most that was needed for so long: the moments between a task and the next stop no worker."""

PATIENCE_SECONDS: Final = 300
"""After failing for so long it ends, and ECS starts it anew: with other connections and other credentials."""

STATEMENT_SECONDS: Final = 10
_DATUMS_PER_REQUEST: Final = 1000
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html"""

_SQL: Final = (
    "SELECT queue, executor, count(*) FROM task_instance WHERE state IN ('queued', 'running') GROUP BY queue, executor"
)
"""Airflow has an index on the state, and all that is finished is in other states."""


@dataclass(frozen=True)
class Deployment:
    """What the publisher is told.

    Attributes:
        name: the deployment's, by which its metrics are told from those of others.
        slots: the tasks that one worker runs at once, by the queue that it serves.
        executors: under which names a task instance belongs to Celery's workers; None is Airflow's default executor.
    """

    name: str
    slots: Mapping[str, int]
    executors: frozenset[str | None]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Deployment":
        """
        Raises:
            SettingError: a variable is missing or malformed.
        """
        try:
            slots = json.loads(required(environment, "TARMAC_WORKER_SLOTS"))
        except json.JSONDecodeError:
            slots = None
        if not isinstance(slots, dict) or not all(type(count) is int and count > 0 for count in slots.values()):
            raise SettingError('TARMAC_WORKER_SLOTS must be a JSON object of queues and slots, as in {"default": 4}.')
        executors = celery_executors(environment.get("AIRFLOW__CORE__EXECUTOR") or "CeleryExecutor")
        return cls(required(environment, "TARMAC_DEPLOYMENT"), slots, executors)


def celery_executors(setting: str) -> frozenset[str | None]:
    """The names under which Airflow's setting `core.executor` knows the CeleryExecutor; None where it is the first.

    An entry is a class, known by the last part of its path, or `alias:class`.
    https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/executor/index.html#using-multiple-executors-concurrently
    """
    names: set[str | None] = set()
    for position, entry in enumerate(setting.split(",")):
        alias, _, path = entry.strip().rpartition(":")
        short = path.rpartition(".")[2]
        if short == "CeleryExecutor":
            names |= {path, short} | ({alias} if alias else set()) | ({None} if position == 0 else set())
    return frozenset(names)


@dataclass(frozen=True, order=True)
class Load:
    """What one queue needs. `slots` of a worker that serves it; None where none does."""

    queue: str
    backlog: int
    slots: int | None

    @property
    def workers_needed(self) -> int:
        """Workers that would run all of it at once."""
        return math.ceil(self.backlog / self.slots) if self.slots else 0


def read_loads(connection: Any, deployment: Deployment) -> list[Load]:
    """Every queue that is served, were it empty, and every other in which something waits or runs.

    Raises:
        psycopg2.Error: the database does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        rows = cursor.fetchall()
    backlogs = dict.fromkeys(deployment.slots, 0)
    for queue, executor, count in rows:
        if executor in deployment.executors:
            backlogs[queue] = backlogs.get(queue, 0) + count
    return sorted(Load(queue, backlog, deployment.slots.get(queue)) for queue, backlog in backlogs.items())


class Memory:
    """The most workers that each queue needed in the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, deque[tuple[float, int]]] = {}

    def most(self, loads: list[Load]) -> dict[str, int]:
        """Takes in what is needed now; returns the most for each queue."""
        now = self._clock()
        found = {}
        for load in loads:
            seen = self._seen.setdefault(load.queue, deque())
            seen.append((now, load.workers_needed))
            while seen[0][0] < now - HOLD_SECONDS:
                seen.popleft()
            found[load.queue] = max(needed for _, needed in seen)
        return found


def metric_data(
    deployment: str, loads: list[Load], workers_needed: Mapping[str, int], when: datetime
) -> list[dict[str, Any]]:
    """The datums of PutMetricData, `WorkersNeeded` of high resolution, which alarms can read every 30 s.

    `Backlog` and, where a worker serves the queue, `WorkersNeeded` for each queue; `UnservedTasks` for each queue that
    nobody serves, and in sum for the deployment, which is what an alarm can watch.
    """

    def datum(name: str, value: int, queue: str | None, resolution: int = 60) -> dict[str, Any]:
        dimensions = [{"Name": "Deployment", "Value": deployment}]
        if queue is not None:
            dimensions.append({"Name": "Queue", "Value": queue})
        return {
            "MetricName": name,
            "Dimensions": dimensions,
            "Timestamp": when,
            "Value": value,
            "Unit": "Count",
            "StorageResolution": resolution,
        }

    def of(load: Load) -> Iterator[dict[str, Any]]:
        yield datum("Backlog", load.backlog, load.queue)
        if load.slots:
            yield datum("WorkersNeeded", workers_needed[load.queue], load.queue, 1)
        else:
            yield datum("UnservedTasks", load.backlog, load.queue)

    unserved = sum(load.backlog for load in loads if load.slots is None)
    return [datum("UnservedTasks", unserved, None), *(found for load in loads for found in of(load))]


class Publisher:
    """Reads and publishes, over one connection to the database as long as it holds."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """
        Raises:
            SettingError: a variable is missing or malformed.
        """
        self.deployment = Deployment.from_environment(environment)
        self._database = Database.from_environment(environment)
        self._cloudwatch = _cloudwatch(environment)
        self._connection: Any = None
        self._memory = Memory()

    def publish(self) -> list[Load]:
        """Publishes once; returns what was published.

        Raises:
            psycopg2.Error, botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError: one of both is away.
        """
        loads = self._read()
        data = metric_data(self.deployment.name, loads, self._memory.most(loads), datetime.now(UTC))
        for start in range(0, len(data), _DATUMS_PER_REQUEST):
            part = data[start : start + _DATUMS_PER_REQUEST]
            self._cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=part)
        return loads

    def _read(self) -> list[Load]:
        import psycopg2

        try:
            if self._connection is None:
                timeout = f"-c statement_timeout={STATEMENT_SECONDS * 1000}"
                self._connection = psycopg2.connect(**self._database.keywords(), options=timeout)
                self._connection.autocommit = True
            return read_loads(self._connection, self.deployment)
        except psycopg2.Error:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()
            raise


def _cloudwatch(environment: Mapping[str, str]) -> Any:
    import botocore.config
    import botocore.session

    region = environment.get("AWS_REGION") or required(environment, "AWS_DEFAULT_REGION")
    config = botocore.config.Config(connect_timeout=5, read_timeout=5, retries={"total_max_attempts": 2})
    return botocore.session.get_session().create_client("cloudwatch", region_name=region, config=config)


def publish_for_ever(environment: Mapping[str, str] = os.environ) -> int:
    """Publishes every 30 s; returns an exit code when that has failed for too long.

    Raises:
        SettingError: a variable is missing or malformed.
    """
    import botocore.exceptions
    import psycopg2

    publisher = Publisher(environment)
    said = ""
    last_success = time.monotonic()
    while True:
        try:
            loads = publisher.publish()
        except (psycopg2.Error, botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
            complaint = f"the backlog is not published ({str(error).strip()})"
            if time.monotonic() - last_success > PATIENCE_SECONDS:
                say(f"{complaint}; gave up after {PATIENCE_SECONDS} s.")
                return 1
        else:
            last_success = time.monotonic()
            mark_beat("backlog")
            strays = [load.queue for load in loads if load.slots is None]
            complaint = f"no worker serves the queue {', '.join(strays)}" if strays else ""
        if complaint != said:
            say(complaint or "the backlog is published, and every queue is served")
            said = complaint
        # On the clock, so that two publishers speak at the same time and their numbers are one datum.
        time.sleep(INTERVAL_SECONDS - (time.time() - OFFSET_SECONDS) % INTERVAL_SECONDS)
