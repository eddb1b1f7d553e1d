"""Airflow's AwsEcsExecutor, where it is asked for: a container of ECS for each of Airflow's tasks that names it.

What runs in the container is a row of the table of components (TASK), so its roles, its network, its log group and its
task definition are made like those of every other; here is what the scheduler needs to start it.
https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/executors/ecs-executor.html
docs/ecs-executor.md explains its use.
"""

from __future__ import annotations

from typing import Any, Final

from kit import aws
from kit import functions as fn
from kit.expressions import Bool, Expression, Text, each, for_list, for_map, given, is_set, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context

CELERY: Final = "CeleryExecutor"
ECS: Final = "airflow.providers.amazon.aws.executors.ecs.AwsEcsExecutor"
"""A DAG names it by its class alone: executor="AwsEcsExecutor"."""


def decide(c: Context) -> None:
    """Declares the locals `run_ecs_executor` and `executor_tasks`."""
    m = c.module
    by_task = m.local("run_ecs_executor", is_set(c.i.ecs_executor))
    m.local("executor_tasks", when(by_task, [table.TASK.name], []), note="Its component; a list of one or of none.")


def wanted(c: Context) -> Bool:
    """Whether there is one."""
    return Expression("local.run_ecs_executor")


def family(c: Context) -> Text:
    """The name of its task definition, whatever the revision."""
    return f"{c.i.name}-{table.TASK.name}"


def executors(c: Context) -> Expression:
    """Airflow's core.executor: the first runs what names none.

    https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/executor/index.html#using-multiple-executors-concurrently
    """
    first = fn.try_(given(c.i.ecs_executor).default, False)
    both = when(first, f"{ECS},{CELERY}", f"{CELERY},{ECS}")
    return when(wanted(c), both, CELERY)  # type: ignore[no-any-return]


def environment(c: Context) -> Expression:
    """The executor's own settings, for the scheduler, which runs it, and the API server, which reads logs by it."""
    i = c.i
    spot = fn.try_(given(i.ecs_executor).spot, False)
    provider = when(spot, "FARGATE_SPOT", "FARGATE")
    settings = {
        "CLUSTER": i.cluster.name,
        "CONTAINER_NAME": table.TASK.containers[0].name,
        "TASK_DEFINITION": family(c),
        "REGION_NAME": c.region,
        "SUBNETS": fn.join(",", i.subnet_ids),
        "SECURITY_GROUPS": fn.try_(Expression(f'aws_security_group.component["{table.TASK.name}"].id'), ""),
        "ASSIGN_PUBLIC_IP": when(i.assign_public_ip, "True", "False"),
        # The scheduler starts, and runs Celery's tasks, where ECS does not answer.
        "CHECK_HEALTH_ON_STARTUP": "False",
        "RUN_TASK_KWARGS": fn.jsonencode(
            {
                "capacity_provider_strategy": [{"capacityProvider": provider, "weight": 1}],
                "propagateTags": "TASK_DEFINITION",
                "enableECSManagedTags": True,
            }
        ),
    }
    return c.module.local(
        "ecs_executor_environment",
        when(wanted(c), {f"AIRFLOW__AWS_ECS_EXECUTOR__{name}": value for name, value in settings.items()}, {}),
        note="Where and as what the ECS executor starts a task. The task definition is told by its family, so that an "
        "image or a size changes without a new scheduler.",
    )


def document(c: Context, execution: aws.IamRole, task: aws.IamRole) -> Expression:
    """What the scheduler calls for it, on its task definition and in this cluster alone; the JSON of the policy.

    Tags are given at the start alone, and name the deployment on the bill:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
    """
    name = table.TASK.name
    tasks = c.arn("ecs", f"task/{c.i.cluster.name}/*")
    in_cluster: Any = {"test": "ArnEquals", "variable": "ecs:cluster", "values": [c.i.cluster.arn]}
    at_start: Any = {"test": "StringEquals", "variable": "ecs:CreateAction", "values": ["RunTask"]}
    to_ecs: Any = {"test": "StringEquals", "variable": "iam:PassedToService", "values": ["ecs-tasks.amazonaws.com"]}
    block = aws.data.IamPolicyDocument(
        c.module,
        "run_executor_tasks",
        count=when(wanted(c), 1, 0),
        statement=[
            {
                "sid": "Run",
                "actions": ["ecs:RunTask"],
                "resources": [c.arn("ecs", f"task-definition/{family(c)}:*")],
                "condition": [in_cluster],
            },
            {
                "sid": "Follow",
                "actions": ["ecs:DescribeTasks", "ecs:StopTask"],
                "resources": [tasks],
                "condition": [in_cluster],
            },
            {"sid": "Tag", "actions": ["ecs:TagResource"], "resources": [tasks], "condition": [at_start]},
            {
                "sid": "HandOn",
                "actions": ["iam:PassRole"],
                "resources": [execution[name].arn, task[name].arn],
                "condition": [to_ecs],
            },
        ],
    )
    return block[0].json


def attach(c: Context, task: aws.IamRole) -> aws.IamRolePolicyAttachment:
    """The policies of its tasks alone, besides those of all DAGs."""
    arns = fn.try_(given(c.i.ecs_executor).policy_arns, [])
    return aws.IamRolePolicyAttachment(
        c.module,
        "executor",
        for_each=for_map(for_list(arns, lambda arn: arn, name="arn"), lambda index, arn: (fn.tostring(index), arn)),
        role=task[table.TASK.name].name,
        policy_arn=each.value,
    )
