"""A process that outlives the command which started it, and is found again by a record beside its log."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from wrapper import paths


@dataclass(frozen=True)
class BackgroundProcess:
    """The one process of which `record` tells.

    Attributes:
        record: its file; it ends with the process.
        log: where the output of the process is added.
        stop_seconds: how long it may take to stop, before it is killed.
    """

    record: Path
    log: Path
    stop_seconds: float

    def start(
        self, command: Sequence[str], cwd: Path, environment: Mapping[str, str], told: Mapping[str, Any]
    ) -> subprocess.Popen[bytes]:
        """Starts it, and keeps what it is `told` in the record. The caller sees to it that none runs yet."""
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                list(command),
                cwd=cwd,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the caller's terminal must not reach it
            )
        record = {**told, "pid": child.pid, "created": psutil.Process(child.pid).create_time()}
        paths.write_at_once(self.record, json.dumps(record))
        return child

    def told(self) -> dict[str, Any] | None:
        """What it was told; None where it ended."""
        record = self._read()
        return record if record is not None and _find(record) is not None else None

    def end(self) -> None:
        """Ends it where it runs, and waits until it has ended."""
        record = self._read()
        process = _find(record) if record is not None else None
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
                try:
                    process.wait(self.stop_seconds)
                except psutil.TimeoutExpired:
                    process.kill()
                    process.wait(self.stop_seconds)
        self.record.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any] | None:
        try:
            record: dict[str, Any] = json.loads(self.record.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return record


def _find(record: Mapping[str, Any]) -> psutil.Process | None:
    """None where it ended, even where another process has its number by now."""
    try:
        process = psutil.Process(record["pid"])
        ours = abs(process.create_time() - record["created"]) < 1.0
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None
