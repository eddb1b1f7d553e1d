"""Redis as one container on Fargate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit import aws
from kit import functions as fn
from kit.block import dynamic, optional_block
from kit.expressions import ALL, Expression, is_set, when
from modules.redis.container import PORT, health_command, start_script

if TYPE_CHECKING:
    from modules.redis.module import Redis

# The name under which clients find it, in the deployment's private DNS namespace.
HOST_LABEL = "redis"
# nobody, in whichever image: the server owns no file.
USER = "65534:65534"
# Account, region and repository of an image in a private registry of AWS.
PRIVATE_IMAGE = r"^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+/([^:@]+)"


class Fargate:
    """What is made where the mode is fargate: password, role, task definition, service, DNS name."""

    def __init__(self, module: Redis) -> None:
        self.module = module
        self.i = module.i
        self.count = when(module.in_fargate, 1, 0)
        self._password()
        self._execution_role()
        self._task_definition()
        self._service()
        self.host = f"{fn.one(self.registry[ALL].name)}.{self.i.namespace_name}"
        self.secret_arn = fn.one(self.secret_version[ALL].arn)

    def _password(self) -> None:
        i, module = self.i, self.module

        def secret(name: str, folder: str, description: str, tag: str, note: str | None, value: object) -> Any:
            made = aws.SecretsmanagerSecret(
                module,
                name,
                count=self.count,
                name_prefix=f"{i.name}/redis/{folder}-",
                description=description,
                kms_key_id=i.kms_key_arn,
                recovery_window_in_days=i.secret_recovery_days,
                tags=module.tags(tag),
                note=note,
            )
            return aws.SecretsmanagerSecretVersion(
                module,
                name,
                count=self.count,
                secret_id=made[0].id,
                secret_string_wo=fn.jsonencode(value),
                secret_string_wo_version=1,
                note="Write-only: it is in the secret and nowhere else, the state included.",
            )

        def random(name: str) -> Expression:
            made = aws.ephemeral.SecretsmanagerRandomPassword(
                module, name, count=self.count, password_length=32, exclude_punctuation=True
            )
            return made[0].random_password

        password = random("this")
        self.secret_version = secret(
            "this",
            "password",
            f"Password of the Redis of {i.name}",
            "redis",
            None,
            {"password": password, "previous": password},
        )
        self.administrator_version = secret(
            "administrator",
            "administrator",
            f"Lets a rotation give the Redis of {i.name} another password",
            "redis-administrator",
            "A secret of its own: clients read the other one.",
            {"username": "administrator", "password": random("administrator")},
        )

    def _execution_role(self) -> None:
        i, module = self.i, self.module
        trust = aws.data.IamPolicyDocument(
            module,
            "trust",
            count=self.count,
            statement=[
                {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{"type": "Service", "identifiers": ["ecs-tasks.amazonaws.com"]}],
                    "condition": [
                        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [module.account_id]}
                    ],
                }
            ],
        )
        self.role = aws.IamRole(
            module,
            "execution",
            count=self.count,
            name_prefix=f"{i.name}-redis-",
            description="Starts the Redis of Airflow: its image, its password, its logs",
            assume_role_policy=trust[0].json,
            permissions_boundary=i.permissions_boundary_arn,
            tags=module.tags("redis-execution"),
        )
        images = fn.regexall(PRIVATE_IMAGE, i.image)
        permissions = aws.data.IamPolicyDocument(
            module,
            "execution",
            count=self.count,
            statement=[
                {
                    "actions": ["secretsmanager:GetSecretValue"],
                    "resources": [self.secret_version[0].arn, self.administrator_version[0].arn],
                },
                {
                    "actions": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "resources": [f"{module.log_group[0].arn}:*"],
                },
                optional_block(
                    is_set(i.kms_key_arn),
                    {
                        "actions": ["kms:Decrypt"],
                        "resources": [i.kms_key_arn],
                        "condition": [
                            {
                                "test": "StringEquals",
                                "variable": "kms:ViaService",
                                "values": [f"secretsmanager.{module.region}.amazonaws.com"],
                            }
                        ],
                    },
                ),
                dynamic(
                    images,
                    lambda key, image: {
                        "actions": [
                            "ecr:BatchCheckLayerAvailability",
                            "ecr:BatchGetImage",
                            "ecr:GetDownloadUrlForLayer",
                        ],
                        "resources": [f"arn:{module.partition}:ecr:{image[1]}:{image[0]}:repository/{image[2]}"],
                    },
                ),
                dynamic(images, lambda key, image: {"actions": ["ecr:GetAuthorizationToken"], "resources": ["*"]}),
            ],
        )
        self.role_policy = aws.IamRolePolicy(
            module,
            "execution",
            count=self.count,
            name="start",
            role=self.role[0].id,
            policy=permissions[0].json,
        )

    def _container(self) -> dict[str, object]:
        i, module = self.i, self.module
        start = module.local(
            "start",
            start_script(PORT, fn.floor(i.memory * 3 / 4)),
            note="The server reads its settings from standard input, so that the password shows neither in the "
            "arguments of a process nor in a file. Nothing is written to disk: a queue is worth nothing once its "
            "messages were queued again. Where memory is full, writing fails, and no message vanishes. A quarter of "
            "the memory is left for buffers. Clients may not stop, empty or reconfigure the server.",
        )
        return {
            "name": "redis",
            "image": i.image,
            "essential": True,
            "user": USER,
            "readonlyRootFilesystem": True,
            "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
            "entryPoint": ["sh", "-c"],
            "command": [start],
            "stopTimeout": 10,
            "portMappings": [{"containerPort": PORT, "protocol": "tcp"}],
            "secrets": [
                {"name": "REDIS_PASSWORD", "valueFrom": f"{self.secret_version[0].arn}:password::"},
                {"name": "REDIS_PREVIOUS_PASSWORD", "valueFrom": f"{self.secret_version[0].arn}:previous::"},
                {
                    "name": "REDIS_ADMINISTRATOR_PASSWORD",
                    "valueFrom": f"{self.administrator_version[0].arn}:password::",
                },
            ],
            "healthCheck": {
                "command": ["CMD-SHELL", health_command(PORT)],
                "interval": 10,
                "timeout": 5,
                "retries": 3,
                "startPeriod": 10,
            },
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": module.log_group[0].name,
                    "awslogs-region": module.region,
                    "awslogs-stream-prefix": "redis",
                    "mode": "non-blocking",
                },
            },
        }

    def _task_definition(self) -> None:
        i, module = self.i, self.module
        self.task_definition = aws.EcsTaskDefinition(
            module,
            "this",
            count=self.count,
            family=f"{i.name}-redis",
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=f"{i.cpu}",
            memory=f"{i.memory}",
            execution_role_arn=self.role[0].arn,
            container_definitions=fn.jsonencode([self._container()]),
            runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": i.architecture},
            tags=module.tags("redis"),
            note="No task role: the server calls nothing of AWS.",
        )

    def _service(self) -> None:
        i, module = self.i, self.module
        self.registry = aws.ServiceDiscoveryService(
            module,
            "this",
            count=self.count,
            name=HOST_LABEL,
            description=f"Address of the Redis of {i.name}",
            force_destroy=True,
            dns_config={
                "namespace_id": f"{i.namespace_id}",
                "routing_policy": "MULTIVALUE",
                "dns_records": {"type": "A", "ttl": 10},
            },
            health_check_custom_config={"failure_threshold": 1},
            tags=module.tags("redis"),
            note="ECS keeps the address: a new task takes over the name within the ten seconds of the record.",
        )
        self.service = aws.EcsService(
            module,
            "this",
            count=self.count,
            name=f"{i.name}-redis",
            cluster=i.cluster_arn,
            task_definition=self.task_definition[0].arn,
            desired_count=1,
            launch_type="FARGATE",
            deployment_minimum_healthy_percent=0,
            deployment_maximum_percent=100,
            availability_zone_rebalancing="DISABLED",
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            deployment_circuit_breaker={"enable": True, "rollback": True},
            network_configuration={
                "subnets": i.subnet_ids,
                "security_groups": module.security_group[ALL].id,
                "assign_public_ip": i.assign_public_ip,
            },
            service_registries={"registry_arn": self.registry[0].arn},
            tags=module.tags("redis"),
            lifecycle={
                "ignore_changes": ["desired_count"],
                "precondition": [
                    {
                        "condition": is_set(i.cluster_name) & is_set(i.cluster_arn),
                        "error_message": "mode fargate needs cluster_name and cluster_arn.",
                    },
                    {
                        "condition": is_set(i.namespace_id) & is_set(i.namespace_name),
                        "error_message": "mode fargate needs namespace_id and namespace_name.",
                    },
                ],
            },
            depends_on=[self.role_policy],
            note="Never two at once, not even while one replaces the other: they would share the queue between "
            "them. On-demand and not Spot, for the same reason that there is one.",
        )
        aws.AppautoscalingTarget(
            module,
            "this",
            count=self.count,
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=f"service/{i.cluster_name}/{self.service[0].name}",
            min_capacity=1,
            max_capacity=1,
            tags=module.tags("redis"),
            note="Holds the size, which the service itself ignores.",
        )
