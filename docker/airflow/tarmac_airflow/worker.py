"""Airflow's Celery worker, protected while it has work, and with an end to its shutdown.

`python -m tarmac_airflow.worker [ARGUMENT …]` is `airflow celery worker [ARGUMENT …]` in the same process, with
handlers of Celery's signals added: https://docs.celeryq.dev/en/stable/userguide/signals.html
"""

import os
import runpy
import shutil
import sys
import threading
from collections.abc import Mapping
from typing import Any

from tarmac_airflow import handing_back
from tarmac_airflow.environment import SettingError, whole_number
from tarmac_airflow.protection import Agent, Protection
from tarmac_airflow.waiting import say


def drain_seconds(environment: Mapping[str, str]) -> int:
    """Seconds from SIGTERM until tasks are handed back.

    Raises:
        SettingError: it is no whole number, or more than Fargate leaves.
    """
    most = handing_back.LONGEST_GRACE_SECONDS
    return whole_number(environment, "TARMAC_DRAIN_SECONDS", handing_back.GRACE_SECONDS, most)


def connect(environment: Mapping[str, str]) -> None:
    """Connects the handlers; all of them run in the worker's main process.

    Raises:
        SettingError: a variable is malformed.
    """
    from celery import signals

    grace = drain_seconds(environment)
    worker_pid = os.getpid()

    def teach(**_: Any) -> None:
        handing_back.teach_supervisors(worker_pid)

    def set_deadline(**_: Any) -> None:
        timer = threading.Timer(grace, handing_back.hand_back_all, [worker_pid])
        timer.daemon = True
        timer.start()

    signals.worker_init.connect(teach, weak=False)
    signals.worker_shutting_down.connect(set_deadline, weak=False)

    if agent_uri := environment.get("ECS_AGENT_URI"):
        protection = Protection(Agent(agent_uri), _busy)

        def protect(**_: Any) -> None:
            protection.work_came()

        def watch(**_: Any) -> None:
            threading.Thread(target=protection.check_for_ever, daemon=True, name="protection").start()

        signals.task_received.connect(protect, weak=False)
        signals.worker_ready.connect(watch, weak=False)


def _busy() -> bool:
    """Whether Celery holds a request, begun or not."""
    from celery.worker import state

    return bool(state.reserved_requests or state.active_requests)


def main() -> int:
    """Becomes Airflow's worker; returns an exit code only where it cannot."""
    program = shutil.which("airflow")
    try:
        if program is None:
            raise SettingError("The program 'airflow' is not in this image.")
        connect(os.environ)
    except SettingError as error:
        say(str(error))
        return 1
    sys.argv = [program, "celery", "worker", *sys.argv[1:]]
    runpy.run_path(program, run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
