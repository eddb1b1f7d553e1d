"""`airflow db clean` on a schedule, where it is asked for: Airflow itself deletes nothing from its database, ever.

What runs is a row of the table of components (CLEANING), so its roles, its network, its log group and its task
definition are made like those of every other, and it is handed the database's secret alone; here is what starts it.
A task of its own, not one of the API server's definition with another command: that would be handed the Fernet key and
the master's secret, and an API server's network.
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
"""

from __future__ import annotations

from typing import Any

from kit import aws
from kit import functions as fn
from kit.block import optional_block
from kit.expressions import Bool, Expression, given, is_set, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context

_NAME = table.CLEANING.name
_RETRIES = 3


def decide(c: Context) -> None:
    """Declares the locals `clean_database` and `cleaning_tasks`."""
    m = c.module
    cleaned = m.local("clean_database", is_set(c.i.database_cleaning))
    m.local("cleaning_tasks", when(cleaned, [_NAME], []), note="Its component; a list of one or of none.")


def wanted(c: Context) -> Bool:
    """Whether there is one."""
    return Expression("local.clean_database")


def environment(c: Context) -> Expression:
    """How much it keeps."""
    return c.module.local(
        "cleaning_environment",
        {"TARMAC_KEEP_DAYS": fn.try_(fn.tostring(given(c.i.database_cleaning).keep_days), "")},
    )


def schedule(
    c: Context,
    definitions: aws.EcsTaskDefinition,
    execution: aws.IamRole,
    task: aws.IamRole,
    groups: aws.SecurityGroup,
) -> None:
    """Writes cleaning.tf."""
    m, i = c.module, c.i
    count = when(wanted(c), 1, 0)
    role = aws.IamRole(
        m,
        "cleaning_schedule",
        count=count,
        name_prefix=fn.substr(f"{i.name}-{_NAME}-schedule-", 0, 38),
        description=f"Starts the cleaning of the database of {i.name}",
        assume_role_policy=_trust(c, count),
        permissions_boundary=i.permissions_boundary_arn,
        tags=c.tags(f"{_NAME}-schedule"),
    )
    allowed = aws.IamRolePolicy(
        m,
        "cleaning_schedule",
        count=count,
        name="start",
        role=role[0].id,
        policy=_document(c, count, execution, task),
    )
    when_ = given(i.database_cleaning)
    aws.SchedulerSchedule(
        m,
        "cleaning",
        count=count,
        name=f"{i.name}-{_NAME}",
        description=f"Deletes what is old from the database of {i.name}",
        schedule_expression=when_.schedule,
        schedule_expression_timezone=when_.timezone,
        flexible_time_window={"mode": "OFF"},
        kms_key_arn=i.kms_key_arn,
        target={
            "arn": i.cluster.arn,
            "role_arn": role[0].arn,
            "retry_policy": {"maximum_retry_attempts": _RETRIES},
            "ecs_parameters": {
                "task_definition_arn": c.arn("ecs", f"task-definition/{i.name}-{_NAME}"),
                "launch_type": "FARGATE",
                "platform_version": "LATEST",
                "propagate_tags": "TASK_DEFINITION",
                "enable_ecs_managed_tags": True,
                "network_configuration": {
                    "subnets": i.subnet_ids,
                    "security_groups": [groups[_NAME].id],
                    "assign_public_ip": i.assign_public_ip,
                },
            },
        },
        depends_on=[allowed, definitions],
        note="The task definition is told by its family, so that an image changes without the schedule.",
    )


def _trust(c: Context, count: Expression) -> Expression:
    block = aws.data.IamPolicyDocument(
        c.module,
        "cleaning_schedule_trust",
        count=count,
        statement=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["scheduler.amazonaws.com"]}],
                "condition": [
                    {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [c.account]},
                    {
                        "test": "ArnEquals",
                        "variable": "aws:SourceArn",
                        "values": [c.arn("scheduler", "schedule-group/default")],
                    },
                ],
            }
        ],
        note="https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
    )
    return block[0].json


def _document(c: Context, count: Expression, execution: aws.IamRole, task: aws.IamRole) -> Expression:
    """To start this task in this cluster, and nothing else."""
    in_cluster: Any = {"test": "ArnEquals", "variable": "ecs:cluster", "values": [c.i.cluster.arn]}
    at_start: Any = {"test": "StringEquals", "variable": "ecs:CreateAction", "values": ["RunTask"]}
    to_ecs: Any = {"test": "StringEquals", "variable": "iam:PassedToService", "values": ["ecs-tasks.amazonaws.com"]}
    block = aws.data.IamPolicyDocument(
        c.module,
        "cleaning_schedule",
        count=count,
        statement=[
            {
                "sid": "Run",
                "actions": ["ecs:RunTask"],
                "resources": [
                    c.arn("ecs", f"task-definition/{c.i.name}-{_NAME}"),
                    c.arn("ecs", f"task-definition/{c.i.name}-{_NAME}:*"),
                ],
                "condition": [in_cluster],
            },
            {
                "sid": "Tag",
                "actions": ["ecs:TagResource"],
                "resources": [c.arn("ecs", f"task/{c.i.cluster.name}/*")],
                "condition": [at_start],
            },
            {
                "sid": "HandOn",
                "actions": ["iam:PassRole"],
                "resources": [execution[_NAME].arn, task[_NAME].arn],
                "condition": [to_ecs],
            },
            optional_block(
                is_set(c.i.kms_key_arn), {"sid": "Key", "actions": ["kms:Decrypt"], "resources": [c.i.kms_key_arn]}
            ),
        ],
    )
    return block[0].json
