"""The table of components as Terraform sees it: a row for each service, the workers of each queue among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kit import functions as fn
from kit.expressions import Expression, Text, for_map
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import DEFAULT_QUEUE
from modules.ecs_airflow.roles import permissions_of


def component_table(c: Context, environment: Mapping[str, Any]) -> Expression:
    """Declares the local `components`."""
    m = c.module
    m.local(
        "dag_components",
        fn.concat(
            [component.name for component in table.COMPONENTS if component.runs_user_code],
            Expression("local.executor_tasks"),
        ),
        note="Where the code of DAGs runs; the workers of further queues are in the network of the worker.",
    )
    queues = m.local(
        "queue_workers",
        for_map(
            Expression("var.queues"),
            lambda queue, tier: (
                f"{table.WORKER.name}-{queue}",
                _row(
                    c,
                    table.WORKER,
                    {**environment, "worker": {"AIRFLOW__CELERY__WORKER_CONCURRENCY": fn.tostring(tier.concurrency)}},
                    tier,
                    queue=queue,
                    image=fn.coalesce(tier.image, c.i.image),
                ),
            ),
        ),
        note="The workers of each further queue: a worker with a size, an image and rights of its own.",
    )
    executor_task = m.local(
        "executor_task",
        for_map(
            Expression("local.executor_tasks"),
            lambda key, name: (
                name,
                _row(c, table.TASK, environment, c.i.ecs_executor, queue=None, image=c.i.image),
            ),
        ),
        note="What the ECS executor starts, where there is one.",
    )
    cleaning = m.local(
        "cleaning_task",
        for_map(
            Expression("local.cleaning_tasks"),
            lambda key, name: (
                name,
                _row(
                    c,
                    table.CLEANING,
                    environment,
                    {"cpu": table.CLEANING.cpu, "memory": table.CLEANING.memory},
                    queue=None,
                    image=c.i.image,
                ),
            ),
        ),
        note="What cleans the database on a schedule, where it is asked for.",
    )
    open_task = m.local(
        "bastion_task",
        for_map(
            Expression("local.bastion_tasks"),
            lambda key, name: (
                name,
                _row(
                    c,
                    table.BASTION,
                    environment,
                    {"cpu": table.BASTION.cpu, "memory": table.BASTION.memory},
                    queue=None,
                    image=c.i.image,
                ),
            ),
        ),
        note="What a person starts to reach in, where there is one.",
    )
    return m.local(
        "components",
        fn.merge(
            {
                component.name: _row(
                    c,
                    component,
                    environment,
                    getattr(c.i.components, component.key),
                    queue=DEFAULT_QUEUE if component is table.WORKER else None,
                    image=c.i.image,
                )
                for component in table.COMPONENTS
            },
            queues,
            executor_task,
            cleaning,
            open_task,
        ),
        note="One entry for each task definition; security groups, roles, services and scaling derive from it.",
    )


def services_of(c: Context, components: Expression) -> Expression:
    """Declares the local `services`: the components which ECS keeps running."""
    return c.module.local(
        "services",
        for_map(
            components,
            lambda key, value: (key, value),
            where=lambda key, value: ~fn.contains([table.TASK.name, table.CLEANING.name, table.BASTION.name], key),
        ),
        note="One entry for each service. The task of the ECS executor is none: the scheduler starts it. Neither "
        "are the cleaning of the database and the bastion.",
    )


def _row(
    c: Context,
    component: table.Component,
    environment: Mapping[str, Any],
    size: Any,
    *,
    queue: Text | None,
    image: Text,
) -> dict[str, Any]:
    further = isinstance(queue, Expression)
    return {
        "purpose": f"{component.purpose} of the queue {queue}" if further else component.purpose,
        "network": component.name,
        "queue": queue,
        "image": image,
        "size": size,
        "containers": [
            _container(component, container, environment, queue if further else None)
            for container in component.containers
        ],
        "mounts": [
            {"access_point": mount.access_point, "path": mount.path, "read_only": mount.read_only}
            for mount in component.mounts
        ],
        "open_to_sessions": True if component is table.BASTION else c.i.execute_command,
        "permissions": permissions_of(component),
        "capacity": (
            {"FARGATE": 100 - size.spot_percent, "FARGATE_SPOT": size.spot_percent}
            if component.spot
            else {"FARGATE": 100}
        ),
        "target_cpu_percent": component.target_cpu_percent,
    }


def _container(
    component: table.Component,
    container: table.Container,
    environment: Mapping[str, Any],
    queue: Text | None,
) -> dict[str, Any]:
    check = container.health_check
    return {
        "name": container.name if queue is None else f"{container.name}-{queue}",
        "entry_point": list(container.entry_point) or None,
        "command": []
        if container.entry_point
        else [container.name, *container.arguments, *([] if queue is None else ["--queues", queue])],
        "essential": container.essential,
        "environment": fn.merge(environment["common"], *(environment[group] for group in container.environment)),
        "secrets": dict(container.secrets),
        "ports": list(component.ports) if container is component.containers[0] else [],
        "stop_timeout": container.stop_timeout,
        "restarts": container.restarts,
        "health_check": None
        if check is None
        else {
            "command": ["CMD", "tarmac-airflow", "health", container.name],
            "interval": check.interval,
            "timeout": check.timeout,
            "retries": check.retries,
            "startPeriod": check.start_period,
        },
    }
