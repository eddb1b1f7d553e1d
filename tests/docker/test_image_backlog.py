"""The signal that workers are scaled by: what it counts, what it publishes, and that it stays right when others die."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from image_servers import IMAGE, Postgres
from tarmac_airflow import backlog, health, waiting
from tarmac_airflow.backlog import Deployment, Load, celery_executors, metric_data
from tarmac_airflow.environment import SettingError

from tests.waiting import until
from wrapper.embedded_aws import EmbeddedAws

REGION = "us-east-1"
NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
ECS = "airflow.providers.amazon.aws.executors.ecs.AwsEcsExecutor"


@pytest.mark.parametrize(
    ("tasks", "slots", "workers"), [(0, 4, 0), (1, 4, 1), (4, 4, 1), (5, 4, 2), (100, 16, 7), (3, None, 0)]
)
def test_workers_needed_are_those_that_run_all_at_once(tasks: int, slots: int | None, workers: int) -> None:
    """P2.9, P3.10: queued and running, divided by the slots of a worker, rounded up."""
    assert Load("default", tasks, slots).workers_needed == workers


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("CeleryExecutor", {"CeleryExecutor", None}),
        (f"CeleryExecutor,{ECS}", {"CeleryExecutor", None}),
        (f"{ECS},CeleryExecutor", {"CeleryExecutor"}),
        ("LocalExecutor, workers:a.b.CeleryExecutor", {"workers", "a.b.CeleryExecutor", "CeleryExecutor"}),
        ("LocalExecutor", set()),
    ],
)
def test_tasks_of_another_executor_need_no_worker(setting: str, names: set[str | None]) -> None:
    assert celery_executors(setting) == names


def test_each_queue_is_published_with_what_it_needs() -> None:
    """P2.9: one request, and the dimensions tell deployments and queues apart."""
    loads = [Load("big", 3, 1), Load("default", 9, 4), Load("stray", 2, None)]
    data = metric_data("demo", loads, {"big": 5, "default": 3, "stray": 0}, NOW)
    found = {(one["MetricName"], *(pair["Value"] for pair in one["Dimensions"])): one["Value"] for one in data}
    assert found == {
        ("UnservedTasks", "demo"): 2,
        ("Backlog", "demo", "big"): 3,
        ("WorkersNeeded", "demo", "big"): 5,
        ("Backlog", "demo", "default"): 9,
        ("WorkersNeeded", "demo", "default"): 3,
        ("Backlog", "demo", "stray"): 2,
        ("UnservedTasks", "demo", "stray"): 2,
    }
    assert {one["Timestamp"] for one in data} == {NOW}
    assert {one["MetricName"] for one in data if one["StorageResolution"] == 1} == {"WorkersNeeded"}


def test_the_moments_between_two_tasks_stop_no_worker() -> None:
    """A need is met at once, and goes a minute after it was last seen. A queue that is new is forgotten by nobody."""
    now = 0.0
    memory = backlog.Memory(lambda: now)
    said = []
    for backlogs in ({"default": 9}, {"default": 1}, {"default": 0, "big": 4}, {"default": 0}, {"default": 0}):
        said.append(memory.most([Load(queue, tasks, 1) for queue, tasks in backlogs.items()]))
        now += 30
    assert said == [{"default": 9}, {"default": 9}, {"default": 9, "big": 4}, {"default": 1}, {"default": 0}]


@pytest.mark.parametrize("slots", ["", "four", "[4]", '{"default": 0}', '{"default": "4"}', '{"default": true}'])
def test_slots_that_are_none_are_refused(slots: str) -> None:
    with pytest.raises(SettingError, match="TARMAC_WORKER_SLOTS"):
        Deployment.from_environment({"TARMAC_WORKER_SLOTS": slots, "TARMAC_DEPLOYMENT": "demo"})


def test_d1_7_a_publisher_that_does_not_publish_is_not_healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """D1.7: its process is there, and that alone is no sign."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    waiting.mark("backlog", None)
    assert "has not published yet" in health.health_complaint("backlog", {})
    waiting.mark_beat("backlog")
    assert health.health_complaint("backlog", {}) == ""
    long_ago = time.time() - 600
    os.utime(waiting.beat_file("backlog"), (long_ago, long_ago))
    assert "has not published for 600 s" in health.health_complaint("backlog", {})


class Metrics:
    """What is in CloudWatch, as an alarm would read it: the maximum of the last minutes."""

    def __init__(self, aws: EmbeddedAws) -> None:
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        self._client = boto3.client("cloudwatch", endpoint_url=aws.start(), region_name=REGION, **keys)

    def maximum(self, name: str, deployment: str, queue: str | None = None, since: datetime | None = None) -> float:
        dimensions = [{"Name": "Deployment", "Value": deployment}]
        dimensions += [{"Name": "Queue", "Value": queue}] if queue else []
        answer: Any = self._client.get_metric_statistics(
            Namespace=backlog.NAMESPACE,
            MetricName=name,
            Dimensions=dimensions,
            StartTime=since or datetime.now(UTC) - timedelta(minutes=5),
            EndTime=datetime.now(UTC) + timedelta(minutes=1),
            Period=1,
            Statistics=["Maximum"],
        )
        points = sorted(answer["Datapoints"], key=lambda point: point["Timestamp"])
        return float(points[-1]["Maximum"]) if points else -1


@pytest.fixture
def publisher(
    tmp_path: Path, postgres: Postgres, airflow_python: Path, embedded_aws: EmbeddedAws
) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts publishers, as processes of the image's Python, that speak ten times a second instead of every 30 s."""
    postgres.query("CREATE ROLE publisher LOGIN PASSWORD 'p@ss'")
    postgres.query("CREATE DATABASE signal OWNER publisher")
    postgres.query("CREATE TABLE task_instance (queue text, executor text, state text)", "signal")
    postgres.query("GRANT SELECT ON task_instance TO publisher", "signal")
    program = (
        "from tarmac_airflow import backlog; backlog.INTERVAL_SECONDS = 0.1; backlog.HOLD_SECONDS = 0;"
        "raise SystemExit(backlog.publish_for_ever())"
    )
    started = []

    def start(deployment: str) -> subprocess.Popen[str]:
        environment = {
            "PYTHONPATH": str(IMAGE),
            "TMPDIR": str(tmp_path),
            "HOME": str(tmp_path),
            "AWS_ENDPOINT_URL": embedded_aws.start(),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "DATABASE_HOST": "localhost",
            "DATABASE_PORT": str(postgres.port),
            "DATABASE_NAME": "signal",
            "DATABASE_CA_FILE": str(postgres.authority),
            "DATABASE_SECRET": json.dumps({"username": "publisher", "password": "p@ss"}),
            "TARMAC_DEPLOYMENT": deployment,
            "TARMAC_WORKER_SLOTS": '{"default": 4, "big": 1}',
        }
        process = subprocess.Popen(
            [str(airflow_python), "-c", program], env=environment, stderr=subprocess.PIPE, text=True, cwd=tmp_path
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    postgres.query("DROP DATABASE signal WITH (FORCE)")
    postgres.query("DROP ROLE publisher")


def eventually(read: Callable[[], float], expected: float) -> None:
    """Returns as soon as it reads the expected number."""
    until(lambda: read() == expected, lambda: f"{read()}, not {expected}")


def test_two_publishers_say_the_same_and_one_is_enough(
    publisher: Callable[[str], subprocess.Popen[str]], postgres: Postgres, embedded_aws: EmbeddedAws
) -> None:
    """P2.9, T0.3: 100 tasks over two queues are seen, two publishers do not add up, and after kill -9 of one of them,
    and of every connection to the database, the signal is right."""
    metrics = Metrics(embedded_aws)

    def tasks(count: int, queue: str, state: str, executor: str = "NULL") -> None:
        values = f"'{queue}', {executor}, '{state}'"
        statement = f"INSERT INTO task_instance SELECT {values} FROM generate_series(1, {count})"  # noqa: S608
        postgres.query(statement, "signal")

    tasks(60, "default", "queued")
    tasks(9, "default", "running")
    tasks(31, "big", "queued")
    tasks(7, "big", "success")
    tasks(5, "default", "deferred")
    tasks(2, "default", "running", f"'{ECS}'")
    tasks(3, "gone", "queued")
    first, second = publisher("demo"), publisher("demo")
    eventually(lambda: metrics.maximum("Backlog", "demo", "default"), 69)
    eventually(lambda: metrics.maximum("WorkersNeeded", "demo", "default"), 18)
    eventually(lambda: metrics.maximum("WorkersNeeded", "demo", "big"), 31)
    eventually(lambda: metrics.maximum("UnservedTasks", "demo"), 3)
    eventually(lambda: metrics.maximum("UnservedTasks", "demo", "gone"), 3)
    status = Path(f"/proc/{first.pid}/status").read_text()
    assert int(status.split("VmHWM:")[1].split()[0]) < 80_000, "kB: it lives beside a scheduler in 512 MiB"

    first.kill()
    postgres.query("UPDATE task_instance SET state = 'success' WHERE queue = 'default'", "signal")
    died = datetime.now(UTC)
    eventually(lambda: metrics.maximum("WorkersNeeded", "demo", "default", since=died), 0)
    postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'publisher'")
    tasks(1, "default", "queued")
    lost = datetime.now(UTC)
    eventually(lambda: metrics.maximum("WorkersNeeded", "demo", "default", since=lost), 1)
    second.terminate()
    errors = second.communicate()[1]
    assert "no worker serves the queue gone" in errors and "Traceback" not in errors
