"""Settings of one deployment: where it lives, how it is built, what survives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from stacks.settings import environment as variables
from stacks.settings import folders
from stacks.settings.base import KeyPath, Problem, Section, refuse
from stacks.settings.cleaning import DatabaseCleaning
from stacks.settings.compute import Cluster, Components, Image, Queue, QueueName
from stacks.settings.dags import DagBundle, Dags
from stacks.settings.data import Broker, Database
from stacks.settings.defaults import fill
from stacks.settings.ecs_executor import EcsExecutor
from stacks.settings.monitoring import Monitoring
from stacks.settings.network import LoadBalancer, Network
from stacks.settings.on_demand import OnDemandTask, TaskName
from stacks.settings.secrets import Secrets
from stacks.settings.values import (
    EMBEDDED,
    Account,
    Flag,
    KeyArn,
    LogRetention,
    PolicyArn,
    Region,
    TopicArn,
    partition_of,
)

NAME_LENGTH: Final = 20
"""Characters. The tightest of AWS's limits is a target group's 32, and `-api-server` must fit behind the
name. It leaves 43 for an IAM role (64), 42 for an RDS instance (63), 19 for ElastiCache (40), and in a bucket
(63) with account and the longest region (`ap-northeast-1`) 15 for its purpose."""

NAME_KEY: Final = "<name>"
"""Under this key a deployment is handed its name, which is a key of the file itself."""

RESERVED_NAME: Final = "remote-state"
"""The stack of the state bucket."""

_REFUSED_PREFIXES: Final = {
    "internal-": "load balancers",
    "sg-": "security groups",
    "aws": "parameters",
    "ssm": "parameters",
}
_OUT_OF_NETWORK: Final = ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "monitoring")
"""What a task needs before it can start: its image, its log stream, its secrets; and CloudWatch, where the backlog goes
by which workers are scaled. S3 has the gateway endpoint."""

_TAG_TEXT: Final = re.compile(r"[\w\s+\-=.:/@]*")
DEPLOYMENT_TAG: Final = "Deployment"
"""The tag that says whose a resource is."""

_OWN_TAGS: Final = ("Name", DEPLOYMENT_TAG, "ManagedBy")
_MAXIMUM_TAGS: Final = 40
"""AWS takes 50 on a resource; ten are left for Tarmac, for Terraform and for AWS's own services."""


def _name(name: str) -> str:
    if name == RESERVED_NAME:
        raise ValueError("is the name of the stack that keeps the state; choose another")
    if not re.fullmatch(r"[a-z](-?[a-z0-9])+", name):
        raise ValueError(
            "must be small letters, digits and single hyphens, at least two, a letter first and no hyphen last: "
            "the names of databases, buckets and load balancers derive from it"
        )
    if len(name) > NAME_LENGTH:
        raise ValueError(
            f"has {len(name)} characters and may have {NAME_LENGTH}: AWS takes 32 for a target group, "
            f"which is called '{name[:3]}…-api-server'"
        )
    for prefix, what in _REFUSED_PREFIXES.items():
        if name.startswith(prefix):
            raise ValueError(f"begins with '{prefix}', which AWS refuses in names of {what}")
    return name


def _check_tags(tags: dict[str, str]) -> Iterator[Problem]:
    if len(tags) > _MAXIMUM_TAGS:
        yield Problem((), f"has {len(tags)} tags; there is room for {_MAXIMUM_TAGS}")
    taken = {name.lower() for name in _OWN_TAGS}
    for key, value in tags.items():
        if key.lower().startswith("aws:"):
            yield Problem((key,), "begins with 'aws:', which AWS keeps for itself")
        elif key.lower() in taken:
            yield Problem((key,), "is given already (IAM tells no small from capital letters); remove it")
        elif not 1 <= len(key) <= 128 or len(value) > 256:
            yield Problem((key,), "is too long: AWS takes 1 to 128 characters, and 256 for the value")
        elif not _TAG_TEXT.fullmatch(key) or not _TAG_TEXT.fullmatch(value):
            yield Problem((key,), "may hold letters, digits, spaces and + - = . _ : / @ only")
        taken.add(key.lower())


class Keep(Section):
    """What survives a destroy. By default an account keeps snapshot and secrets, the embedded AWS nothing."""

    secrets: Flag = Field(
        default=True,
        description="Whether destroyed secrets can be recovered for 30 days. A snapshot is of no use without them.",
    )
    snapshots: Flag = Field(default=True, description="Whether a final snapshot of the database is taken.")
    buckets: Flag = Field(default=False, description="Whether buckets that hold objects make a destroy stop.")


class Deployment(Section):
    """One deployment of Airflow. Its key in the file is its name."""

    name: Annotated[str, AfterValidator(_name)] = Field(
        alias=NAME_KEY,
        description="Name of the deployment: its stack, its state key, and the prefix of every resource.",
    )
    availability: Literal["low", "high"] = Field(
        description="The cheap one, or the one that survives the loss of a zone."
    )
    account: Account = Field(default=EMBEDDED, description="Account it lives in: 12 digits in quotes, or 'embedded'.")
    region: Region = Field(default="us-east-1", description="AWS region.")
    tags: dict[str, str] = Field(default_factory=dict, description="Tags of every resource, besides Tarmac's own.")
    image: Image = Field(default_factory=Image, description="Container image.")
    network: Network = Field(default_factory=Network, description="Network.")
    database: Database = Field(default_factory=Database, description="Metadata database.")
    database_cleaning: DatabaseCleaning = Field(
        default_factory=DatabaseCleaning, description="What is deleted from the metadata database, and when."
    )
    broker: Broker = Field(default_factory=Broker, description="Celery broker.")
    cluster: Cluster = Field(default_factory=Cluster, description="ECS cluster and private DNS.")
    load_balancer: LoadBalancer = Field(default_factory=LoadBalancer, description="Who reaches the web pages.")
    components: Components = Field(description="Size and number of each component's tasks.")
    queues: dict[QueueName, Queue] = Field(
        default_factory=dict,
        description="Queues beside Airflow's default, which components.worker serves; each has workers of its own.",
    )
    on_demand_tasks: dict[TaskName, OnDemandTask] = Field(
        default_factory=dict,
        description="Tasks that DAGs run on demand, each in a container of its own with its image, size and rights.",
    )
    ecs_executor: EcsExecutor | None = Field(
        default=None,
        description="Airflow's ECS executor: a container for each task that asks for it. By default none.",
    )
    alarm_topic_arns: tuple[TopicArn, ...] = Field(
        default=(), description="SNS topics that are told when an alarm goes off, and when it is over."
    )
    monitoring: Monitoring = Field(default_factory=Monitoring, description="What it is watched by.")
    ecs_exec: Flag = Field(
        default=False,
        description="Whether a shell can be opened in containers. Their root file system is then writable.",
    )
    bastion: Flag = Field(
        default=False,
        description="Whether there is a bastion without SSH: a task with tools for the database, Redis and the shared "
        "files, started when it is wanted.",
    )
    log_retention_days: LogRetention = Field(default=30, description="Days that CloudWatch keeps container logs.")
    task_log_retention_days: Annotated[int, Field(strict=True, ge=1, le=3650)] = Field(
        default=90, description="Days that S3 keeps the logs of Airflow's tasks."
    )
    environment: dict[str, str] = Field(
        default_factory=dict, description="Extra environment variables of every component."
    )
    dags: Dags = Field(default_factory=Dags, description="Where DAGs come from.")
    dag_bundles: tuple[DagBundle, ...] = Field(
        default=(),
        description="Airflow's own bundles in place of that of `dags`: several sources, or a class of your own.",
    )
    policies_folder: Path | None = Field(
        default=None, description="Folder of IAM policies (.json) for the roles under which users' code runs."
    )
    terraform_folder: Path | None = Field(
        default=None, description="Folder of Terraform files (.tf) taken into the stack."
    )
    kms_key_arn: KeyArn | None = Field(default=None, description="KMS key for data at rest. By default AWS's own keys.")
    permissions_boundary_arn: PolicyArn | None = Field(
        default=None, description="Permissions boundary of every IAM role."
    )
    secrets: Secrets = Field(default_factory=Secrets, description="Where the values of secrets come from.")
    keep: Keep = Field(default_factory=Keep, description="What survives a destroy.")

    @property
    def is_embedded(self) -> bool:
        """Whether it lives on the embedded AWS."""
        return self.account == EMBEDDED

    @property
    def partition(self) -> str:
        """The AWS partition: `aws`, `aws-cn` or `aws-us-gov`."""
        return partition_of(self.region)

    @property
    def all_tags(self) -> dict[str, str]:
        """Tags of every resource: the user's, the deployment's name (for billing), and who made it."""
        return {**self.tags, DEPLOYMENT_TAG: self.name, "ManagedBy": "Tarmac"}

    @property
    def policy_files(self) -> tuple[Path, ...]:
        """The IAM policies in `policies_folder`."""
        return folders.policy_files(self.policies_folder) if self.policies_folder else ()

    @property
    def terraform_files(self) -> tuple[Path, ...]:
        """The Terraform files in `terraform_folder`."""
        return folders.terraform_files(self.terraform_folder) if self.terraform_folder else ()

    @model_validator(mode="before")
    @classmethod
    def _lay_defaults_beneath(cls, data: Any) -> Any:
        return fill(data) if isinstance(data, dict) else data

    @field_validator("policies_folder", "terraform_folder", mode="before")
    @classmethod
    def _relative_to_settings(cls, value: Any, info: ValidationInfo) -> Any:
        """Make a folder absolute; `info.context` is the folder of the settings file."""
        if not isinstance(value, str) or not value:
            return value
        if "\0" in value:
            raise ValueError("is no path")
        folder = Path(info.context or ".", value).resolve()
        (folders.policy_files if info.field_name == "policies_folder" else folders.terraform_files)(folder)
        return folder

    @field_validator("environment")
    @classmethod
    def _variables_may_be_set(cls, value: dict[str, str]) -> dict[str, str]:
        refuse([*variables.check(value)])
        return value

    @field_validator("tags")
    @classmethod
    def _tags_are_taken_by_aws(cls, value: dict[str, str]) -> dict[str, str]:
        refuse([*_check_tags(value)])
        return value

    def rules(self) -> Iterator[Problem]:
        yield from self._network_rules()
        yield from self._arn_rules()
        yield from self._restore_rules()
        if self.availability == "high":
            yield from self._high_availability_rules()

    def _network_rules(self) -> Iterator[Problem]:
        given = self.network.existing
        if given is not None:
            if len(given.public_subnet_ids) < 2 and not self.load_balancer.internal and not self.load_balancer.existing:
                yield Problem(
                    ("network", "existing", "public_subnet_ids"),
                    "must name two or more subnets: the load balancer faces the internet",
                )
            if not given.database_subnet_ids and not (self.database.existing and self._broker_needs_no_subnets()):
                yield Problem(
                    ("network", "existing", "database_subnet_ids"),
                    "must name two or more subnets, for the database or ElastiCache",
                )
        elif self.network.nat == "none":
            needed = (*_OUT_OF_NETWORK, "ssmmessages") if self.ecs_exec or self.bastion else _OUT_OF_NETWORK
            missing = [service for service in needed if service not in self.network.interface_endpoints]
            if missing:
                yield Problem(
                    ("network", "interface_endpoints"),
                    f"must hold {', '.join(missing)} where nat is none, or no task can start and no worker is scaled",
                )

    def _restore_rules(self) -> Iterator[Problem]:
        moment = self.database.restore_to_point_in_time
        own = (self.name, f"arn:{self.partition}:rds:{self.region}:{self.account}:cluster:{self.name}")
        if moment is not None and moment.source_cluster_identifier in own:
            yield Problem(
                ("database", "restore_to_point_in_time", "source_cluster_identifier"),
                "is this deployment's own cluster; a restore makes another one, so it takes a deployment of another "
                "name",
            )

    def _broker_needs_no_subnets(self) -> bool:
        return self.broker.existing is not None or self.broker.mode == "fargate"

    def _arn_rules(self) -> Iterator[Problem]:
        for path, arn in _arns(self, ()):
            _, partition, service, region, account, _ = arn.split(":", 5)
            if partition != self.partition:
                yield Problem(
                    path, f"lies in the partition {partition}, and the region {self.region} in {self.partition}"
                )
            elif region and region != self.region:
                yield Problem(path, f"lies in the region {region}, and the deployment in {self.region}")
            elif service in ("acm", "elasticloadbalancing") and account != self.account and not self.is_embedded:
                yield Problem(path, f"lies in the account {account}, and the deployment in {self.account}")

    def _high_availability_rules(self) -> Iterator[Problem]:
        def lost(path: KeyPath, allowed: str) -> Problem:
            return Problem(path, f"does not survive the loss of a zone; high availability takes {allowed}")

        if self.network.existing is None and self.network.nat in ("instance", "single"):
            yield lost(("network", "nat"), "'per_az', or 'none' with interface endpoints")
        if self.database.existing is None and self.database.instance_count < 2:
            yield lost(("database", "instance_count"), "2 or more")
        if self.broker.existing is None:
            if self.broker.mode == "fargate":
                yield lost(("broker", "mode"), "'elasticache'")
            elif self.broker.node_count < 2:
                yield lost(("broker", "node_count"), "2 or more")
        for name, component in self.components.by_name().items():
            # A lost worker loses nothing: Airflow retries its tasks elsewhere. So its number is free.
            if component.min_count < 2 and name != "worker":
                yield lost(("components", name, "min_count"), "2 or more")


def _arns(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, Section):
        value = vars(value)  # model_dump() would first build a serializer, for this alone
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("environment", "tags"):
                yield from _arns(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _arns(inner, (*path, index))
    elif isinstance(value, str) and value.startswith("arn:"):
        yield path, value
