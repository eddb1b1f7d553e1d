"""Policies that the user gives for what DAGs do: for all that run them, and for one queue's workers alone."""

from __future__ import annotations

from typing import Any

from kit import aws
from kit import functions as fn
from kit.block import HasAddress
from kit.expressions import Expression, Text, each, for_list, for_map
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context


def attach(c: Context, role: aws.IamRole) -> tuple[HasAddress, ...]:
    """The user's own policies, for the components that run DAGs (P3.1)."""
    m, i = c.module, c.i
    running_dags = fn.concat(Expression("local.dag_components"), fn.keys(Expression("local.queue_workers")))

    def pairs(second: object, value: Text) -> Any:
        return for_map(
            fn.setproduct(running_dags, second),
            lambda key, pair: (f"{pair[0]}/{pair[1]}", {"component": pair[0], "policy": value}),
        )

    inline = aws.IamRolePolicy(
        m,
        "extra",
        for_each=pairs(fn.keys(i.extra_policies), Expression("value[1]")),
        name_prefix=fn.substr(f"extra-{each.value.policy}-", 0, 38),
        role=role[each.value.component].id,
        policy=Expression("var.extra_policies")[each.value.policy],
        note="What DAGs are allowed, wherever their code runs.",
    )
    managed = aws.IamRolePolicyAttachment(
        m,
        "extra",
        for_each=pairs(
            for_list(fn.range(fn.length(i.extra_policy_arns)), lambda index: fn.tostring(index), name="index"),
            Expression("value[1]"),
        ),
        role=role[each.value.component].name,
        policy_arn=Expression("var.extra_policy_arns")[fn.tonumber(each.value.policy)],
    )
    return inline, managed, *_of_queues(c, role)


def _of_queues(c: Context, role: aws.IamRole) -> tuple[HasAddress, ...]:
    """What the tasks of one queue alone are allowed."""
    m = c.module
    queues = Expression("var.queues")

    def grants(policies: str, name: Any, policy: Any) -> Any:
        """By `component/name`, a role and a policy for each of a queue's."""
        rows = fn.flatten(
            for_list(
                queues,
                lambda queue, tier: for_list(
                    getattr(tier, policies),
                    lambda key, value: {
                        "key": f"{table.WORKER.name}-{queue}/{key}",
                        "component": f"{table.WORKER.name}-{queue}",
                        "name": name(key),
                        "policy": policy(value),
                    },
                    name="key, value",
                ),
                name="queue, tier",
            )
        )
        return for_map(rows, lambda key, value: (value.key, value))

    inline = aws.IamRolePolicy(
        m,
        "queue",
        for_each=grants("extra_policies", lambda key: key, lambda value: value),
        name_prefix=fn.substr(f"queue-{each.value.name}-", 0, 38),
        role=role[each.value.component].id,
        policy=each.value.policy,
        note="What the tasks of one queue are allowed beyond those of the others.",
    )
    managed = aws.IamRolePolicyAttachment(
        m,
        "queue",
        for_each=grants("extra_policy_arns", fn.tostring, lambda value: value),
        role=role[each.value.component].name,
        policy_arn=each.value.policy,
    )
    return inline, managed
