"""What one run in this checkout does at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from wrapper import paths
from wrapper.console import say


@contextmanager
def alone(what: str, *, remark: str | None = None) -> Iterator[int]:
    """Waits until no other run in this checkout does `what`, after saying `remark` where it has to.

    Yields the lock's file descriptor. It ends with the last process that holds it, so a child to which it is passed
    keeps others out even where its parent is killed.
    """
    with (paths.work_folder() / f"{what}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if remark:
                say(remark)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()
