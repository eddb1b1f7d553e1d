"""Airflow's own metrics to CloudWatch: a StatsD server beside the component, which writes a line a minute to its log.

CloudWatch Logs makes metrics of lines in the embedded metric format. So a component needs no right and no way out that
its log does not have already, and a task that ECS replaces brings its own server: nobody has to be found again.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html

It is a process, forked from the entrypoint before that becomes the component, and ends with it. Only what stands in
`METRICS` is taken, without Airflow's tags: each metric of CloudWatch is charged, and there is none for each DAG.
"""

import json
import math
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tarmac_airflow.health import runs

NAMESPACE: Final = "Tarmac/Airflow"
INTERVAL_SECONDS: Final = 60
"""CloudWatch's own resolution of standard metrics. Of a component that stops, the last minute is lost."""

PREFIX: Final = "airflow"
_LARGEST_DATAGRAM: Final = 65536
_LOOK_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Metric:
    """A metric of Airflow's, as CloudWatch knows it."""

    name: str
    unit: str = "Count"


_OF_TASKS: Final = {"ti_successes": Metric("TaskSuccesses"), "ti_failures": Metric("TaskFailures")}

METRICS: Final[Mapping[str, Mapping[str, Metric]]] = {
    "scheduler": {
        "scheduler_heartbeat": Metric("SchedulerHeartbeats"),
        "scheduler.tasks.starving": Metric("StarvingTasks"),
        "ti_failures": Metric("TaskFailures"),
    },
    "dag-processor": {
        "dag_processing.total_parse_time": Metric("DagParseTime", "Seconds"),
        "dag_processing.import_errors": Metric("DagImportErrors"),
    },
    "worker": _OF_TASKS,
    "task": _OF_TASKS,
}
"""What is taken from each component, by Airflow's name. Users' code runs beside a worker's server, and can send it
anything: it cannot pretend that a scheduler lives.
https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/logging-monitoring/metrics.html"""


class Tally:
    """What came in since it was last asked: counters added up, of gauges the last value."""

    def __init__(self, metrics: Mapping[str, Metric]) -> None:
        self._metrics = metrics
        self._values: dict[Metric, float] = {}

    def take(self, datagram: bytes) -> None:
        """Takes in what is known and well formed of a datagram; the rest is nobody's fault here and dropped.

        https://github.com/statsd/statsd/blob/master/docs/metric_types.md
        """
        for line in datagram.decode("ascii", "replace").splitlines():
            name, _, rest = line.partition(":")
            value, kind, *_ = [*rest.split("|"), ""]
            metric = self._metrics.get(name.removeprefix(f"{PREFIX}."))
            number = _number(value)
            if metric is None or number is None:
                continue
            if kind == "c":
                self._values[metric] = self._values.get(metric, 0) + number
            elif kind == "g":
                self._values[metric] = number

    def line(self, deployment: str, when: float) -> str:
        """The line for the log, and forgets what is in it; empty where nothing came in. `when` is since the epoch."""
        values, self._values = self._values, {}
        if not values:
            return ""
        directive = {
            "Namespace": NAMESPACE,
            "Dimensions": [["Deployment"]],
            "Metrics": [{"Name": metric.name, "Unit": metric.unit} for metric in values],
        }
        embedded = {"_aws": {"Timestamp": int(when * 1000), "CloudWatchMetrics": [directive]}}
        return json.dumps(
            embedded | {"Deployment": deployment} | {metric.name: value for metric, value in values.items()}
        )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e15 and number >= 0 else None


def start(component: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Starts the server of a component; the settings with which Airflow sends its metrics there.

    None of both where nobody says whose metrics they are, or where they are to go elsewhere: somebody has set a
    variable of `[metrics]`.
    """
    deployment = environment.get("TARMAC_DEPLOYMENT", "")
    if component not in METRICS or not deployment or any(name.startswith("AIRFLOW__METRICS__") for name in environment):
        return {}
    # Bound here, so that nothing is lost while the server starts, and on a port that is free.
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    process = os.getpid()
    _fork(lambda: serve(server, component, deployment, process))
    port = server.getsockname()[1]
    server.close()
    return {
        "AIRFLOW__METRICS__STATSD_ON": "True",
        "AIRFLOW__METRICS__STATSD_HOST": "127.0.0.1",
        "AIRFLOW__METRICS__STATSD_PORT": str(port),
        "AIRFLOW__METRICS__STATSD_PREFIX": PREFIX,
        "AIRFLOW__METRICS__METRICS_ALLOW_LIST": ",".join(METRICS[component]),
    }


def _fork(work: Callable[[], None]) -> None:
    """Runs `work` in a process that is nobody's child but init's: Celery and Airflow look after their own children."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        if os.fork() == 0:
            work()
    finally:
        os._exit(0)


def serve(server: socket.socket, component: str, deployment: str, process: int) -> None:
    """Takes metrics in, and writes them to standard output each minute, as long as the component's process runs."""
    tally = Tally(METRICS[component])
    server.settimeout(_LOOK_SECONDS)
    interval = 0 if component == "task" else INTERVAL_SECONDS  # one of Airflow's tasks ends, and its container with it
    due = time.monotonic() + interval
    alive = True
    while alive:
        try:
            tally.take(server.recv(_LARGEST_DATAGRAM))
        except TimeoutError:
            alive = runs(process)
        if not alive or time.monotonic() >= due:
            due = time.monotonic() + interval
            if line := tally.line(deployment, time.time()):
                # In one piece, for the component writes to the same pipe.
                os.write(1, f"{line}\n".encode())
