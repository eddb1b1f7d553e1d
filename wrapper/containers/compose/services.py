"""The containers that run a deployment here, made of the tasks that ECS would run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from wrapper.containers.compose.file import AWS_HOST, Check, Port, Service, Volume
from wrapper.containers.compose.secrets import Secrets
from wrapper.containers.compose.tasks import Container, Mount, Task

DAGS_DIRECTORY: Final = "/dags"
"""Of the shared file system: the folder that Airflow reads its DAGs from. Here it is the folder `dags`."""

DAGS_REFRESH_SECONDS: Final = "10"
"""Seconds after which a new file in it is seen. Airflow's own 300 are for file systems that are slow or charged for."""

AUTHORITY_FILE: Final = "/opt/tarmac-local/ca.pem"
_INTERNAL_HOSTS: Final = ("DATABASE_HOST", "REDIS_HOST")
FIRST, INITIALIZING, LAST = range(3)
"""Steps of a start: database and broker, then what prepares them and ends, then the rest."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What differs from AWS, and is told to the containers.

    Attributes:
        aws_port: port of the embedded AWS.
        dags: the folder of DAGs on this machine.
        ports: the local port of each container's public one, by the container's name.
        stand_ins: databases and brokers that run here, each under the endpoint of the real one.
        authority: file of the certificate authority that signed for them.
        local_image: the image that runs in place of the one in a task definition.
        image_id: what tells one image under that name from another.
    """

    aws_port: int
    dags: Path
    ports: Mapping[str, int]
    stand_ins: Sequence[Service]
    authority: Path
    local_image: Callable[[str], str]
    image_id: Callable[[str], str] = field(default=lambda image: "")


def services(tasks: Sequence[Task], secrets: Secrets, around: Surroundings) -> list[Service]:
    """Every container, in the order of its start.

    Raises TarmacError where a secret cannot be read.
    """
    made = list(around.stand_ins)
    hosts = {
        container.environment[name]
        for task in tasks
        for container in task.containers
        for name in _INTERNAL_HOSTS
        if name in container.environment
    }
    for task in tasks:
        needed_first = bool(hosts.intersection(task.dns_names))
        for copy in range(1, task.count + 1):
            for container in task.containers:
                made.append(service(task, container, copy, secrets, around, needed_first=needed_first))
    return sorted(made, key=lambda one: one.step)


def service(
    task: Task, container: Container, copy: int, secrets: Secrets, around: Surroundings, *, needed_first: bool = False
) -> Service:
    """One container of a task, the copy of that number.

    Raises TarmacError where a secret cannot be read.
    """
    is_main = container.essential
    one_shot = not (is_main or container.restarts)
    step = FIRST if needed_first else INITIALIZING if one_shot else LAST
    ports: tuple[Port, ...] = ()
    if container.public_port is not None and copy == 1:  # a port takes one; behind the load balancer all answer
        ports = (Port(container.public_port, around.ports[container.name]),)
    image = around.local_image(container.image)
    environment = _environment(container, task, around)
    return Service(
        name=container.name if copy == 1 else f"{container.name}-{copy}",
        component=container.name,
        image=image,
        image_id=around.image_id(image),
        entrypoint=container.entry_point,
        command=container.command,
        user=container.user,
        environment=environment,
        secrets={name: secrets.resolve(value_from) for name, value_from in container.secrets.items()},
        read_only_root=container.read_only_root,
        dropped_capabilities=container.dropped_capabilities,
        volumes=tuple(_volumes(container, environment, around)),
        health_check=None if container.health_check is None else Check.of(container.health_check),
        stop_timeout=container.stop_timeout,
        cpus=task.cpu / 1024,
        memory=task.memory,
        aliases=task.dns_names if is_main else (),
        ports=ports,
        step=step,
        one_shot=one_shot,
        restarts=container.restarts,
    )


def _environment(container: Container, task: Task, around: Surroundings) -> dict[str, str]:
    """The container's own, with what Fargate would give it, and where this machine is not AWS."""
    said = dict(container.environment)
    if task.calls_aws:
        said |= {
            "AWS_ENDPOINT_URL": f"http://{AWS_HOST}:{around.aws_port}",
            "AWS_ACCESS_KEY_ID": "embedded",
            "AWS_SECRET_ACCESS_KEY": "embedded",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
    if base := said.get("AIRFLOW__API__BASE_URL"):
        # The pages lead a browser there, and the load balancer has no address here.
        port = next((port for name, port in around.ports.items() if name == "api-server"), None)
        if port is not None:
            said["AIRFLOW__API__BASE_URL"] = f"http://localhost:{port}{urlsplit(base).path}"
    if "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST" in said:
        said.setdefault("AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL", DAGS_REFRESH_SECONDS)
    stood_in = {alias for service in around.stand_ins for alias in service.aliases}
    for host, variable in (("DATABASE_HOST", "DATABASE_CA_FILE"), ("REDIS_HOST", "REDIS_CA_FILE")):
        if said.get(host) in stood_in:
            said[variable] = AUTHORITY_FILE
    return said


def _volumes(container: Container, environment: Mapping[str, str], around: Surroundings) -> Iterator[Volume]:
    for mount in container.mounts:
        yield Volume(mount.path, _source(mount, around), mount.read_only)
    if AUTHORITY_FILE in environment.values():
        yield Volume(AUTHORITY_FILE, str(around.authority), read_only=True)


def _source(mount: Mount, around: Surroundings) -> str:
    if not mount.file_system:
        return ""
    if mount.directory == DAGS_DIRECTORY:
        return str(around.dags)
    return re.sub(r"[^a-z0-9-]+", "-", f"{mount.file_system}{mount.directory}".lower()).strip("-")
