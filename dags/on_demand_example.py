"""Runs each on-demand task of the deployment in a container of its own, with its log in the task's log.

The stack tells a worker and the DAG processor which there are (docs/on-demand-tasks.md). Where there are none, this
file defines no DAG.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta

from airflow.sdk import DAG, BaseOperator

TASKS = json.loads(os.environ.get("TARMAC_ON_DEMAND_TASKS", "{}"))


def run(name: str, command: list[str]) -> BaseOperator:
    """Runs the task of that name with a command of its own, and ends as it ends.

    A retry finds the container of a try before, if it still runs, instead of starting another (`reattach`).
    """
    # Here, for it takes seconds, which a file without such tasks need not cost the DAG processor.
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    return EcsRunTaskOperator(
        task_id=name,
        cluster=os.environ["TARMAC_ON_DEMAND_CLUSTER"],
        task_definition=TASKS[name]["task_definition"],
        launch_type="FARGATE",
        network_configuration={
            "awsvpcConfiguration": {
                "subnets": os.environ["TARMAC_ON_DEMAND_SUBNETS"].split(","),
                "securityGroups": [os.environ["TARMAC_ON_DEMAND_SECURITY_GROUP"]],
                "assignPublicIp": os.environ["TARMAC_ON_DEMAND_PUBLIC_IP"],
            }
        },
        container_name=name,
        overrides={"containerOverrides": [{"name": name, "command": command}]},
        awslogs_group=TASKS[name]["log_group"],
        awslogs_region=os.environ["AWS_DEFAULT_REGION"],
        awslogs_stream_prefix=name,
        awslogs_fetch_interval=timedelta(seconds=5),
        reattach=True,
        deferrable=False,  # the worker's role may watch these tasks, the triggerer's may not
        execution_timeout=timedelta(hours=1),
        retries=1,
    )


if TASKS:
    with DAG("on_demand_example", schedule=None, start_date=datetime(2026, 1, 1), tags=["example"]) as dag:
        for name in TASKS:
            run(name, ["Hello", "from", name])
