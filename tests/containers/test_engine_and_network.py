"""An engine is found or its absence is one sentence; networks and ports do not collide."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wrapper.containers import engine as engines
from wrapper.containers import network, start
from wrapper.containers.engine import Engine, NoEngineError, explain
from wrapper.errors import TarmacError


class FakeEngine(Engine):
    """An engine with networks of others."""

    def run(self, *arguments: str) -> str:
        if arguments[:2] == ("network", "ls"):
            return "one\n"
        return json.dumps([{"subnets": [{"subnet": subnet} for subnet in self.environment.get("subnets", "").split()]}])


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_where_no_engine_answers_one_sentence_says_what_is_the_matter_with_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "docker", "echo 'Cannot connect to the Docker daemon.' >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoEngineError) as caught:
        engines.find()
    assert str(caught.value) == (
        "No container engine can be used: docker does not answer (Cannot connect to the Docker daemon), "
        "and podman is not installed."
    )


def test_without_an_engine_up_says_so_and_the_apply_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> Engine:
        raise NoEngineError("No container engine can be used.")

    monkeypatch.setattr(engines, "find", none)
    assert not start.start_containers(None, {})  # type: ignore[arg-type]
    assert "So no container was started; what was applied stands." in " ".join(capsys.readouterr().err.split())


def test_an_old_docker_compose_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take dollar signs in secrets for variables."""
    answer = 'if [ $1 = info ]; then echo \'{"OperatingSystem": "Debian"}\'; else echo 2.29.7; fi'
    program(tmp_path, "docker", answer)
    monkeypatch.setenv("PATH", f"{tmp_path}")
    with pytest.raises(NoEngineError, match=r"its Compose is 2.29.7; 2.30 or newer is needed"):
        engines.find()


def test_podman_under_dockers_name_is_podman(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "docker", 'echo \'{"host": {"security": {"rootless": true}}}\'')
    monkeypatch.setenv("PATH", str(tmp_path))
    found = engines.find()
    assert (found.program, found.is_podman, found.is_rootless) == ("docker", True, True)


@pytest.mark.parametrize(
    ("complaint", "hint"),
    [
        ("write /x: no space left on device", "The disk is full"),
        ("dial: Permission denied", "Let your user run podman"),
    ],
)
def test_the_usual_complaints_of_an_engine_come_with_what_to_do(complaint: str, hint: str) -> None:
    assert hint in str(explain("podman", ("start", "x"), complaint))


def test_a_network_of_others_is_never_taken() -> None:
    free = network.choose(FakeEngine("podman", is_podman=True, environment={}), "demo")
    taken = FakeEngine("podman", is_podman=True, environment={"subnets": free})
    assert network.choose(taken, "demo") != free
    assert free.startswith("10.213.")
    with pytest.raises(TarmacError, match="Every network in"):
        network.choose(FakeEngine("podman", is_podman=True, environment={"subnets": "10.0.0.0/8"}), "demo")


def test_containers_find_this_machine_by_the_gateway_or_by_dockers_name_for_it() -> None:
    subnet = "10.213.7.0/24"
    assert network.aws_address(Engine("podman", is_podman=True), subnet) == "10.213.7.1"
    assert network.aws_address(Engine("docker", is_podman=False, is_desktop=True), subnet) == "host-gateway"


def test_a_port_in_use_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: Any = taken.getsockname()[1]
        with pytest.raises(TarmacError, match=f"Port {port} of this machine is in use") as caught:
            network.require_free_ports([port])
    assert "--ui-port" in str(caught.value)
    network.require_free_ports([port])


def test_a_command_in_a_container_has_a_deadline(tmp_path: Path) -> None:
    program(tmp_path, "engine", "exec sleep 60")
    with pytest.raises(subprocess.TimeoutExpired):
        Engine(str(tmp_path / "engine"), is_podman=True).execute("one", "true", seconds=0.2)
