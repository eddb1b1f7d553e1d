"""Airflow's components in one table.

Task definitions, services, security groups and their rules, roles and policies, DNS names and scaling are derived from
it, so a component is added, moved or shrunk here and nowhere else.

Sizes, start times and what each component must be given were measured with Airflow 3.3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

API_SERVER_PORT: Final = 8080
FLOWER_PORT: Final = 5555
WORKER_LOG_PORT: Final = 8793
TRIGGERER_LOG_PORT: Final = 8794
NFS_PORT: Final = 2049

START_DEADLINE_SECONDS: Final = 1800
"""How long a component waits for the database, for migrations, for the broker, before it gives up."""

DAGS: Final = "dags"
SHARED: Final = "shared"
ROOT: Final = "root"
"""The whole file system, as root."""


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """When a container counts as unhealthy. Seconds, but for `retries`.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
    """

    interval: int = 30
    timeout: int = 20
    retries: int = 3
    start_period: int = 300


@dataclass(frozen=True, kw_only=True)
class Container:
    """One container of a task.

    Attributes:
        name: what the image is told to be.
        arguments: what else it is told.
        environment: groups of variables beside those that all have: `database`, `broker`, `logs`, `proxied`,
            `scheduler`, `worker`, `backlog`, `on-demand`, `ecs-executor`, `cleaning`, `metrics`, `bastion`.
        secrets: variables that ECS fills at the start, and the secret of each.
        stop_timeout: seconds between SIGTERM and SIGKILL; Fargate grants 120 at most.
        essential: whether the task ends with it.
        restarts: whether ECS starts it anew where it ends while its task goes on.
        entry_point: what runs in place of the image's own entrypoint; whoever starts the container gives the command.
    """

    name: str
    arguments: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict)
    health_check: HealthCheck | None = None
    stop_timeout: int = 30
    essential: bool = True
    restarts: bool = False
    entry_point: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A connection that a component opens: to a component, or to `database` or `broker`."""

    to: str
    port: int | None = None
    """None where the port is that of the database or the broker."""
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Mount:
    """A directory of the shared file system."""

    access_point: str
    path: str
    read_only: bool = True


@dataclass(frozen=True, kw_only=True)
class Component:
    """One ECS service.

    Attributes:
        containers: the component itself first, then what runs beside it.
        ports: on which it listens.
        cpu: units of 1/1024 vCPU.
        memory: MiB.
        edges: the connections that it opens. HTTPS to the outside and the shared file system come on top.
        permissions: what its task role may do, by name (permissions.py).
        dns_name: in the private namespace; it follows the tasks.
        runs_user_code: whether DAGs run in it, which then need the user's own policies.
        target_cpu_percent: average CPU that scaling keeps, where there may be more tasks than the fewest.
        spot: whether a share of its tasks may run on Fargate Spot.
    """

    purpose: str
    containers: tuple[Container, ...]
    cpu: int
    memory: int
    min_count: int = 1
    max_count: int = 1
    ports: tuple[int, ...] = ()
    edges: tuple[Edge, ...] = ()
    mounts: tuple[Mount, ...] = ()
    permissions: tuple[str, ...] = ()
    dns_name: str | None = None
    runs_user_code: bool = False
    target_cpu_percent: int | None = None
    spot: bool = False

    @property
    def name(self) -> str:
        return self.containers[0].name

    @property
    def key(self) -> str:
        """The name as a Python and Terraform identifier."""
        return self.name.replace("-", "_")

    @property
    def secrets(self) -> frozenset[str]:
        """Every secret that one of its containers is given."""
        return frozenset(secret for container in self.containers for secret in container.secrets.values())


_DATABASE = {"DATABASE_SECRET": "database", "AIRFLOW__CORE__FERNET_KEY": "fernet"}
_BROKER = {"REDIS_SECRET": "broker"}
_JWT = {"AIRFLOW__API_AUTH__JWT_SECRET": "jwt"}
_API = {"AIRFLOW__API__SECRET_KEY": "api"}
"""Signs the requests for live logs: the API server asks, worker and triggerer answer."""

_TO_DATABASE = Edge(to="database", purpose="metadata")
_TO_BROKER = Edge(to="broker", purpose="queues and results of Celery")
_READ_DAGS = Mount(access_point=DAGS, path="/opt/airflow/dags")

# Makes the database role, the schema and the first user, at every start of an API server.
INIT: Final = Container(
    name="init",
    environment=("database",),
    secrets={**_DATABASE, "MASTER_SECRET": "master", "ADMIN_SECRET": "admin"},
    stop_timeout=120,
    essential=False,
)

# Publishes what waits and runs in each queue. Beside every scheduler, so that one is left where the other is lost.
BACKLOG: Final = Container(
    name="backlog",
    environment=("database", "backlog"),
    secrets={"DATABASE_SECRET": "database"},
    health_check=HealthCheck(timeout=10),
    essential=False,
    restarts=True,
)

API_SERVER: Final = Component(
    purpose="web pages, REST API, and the API that tasks speak to",
    containers=(
        Container(
            name="api-server",
            arguments=("--proxy-headers",),
            environment=("database", "logs", "proxied", "ecs-executor"),  # it reads logs through the executor
            secrets={**_DATABASE, **_JWT, **_API},
            health_check=HealthCheck(timeout=10),
        ),
        INIT,
    ),
    cpu=512,
    memory=1024,
    ports=(API_SERVER_PORT,),
    edges=(
        _TO_DATABASE,
        Edge(to="worker", port=WORKER_LOG_PORT, purpose="logs of running tasks"),
        Edge(to="triggerer", port=TRIGGERER_LOG_PORT, purpose="logs of running triggers"),
    ),
    mounts=(Mount(access_point=DAGS, path="/opt/airflow/dags", read_only=False),),
    permissions=("read-task-logs",),
    dns_name="api-server",
    target_cpu_percent=70,
)

SCHEDULER: Final = Component(
    purpose="decides which task runs when",
    containers=(
        Container(
            name="scheduler",
            environment=("database", "broker", "scheduler", "ecs-executor", "metrics"),
            secrets={**_DATABASE, **_JWT, **_BROKER},
            health_check=HealthCheck(timeout=10),
        ),
        BACKLOG,
    ),
    cpu=256,
    memory=512,
    edges=(_TO_DATABASE, _TO_BROKER),
    permissions=("publish-metrics", "run-executor-tasks"),
)

DAG_PROCESSOR: Final = Component(
    purpose="reads the DAG files",
    containers=(
        Container(
            name="dag-processor",
            environment=("database", "on-demand", "metrics"),  # it reads the DAG files as a worker does
            secrets=_DATABASE,
            health_check=HealthCheck(),
        ),
    ),
    cpu=512,  # it peaks at 324 MiB with one small DAG, and users' code grows it
    memory=1024,
    edges=(_TO_DATABASE,),
    mounts=(_READ_DAGS,),
    permissions=("read-dags",),
    runs_user_code=True,
    spot=True,
)

TRIGGERER: Final = Component(
    purpose="waits on behalf of deferred tasks",
    containers=(
        Container(
            name="triggerer",
            environment=("database", "logs"),
            secrets={**_DATABASE, **_API},
            health_check=HealthCheck(),
            stop_timeout=60,
        ),
    ),
    cpu=256,
    memory=512,
    ports=(TRIGGERER_LOG_PORT,),
    edges=(_TO_DATABASE,),
    mounts=(_READ_DAGS,),
    permissions=("read-dags", "read-task-logs", "write-task-logs"),
    runs_user_code=True,
    spot=True,
)

# No edge and no secret leads from a worker, where users' code runs, to the metadata database.
WORKER: Final = Component(
    purpose="runs the tasks",
    containers=(
        Container(
            name="worker",
            environment=("broker", "logs", "worker", "on-demand", "metrics"),
            secrets={**_BROKER, **_API},
            health_check=HealthCheck(interval=60),
            stop_timeout=120,
        ),
    ),
    cpu=512,
    memory=1024,
    ports=(WORKER_LOG_PORT,),
    edges=(
        _TO_BROKER,
        Edge(to="api-server", port=API_SERVER_PORT, purpose="state, variables and connections of tasks"),
    ),
    mounts=(_READ_DAGS, Mount(access_point=SHARED, path="/mnt/efs", read_only=False)),
    permissions=("read-dags", "read-task-logs", "write-task-logs", "protect-tasks", "run-on-demand-tasks"),
    runs_user_code=True,
    spot=True,
)

FLOWER: Final = Component(
    purpose="shows the Celery workers",
    containers=(
        Container(
            name="flower",
            environment=("broker",),
            secrets={**_BROKER, "FLOWER_SECRET": "flower"},
            health_check=HealthCheck(timeout=10),
        ),
    ),
    cpu=256,
    memory=512,
    ports=(FLOWER_PORT,),
    edges=(_TO_BROKER,),
    dns_name="flower",
    spot=True,
)

# What the ECS executor starts for each of Airflow's tasks that asks for it, where there is one: no service runs it. It
# takes nothing from the broker and serves no log, so it is given no secret at all.
TASK: Final = Component(
    purpose="runs one task and ends",
    containers=(
        Container(
            name="task",
            environment=("logs", "on-demand", "metrics"),
            stop_timeout=120,
            entry_point=("/usr/bin/dumb-init", "--", "tarmac-airflow", "task"),
        ),
    ),
    cpu=512,
    memory=1024,
    edges=(Edge(to="api-server", port=API_SERVER_PORT, purpose="state, variables and connections of tasks"),),
    mounts=WORKER.mounts,
    permissions=("read-dags", "read-task-logs", "write-task-logs", "run-on-demand-tasks"),
    runs_user_code=True,
)

# What the schedule starts, where there is one: no service runs it. Of secrets it is given the database's alone.
CLEANING: Final = Component(
    purpose="deletes what is old from the database",
    containers=(
        Container(
            name="clean-database",
            environment=("database", "cleaning"),
            secrets={"DATABASE_SECRET": "database"},
            stop_timeout=120,
        ),
    ),
    cpu=256,
    memory=1024,
    edges=(_TO_DATABASE,),
)

# What a person starts, where there is one: no service runs it. It waits for the time that it is given, with tools.
BASTION: Final = Component(
    purpose="tools for the database, Redis and the shared files, over Session Manager",
    containers=(
        Container(
            name="bastion",
            entry_point=("/usr/bin/dumb-init", "--", "sh", "-c", 'exec sleep "$TARMAC_BASTION_SECONDS"'),
            environment=("database", "broker", "bastion"),
            secrets={"DATABASE_SECRET": "database", **_BROKER},
        ),
    ),
    cpu=256,
    memory=512,
    edges=(_TO_DATABASE, _TO_BROKER),
    mounts=(Mount(access_point=ROOT, path="/mnt/efs", read_only=False),),
)

COMPONENTS: Final = (API_SERVER, SCHEDULER, DAG_PROCESSOR, TRIGGERER, WORKER, FLOWER)

ALIASES: Final = {"webserver": API_SERVER}
"""Private DNS names of former days, each an alias of a component's own: an ECS service takes one registry."""

SCRATCH: Final = {"tmp": "/tmp", "logs": "/opt/airflow/logs"}  # noqa: S108 - a mount point
"""What a container may write, though its root file system is read-only."""
