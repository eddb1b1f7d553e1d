"""Tasks in containers of their own: one by the ECS executor, and an on-demand task that fails."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from airflow.sdk import DAG, dag, task
from on_demand_example import run


@dag(schedule=None, start_date=datetime(2026, 1, 1))
def by_ecs() -> None:
    @task
    def in_a_worker() -> str:
        return socket.gethostname()

    @task(executor="AwsEcsExecutor", retries=0)
    def alone(worker: str) -> None:
        assert socket.gethostname() != worker
        assert "AIRFLOW__API__SECRET_KEY" not in os.environ and "AIRFLOW__CELERY__BROKER_URL" not in os.environ
        print("it runs in a container of its own")

    alone(in_a_worker())


by_ecs()

with DAG("on_demand_fails", schedule=None, start_date=datetime(2026, 1, 1)):
    fails = run("little", ["fail"])
    fails.retries = 0
    fails.awslogs_fetch_interval = timedelta(seconds=1)
