"""The container engine of this machine: Docker or Podman, whichever answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wrapper.errors import TarmacError

_ANSWER_SECONDS: Final = 90
_COMPOSE: Final = (2, 30)
"""The first Docker Compose that reads a file of variables literally: https://docs.docker.com/reference/compose-file/services/#format"""


class NoEngineError(TarmacError):
    """No container engine of this machine can be used."""


@dataclass(frozen=True)
class Engine:
    """An engine that answers.

    Attributes:
        program: what is run.
        is_podman: whether it is Podman, under whatever name.
        is_rootless: whether its networks are in a namespace of their own, out of reach of this machine.
        is_desktop: whether it runs in a virtual machine.
        environment: with which it is run.
    """

    program: str
    is_podman: bool
    is_rootless: bool = False
    is_desktop: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    def run(self, *arguments: str) -> str:
        """Runs the engine; what it printed. Raises TarmacError with what it complained of."""
        done = self._run(arguments, None)
        if done.returncode != 0:
            raise explain(self.program, arguments, done.stderr)
        return done.stdout

    def execute(self, container: str, *command: str, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a command in a container. Raises subprocess.TimeoutExpired after that many seconds."""
        return self._run(("exec", container, *command), seconds)

    def _run(self, arguments: tuple[str, ...], seconds: float | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program, *arguments],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )


def explain(program: str, arguments: tuple[str, ...], complaint: str) -> TarmacError:
    """The error for a person: the engine's own words, and what can be done about the usual ones."""
    last = (complaint.strip().splitlines() or ["it says nothing"])[-1]
    hint = None
    if "no space left" in complaint:
        hint = f"The disk is full. Make room, for example with: {program} system prune"
    elif "permission denied" in complaint.lower():
        hint = f"Let your user run {program}, or run this as one who may."
    return TarmacError(f"{program} {' '.join(arguments[:2])} failed: {last}", hint)


def find() -> Engine:
    """The first engine that answers: Docker, then Podman.

    Raises NoEngineError that says what is the matter with each.
    """
    problems = []
    for program, ask in (("docker", _docker), ("podman", _podman)):
        if shutil.which(program) is None:
            problems.append(f"{program} is not installed")
            continue
        try:
            return ask(program)
        except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
            problems.append(f"{program} does not answer ({_reason(error)})")
    raise NoEngineError(f"No container engine can be used: {', and '.join(problems)}.")


def _docker(program: str) -> Engine:
    info = _info(program, "{{json .}}")
    if "host" in info:  # Podman under Docker's name
        return _podman(program)
    if errors := info.get("ServerErrors"):
        raise ValueError(errors[0])
    version = subprocess.run(
        [program, "compose", "version", "--short"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=True
    ).stdout
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers < _COMPOSE:
        raise ValueError(f"its Compose is {version.strip()}; {'.'.join(map(str, _COMPOSE))} or newer is needed")
    return Engine(program, is_podman=False, is_desktop="desktop" in str(info.get("OperatingSystem", "")).lower())


def _podman(program: str) -> Engine:
    host = _info(program, "json")["host"]
    return Engine(
        program,
        is_podman=True,
        is_rootless=bool(host["security"]["rootless"]),
        is_desktop=bool(host.get("serviceIsRemote")),
    )


def _info(program: str, form: str) -> dict[str, Any]:
    asked = [program, "info", "--format", form]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        said = str(error.stderr or error.stdout).strip().splitlines()
        return said[-1].removesuffix(".") if said else f"exit code {error.returncode}"
    return str(error).removesuffix(".")
