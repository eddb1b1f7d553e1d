"""The services of a deployment as its last apply left them, found in Terraform's state; nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from wrapper import state_file
from wrapper.errors import TarmacError
from wrapper.target import Target

AIRFLOW_MODULE: Final = "module.ecs_airflow"
BASTION: Final = "bastion"
"""The component that no service runs (modules/ecs_airflow/bastion.py)."""


@dataclass(frozen=True)
class Log:
    """Where a container's output goes: a log group of CloudWatch, and how the names of its streams begin."""

    group: str
    prefix: str


@dataclass(frozen=True)
class Service:
    """An ECS service, or the bastion, which is none.

    Attributes:
        component: the component that it runs, as in `scheduler` or `worker-gpu`.
        name: the service's own; empty for the bastion.
        cluster: ARN of its cluster.
        task_definition: ARN of the revision that was applied.
        family: name of the task definition.
        cpu: units of 1/1024 vCPU of a task.
        memory: MiB of a task.
        logs: of each container by its name; the component's own is the first.
        network: its subnets and whether its tasks have public addresses, as the state has them.
        is_airflow: whether its containers are made from the image of Airflow.
    """

    component: str
    name: str
    cluster: str
    task_definition: str
    family: str
    cpu: int
    memory: int
    logs: dict[str, Log]
    network: dict[str, Any]
    is_airflow: bool

    @property
    def tasks(self) -> dict[str, str]:
        """Which tasks are its own, as ListTasks is asked for them."""
        own = {"serviceName": self.name} if self.name else {"family": self.family}
        return {"cluster": self.cluster, **own}

    @property
    def revision(self) -> int:
        """Number of the applied revision."""
        return revision(self.task_definition)


@dataclass(frozen=True)
class Placed:
    """A deployment in an account: its services in the order of their components, its bastion where it has one, and
    what the stack put out."""

    name: str
    services: tuple[Service, ...]
    bastion: Service | None
    outputs: dict[str, Any]

    def find(self, container: str) -> Service:
        """The service in which that container runs.

        Raises TarmacError where the deployment has no such container.
        """
        components = [*self.services, *([self.bastion] if self.bastion else [])]
        for service in components:
            if container in service.logs:
                return service
        if container == BASTION:
            raise TarmacError(
                f"{self.name} has no bastion.",
                f"Set `bastion: true` for {self.name} and apply; idle, it costs nothing.",
            )
        known = ", ".join(name for service in components for name in service.logs)
        raise TarmacError(f"{self.name} has no component {container}.", f"It has: {known}.")


def find(target: Target) -> Placed:
    """Looks into the state of a deployment; its stack must have been synthesized.

    Raises TarmacError where nothing of it is deployed, or AWS cannot be asked.
    """
    found = look(target)
    if not found.services:
        raise TarmacError(
            f"Nothing of {target.stack} runs in {target.where}: its state has no service.",
            f"./tarmac apply {target.stack} makes it.",
        )
    return found


def look(target: Target) -> Placed:
    """The same, be it without a service."""
    state = state_file.read(target)
    resources = tuple(state_file.resources(state))
    services = tuple(sorted(_services(resources), key=lambda one: (not one.is_airflow, one.component)))
    return Placed(target.stack, services, _bastion(resources, services), state_file.outputs(state))


def revision(task_definition: str) -> int:
    """The number behind the last colon of a task definition's ARN."""
    return int(task_definition.rpartition(":")[2])


def _services(resources: tuple[state_file.Resource, ...]) -> Iterator[Service]:
    definitions = {
        one["attributes"]["arn"]: one["attributes"] for one in resources if one["type"] == "aws_ecs_task_definition"
    }
    for one in resources:
        if one["type"] != "aws_ecs_service":
            continue
        service = one["attributes"]
        definition = definitions.get(service["task_definition"])
        if definition is None:
            continue  # an apply was interrupted between the two
        network = (service.get("network_configuration") or [{}])[0]
        is_airflow = one["module"] == AIRFLOW_MODULE
        yield _service(definition, service["name"], service["cluster"], network, is_airflow=is_airflow)


def _bastion(resources: tuple[state_file.Resource, ...], services: tuple[Service, ...]) -> Service | None:
    """It starts where the services run, with a security group of its own."""
    own = {
        one["type"]: one["attributes"] for one in resources if one["module"] == AIRFLOW_MODULE and one["key"] == BASTION
    }
    beside = next((one for one in services if one.is_airflow), None)
    if beside is None or not {"aws_ecs_task_definition", "aws_security_group"} <= set(own):
        return None
    network = {**beside.network, "security_groups": [own["aws_security_group"]["id"]]}
    return _service(own["aws_ecs_task_definition"], "", beside.cluster, network, is_airflow=True)


def _service(
    definition: dict[str, Any], name: str, cluster: str, network: dict[str, Any], *, is_airflow: bool
) -> Service:
    containers = json.loads(definition["container_definitions"])
    return Service(
        component=containers[0]["name"],
        name=name,
        cluster=cluster,
        task_definition=definition["arn"],
        family=definition["family"],
        cpu=int(definition["cpu"]),
        memory=int(definition["memory"]),
        logs=dict(_logs(containers)),
        network=network,
        is_airflow=is_airflow,
    )


def _logs(containers: list[dict[str, Any]]) -> Iterator[tuple[str, Log]]:
    for container in containers:
        options = (container.get("logConfiguration") or {}).get("options") or {}
        yield container["name"], Log(options.get("awslogs-group", ""), f"{options.get('awslogs-stream-prefix', '')}/")
