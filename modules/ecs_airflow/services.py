"""Log groups, task definitions, services and their private DNS names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kit import aws
from kit import functions as fn
from kit.block import HasAddress, dynamic
from kit.expressions import Expression, each, for_list, for_map, is_null, is_set, not_, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.load_balancer import FrontDoor
from modules.ecs_airflow.roles import Roles
from modules.ecs_airflow.security_groups import SecurityGroups
from modules.ecs_airflow.storage import Files

USER = "50000:0"
GRACE_SECONDS = table.START_DEADLINE_SECONDS
RESTART_SECONDS = 60
"""How long a container must have run before ECS starts it anew; the shortest that it takes.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
APPLY_TIMEOUT = "40m"
"""Longer than the start deadline, so that a long migration does not end the apply."""


def log_groups(c: Context, components: Expression) -> aws.CloudwatchLogGroup:
    """A log group for each component."""
    return aws.CloudwatchLogGroup(
        c.module,
        "component",
        for_each=components,
        name=f"/{c.i.name}/airflow/{each.key}",
        retention_in_days=c.i.log_retention_days,
        kms_key_id=c.i.kms_key_arn,
        tags=c.tags(each.key),
    )


def task_definitions(
    c: Context, components: Expression, roles: Roles, groups: aws.CloudwatchLogGroup, files: Files
) -> aws.EcsTaskDefinition:
    """A task definition for each component."""
    m, i = c.module, c.i
    scratch = m.local(
        "scratch",
        table.SCRATCH,
        note="What a container may write. Fargate copies owner and mode of these directories from the image, "
        "where they are declared as VOLUME: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html",
    )
    access_points = m.local(
        "access_point_ids",
        when(files.wanted, {name: point[0].id for name, point in files.access_points.items()}, {}),
    )
    size = each.value.size
    return aws.EcsTaskDefinition(
        m,
        "this",
        for_each=components,
        family=f"{i.name}-{each.key}",
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=size.cpu,
        memory=size.memory,
        execution_role_arn=roles.execution[each.key].arn,
        task_role_arn=roles.task[each.key].arn,
        container_definitions=fn.jsonencode(
            for_list(
                each.value.containers,
                lambda container: _definition(c, container, scratch, access_points, groups),
                name="container",
            )
        ),
        tags=c.tags(each.key),
        runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": i.architecture},
        volume=[
            dynamic(
                fn.toset(
                    fn.flatten(
                        for_list(
                            each.value.containers,
                            lambda container: for_list(
                                fn.keys(scratch), lambda name: f"{container.name}-{name}", name="name"
                            ),
                            name="container",
                        )
                    )
                ),
                lambda key, value: {"name": value},
            ),
            dynamic(
                fn.toset(
                    for_list(
                        each.value.mounts,
                        lambda mount: mount.access_point,
                        name="mount",
                        where=lambda mount: files.wanted,
                    )
                ),
                lambda key, value: {
                    "name": value,
                    "efs_volume_configuration": {
                        "file_system_id": fn.one(Expression("aws_efs_file_system.this[*].id")),
                        "transit_encryption": "ENABLED",
                        "authorization_config": {"access_point_id": access_points[value], "iam": "ENABLED"},
                    },
                },
            ),
        ],
    )


def _pairs(
    items: object,
    value: Callable[[Expression, Expression], object],
    where: Callable[[Expression, Expression], object] | None = None,
) -> Any:
    """`[for key, value in items : …]`, as ECS wants what Terraform keeps in maps."""
    return for_list(items, value, name="name, value", where=where)


def _definition(
    c: Context, container: Expression, scratch: Expression, access_points: Expression, groups: aws.CloudwatchLogGroup
) -> dict[str, Any]:
    i = c.i
    secret_arns = Expression("local.secret_arns")
    return {
        "name": container.name,
        "image": each.value.image,
        "essential": container.essential,
        "user": USER,
        "entryPoint": container.entry_point,
        "command": container.command,
        "environment": _pairs(
            fn.merge(container.environment, i.environment), lambda name, value: {"name": name, "value": value}
        ),
        "secrets": _pairs(
            container.secrets,
            lambda name, secret: {"name": name, "valueFrom": secret_arns[secret]},
            where=lambda name, secret: is_set(secret_arns[secret]),
        ),
        "portMappings": for_list(
            container.ports,
            lambda port: {"containerPort": port, "hostPort": port, "protocol": "tcp"},
            name="port",
        ),
        "mountPoints": fn.concat(
            _pairs(
                scratch,
                lambda name, path: {
                    "sourceVolume": f"{container.name}-{name}",
                    "containerPath": path,
                    "readOnly": False,
                },
            ),
            for_list(
                each.value.mounts,
                lambda mount: {
                    "sourceVolume": mount.access_point,
                    "containerPath": mount.path,
                    "readOnly": mount.read_only,
                },
                name="mount",
                where=lambda mount: fn.contains(fn.keys(access_points), mount.access_point),
            ),
        ),
        "healthCheck": container.health_check,
        "stopTimeout": container.stop_timeout,
        "restartPolicy": when(container.restarts, {"enabled": True, "restartAttemptPeriod": RESTART_SECONDS}),
        "readonlyRootFilesystem": not_(each.value.open_to_sessions),
        "linuxParameters": {
            "initProcessEnabled": True,
            "capabilities": {"drop": when(each.value.open_to_sessions, [], ["ALL"])},
        },
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": groups[each.key].name,
                "awslogs-region": c.region,
                "awslogs-stream-prefix": container.name,
                "mode": "non-blocking",
                "max-buffer-size": "25m",
            },
        },
    }


def discovery(c: Context) -> aws.ServiceDiscoveryService:
    """The private DNS names, which follow the tasks, and the aliases of former days."""
    m, i = c.module, c.i
    named = {component.name: component.dns_name for component in table.COMPONENTS if component.dns_name}
    registry = aws.ServiceDiscoveryService(
        m,
        "component",
        for_each=fn.toset(list(named)),
        name=each.key,
        tags=c.tags(each.key),
        dns_config={
            "namespace_id": i.namespace.id,
            "routing_policy": "MULTIVALUE",
            "dns_records": [{"type": "A", "ttl": 10}],
        },
        health_check_custom_config={"failure_threshold": 1},
    )
    aliases = m.local("aliases", {alias: component.name for alias, component in table.ALIASES.items()})
    alias = aws.ServiceDiscoveryService(
        m,
        "alias",
        for_each=aliases,
        name=each.key,
        tags=c.tags(each.key),
        dns_config={
            "namespace_id": i.namespace.id,
            "routing_policy": "WEIGHTED",
            "dns_records": [{"type": "CNAME", "ttl": 60}],
        },
        note="An ECS service takes one registry, and nobody but Cloud Map may write into its zone: so an alias is a "
        "service of its own.",
    )
    aws.ServiceDiscoveryInstance(
        m,
        "alias",
        for_each=aliases,
        instance_id=each.key,
        service_id=alias[each.key].id,
        attributes={"AWS_INSTANCE_CNAME": f"{each.value}.{i.namespace.name}"},
    )
    return registry


def services(
    c: Context,
    components: Expression,
    definitions: aws.EcsTaskDefinition,
    groups: SecurityGroups,
    registry: aws.ServiceDiscoveryService,
    door: FrontDoor,
    depends_on: Iterable[HasAddress],
) -> aws.EcsService:
    """A service for each component."""
    m, i = c.module, c.i
    targets = m.local(
        "targets",
        {
            component.name: {"target_group_arn": door.target_groups[component.name].arn, "port": component.ports[0]}
            for component in table.COMPONENTS
            if component.name in door.target_groups
        },
        note="What the load balancer sends to which service.",
    )
    mine = for_map(targets, lambda key, value: (key, value), where=lambda key, value: key == each.key)
    return aws.EcsService(
        m,
        "this",
        for_each=components,
        name=f"{i.name}-{each.key}",
        cluster=i.cluster.arn,
        task_definition=definitions[each.key].arn,
        desired_count=each.value.size.min_count,
        force_new_deployment=True,
        platform_version="LATEST",
        deployment_minimum_healthy_percent=100,
        deployment_maximum_percent=200,
        availability_zone_rebalancing="ENABLED",
        enable_execute_command=i.execute_command,
        enable_ecs_managed_tags=True,
        propagate_tags="SERVICE",
        health_check_grace_period_seconds=when(fn.contains(fn.keys(targets), each.key), GRACE_SECONDS),
        wait_for_steady_state=i.wait_for_steady_state & is_null(each.value.queue),
        tags=c.tags(each.key),
        capacity_provider_strategy=[
            dynamic(each.value.capacity, lambda key, value: {"capacity_provider": key, "weight": value})
        ],
        deployment_circuit_breaker={"enable": True, "rollback": True},
        network_configuration={
            "subnets": i.subnet_ids,
            "security_groups": [groups.components[each.value.network].id],
            "assign_public_ip": i.assign_public_ip,
        },
        load_balancer=[
            dynamic(
                mine,
                lambda key, value: {
                    "target_group_arn": value.target_group_arn,
                    "container_name": key,
                    "container_port": value.port,
                },
            )
        ],
        service_registries=dynamic(
            for_map(
                registry.whole,
                lambda key, value: (key, value.arn),
                where=lambda key, value: key == each.key,
            ),
            lambda key, value: {"registry_arn": value},
        ),
        timeouts={"create": APPLY_TIMEOUT, "update": APPLY_TIMEOUT},
        lifecycle={
            "ignore_changes": ["desired_count"],
            "postcondition": [
                {
                    "condition": Expression("self.task_definition") == definitions[each.key].arn,
                    "error_message": f"ECS runs another task definition of {each.key} than the one that was applied: "
                    "its tasks did not stay up, so the deployment was rolled back. Read their last lines in the log "
                    f"group /{i.name}/airflow/{each.key}, mend that and apply again.",
                }
            ],
        },
        depends_on=depends_on,
        note="desired_count is the autoscaler's. A new deployment is forced so that a change of the share of Spot "
        "replaces tasks, not the service. No apply waits for workers: ECS ends none that still has work, however long.",
    )
