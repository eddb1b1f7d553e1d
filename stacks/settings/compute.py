"""Settings of what runs: the image, the cluster, and each of Airflow's components."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from stacks.settings.base import Problem, Section
from stacks.settings.defaults import low
from stacks.settings.on_demand import size_rules
from stacks.settings.values import DnsName, PolicyArn, Shape

_WORKER_BASE_MIB: Final = 251
_WORKER_SLOT_MIB: Final = 116
"""A worker with 2 slots peaked at 483 MiB, one with 4 at 715 MiB (Airflow 3.3.2, trivial tasks)."""


class Image(Section):
    """The container image of every component."""

    repository: (
        Annotated[
            str,
            Shape(
                r"[a-z0-9][a-z0-9.-]*(:\d+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*",
                "a repository without tag, such as '123456789012.dkr.ecr.us-east-1.amazonaws.com/airflow'",
            ),
        ]
        | None
    ) = Field(default=None, description="Repository of the image. By default the one that `./tarmac bootstrap` makes.")
    tag: Annotated[str, Shape(r"\w[\w.-]{0,127}", "an image tag in quotes, such as '3.3.2'")] = Field(
        default="3.3.2", description="Tag of the image. Begin it with the version of Airflow."
    )
    architecture: Literal["ARM64", "X86_64"] = Field(
        default="ARM64", description="CPU architecture of image and tasks."
    )
    requirements: tuple[
        Annotated[
            str,
            Shape(
                r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._-]+\])?((==|>=|<=|~=|!=|<|>)[A-Za-z0-9.*+!,<>=~-]+)?",
                "a Python package such as 'pandas==2.3.3'",
            ),
        ],
        ...,
    ] = Field(default=(), description="Python packages of your own that `./tarmac image build` adds.")
    apt_packages: tuple[
        Annotated[str, Shape(r"[a-z0-9][a-z0-9.+-]+", "a package of Debian's such as 'libgdal32'")], ...
    ] = Field(default=(), description="Packages of Debian's that `./tarmac image build` adds.")


class ExistingCluster(Section):
    """An ECS cluster and a private DNS namespace that are there already."""

    cluster_name: Annotated[str, Shape(r"[\w-]{1,255}", "the name of an ECS cluster")] = Field(
        description="Cluster, with the capacity providers FARGATE and FARGATE_SPOT."
    )
    namespace_id: Annotated[str, Shape(r"ns-[a-z0-9]+", "the id of a namespace, such as 'ns-0a1b2c3d'")] = Field(
        description="Cloud Map namespace for private DNS in the VPC."
    )
    namespace_name: DnsName = Field(description="Name of that namespace.")
    hosted_zone_id: Annotated[str, Shape(r"Z[A-Z0-9]+", "the id of a hosted zone")] | None = Field(
        default=None, description="Hosted zone of that namespace, where it is known; aliases are made in it."
    )


class Cluster(Section):
    """The ECS cluster, and the private DNS names of what runs in it."""

    container_insights: Literal["disabled", "enabled", "enhanced"] = Field(
        default=low("cluster.container_insights"), description="CloudWatch Container Insights. Charged by the metric."
    )
    namespace: DnsName = Field(
        default="airflow",
        description="Private DNS zone in the VPC, as in api-server.airflow. Two deployments in one VPC need two.",
    )
    existing: ExistingCluster | None = Field(default=None, description="A cluster to use instead of a new one.")

    @property
    def namespace_name(self) -> str:
        """The private DNS zone, whoever made it."""
        return self.existing.namespace_name if self.existing else self.namespace


class Component(Section):
    """Size and number of one component's tasks."""

    cpu: Annotated[int, Field(strict=True)] = Field(
        description="CPU of a task in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384."
    )
    memory: Annotated[int, Field(strict=True)] = Field(
        description="Memory of a task in MiB. Fargate offers only some beside each CPU."
    )
    min_count: Annotated[int, Field(strict=True, ge=1, le=5000)] = Field(default=1, description="Tasks at least.")
    max_count: Annotated[int, Field(strict=True, ge=1, le=5000)] = Field(
        default=1, description="Tasks at most; the same as min_count for a fixed number."
    )

    def rules(self) -> Iterator[Problem]:
        yield from size_rules(self.cpu, self.memory)
        if self.min_count > self.max_count:
            yield Problem(("min_count",), f"is above max_count, which is {self.max_count}")


class Interruptible(Component):
    """A component whose tasks AWS may take back, with two minutes' notice: another one begins in their place."""

    spot_percent: Annotated[int, Field(strict=True, ge=0, le=100)] = Field(
        default=0, description="Share of its tasks on Fargate Spot, in percent: cheaper, and AWS may take them back."
    )


QueueName = Annotated[
    str,
    Shape(
        r"(?!default$)[A-Za-z][A-Za-z0-9_-]{0,31}",
        "1 to 32 letters, digits, hyphens and underscores, a letter first, and not 'default', which "
        "components.worker serves",
    ),
]
ScheduleExpression = Annotated[
    str,
    Shape(
        r"(cron|at)\([^()]+\)",
        "a cron or at expression of Application Auto Scaling, such as 'cron(0 6 ? * MON-FRI *)'",
    ),
]


class ScheduledMinimum(Section):
    """More workers at certain times, whatever waits: before the nightly run rather than in it.

    https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
    """

    min_count: Annotated[int, Field(strict=True, ge=0, le=5000)] = Field(
        description="Workers at least, from start to end."
    )
    start: ScheduleExpression = Field(description="When that begins.")
    end: ScheduleExpression = Field(description="When it ends, and the queue's own min_count holds again.")
    timezone: Annotated[str, Shape(r"UTC|[A-Z]\w+(/[A-Z][\w+-]+)+", "a time zone such as 'Europe/Berlin'")] = Field(
        default="UTC", description="Time zone of both."
    )


class Worker(Interruptible):
    """The component that runs users' tasks."""

    min_count: Annotated[int, Field(strict=True, ge=0, le=5000)] = Field(
        default=1, description="Workers at least; 0 for none while nothing waits."
    )
    concurrency: Annotated[int, Field(strict=True, ge=1, le=256)] = Field(
        default=4, description="Airflow tasks that one worker runs at once."
    )
    schedules: dict[Annotated[str, Shape(r"[A-Za-z][\w-]{0,31}", "a name")], ScheduledMinimum] = Field(
        default_factory=dict, description="More workers at certain times, by name."
    )

    def rules(self) -> Iterator[Problem]:
        yield from super().rules()
        for name, schedule in self.schedules.items():
            if schedule.min_count > self.max_count:
                yield Problem(
                    ("schedules", name, "min_count"), f"is above the queue's max_count, which is {self.max_count}"
                )
        needed = _WORKER_BASE_MIB + _WORKER_SLOT_MIB * self.concurrency
        if self.memory < needed:
            fitting = (self.memory - _WORKER_BASE_MIB) // _WORKER_SLOT_MIB
            yield Problem(
                ("concurrency",),
                f"needs {needed} MiB even for trivial tasks, and memory is {self.memory}; "
                f"give at most {fitting}, or more memory",
            )


class Queue(Worker):
    """A queue of Airflow's with workers of its own, of another size, with other packages or other rights."""

    cpu: Annotated[int, Field(strict=True)] = Field(
        default=512, description="CPU of a worker in units of 1/1024 vCPU, as of every component."
    )
    memory: Annotated[int, Field(strict=True)] = Field(default=1024, description="Memory of a worker in MiB.")
    min_count: Annotated[int, Field(strict=True, ge=0, le=5000)] = Field(
        default=0, description="Workers at least; 0 for none while nothing waits."
    )
    image: Annotated[str, Shape(r"[^\s:@]+(:\d+/\S+)?[:@]\S+", "an image with its tag or digest")] | None = Field(
        default=None, description="Image of its workers. By default that of all components."
    )
    policy_arns: tuple[PolicyArn, ...] = Field(
        default=(), max_length=5, description="Managed IAM policies for its tasks alone, besides those of all DAGs."
    )


class Components(Section):
    """One entry each for what Airflow consists of, under the names of the services."""

    api_server: Component = Field(
        alias="api-server", description="Web pages, REST API, and the API that tasks speak to."
    )
    scheduler: Component = Field(alias="scheduler", description="Decides which task runs when.")
    dag_processor: Interruptible = Field(alias="dag-processor", description="Reads the DAG files.")
    triggerer: Interruptible = Field(alias="triggerer", description="Waits on behalf of deferred tasks.")
    worker: Worker = Field(alias="worker", description="Runs the tasks.")
    flower: Interruptible = Field(alias="flower", description="Shows the Celery workers.")

    def by_name(self) -> dict[str, Component]:
        """Each component under its service's name, in the order of the table."""
        return {
            "api-server": self.api_server,
            "scheduler": self.scheduler,
            "dag-processor": self.dag_processor,
            "triggerer": self.triggerer,
            "worker": self.worker,
            "flower": self.flower,
        }
