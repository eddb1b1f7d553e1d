"""Health checks: a component that waits is healthy until its deadline, then its own sign decides."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tarmac_airflow import health, waiting
from tarmac_airflow.environment import SettingError
from test_image_waiting import Answers
from test_image_waiting import server as server

from tests.ports import free_port


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield


def at(server: str, variable: str) -> dict[str, str]:
    return {variable: server.rpartition(":")[2]}


def test_a_component_that_waits_is_healthy_until_its_deadline() -> None:
    """A migration may take longer than ECS's start period of 300 s."""
    waiting.mark("scheduler", time.time() + 60)
    assert health.health_complaint("scheduler", {}) == ""
    waiting.mark("scheduler", time.time() - 1)
    assert "past its deadline" in health.health_complaint("scheduler", {})


def test_a_component_that_waits_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """ECS reads the exit code alone; whoever waits for a start reads this."""
    waiting.mark("worker", time.time() + 60)
    assert health.report("worker") == 0
    assert capsys.readouterr().out == "waiting\n"


def test_a_component_whose_entrypoint_never_ran_is_not_healthy() -> None:
    assert "has not started" in health.health_complaint("scheduler", {})


def test_d1_7_a_scheduler_that_died_is_not_healthy_though_its_health_server_answers(server: str) -> None:
    """D1.7: a check must see what happened. The health server is a child that outlives its parent."""
    environment = at(server, "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT")
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    marker = waiting.marker_file("scheduler")
    marker.write_text(f'{{"pid": {process.pid}, "waiting_until": null}}')
    assert health.health_complaint("scheduler", environment) == ""
    process.kill()
    # Not waited for yet: a zombie is as dead as a process that is gone.
    while "gone" not in (complaint := health.health_complaint("scheduler", environment)):
        time.sleep(0.01)
    process.wait()
    assert health.health_complaint("scheduler", environment) == complaint


@pytest.mark.parametrize(
    ("component", "port", "more", "path"),
    [
        ("scheduler", "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT", {}, "/health"),
        ("api-server", "AIRFLOW__API__PORT", {}, "/api/v2/monitor/health"),
        (
            "api-server",
            "AIRFLOW__API__PORT",
            {"AIRFLOW__API__BASE_URL": "https://example.com/airflow/"},
            "/airflow/api/v2/monitor/health",
        ),
        ("flower", "AIRFLOW__CELERY__FLOWER_PORT", {}, "/flower/healthcheck"),
        ("flower", "AIRFLOW__CELERY__FLOWER_PORT", {"AIRFLOW__CELERY__FLOWER_URL_PREFIX": ""}, "/healthcheck"),
    ],
)
def test_a_component_is_asked_where_it_answers(
    server: str, component: str, port: str, more: dict[str, str], path: str
) -> None:
    environment = {**at(server, port), **more}
    waiting.mark(component, None)
    assert health.health_complaint(component, environment) == ""
    assert Answers.paths == [path]
    Answers.statuses = [503]
    assert "answers 503" in health.health_complaint(component, environment)


def test_a_component_that_does_not_answer_is_not_healthy() -> None:
    waiting.mark("api-server", None)
    assert "does not answer" in health.health_complaint("api-server", {"AIRFLOW__API__PORT": str(free_port())})


def test_what_has_no_health_check_is_said() -> None:
    for component in ("init", "webserver"):
        with pytest.raises(SettingError, match=f"'{component}' has no health check"):
            health.health_complaint(component, {})
