"""ECS services on Fargate: how many tasks of which size, where, and what they are charged."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wrapper.cost.charges import AIRFLOW, BROKER, LOGS, NETWORK, Charge, fixed
from wrapper.cost.inventory import Inventory, Resource
from wrapper.cost.load import HOURS_PER_MONTH, Load

FREE_DISK_GB: Final = 20
"""https://aws.amazon.com/fargate/pricing/"""

SLOTS: Final = 4
"""Task runs that a worker takes at once where the plan does not say; the default of components.worker.concurrency."""

CLUSTER_METRICS: Final = 8
SERVICE_METRICS: Final = 11
TASK_METRICS: Final = 6
"""What Container Insights reports for a cluster, each service and each family of tasks.

https://aws.amazon.com/cloudwatch/pricing/, the example of Container Insights for Amazon ECS.
"""


@dataclass(frozen=True)
class Service:
    """One ECS service. CPU is in units of 1/1024 vCPU, memory in MiB, `spot` the share of its tasks on Spot."""

    address: str
    component: str
    cpu: int
    memory: int
    architecture: str
    disk: int
    fewest: int
    most: int
    spot: float
    public: bool

    @property
    def is_worker(self) -> bool:
        """Whether it runs task runs: the worker, or that of a queue of its own (`worker-…`)."""
        return self.component.partition("-")[0] == "worker"

    @property
    def size(self) -> str:
        """As people say it: "0.5 vCPU, 1 GB"."""
        return f"{self.cpu / 1024:g} vCPU, {self.memory / 1024:g} GB"


def services(inventory: Inventory) -> list[Service]:
    """Every service of which the plan knows the size of the task."""
    definitions = inventory.of("aws_ecs_task_definition")
    found = []
    for service in inventory.of("aws_ecs_service"):
        definition = _definition(service, definitions)
        if definition is not None:
            found.append(_service(inventory, service, definition))
    return found


def _definition(service: Resource, definitions: list[Resource]) -> Resource | None:
    """The service's task definition: in a new deployment the reference to it is not known yet, but its name is."""
    beside = [one for one in definitions if one.module == service.module and one.index == service.index]
    for one in [one for one in definitions if one.get("family") == service.get("name")] or beside:
        return one
    return None


def _service(inventory: Inventory, service: Resource, definition: Resource) -> Service:
    fewest, most = _bounds(inventory, service)
    weights = {
        one["capacity_provider"]: one.get("weight") or 0 for one in service.get("capacity_provider_strategy", [])
    }
    total = sum(weights.values())
    disk = definition.block("ephemeral_storage").get("size_in_gib") or FREE_DISK_GB
    return Service(
        address=service.address,
        component=_component(service),
        cpu=int(definition.get("cpu", 0)),
        memory=int(definition.get("memory", 0)),
        architecture=str(definition.block("runtime_platform").get("cpu_architecture") or "X86_64"),
        disk=int(disk),
        fewest=fewest,
        most=most,
        spot=weights.get("FARGATE_SPOT", 0) / total if total else 0.0,
        public=bool(service.block("network_configuration").get("assign_public_ip")),
    )


def _component(service: Resource) -> str:
    if service.index in AIRFLOW:
        return str(service.index)
    name = str(service.get("name", service.name))
    if service.module.startswith("module.redis") or name.endswith("-redis"):
        return BROKER
    found = next((component for component in AIRFLOW if name.endswith(f"-{component}")), None)
    return found or str(service.index if isinstance(service.index, str) else name)


def _bounds(inventory: Inventory, service: Resource) -> tuple[int, int]:
    wanted = int(service.get("desired_count", 1))
    for target in inventory.of("aws_appautoscaling_target"):
        if str(target.get("resource_id", "")).rpartition("/")[2] == service.get("name"):
            return int(target.get("min_capacity", wanted)), int(target.get("max_capacity", wanted))
    return wanted, wanted


def slots(inventory: Inventory) -> int:
    """Task runs that one worker takes at once, as far as the plan tells."""
    for definition in inventory.of("aws_ecs_task_definition"):
        for container in json.loads(definition.get("container_definitions", "[]")):
            for variable in container.get("environment") or []:
                if variable["name"] == "AIRFLOW__CELERY__WORKER_CONCURRENCY" and str(variable["value"]).isdigit():
                    return int(variable["value"])
    for inputs in inventory.settings.values():
        components = inputs.get("components")
        worker = components.get("worker") if isinstance(components, dict) else None
        if isinstance(worker, dict) and isinstance(worker.get("concurrency"), int):
            return int(worker["concurrency"])
    return SLOTS


def busy_tasks(inventory: Inventory, service: Service, load: Load) -> int:
    """The service's tasks in busy hours: workers by the slots that they must offer, all others as few as there are."""
    if not service.is_worker:
        return service.fewest
    return max(service.fewest, min(service.most, _workers(inventory, load)))


def _workers(inventory: Inventory, load: Load) -> int:
    """Tasks that each service of workers needs in busy hours, where they share the load evenly."""
    kinds = len([one for one in services(inventory) if one.is_worker])
    return math.ceil(load.slots() / kinds / slots(inventory))


def charges(inventory: Inventory, load: Load) -> Iterator[Charge]:
    """CPU, memory and disk of every service, and the addresses of those with public ones."""
    for service in services(inventory):
        standing = service.fewest * HOURS_PER_MONTH
        loaded = standing + (busy_tasks(inventory, service, load) - service.fewest) * load.busy_hours
        kind = service.architecture.lower()
        for share, market, label in ((1 - service.spot, "fargate", ""), (service.spot, "fargate-spot", " on Spot")):
            if share > 0:
                label = f"{service.fewest} x {service.size}, {service.architecture}{label}"
                vcpu, memory = share * service.cpu / 1024, share * service.memory / 1024
                yield Charge(
                    service.component, f"{label}: CPU", f"{market}.{kind}.vcpu", standing * vcpu, loaded * vcpu
                )
                yield Charge(
                    service.component, f"{label}: memory", f"{market}.{kind}.memory", standing * memory, loaded * memory
                )
        if service.disk > FREE_DISK_GB:
            extra = service.disk - FREE_DISK_GB
            yield Charge(
                service.component, f"{extra} GB of disk a task", "fargate.disk", standing * extra, loaded * extra
            )
        if service.public:
            yield Charge(NETWORK, f"public IPv4 of {service.component}", "public-ipv4", standing, loaded)
    yield from _container_insights(inventory)


def _container_insights(inventory: Inventory) -> Iterator[Charge]:
    for cluster in inventory.of("aws_ecs_cluster"):
        how = cluster.block("setting").get("value")
        count = len(inventory.of("aws_ecs_service"))
        if how == "enabled":
            metrics = CLUSTER_METRICS + count * (SERVICE_METRICS + TASK_METRICS)
            yield fixed(LOGS, "Container Insights", "metrics.custom", metrics)
        elif how == "enhanced":
            yield fixed(LOGS, "Container Insights, enhanced", "metrics.enhanced", 1)


def warnings(inventory: Inventory, load: Load) -> Iterator[str]:
    """What the load asks for and the deployment does not offer."""
    for service in services(inventory):
        if service.is_worker and (wanted := _workers(inventory, load)) > service.most:
            yield (
                f"The load needs {wanted} workers of {slots(inventory)} slots in busy hours and the deployment has "
                f"{service.most} at most: task runs wait, and the cost is that of {service.most}."
            )
