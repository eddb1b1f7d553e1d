"""What the container tests give the workers to do: a burst over two queues, and tasks for a worker that is stopped."""

from __future__ import annotations

import socket
import time
from datetime import datetime

from airflow.sdk import dag, task

HOUR = 3600


@dag(schedule=None, start_date=datetime(2026, 1, 1), max_active_tasks=200)
def burst() -> None:
    @task
    def hold(number: int) -> None:
        time.sleep(HOUR)

    for queue in ("default", "heavy"):
        hold.override(task_id=queue, queue=queue).expand(number=list(range(50)))


@dag(schedule=None, start_date=datetime(2026, 1, 1), default_args={"retries": 0})
def long_tasks() -> None:
    @task
    def a_minute() -> str:
        print("it has begun")
        time.sleep(60)
        return socket.gethostname()

    @task
    def an_hour_on_the_first(**context: object) -> str:
        here = socket.gethostname()
        if here == context["dag_run"].conf["first"]:  # type: ignore[attr-defined]
            time.sleep(HOUR)
        return here

    a_minute()
    an_hour_on_the_first()


burst()
long_tasks()
