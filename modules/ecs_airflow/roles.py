"""Two roles for each component: one with which ECS starts it, one with which it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kit import aws
from kit import functions as fn
from kit.block import HasAddress, optional_block
from kit.expressions import Bool, Expression, each, for_list, for_map, is_set, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow import ecs_executor, extra_policies
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.on_demand import OnDemandTasks
from modules.ecs_airflow.secrets import Secrets
from modules.ecs_airflow.storage import LOG_PREFIX, Files

METRIC_NAMESPACE = "Tarmac/Airflow"
"""Where the image publishes (tarmac_airflow/backlog.py). PutMetricData takes no resource, only a namespace."""
ROLE_PREFIX_LENGTH = 38
"""Characters that IAM grants to a name that it completes."""

STARTING = {
    "Secrets": "ECS hands a container the secrets that the table of components names, and no other",
    "Logs": "ECS writes down what the containers print",
    "Registry": "logging in to ECR; AWS knows no resource for it",
    "Image": "pulling the image, where it is in ECR",
    "Key": "what is encrypted with the deployment's own key, where there is one",
}
"""Why each statement of an execution role is there, by its sid."""

PURPOSES = {
    "read-task-logs": "shows the logs of tasks that have ended",
    "write-task-logs": "keeps the logs of the tasks that it runs",
    "read-dags": "fetches the DAGs, where they lie in S3",
    "protect-tasks": "keeps scaling from ending a task of ECS in which DAGs' tasks run",
    "publish-metrics": "tells CloudWatch how many tasks wait, by which the workers scale; AWS knows no resource for it",
    "run-on-demand-tasks": "runs the on-demand tasks, follows their logs and stops them, where there are any",
    "run-executor-tasks": "starts, follows and stops the tasks of the ECS executor, where there is one",
    "connect-broker": "signs the token by which ElastiCache lets it in",
    "open-shells": "ECS Exec, where `execute_command` is on",
    "open-bastion": "ECS Exec, by which alone the bastion is entered",
    "mount-dags-directory": "reads the DAGs on the shared file system, and cannot change them",
    "write-dags-directory": "reads and lays down the DAGs on the shared file system",
    "write-shared-directory": "files that tasks hand to one another",
    "write-root-directory": "everything on the shared file system, as root, to look after it",
}
"""Why a task role has each permission."""


@dataclass(frozen=True)
class Roles:
    """The roles, and what must be attached to them before a task starts."""

    execution: aws.IamRole
    task: aws.IamRole
    attached: tuple[HasAddress, ...]


def build(
    c: Context,
    components: Expression,
    secrets: Secrets,
    log_groups: aws.CloudwatchLogGroup,
    files: Files,
    tasks: OnDemandTasks,
) -> Roles:
    """Writes iam.tf."""
    trust = aws.data.IamPolicyDocument(
        c.module,
        "trust",
        statement=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["ecs-tasks.amazonaws.com"]}],
                "condition": [
                    {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [c.account]},
                    {"test": "ArnLike", "variable": "aws:SourceArn", "values": [c.arn("ecs", "*")]},
                ],
            }
        ],
        note="Against the confused deputy: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    )
    execution, may_start = _execution(c, components, trust, secrets, log_groups)
    task = _role(c, components, "task", trust)
    return Roles(
        execution,
        task,
        (
            may_start,
            *_permissions(c, components, execution, task, files, tasks),
            *extra_policies.attach(c, task),
            ecs_executor.attach(c, task),
        ),
    )


def _role(c: Context, components: Expression, purpose: str, trust: aws.data.IamPolicyDocument) -> aws.IamRole:
    return aws.IamRole(
        c.module,
        purpose,
        for_each=components,
        name_prefix=fn.substr(f"{c.i.name}-{each.key}-{purpose}-", 0, ROLE_PREFIX_LENGTH),
        description=f"Airflow {each.key}, {purpose} role of {c.i.name}",
        assume_role_policy=trust.json,
        permissions_boundary=c.i.permissions_boundary_arn,
        tags=c.tags(f"{each.key}-{purpose}"),
    )


def _decrypt(c: Context, *more_actions: str) -> Any:
    """A statement that lets the role use the key, where there is one."""
    return optional_block(
        is_set(c.i.kms_key_arn),
        {"sid": "Key", "actions": ["kms:Decrypt", *more_actions], "resources": [c.i.kms_key_arn]},
    )


def _execution(
    c: Context,
    components: Expression,
    trust: aws.data.IamPolicyDocument,
    secrets: Secrets,
    log_groups: aws.CloudwatchLogGroup,
) -> tuple[aws.IamRole, aws.IamRolePolicy]:
    m = c.module
    role = _role(c, components, "execution", trust)
    repositories = m.local(
        "ecr_repositories",
        for_map(components, lambda key, value: (key, c.repository(value.image))),
        note="Account, region and name of each image's repository; null where it is not in ECR.",
    )
    repository = repositories[each.key]
    given = fn.distinct(
        fn.flatten(for_list(each.value.containers, lambda container: fn.values(container.secrets), name="container"))
    )
    document = aws.data.IamPolicyDocument(
        m,
        "execution",
        for_each=components,
        statement=[
            optional_block(
                fn.length(given) > 0,
                {
                    "sid": "Secrets",
                    "actions": ["secretsmanager:GetSecretValue"],
                    "resources": fn.compact(for_list(given, lambda secret: secrets.arns[secret], name="secret")),
                },
            ),
            {
                "sid": "Logs",
                "actions": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "resources": [f"{log_groups[each.key].arn}:*"],
            },
            {
                "sid": "Registry",
                "actions": ["ecr:GetAuthorizationToken"],
                "resources": ["*"],
            },
            optional_block(
                is_set(repository),
                {
                    "sid": "Image",
                    "actions": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    "resources": [f"arn:{c.partition}:ecr:{repository[1]}:{repository[0]}:repository/{repository[2]}"],
                },
            ),
            _decrypt(c),
        ],
        note="Its own secrets, its own log group, the image. ecr:GetAuthorizationToken takes no resource.",
    )
    policy = aws.IamRolePolicy(
        m,
        "execution",
        for_each=components,
        name="start",
        role=role[each.key].id,
        policy=document[each.key].json,
    )
    return role, policy


def _document(c: Context, name: str, *statements: Any, count: Bool | None = None) -> Expression:
    """A policy document; the JSON of it."""
    block = aws.data.IamPolicyDocument(
        c.module,
        name,
        count=None if count is None else when(count, 1, 0),
        statement=list(statements),
    )
    return block.json if count is None else block[0].json


def _bucket(c: Context, name: str) -> str:
    return f"arn:{c.partition}:s3:::{Expression(f'local.{name}_bucket')}"


def _documents(
    c: Context, files: Files, tasks: OnDemandTasks
) -> tuple[dict[str, Expression], list[tuple[Any, dict[str, Expression]]]]:
    """The permissions in the table of components, as documents: those that always stand, and those that may."""
    i = c.i
    logs, dags = _bucket(c, "logs"), _bucket(c, "dags")
    list_logs = {
        "sid": "List",
        "actions": ["s3:ListBucket"],
        "resources": [logs],
        "condition": [{"test": "StringLike", "variable": "s3:prefix", "values": [f"{LOG_PREFIX}/*"]}],
    }
    read_logs = {"sid": "Read", "actions": ["s3:GetObject"], "resources": [f"{logs}/{LOG_PREFIX}/*"]}
    write_logs = {"sid": "Write", "actions": ["s3:PutObject"], "resources": [f"{logs}/{LOG_PREFIX}/*"]}
    always = {
        "read-task-logs": _document(c, "read_task_logs", list_logs, read_logs, _decrypt(c)),
        "write-task-logs": _document(c, "write_task_logs", write_logs, _decrypt(c, "kms:GenerateDataKey")),
        "read-dags": _document(
            c,
            "read_dags",
            {"sid": "List", "actions": ["s3:ListBucket"], "resources": [dags]},
            {"sid": "Read", "actions": ["s3:GetObject"], "resources": [f"{dags}/*"]},
            _decrypt(c),
        ),
        "protect-tasks": _document(
            c,
            "protect_tasks",
            {
                "sid": "ScaleInProtection",
                "actions": ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
                "resources": [c.arn("ecs", f"task/{i.cluster.name}/*")],
            },
        ),
        "publish-metrics": _document(
            c,
            "publish_metrics",
            {
                "sid": "Metrics",
                "actions": ["cloudwatch:PutMetricData"],
                "resources": ["*"],
                "condition": [
                    {"test": "StringEquals", "variable": "cloudwatch:namespace", "values": [METRIC_NAMESPACE]}
                ],
            },
        ),
    }
    sometimes = [
        (
            i.broker.authentication == "iam",
            {
                "connect-broker": _document(
                    c,
                    "connect_broker",
                    {
                        "sid": "Token",
                        "actions": ["elasticache:Connect"],
                        "resources": i.broker.connect_arns,
                    },
                    count=i.broker.authentication == "iam",
                )
            },
        ),
        (i.execute_command, {"open-shells": _sessions(c, "open_shells", i.execute_command)}),
        (i.bastion, {"open-bastion": _sessions(c, "open_bastion", i.bastion)}),
        (files.wanted, _mount_documents(c, files, *table.COMPONENTS)),
        (files.wanted & i.bastion, _mount_documents(c, files, table.BASTION, count=files.wanted & i.bastion)),
        (tasks.wanted, {"run-on-demand-tasks": _run_on_demand(c, tasks)}),
    ]
    return always, sometimes


def _sessions(c: Context, name: str, wanted: Bool) -> Expression:
    """What the agent of ECS Exec calls from the task: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""
    log = c.i.cluster.exec_log_group_name
    return _document(
        c,
        name,
        {
            "sid": "Sessions",
            "actions": [
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
            "resources": ["*"],
        },
        optional_block(
            is_set(log),
            {
                "sid": "Log",
                "actions": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                "resources": [c.arn("logs", f"log-group:{log}:*")],
            },
        ),
        optional_block(
            is_set(log),
            {"sid": "FindLog", "actions": ["logs:DescribeLogGroups"], "resources": [c.arn("logs", "log-group:*")]},
        ),
        _decrypt(c),
        count=wanted,
    )


def _run_on_demand(c: Context, tasks: OnDemandTasks) -> Expression:
    """What EcsRunTaskOperator calls, on these tasks and in this cluster alone.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    ListTasks names a container instance there, which Fargate has none of: asked of a cluster it needs the star, and the
    condition is what narrows it (https://github.com/awsdocs/amazon-ecs-developer-guide/issues/211).
    """
    in_cluster = {"test": "ArnEquals", "variable": "ecs:cluster", "values": [c.i.cluster.arn]}
    to_ecs = {"test": "StringEquals", "variable": "iam:PassedToService", "values": ["ecs-tasks.amazonaws.com"]}
    return _document(
        c,
        "run_on_demand_tasks",
        {"sid": "Run", "actions": ["ecs:RunTask"], "resources": tasks.definitions, "condition": [in_cluster]},
        {
            "sid": "Follow",
            "actions": ["ecs:DescribeTasks", "ecs:StopTask"],
            "resources": [c.arn("ecs", f"task/{c.i.cluster.name}/*")],
            "condition": [in_cluster],
        },
        {"sid": "Find", "actions": ["ecs:ListTasks"], "resources": ["*"], "condition": [in_cluster]},
        {"sid": "HandOn", "actions": ["iam:PassRole"], "resources": tasks.roles, "condition": [to_ecs]},
        {"sid": "Read", "actions": ["logs:GetLogEvents"], "resources": tasks.log_streams},
        count=tasks.wanted,
    )


def _mount_documents(
    c: Context, files: Files, *components: table.Component, count: Bool | None = None
) -> dict[str, Expression]:
    """For each access point the right to read through it, and the right to write through it."""

    def statement(name: str, *actions: str) -> Mapping[str, Any]:
        return {
            "sid": "Mount",
            "actions": list(actions),
            "resources": [files.system[0].arn],
            "condition": [
                {
                    "test": "ArnEquals",
                    "variable": "elasticfilesystem:AccessPointArn",
                    "values": [files.access_points[name][0].arn],
                }
            ],
        }

    uses = sorted({(item.access_point, item.read_only) for part in components for item in part.mounts})
    return {
        mount_permission(name, read_only): _document(
            c,
            mount_permission(name, read_only).replace("-", "_"),
            statement(name, *_mount_actions(name, read_only)),
            count=files.wanted if count is None else count,
        )
        for name, read_only in uses
    }


def _mount_actions(access_point: str, read_only: bool) -> list[str]:
    """Root is squashed even behind an access point of root, unless that is allowed too.

    https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
    """
    names = ["ClientMount"]
    if not read_only:
        names.append("ClientWrite")
    if access_point == table.ROOT:
        names.append("ClientRootAccess")
    return [f"elasticfilesystem:{name}" for name in names]


def mount_permission(access_point: str, read_only: bool) -> str:
    """The name of the permission to mount through that access point."""
    return f"{'mount' if read_only else 'write'}-{access_point}-directory"


def permissions_of(component: table.Component) -> list[str]:
    """Every permission that the component's task role may have, by name."""
    mounts = [mount_permission(mount.access_point, mount.read_only) for mount in component.mounts]
    broker = ["connect-broker"] if any(edge.to == "broker" for edge in component.edges) else []
    shells = "open-bastion" if component is table.BASTION else "open-shells"
    return [*component.permissions, *mounts, *broker, shells]


def _permissions(
    c: Context,
    components: Expression,
    execution: aws.IamRole,
    role: aws.IamRole,
    files: Files,
    tasks: OnDemandTasks,
) -> tuple[aws.IamRolePolicy]:
    m = c.module
    always, sometimes = _documents(c, files, tasks)
    by_task = ecs_executor.wanted(c)
    sometimes.append((by_task, {"run-executor-tasks": ecs_executor.document(c, execution, role)}))
    documents = m.local(
        "permissions",
        fn.merge(always, *(when(condition, {**some}, {}) for condition, some in sometimes)),
        note="What a task role may be allowed, each under the name that it has in the table of components.",
    )
    pairs = m.local(
        "grant_list",
        fn.flatten(
            for_list(
                fn.keys(components),
                lambda component: for_list(
                    components[component].permissions,
                    lambda permission: {"component": component, "permission": permission},
                    name="permission",
                    where=lambda permission: fn.contains(fn.keys(documents), permission),
                ),
                name="component",
            )
        ),
    )
    grants = m.local(
        "grants",
        for_map(pairs, lambda key, value: (f"{value.component}/{value.permission}", value)),
    )
    return (
        aws.IamRolePolicy(
            m,
            "task",
            for_each=grants,
            name=each.value.permission,
            role=role[each.value.component].id,
            policy=documents[each.value.permission],
        ),
    )
