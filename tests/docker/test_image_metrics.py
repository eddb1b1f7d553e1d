"""Airflow's own metrics, on their way to CloudWatch: what is taken, and the line that CloudWatch makes metrics of."""

import json
import os
import socket
import subprocess
import sys
from typing import Any

import pytest
from image_servers import IMAGE
from tarmac_airflow import metrics
from tarmac_airflow.metrics import METRICS, Tally

NOW = 1_780_000_000.25
COMPONENT = """
import os, sys
from tarmac_airflow import metrics
metrics._LOOK_SECONDS = 0.1
made = metrics.start("worker", os.environ)
print(made["AIRFLOW__METRICS__STATSD_PORT"], flush=True)
os.execv(sys.executable, [sys.executable, "-c", "input()"])
"""


def written(component: str, *datagrams: bytes) -> dict[str, Any]:
    tally = Tally(METRICS[component])
    for datagram in datagrams:
        tally.take(datagram)
    line = tally.line("demo", NOW)
    assert not tally.line("demo", NOW), "what was said is forgotten"
    return json.loads(line) if line else {}


def test_a_line_is_in_the_embedded_metric_format() -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"""
    assert written("dag-processor", b"airflow.dag_processing.total_parse_time:1.5|g") == {
        "_aws": {
            "Timestamp": 1_780_000_000_250,
            "CloudWatchMetrics": [
                {
                    "Namespace": "Tarmac/Airflow",
                    "Dimensions": [["Deployment"]],
                    "Metrics": [{"Name": "DagParseTime", "Unit": "Seconds"}],
                }
            ],
        },
        "Deployment": "demo",
        "DagParseTime": 1.5,
    }


def test_counters_are_added_up_and_of_gauges_the_last_value_counts() -> None:
    found = written("worker", b"airflow.ti_successes:1|c\nairflow.ti_failures:2|c", b"airflow.ti_successes:1|c|@1")
    assert (found["TaskSuccesses"], found["TaskFailures"]) == (2, 2)
    found = written("scheduler", b"airflow.scheduler.tasks.starving:9|g", b"airflow.scheduler.tasks.starving:0|g")
    assert found["StarvingTasks"] == 0


@pytest.mark.parametrize(
    "datagram",
    [
        b"airflow.scheduler_heartbeat:1|c",  # of another component
        b"airflow.dag.demo.task.duration:5|ms",
        b"airflow.ti_successes",
        b"airflow.ti_successes:many|c",
        b"airflow.ti_successes:-1|c",
        b"airflow.ti_successes:1e999|c",
        b"airflow.ti_successes:nan|c",
        b"\xff\x00:|",
        b"",
    ],
)
def test_what_is_not_known_or_not_well_formed_is_dropped(datagram: bytes) -> None:
    """Users' code can send a worker's server anything, and makes neither a metric of its own nor a false heartbeat."""
    assert written("worker", datagram) == {}


def test_there_is_a_metric_for_each_deployment_and_none_for_each_dag() -> None:
    """Each is charged by the month."""
    names = {metric.name for taken in METRICS.values() for metric in taken.values()}
    assert len(names) == 6
    assert set(METRICS) == {"scheduler", "dag-processor", "worker", "task"}


@pytest.mark.parametrize(
    ("component", "environment"),
    [
        ("triggerer", {"TARMAC_DEPLOYMENT": "demo"}),
        ("scheduler", {}),
        ("scheduler", {"TARMAC_DEPLOYMENT": "demo", "AIRFLOW__METRICS__OTEL_ON": "True"}),
    ],
)
def test_nothing_is_started_where_nobody_wants_it(component: str, environment: dict[str, str]) -> None:
    """Whoever sets a variable of [metrics] sends them elsewhere."""
    assert metrics.start(component, environment) == {}


def test_the_server_lives_and_ends_with_its_component() -> None:
    """It is no child of the component's, which may look after its children, and writes what it has at the end."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(IMAGE), "TARMAC_DEPLOYMENT": "demo"}
    component = subprocess.Popen(
        [sys.executable, "-c", COMPONENT],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert component.stdout and component.stdin
    port = int(component.stdout.readline())
    children = subprocess.run(["pgrep", "--parent", str(component.pid)], capture_output=True, text=True, check=False)
    assert children.stdout == ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"airflow.ti_failures:3|c", ("127.0.0.1", port))
    said = component.communicate("\n")[0]
    assert json.loads(said)["TaskFailures"] == 3
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as freed:
        freed.bind(("127.0.0.1", port))


def test_airflow_is_told_what_to_send_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_fork", lambda work: None)
    made = metrics.start("dag-processor", {"TARMAC_DEPLOYMENT": "demo"})
    assert made.pop("AIRFLOW__METRICS__STATSD_PORT").isdigit()
    assert made == {
        "AIRFLOW__METRICS__STATSD_ON": "True",
        "AIRFLOW__METRICS__STATSD_HOST": "127.0.0.1",
        "AIRFLOW__METRICS__STATSD_PREFIX": "airflow",
        "AIRFLOW__METRICS__METRICS_ALLOW_LIST": "dag_processing.total_parse_time,dag_processing.import_errors",
    }
