"""What a worker does with tasks that outlast its time: it hands them back, and another worker begins them anew.

Fargate kills a container 120 s after SIGTERM at most, whatever still runs in it: after a Spot interruption, when the
machine under it is retired, or when somebody stops the task. Shortly before, each remaining task is told to stop, so
that its operator's `on_kill` runs, and goes back to the scheduler as one to be rescheduled: at once, without using up a
retry, and whether or not it has any. Nobody else would notice before the heartbeat is missed for 300 s.
"""

import contextlib
import os
import signal
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tarmac_airflow.waiting import say

GRACE_SECONDS: Final = 105
"""From SIGTERM until tasks are handed back."""

LONGEST_GRACE_SECONDS: Final = 110
"""Fargate's 120, less what handing back takes: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""

ON_KILL_SECONDS: Final = 4
"""What a task has for its on_kill; many end on no signal but SIGKILL."""

_SUPERVISOR: Final = "airflow supervisor"
"""The title of a pool process that runs a task, the parent of the task's own process."""


def _marker(worker_pid: int) -> Path:
    return Path(tempfile.gettempdir()) / f"tarmac-airflow-worker-{worker_pid}.handing-back"


def hand_back_all(worker_pid: int) -> None:
    """Hands back every task of the worker, those that begin meanwhile too, until there is none and the worker ends."""
    import psutil

    _marker(worker_pid).touch()
    asked: dict[int, float] = {}
    while True:
        for supervisor in psutil.Process(worker_pid).children():
            for task in _tasks(supervisor):
                if task.pid not in asked:
                    say(f"handing back the task of process {task.pid}: it outlasts this worker")
                    asked[task.pid] = time.monotonic()
                    _send(task.pid, signal.SIGTERM)
                elif time.monotonic() - asked[task.pid] >= ON_KILL_SECONDS:
                    _send(task.pid, signal.SIGKILL)
        time.sleep(0.5)


def _tasks(process: Any) -> list[Any]:
    """The task that this child of the worker runs, where it runs one."""
    import psutil

    try:
        return list(process.children()) if _SUPERVISOR in " ".join(process.cmdline()) else []
    except psutil.Error:
        return []


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def teach_supervisors(worker_pid: int) -> None:
    """Has the supervisors of this worker report a task that is being handed back as one to be rescheduled.

    Done before the pool is forked. Airflow's supervisor reports a task that was killed as failed, or as one to be
    retried after the task's own delay.
    """
    from airflow.sdk.api.datamodels._generated import TaskInstanceState
    from airflow.sdk.execution_time import comms, supervisor

    marker = _marker(worker_pid)
    marker.unlink(missing_ok=True)
    original_send: Any = supervisor.ActivitySubprocess._send_terminal_state_msg
    original_update: Any = supervisor.ActivitySubprocess.update_task_state_if_needed

    def reschedule() -> Any:
        now = datetime.now(UTC)
        return comms.RescheduleTask(reschedule_date=now, end_date=now)

    def send(self: Any, message: Any) -> None:
        """A task whose on_kill ran fails by itself and asks for a retry."""
        failed = isinstance(message, comms.RetryTask)
        original_send(self, reschedule() if failed and marker.exists() else message)

    def update(self: Any) -> None:
        if marker.exists() and self._pending_terminal_state_msg is None:
            if self._terminal_state in supervisor.STATES_SENT_DIRECTLY:
                return  # said already; the exit code of a process that was killed says nothing more
            if self.final_state in (TaskInstanceState.FAILED, TaskInstanceState.UP_FOR_RETRY):
                self._pending_terminal_state_msg = reschedule()
        original_update(self)

    supervisor.ActivitySubprocess._send_terminal_state_msg = send
    supervisor.ActivitySubprocess.update_task_state_if_needed = update
