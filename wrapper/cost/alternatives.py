"""What other settings would cost: the same plan with one thing changed, priced again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from stacks.settings.compute import Components, Interruptible
from wrapper.cost.bill import Bill, make
from wrapper.cost.data_stores import capacity
from wrapper.cost.fargate import services
from wrapper.cost.inventory import Inventory, Resource
from wrapper.cost.load import Load
from wrapper.cost.prices import Prices

LEAST_ACU: Final = 0.5
"""The least that a serverless Aurora takes that never pauses; Airflow's heartbeats never let it.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
"""

SMALLEST: Final = {"dag-processor": (256, 512)}
"""CPU and MiB of components whose default is larger than what ran well with one small DAG (Airflow 3.3.2)."""

NO_INSIGHTS: Final = {"setting": [{"name": "containerInsights", "value": "disabled"}]}
PROVIDERS: Final = {0: "FARGATE", 100: "FARGATE_SPOT"}

INTERRUPTIBLE: Final = [
    str(field.alias) for field in Components.model_fields.values() if field.annotation is Interruptible
]
"""The components other than workers that may be on Fargate Spot."""

Transform: TypeAlias = Callable[[Inventory], Inventory]


@dataclass(frozen=True)
class Alternative:
    """A setting of tarmac.yaml, and by how many US dollars a month it changes the bill."""

    setting: str
    standing: float
    loaded: float


def compare(inventory: Inventory, load: Load, prices: Prices, bill: Bill) -> list[Alternative]:
    """Every alternative that applies, the one that saves most first; none of which a price is missing.

    Where several save, the last is all of them together.
    """

    def priced(setting: str, *transforms: Transform) -> Alternative | None:
        changed = inventory
        for transform in transforms:
            changed = transform(changed)
        other = make(changed, load, prices)
        if len(other.left_out()) > len(bill.left_out()):
            return None
        return Alternative(setting, other.standing - bill.standing, other.loaded - bill.loaded)

    found, saving = [], []
    for setting, transform in _applicable(inventory):
        alternative = priced(setting, transform)
        if alternative is not None:
            found.append(alternative)
            if alternative.standing < 0:
                saving.append(transform)
    found.sort(key=lambda one: one.standing)
    together = priced("all of these that save", *saving) if len(saving) > 1 else None
    return [*found, together] if together else found


def _applicable(inventory: Inventory) -> Iterator[tuple[str, Transform]]:
    yield from _architecture(inventory)
    yield from _workers_and_sizes(inventory)
    yield from _nat(inventory)
    if any(bounds and bounds[0] > LEAST_ACU for bounds in map(capacity, inventory.of("aws_rds_cluster"))):
        yield f"database.serverless.min_capacity: {LEAST_ACU}", _setting("aws_rds_cluster", _least_capacity)
    if any(one.block("setting").get("value") == "enabled" for one in inventory.of("aws_ecs_cluster")):
        yield "cluster.container_insights: disabled", _setting("aws_ecs_cluster", lambda one: NO_INSIGHTS)
    if inventory.of("aws_cloudwatch_dashboard"):
        yield "monitoring.dashboard: false", lambda found: _without(found, found.of("aws_cloudwatch_dashboard"))
    if inventory.of("aws_flow_log"):
        yield "network.flow_logs: false", lambda found: _without(found, found.of("aws_flow_log"))


def _architecture(inventory: Inventory) -> Iterator[tuple[str, Transform]]:
    present = {one.architecture for one in services(inventory)}
    for architecture in ("ARM64", "X86_64"):
        if present and present != {architecture}:
            values = {"runtime_platform": [{"cpu_architecture": architecture}]}
            yield f"image.architecture: {architecture}", _values("aws_ecs_task_definition", values)


def _workers_and_sizes(inventory: Inventory) -> Iterator[tuple[str, Transform]]:
    found = {one.component: one for one in services(inventory)}
    if workers := {one.address for one in services(inventory) if one.is_worker and one.spot < 1}:
        yield "components.worker.spot_percent: 100", _spot(workers, 100)
    others = [one for one in services(inventory) if one.component in INTERRUPTIBLE]
    for percent in PROVIDERS:
        if changing := [one for one in others if one.spot != percent / 100]:
            names = ", ".join(one.component for one in changing)
            yield f"components.{{{names}}}.spot_percent: {percent}", _spot({one.address for one in changing}, percent)
    for component, (cpu, memory) in SMALLEST.items():
        if component in found and (found[component].cpu > cpu or found[component].memory > memory):
            setting = f"components.{component}: {{cpu: {cpu}, memory: {memory}}}"
            values = {"cpu": str(cpu), "memory": str(memory)}
            yield setting, _values("aws_ecs_task_definition", values, component)


def _spot(addresses: set[str], percent: int) -> Transform:
    """All tasks of these services on Spot, or none."""
    strategy = {"capacity_provider_strategy": [{"capacity_provider": PROVIDERS[percent], "weight": 100}]}
    return _setting("aws_ecs_service", lambda one: strategy if one.address in addresses else {})


def _least_capacity(cluster: Resource) -> Mapping[str, Any]:
    block = {**cluster.block("serverlessv2_scaling_configuration"), "min_capacity": LEAST_ACU}
    return {"serverlessv2_scaling_configuration": [block]} if capacity(cluster) else {}


def _nat(inventory: Inventory) -> Iterator[tuple[str, Transform]]:
    gateways = inventory.of("aws_nat_gateway")
    instances = [one for one in inventory.of("aws_instance") if "nat" in one.name]
    if not gateways and not instances:
        return
    address = Resource("aws_eip.nat", "aws_eip", "nat")
    instance = Resource("aws_instance.nat", "aws_instance", "nat", values={"instance_type": "t4g.nano"})
    gateway = Resource("aws_nat_gateway.this", "aws_nat_gateway", "this")
    zones = len([one for one in inventory.of("aws_subnet") if one.name == "private"])
    survives_a_zone = len(inventory.of("aws_rds_cluster_instance")) > 1  # what fewer ways out would take away again
    if not instances and not survives_a_zone:
        yield "network.nat: instance", lambda found: _with_nat(found, instance, address)
    if len(gateways) != 1 and not survives_a_zone:
        yield "network.nat: single", lambda found: _with_nat(found, gateway, address)
    if zones > 1 and len(gateways) != zones:
        yield "network.nat: per_az", lambda found: _with_nat(found, *(gateway, address) * zones)


def _with_nat(inventory: Inventory, *ways_out: Resource) -> Inventory:
    """The inventory with these in place of its NAT."""
    old = [one for one in inventory.of("aws_instance", "aws_eip") if "nat" in one.name]
    bare = _without(inventory, [*old, *inventory.of("aws_nat_gateway")])
    return replace(bare, resources=(*bare.resources, *ways_out))


def _values(kind: str, values: Mapping[str, Any], index: str | None = None) -> Transform:
    """Other values in each resource of a type, or in the one with that index."""
    return _setting(kind, lambda one: values if index is None or one.index == index else {})


def _setting(kind: str, change: Callable[[Resource], Mapping[str, Any]]) -> Transform:
    def transform(inventory: Inventory) -> Inventory:
        changed = (
            replace(one, values={**one.values, **change(one)}) if one.type == kind else one
            for one in inventory.resources
        )
        return replace(inventory, resources=tuple(changed))

    return transform


def _without(inventory: Inventory, resources: list[Resource]) -> Inventory:
    gone = {one.address for one in resources}
    return replace(inventory, resources=tuple(one for one in inventory.resources if one.address not in gone))
