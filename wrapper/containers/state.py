"""The containers of a deployment as the engine has them."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from wrapper.containers.compose.file import COMPONENT_LABEL, DIGEST_LABEL, PROJECT_LABEL, SERVICE_LABEL
from wrapper.containers.engine import Engine

HEALTHY: Final = "healthy"
WAITING: Final = "waiting"
"""What the image says of a component that waits for another; ECS counts it as healthy."""

_CHECK_SECONDS: Final = 180
"""A check may take longer than its own timeout while every container starts at once on a small machine."""

# Version 1 of control groups, then version 2: in use, the most that ever was, and what of it is but a cache of files.
_MEMORY: Final = """
cd /sys/fs/cgroup
if [ -d memory ]; then
  cd memory
  cat memory.usage_in_bytes memory.max_usage_in_bytes; sed -n 's/^total_inactive_file //p' memory.stat
else
  cat memory.current; cat memory.peak 2>/dev/null || cat memory.current; sed -n 's/^inactive_file //p' memory.stat
fi
"""
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Running:
    """A container, running or ended.

    Attributes:
        name: the container's.
        service: its name in the compose file.
        component: what it is a copy of.
        digest: that of the service from which it was made.
        memory_limit: MiB.
        out_of_memory: whether it was killed for want of memory.
        check: the command of its health check; empty where it has none.
        ports: local ports.
    """

    name: str
    service: str
    component: str
    digest: str
    running: bool
    exit_code: int
    started: datetime.datetime | None
    memory_limit: int
    out_of_memory: bool
    check: tuple[str, ...]
    ports: tuple[int, ...]

    @property
    def ended_well(self) -> bool:
        """Whether it did its work and ended; one that never came to a start has not."""
        return not self.running and self.exit_code == 0 and self.started is not None


@dataclass(frozen=True)
class Memory:
    """MiB in use now, without cached files that the kernel would give back, and the most that was ever charged."""

    now: int
    peak: int


def containers(engine: Engine, project: str) -> list[Running]:
    """The containers of that project, those that have ended among them."""
    listed = engine.run("ps", "--all", "--quiet", "--filter", f"label={PROJECT_LABEL}={project}").split()
    if not listed:
        return []
    return sorted((_running(one) for one in json.loads(engine.run("inspect", *listed))), key=lambda one: one.name)


def health(engine: Engine, container: Running) -> str:
    """`healthy`, `waiting`, or what is wrong with it.

    The check is run here and now, in the container: Podman without systemd never runs it by itself.
    """
    if not container.running:
        if container.ended_well:
            return HEALTHY
        if container.started is None:
            return "never came to a start"
        because = ", for want of memory" if container.out_of_memory else ""
        return f"ended with {container.exit_code}{because}"
    if not container.check:
        return HEALTHY
    try:
        done = engine.execute(container.name, *container.check, seconds=_CHECK_SECONDS)
    except subprocess.TimeoutExpired:
        return f"its health check takes longer than {_CHECK_SECONDS} s"
    said = done.stdout.strip()
    if done.returncode == 0:
        return WAITING if said == WAITING else HEALTHY
    return (said or done.stderr.strip() or "its health check fails").splitlines()[-1]


def health_of_all(engine: Engine, found: Sequence[Running]) -> dict[str, str]:
    """The health of each container by its name, asked of a few at a time."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip([one.name for one in found], pool.map(lambda one: health(engine, one), found), strict=True))


def memory(engine: Engine, container: Running) -> Memory | None:
    """What the kernel charges to the container; None where it does not run, does not answer or has no shell."""
    try:
        done = engine.execute(container.name, "sh", "-c", _MEMORY, seconds=_CHECK_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    numbers = done.stdout.split()
    if done.returncode != 0 or len(numbers) != 3:
        return None
    used, peak, cache = map(int, numbers)
    return Memory(max(used - cache, 0) // _MIB, peak // _MIB)


def _running(inspected: dict[str, Any]) -> Running:
    state, labels = inspected["State"], inspected["Config"]["Labels"]
    kind, *check = (inspected["Config"].get("Healthcheck") or {}).get("Test") or ["NONE"]
    published = (inspected["HostConfig"].get("PortBindings") or {}).values()
    return Running(
        name=inspected["Name"].lstrip("/"),
        service=labels[SERVICE_LABEL],
        component=labels[COMPONENT_LABEL],
        digest=labels[DIGEST_LABEL],
        running=bool(state["Running"]),
        exit_code=int(state["ExitCode"]),
        started=_moment(state["StartedAt"]),
        memory_limit=inspected["HostConfig"]["Memory"] // _MIB,
        out_of_memory=bool(state["OOMKilled"]),
        check=tuple(check) if kind == "CMD" else (),
        ports=tuple(int(binding["HostPort"]) for bindings in published for binding in bindings or []),
    )


def _moment(text: str) -> datetime.datetime | None:
    """A time as Go writes it, with nanoseconds; None for its year 1, which means never."""
    found = datetime.datetime.fromisoformat(re.sub(r"\.(\d{1,6})\d*", r".\1", text).replace("Z", "+00:00"))
    return found if found.year > 1 else None
