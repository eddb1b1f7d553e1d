"""The wait for a start: what ends too early is started anew, and given up when it goes on ending."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from wrapper.containers import deployment as deployments
from wrapper.containers.deployment import LocalDeployment
from wrapper.containers.engine import Engine
from wrapper.containers.state import Running
from wrapper.errors import TarmacError


def api_server(exit_code: int | None) -> Running:
    return Running(
        name="demo-api-server",
        service="api-server",
        component="api-server",
        digest="abc",
        running=exit_code is None,
        exit_code=exit_code or 0,
        started=datetime.datetime.now(datetime.UTC),
        memory_limit=1024,
        out_of_memory=False,
        check=(),
        ports=(),
    )


def wait(monkeypatch: pytest.MonkeyPatch, *exit_codes: int | None) -> list[tuple[str, ...]]:
    """Waits for an API server that does as told, look by look; None is to run. What the engine was asked to do."""
    asked: list[tuple[str, ...]] = []
    looks = iter(exit_codes)
    monkeypatch.setattr(Engine, "run", lambda self, *arguments: asked.append(arguments) or "")
    monkeypatch.setattr(LocalDeployment, "containers", lambda self: [api_server(next(looks))])
    monkeypatch.setattr(LocalDeployment, "tail", lambda self, one: "its last words")
    monkeypatch.setattr(deployments, "_PAUSE_SECONDS", 0)
    service: Any = SimpleNamespace(one_shot=False)
    LocalDeployment("demo", Engine("podman", is_podman=True))._wait({"api-server": service})
    return asked


def test_what_ends_is_started_anew_as_ecs_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that did not resolve for a moment, for one."""
    assert wait(monkeypatch, 1, None) == [("start", "demo-api-server")]


def test_a_busy_machine_is_looked_at_less_often() -> None:
    assert [deployments._pause(look) for look in (0.1, 2.0, 60.0)] == [1.0, 4.0, 10.0]


def test_a_start_is_given_up_when_nothing_more_becomes_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long all of it takes: two of everything on a small and busy machine is no failure."""
    names = ["init", "scheduler", "worker"]
    now, pause = 0.0, 0.6 * deployments.START_SECONDS

    def sleep(seconds: float) -> None:
        nonlocal now
        now += pause

    def health(engine: Engine, found: Sequence[Running]) -> dict[str, str]:
        well = {"init": 1 * pause, "scheduler": 3 * pause, "worker": math.inf}
        return {one.name: "healthy" if now >= well[one.name] else "starting" for one in found}

    def containers(deployment: LocalDeployment) -> list[Running]:
        return [replace(api_server(None), name=name, service=name) for name in names]

    monkeypatch.setattr(deployments, "time", SimpleNamespace(monotonic=lambda: now, sleep=sleep))
    monkeypatch.setattr(deployments.state, "health_of_all", health)
    monkeypatch.setattr(LocalDeployment, "containers", containers)
    wanted: dict[str, Any] = {name: SimpleNamespace(one_shot=False) for name in names}
    with pytest.raises(TarmacError, match=r"Not healthy, though .+ were waited: worker \(starting\)"):
        LocalDeployment("demo", Engine("podman", is_podman=True))._wait(wanted)
    assert now == 5 * pause


def test_what_goes_on_ending_is_given_up_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TarmacError, match=r"api-server ended with 1, the 4th time\. It wrote last:\nits last words"):
        wait(monkeypatch, 1, 1, 1, 1)
