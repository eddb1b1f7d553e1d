"""A security group for each component, and a named rule at both ends of each connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, Expression, each, for_map, is_null, null, when
from modules.ecs_airflow import bastion, cleaning, ecs_executor
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import ANYWHERE

LOAD_BALANCER = "load-balancer"
FILES = "files"
BALANCED = (table.API_SERVER, table.FLOWER)
"""The components that people reach through the load balancer."""


@dataclass(frozen=True)
class SecurityGroups:
    """The groups, and the rules that must stand before anything starts."""

    components: aws.SecurityGroup
    files: aws.SecurityGroup
    load_balancer: aws.SecurityGroup
    rules: tuple[aws.VpcSecurityGroupIngressRule | aws.VpcSecurityGroupEgressRule, ...]


def build(c: Context, create_load_balancer: Expression) -> SecurityGroups:
    """Writes security_groups.tf."""
    m, i = c.module, c.i
    networks = m.local(
        "networks",
        fn.merge(
            {component.name: component.purpose for component in table.COMPONENTS},
            when(ecs_executor.wanted(c), {table.TASK.name: table.TASK.purpose}, {}),
            when(cleaning.wanted(c), {table.CLEANING.name: table.CLEANING.purpose}, {}),
            when(bastion.wanted(c), {table.BASTION.name: table.BASTION.purpose}, {}),
        ),
        note="The workers of further queues share that of the worker.",
    )
    groups = aws.SecurityGroup(
        m,
        "component",
        for_each=networks,
        name_prefix=f"{i.name}-{each.key}-",
        description=f"Airflow {each.key}: {each.value}",
        vpc_id=i.vpc_id,
        tags=c.tags(each.key),
        lifecycle={"create_before_destroy": True},
    )
    files = aws.SecurityGroup(
        m,
        "files",
        count=when(i.storage.efs, 1, 0),
        name_prefix=f"{i.name}-files-",
        description="Shared file system of Airflow",
        vpc_id=i.vpc_id,
        tags=c.tags(FILES),
        lifecycle={"create_before_destroy": True},
    )
    load_balancer = aws.SecurityGroup(
        m,
        "load_balancer",
        count=when(create_load_balancer, 1, 0),
        name_prefix=f"{i.name}-load-balancer-",
        description="Load balancer of Airflow",
        vpc_id=i.vpc_id,
        tags=c.tags(LOAD_BALANCER),
        lifecycle={"create_before_destroy": True},
    )
    rules = _connections(c, groups, files, load_balancer)
    return SecurityGroups(groups, files, load_balancer, (*rules, *_outside(c, groups)))


def _edges(c: Context, *components: table.Component) -> dict[str, dict[str, Any]]:
    """What those components open."""
    ports: dict[str, Any] = {"database": c.i.database.port, "broker": c.i.broker.port}
    return {
        f"{component.name}-to-{edge.to}": {
            "source": component.name,
            "target": edge.to,
            "port": edge.port or ports[edge.to],
            "purpose": edge.purpose,
        }
        for component in components
        for edge in component.edges
    }


def _balanced() -> dict[str, dict[str, Any]]:
    """What the load balancer opens."""
    return {
        f"{LOAD_BALANCER}-to-{component.name}": {
            "source": LOAD_BALANCER,
            "target": component.name,
            "port": component.ports[0],
            "purpose": "pages and health checks",
        }
        for component in BALANCED
    }


def _to_files(*components: table.Component) -> dict[str, dict[str, Any]]:
    """The way to the shared file system, for those components that mount it."""
    return {
        f"{component.name}-to-{FILES}": {
            "source": component.name,
            "target": FILES,
            "port": table.NFS_PORT,
            "purpose": "shared files over NFS",
        }
        for component in components
        if component.mounts
    }


def _connections(
    c: Context, groups: aws.SecurityGroup, files: aws.SecurityGroup, load_balancer: aws.SecurityGroup
) -> tuple[aws.VpcSecurityGroupIngressRule, aws.VpcSecurityGroupEgressRule]:
    m, i = c.module, c.i
    by_task = ecs_executor.wanted(c)
    connections = m.local(
        "connections",
        fn.merge(
            _edges(c, *table.COMPONENTS) | _balanced(),
            when(i.storage.efs, _to_files(*table.COMPONENTS), {}),
            when(by_task, _edges(c, table.TASK), {}),
            when(cleaning.wanted(c), _edges(c, table.CLEANING), {}),
            when(by_task & i.storage.efs, _to_files(table.TASK), {}),
            when(bastion.wanted(c), _edges(c, table.BASTION), {}),
            when(bastion.wanted(c) & i.storage.efs, _to_files(table.BASTION), {}),
        ),
        note="Every connection inside the deployment. A worker, where users' code runs, has none to the database.",
    )
    existing = i.load_balancer.existing
    groups_by_name = m.local(
        "security_group_ids",
        fn.merge(
            for_map(groups.whole, lambda key, value: (key, value.id)),
            {
                "database": i.database.security_group_id,
                "broker": i.broker.security_group_id,
                FILES: fn.one(files[ALL].id),
                LOAD_BALANCER: when(
                    is_null(existing),
                    fn.one(load_balancer[ALL].id),
                    fn.try_(Expression("var.load_balancer.existing.security_group_id"), null),
                ),
            },
        ),
    )
    outside = m.local(
        "reached_by_range",
        fn.merge(
            when(i.database.manage_rules, {}, {"database": i.database.cidr_block}),
            when(i.broker.manage_rules, {}, {"broker": i.broker.cidr_block}),
        ),
        note="A database or a broker whose security group is not ours to change is known by its address range.",
    )
    known = fn.contains(fn.keys(outside), each.value.target)
    ingress = aws.VpcSecurityGroupIngressRule(
        m,
        "connection",
        for_each=for_map(
            connections,
            lambda key, value: (key, value),
            where=lambda key, value: ~fn.contains(fn.keys(outside), value.target),
        ),
        security_group_id=groups_by_name[each.value.target],
        description=f"{each.value.source}: {each.value.purpose}",
        ip_protocol="tcp",
        from_port=each.value.port,
        to_port=each.value.port,
        referenced_security_group_id=groups_by_name[each.value.source],
        tags=c.tags(f"{each.key}-in"),
    )
    egress = aws.VpcSecurityGroupEgressRule(
        m,
        "connection",
        for_each=for_map(
            connections,
            lambda key, value: (key, value),
            where=lambda key, value: is_null(existing) | (value.source != LOAD_BALANCER),
        ),
        security_group_id=groups_by_name[each.value.source],
        description=f"{each.value.target}: {each.value.purpose}",
        ip_protocol="tcp",
        from_port=each.value.port,
        to_port=each.value.port,
        referenced_security_group_id=when(known, null, groups_by_name[each.value.target]),
        cidr_ipv4=fn.lookup(outside, each.value.target, null),
        tags=c.tags(f"{each.key}-out"),
        note="The rules of a load balancer that is given are its owner's.",
    )
    return ingress, egress


def _outside(c: Context, groups: aws.SecurityGroup) -> tuple[aws.VpcSecurityGroupEgressRule, ...]:
    m = c.module
    https = aws.VpcSecurityGroupEgressRule(
        m,
        "https",
        for_each=Expression("local.networks"),
        security_group_id=groups[each.key].id,
        description="AWS and other services over HTTPS",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4=ANYWHERE,
        tags=c.tags(f"{each.key}-to-https"),
        note="The image, the secrets, the logs; Fargate fetches them through the task's own interface.",
    )
    destinations = for_map(
        fn.setproduct(Expression("local.dag_components"), fn.keys(c.i.egress)),
        lambda key, value: (f"{value[0]}-to-{value[1]}", {"source": value[0], "target": value[1]}),
    )
    wanted = Expression("var.egress")[each.value.target]
    dags = aws.VpcSecurityGroupEgressRule(
        m,
        "dags",
        for_each=destinations,
        security_group_id=groups[each.value.source].id,
        description=f"DAGs: {each.value.target}",
        ip_protocol="tcp",
        from_port=wanted.port,
        to_port=wanted.port,
        cidr_ipv4=wanted.cidr_block,
        tags=c.tags(each.key),
        note="From each component that runs the code of DAGs.",
    )
    return https, dags
