"""Task definitions that DAGs run on demand: each with an image, a size, a role and a log group of its own.

No service runs them. A DAG starts one through EcsRunTaskOperator, which finds what it needs in its environment:
https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/operators/ecs.html
docs/on-demand-tasks.md explains their use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kit import aws
from kit import functions as fn
from kit.block import dynamic, optional_block
from kit.expressions import ALL, Expression, each, for_list, for_map, is_set, not_, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import ANYWHERE
from modules.ecs_airflow.storage import Files

MOUNT_PATH: Final = "/mnt/efs"
"""Where the tasks see what the workers see under the same path."""
_VOLUME: Final = "shared"
_TASKS: Final = Expression("var.on_demand_tasks")
_TRUST: Final = Expression("data.aws_iam_policy_document.trust.json")


@dataclass(frozen=True)
class OnDemandTasks:
    """What a worker must be allowed to run, to hand on and to read. Lists of ARNs; empty where there is no task."""

    wanted: Expression
    definitions: Expression
    roles: Expression
    log_streams: Expression


def build(c: Context, files: Files, files_group: aws.SecurityGroup) -> OnDemandTasks:
    """Writes on_demand.tf. Declares the local `on_demand_environment`, by which DAGs find the tasks."""
    m, i = c.module, c.i
    wanted = m.local("run_on_demand_tasks", fn.length(_TASKS) > 0)
    mounting = m.local(
        "mounting_tasks",
        for_map(
            _TASKS,
            lambda key, task: (key, task),
            where=lambda key, task: task.mount_shared_files & i.storage.efs,
        ),
        note="Those that see the shared files of the workers.",
    )
    groups = aws.CloudwatchLogGroup(
        m,
        "on_demand",
        for_each=_TASKS,
        name=f"/{i.name}/on-demand/{each.key}",
        retention_in_days=i.log_retention_days,
        kms_key_id=i.kms_key_arn,
        tags=c.tags(f"on-demand-{each.key}"),
    )
    execution, task = _role(c, "execution"), _role(c, "task")
    _starting(c, execution, groups)
    _working(c, task, files, mounting)
    network = _network(c, wanted, mounting, files_group)
    definitions = _definitions(c, execution, task, groups, files)
    m.local(
        "on_demand_environment",
        when(
            wanted,
            {
                "TARMAC_ON_DEMAND_CLUSTER": i.cluster.name,
                "TARMAC_ON_DEMAND_SECURITY_GROUP": fn.one(network[ALL].id),
                "TARMAC_ON_DEMAND_SUBNETS": fn.join(",", i.subnet_ids),
                "TARMAC_ON_DEMAND_PUBLIC_IP": when(i.assign_public_ip, "ENABLED", "DISABLED"),
                "TARMAC_ON_DEMAND_TASKS": fn.jsonencode(
                    for_map(
                        _TASKS,
                        lambda key, value: (
                            key,
                            {"task_definition": f"{i.name}-on-demand-{key}", "log_group": groups[key].name},
                        ),
                    )
                ),
            },
            {},
        ),
        note="Task definitions are told by their family, so that an image or a size changes without a new worker.",
    )
    return OnDemandTasks(
        wanted,
        m.local(
            "on_demand_definition_arns",
            for_list(
                definitions.whole,
                lambda key, value: f"{value.arn_without_revision}:*",
                name="key, value",
            ),
        ),
        m.local(
            "on_demand_role_arns",
            for_list(fn.concat(fn.values(execution.whole), fn.values(task.whole)), lambda role: role.arn, name="role"),
        ),
        m.local(
            "on_demand_log_streams",
            for_list(groups.whole, lambda key, value: f"{value.arn}:log-stream:*", name="key, value"),
        ),
    )


def _role(c: Context, purpose: str) -> aws.IamRole:
    """A role of each task: one with which ECS starts it, one with which it runs."""
    return aws.IamRole(
        c.module,
        f"on_demand_{purpose}",
        for_each=_TASKS,
        name_prefix=fn.substr(f"{c.i.name}-{each.key}-{purpose}-", 0, 38),
        description=f"On-demand task {each.key}, {purpose} role of {c.i.name}",
        assume_role_policy=_TRUST,
        permissions_boundary=c.i.permissions_boundary_arn,
        tags=c.tags(f"on-demand-{each.key}-{purpose}"),
    )


def _starting(c: Context, role: aws.IamRole, groups: aws.CloudwatchLogGroup) -> None:
    """What ECS needs to start a task: its log group and its image. It is handed no secret."""
    m = c.module
    repositories = m.local(
        "on_demand_repositories",
        for_map(_TASKS, lambda key, task: (key, c.repository(task.image))),
        note="Account, region and name of each image's repository; null where it is not in ECR.",
    )
    repository = repositories[each.key]
    document = aws.data.IamPolicyDocument(
        m,
        "on_demand_execution",
        for_each=_TASKS,
        statement=[
            {
                "sid": "Logs",
                "actions": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "resources": [f"{groups[each.key].arn}:*"],
            },
            optional_block(
                is_set(repository),
                {"sid": "Registry", "actions": ["ecr:GetAuthorizationToken"], "resources": ["*"]},
            ),
            optional_block(
                is_set(repository),
                {
                    "sid": "Image",
                    "actions": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    "resources": [f"arn:{c.partition}:ecr:{repository[1]}:{repository[0]}:repository/{repository[2]}"],
                },
            ),
        ],
    )
    aws.IamRolePolicy(
        m,
        "on_demand_execution",
        for_each=_TASKS,
        name="start",
        role=role[each.key].id,
        policy=document[each.key].json,
    )


def _working(c: Context, role: aws.IamRole, files: Files, mounting: Expression) -> None:
    """What the task itself may do: its own policies, and the shared files where it mounts them."""
    m = c.module
    access_point = fn.one(files.access_points[table.SHARED][ALL].arn)
    document = aws.data.IamPolicyDocument(
        m,
        "on_demand_files",
        count=when(fn.length(mounting) > 0, 1, 0),
        statement=[
            {
                "sid": "Mount",
                "actions": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                "resources": [files.system[0].arn],
                "condition": [
                    {
                        "test": "ArnEquals",
                        "variable": "elasticfilesystem:AccessPointArn",
                        "values": [access_point],
                    }
                ],
            }
        ],
    )
    aws.IamRolePolicy(
        m,
        "on_demand_files",
        for_each=mounting,
        name="write-shared-directory",
        role=role[each.key].id,
        policy=document[0].json,
    )
    attached = fn.flatten(
        for_list(
            _TASKS,
            lambda name, task: for_list(
                task.policy_arns,
                lambda index, arn: {"key": f"{name}/{index}", "task": name, "arn": arn},
                name="index, arn",
            ),
            name="name, task",
        )
    )
    aws.IamRolePolicyAttachment(
        m,
        "on_demand",
        for_each=for_map(attached, lambda key, value: (value.key, value)),
        role=role[each.value.task].name,
        policy_arn=each.value.arn,
    )


def _network(c: Context, wanted: Expression, mounting: Expression, files_group: aws.SecurityGroup) -> aws.SecurityGroup:
    """One security group of all tasks: nobody reaches them, and they reach HTTPS, the shared files, var.egress."""
    m, i = c.module, c.i
    group = aws.SecurityGroup(
        m,
        "on_demand",
        count=when(wanted, 1, 0),
        name_prefix=f"{i.name}-on-demand-",
        description="Tasks that DAGs run on demand",
        vpc_id=i.vpc_id,
        tags=c.tags("on-demand"),
        lifecycle={"create_before_destroy": True},
    )
    aws.VpcSecurityGroupEgressRule(
        m,
        "on_demand_https",
        count=when(wanted, 1, 0),
        security_group_id=group[0].id,
        description="AWS and other services over HTTPS",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4=ANYWHERE,
        tags=c.tags("on-demand-to-https"),
    )
    aws.VpcSecurityGroupEgressRule(
        m,
        "on_demand",
        for_each=for_map(Expression("var.egress"), lambda key, value: (key, value), where=lambda key, value: wanted),
        security_group_id=group[0].id,
        description=f"On-demand tasks: {each.key}",
        ip_protocol="tcp",
        from_port=each.value.port,
        to_port=each.value.port,
        cidr_ipv4=each.value.cidr_block,
        tags=c.tags(f"on-demand-to-{each.key}"),
        note="Where DAGs connect to, their tasks do too.",
    )
    mount: dict[str, Any] = {
        "count": when(fn.length(mounting) > 0, 1, 0),
        "description": "on-demand: shared files over NFS",
        "ip_protocol": "tcp",
        "from_port": table.NFS_PORT,
        "to_port": table.NFS_PORT,
    }
    aws.VpcSecurityGroupEgressRule(
        m,
        "on_demand_files",
        security_group_id=group[0].id,
        referenced_security_group_id=files_group[0].id,
        tags=c.tags("on-demand-to-files-out"),
        **mount,
    )
    aws.VpcSecurityGroupIngressRule(
        m,
        "on_demand_files",
        security_group_id=files_group[0].id,
        referenced_security_group_id=group[0].id,
        tags=c.tags("on-demand-to-files-in"),
        **mount,
    )
    return group


def _definitions(
    c: Context, execution: aws.IamRole, task: aws.IamRole, groups: aws.CloudwatchLogGroup, files: Files
) -> aws.EcsTaskDefinition:
    m, i = c.module, c.i
    wanted = each.value
    container = {
        "name": each.key,
        "image": wanted.image,
        "essential": True,
        "command": wanted.command,
        "environment": for_list(
            fn.merge({"AWS_DEFAULT_REGION": c.region}, wanted.environment),
            lambda name, value: {"name": name, "value": value},
            name="name, value",
        ),
        "mountPoints": when(
            wanted.mount_shared_files,
            [{"sourceVolume": _VOLUME, "containerPath": MOUNT_PATH, "readOnly": False}],
            [],
        ),
        "linuxParameters": {"initProcessEnabled": True},
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": groups[each.key].name,
                "awslogs-region": c.region,
                "awslogs-stream-prefix": each.key,
            },
        },
    }
    return aws.EcsTaskDefinition(
        m,
        "on_demand",
        for_each=_TASKS,
        family=f"{i.name}-on-demand-{each.key}",
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=wanted.cpu,
        memory=wanted.memory,
        execution_role_arn=execution[each.key].arn,
        task_role_arn=task[each.key].arn,
        container_definitions=fn.jsonencode([container]),
        tags=c.tags(f"on-demand-{each.key}"),
        runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": i.architecture},
        ephemeral_storage=dynamic(
            when(is_set(wanted.ephemeral_storage), [wanted.ephemeral_storage], []),
            lambda key, value: {"size_in_gib": value},
        ),
        volume=[
            optional_block(
                fn.contains(fn.keys(Expression("local.mounting_tasks")), each.key),
                {
                    "name": _VOLUME,
                    "efs_volume_configuration": {
                        "file_system_id": fn.one(files.system[ALL].id),
                        "transit_encryption": "ENABLED",
                        "authorization_config": {
                            "access_point_id": fn.one(files.access_points[table.SHARED][ALL].id),
                            "iam": "ENABLED",
                        },
                    },
                },
            )
        ],
        lifecycle={
            "precondition": [
                {
                    "condition": not_(wanted.mount_shared_files) | i.storage.efs,
                    "error_message": f"The on-demand task {each.key} mounts the shared files, and storage.efs is "
                    "false: there are none.",
                }
            ]
        },
        note="The image is the user's own, so its root file system is left writable and its user as it is.",
    )
