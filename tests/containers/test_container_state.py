"""What is said of a container: healthy, waiting, or what is wrong with it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from wrapper.containers.engine import Engine
from wrapper.containers.state import HEALTHY, WAITING, containers, health, memory


class FakeEngine(Engine):
    """An engine that answers every command in a container alike."""

    answer: tuple[int, str] = (0, "")

    def execute(self, container: str, *command: str, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, self.answer[0], self.answer[1], "")


def answering(code: int, said: str) -> FakeEngine:
    engine = FakeEngine("podman", is_podman=True)
    object.__setattr__(engine, "answer", (code, said))
    return engine


def described(**state: Any) -> dict[str, Any]:
    """A container as both engines describe it."""
    started = "2026-01-02T03:04:05.123456789Z"
    labels = {"tarmac.service": "worker-2", "tarmac.component": "worker", "tarmac.digest": "abc"}
    return {
        "Name": "/demo-worker-2",
        "Config": {"Labels": labels, "Healthcheck": {"Test": ["CMD", "tarmac-airflow", "health", "worker"]}},
        "State": {"Running": True, "ExitCode": 0, "StartedAt": started, "OOMKilled": False} | state,
        "HostConfig": {"Memory": 1024 * 1024 * 1024, "PortBindings": {"8080/tcp": [{"HostPort": "8090"}]}},
    }


def found(monkeypatch: pytest.MonkeyPatch, **state: Any) -> Any:
    answers = iter(["id\n", json.dumps([described(**state)])])
    monkeypatch.setattr(Engine, "run", lambda self, *arguments: next(answers))
    (one,) = containers(Engine("podman", is_podman=True), "demo")
    return one


def test_a_container_is_read_from_what_the_engine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    one = found(monkeypatch)
    assert (one.name, one.service, one.component, one.digest) == ("demo-worker-2", "worker-2", "worker", "abc")
    assert (one.memory_limit, one.ports) == (1024, (8090,))
    assert one.check == ("tarmac-airflow", "health", "worker")
    assert one.started is not None and one.started.year == 2026


@pytest.mark.parametrize(
    ("code", "said", "wanted"),
    [
        (0, "healthy\n", HEALTHY),
        (0, "waiting\n", WAITING),
        (1, "No heartbeat.\n", "No heartbeat."),
        (1, "", "its health check fails"),
    ],
)
def test_health_is_what_the_check_says(monkeypatch: pytest.MonkeyPatch, code: int, said: str, wanted: str) -> None:
    assert health(answering(code, said), found(monkeypatch)) == wanted


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ({"Running": False, "ExitCode": 0}, HEALTHY),
        ({"Running": False, "ExitCode": 1}, "ended with 1"),
        ({"Running": False, "ExitCode": 137, "OOMKilled": True}, "ended with 137, for want of memory"),
        ({"Running": False, "StartedAt": "0001-01-01T00:00:00Z"}, "never came to a start"),
    ],
)
def test_what_does_not_run_has_ended_well_or_says_how(
    monkeypatch: pytest.MonkeyPatch, state: dict[str, Any], wanted: str
) -> None:
    """An init step that was made and never started has the exit code 0 too, and has done nothing."""
    one = found(monkeypatch, **state)
    assert health(answering(0, "healthy"), one) == wanted
    assert one.ended_well == (wanted == HEALTHY)


def test_memory_leaves_out_cached_files_and_keeps_the_peak(monkeypatch: pytest.MonkeyPatch) -> None:
    mib = 1024 * 1024
    measured = memory(answering(0, f"{300 * mib}\n{400 * mib}\n{50 * mib}\n"), found(monkeypatch))
    assert measured is not None
    assert (measured.now, measured.peak) == (250, 400)
    assert memory(answering(1, ""), found(monkeypatch)) is None
