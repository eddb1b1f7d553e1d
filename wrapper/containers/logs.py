"""What a container of this machine has written, line by line, for a program."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence

from wrapper.containers.engine import Engine
from wrapper.containers.state import Running


def print_as_json(engine: Engine, container: Running, options: Sequence[str]) -> int:
    """Prints each line with its time as an object of JSON; 1 where the engine fails, in whose own words is said why."""
    command = [engine.program, "logs", "--timestamps", *options, container.name]
    with subprocess.Popen(
        command,
        env=dict(engine.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # a container's own errors come out there
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        for line in process.stdout:
            time, _, message = line.rstrip("\n").partition(" ")
            row = {"container": container.service, "message": message, "task": container.name, "time": time}
            print(json.dumps(row), flush=True)
    return 1 if process.returncode else 0
