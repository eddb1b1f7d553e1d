"""The command line of the image, run as the image runs it, with a stand-in for Airflow's program."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from image_servers import IMAGE
from tarmac_airflow.schema import History, State, read_history
from test_image_connections import redis_environment
from test_image_waiting import Answers
from test_image_waiting import server as server

AIRFLOW = """#!{python}
import json, os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
print(json.dumps({{"arguments": sys.argv[1:], "environment": dict(os.environ), "pid": os.getpid()}}), flush=True)
if sys.argv[1:2] == ["celery"]:
    signal.pause()
"""
CELERY_SIGNALS = """
class Signal:
    def connect(self, handler, weak):
        pass

worker_init = worker_ready = worker_shutting_down = task_received = Signal()
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    program = tmp_path / "bin" / "airflow"
    program.parent.mkdir()
    program.write_text(AIRFLOW.format(python=sys.executable))
    program.chmod(0o755)
    celery = tmp_path / "lib" / "celery"
    celery.mkdir(parents=True)
    (celery / "__init__.py").touch()
    (celery / "signals.py").write_text(CELERY_SIGNALS)
    yield {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": f"{IMAGE}:{celery.parent}",
        "TMPDIR": str(tmp_path),
    }


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tarmac_airflow", *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/"
    )


def test_a_worker_waits_is_healthy_meanwhile_and_then_becomes_the_worker(
    environment: dict[str, str], server: str
) -> None:
    """Signals reach Celery itself: it is the same process."""
    Answers.statuses = [503]
    environment |= redis_environment("p@ss/w:rd#%?&k")
    environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = f"{server}/execution/"
    worker = start(environment, "worker", "--queues", "gpu")
    assert worker.stdout and worker.stderr
    assert any("answers 503" in line for line in worker.stderr)
    check = start(environment, "health", "worker")
    assert (check.communicate()[0], check.returncode) == ("waiting\n", 0), "ECS lets it wait"

    Answers.statuses = [200]
    seen = json.loads(worker.stdout.readline())
    assert seen["arguments"] == ["celery", "worker", "--queues", "gpu"]
    assert seen["pid"] == worker.pid
    assert "%40ss%2Fw%3Ard%23%25%3F%26k" in seen["environment"]["AIRFLOW__CELERY__BROKER_URL"]
    assert "REDIS_SECRET" not in seen["environment"]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait() == 7
    worker.communicate()


def test_a_wait_past_its_deadline_ends_with_one_sentence(environment: dict[str, str], server: str) -> None:
    Answers.statuses = [503]
    environment |= redis_environment() | {"TARMAC_START_DEADLINE": "1"}
    environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = f"{server}/execution/"
    worker = start(environment, "worker")
    errors = worker.communicate()[1].splitlines()
    assert worker.returncode == 1 and len(errors) <= 2, errors  # one, where the deadline passed before the first look
    assert errors[-1].startswith("tarmac: Gave up waiting: http://127.0.0.1:")


def test_sigterm_ends_a_wait_at_once(environment: dict[str, str], server: str) -> None:
    Answers.statuses = [503]
    environment |= redis_environment()
    environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = f"{server}/execution/"
    worker = start(environment, "worker")
    assert worker.stderr and worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait() == -signal.SIGTERM
    worker.communicate()


@pytest.mark.parametrize("arguments", [["dags", "list"], ["airflow", "dags", "list"]])
def test_p3_13_anything_else_is_airflows_own_command(environment: dict[str, str], arguments: list[str]) -> None:
    command = start(environment, *arguments)
    seen = json.loads(command.communicate()[0])
    assert (command.returncode, seen["arguments"]) == (0, ["dags", "list"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["worker"], "REDIS_SECRET is not set"),
        (["init"], "DATABASE_SECRET is not set"),
        (["health"], "health takes one component"),
        (["health", "webserver"], "'webserver' has no health check"),
    ],
)
def test_bad_input_is_one_sentence_and_no_trace(
    environment: dict[str, str], arguments: list[str], sentence: str
) -> None:
    command = start(environment, *arguments)
    errors = command.communicate()[1]
    assert command.returncode == 1
    assert sentence in errors and "Traceback" not in errors


def test_no_component_is_the_usage_and_an_error(environment: dict[str, str]) -> None:
    command = start(environment)
    assert "usage: tarmac-airflow init|api-server" in command.communicate()[0]
    assert command.returncode == 1


def test_a_history_is_read_from_migration_files_and_compared(tmp_path: Path) -> None:
    (tmp_path / "0001_first.py").write_text('revision = "aaa"\ndown_revision = None\n')
    (tmp_path / "0002_second.py").write_text('revision: str = "bbb"\ndown_revision = "aaa"  # the first\n')
    (tmp_path / "0003_third.py").write_text("revision = 'ccc'\ndown_revision = ('bbb', 'aaa')\n")
    history = read_history(tmp_path)
    assert history == History(frozenset({"aaa", "bbb", "ccc"}), frozenset({"ccc"}))
    assert history.compare(set()) is State.OLDER
    assert history.compare({"aaa"}) is State.OLDER
    assert history.compare({"ccc"}) is State.CURRENT
    assert history.compare({"ddd"}) is State.NEWER


def test_starting_costs_no_import_of_airflow(environment: dict[str, str]) -> None:
    """Nor of anything else that is slow: 0.25 vCPU is all that most components have."""
    program = "import sys, tarmac_airflow.__main__, tarmac_airflow.health; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True).split()
    assert not {"airflow", "sqlalchemy", "celery", "redis", "botocore"} & set(modules)


def test_the_marker_of_a_killed_component_is_not_trusted(environment: dict[str, str], server: str) -> None:
    Answers.statuses = [503]
    environment |= redis_environment()
    environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = f"{server}/execution/"
    worker = start(environment, "worker")
    assert worker.stderr and worker.stderr.readline()
    worker.kill()
    worker.communicate()
    check = start(environment, "health", "worker")
    assert "is gone" in check.communicate()[0]
    assert check.returncode == 1
