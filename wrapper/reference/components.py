"""The reference of Airflow's components, from the one table of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from modules.ecs_airflow.components import ALIASES, COMPONENTS, Component, Container
from stacks.settings.defaults import BY_AVAILABILITY

_HEAD: Final = """\
# Components
What Airflow consists of here. Each is one ECS service with its own security group, task role and log group, made from
one table ([`components.py`](../../modules/ecs_airflow/components.py)). How to add one:
[contributing](../../CONTRIBUTING.md).

| component | purpose | vCPU / MiB | tasks, low | tasks, high | private name | listens on |
|---|---|---|---|---|---|---|
"""


def render() -> str:
    """The page: all in one table, then what each is given and may reach."""
    parts = [_HEAD]
    for one in COMPONENTS:
        low, high = _counts(one)
        name = f"`{one.dns_name}`" if one.dns_name else ""
        aliases = "".join(f", `{alias}`" for alias, target in ALIASES.items() if target is one)
        ports = ", ".join(map(str, one.ports))
        size = f"{one.cpu / 1024:g} / {one.memory}"
        parts.append(
            f"| [{one.name}](#{one.name}) | {one.purpose} | {size} | {low} | {high} | {name}{aliases} | {ports} |\n"
        )
    for one in COMPONENTS:
        parts.append(f"\n## {one.name}\n")
        parts += [f"- {line}\n" for line in _details(one)]
    return "".join(parts)


def _counts(one: Component) -> tuple[str, str]:
    bounds = [BY_AVAILABILITY[f"components.{one.name}.{key}"] for key in ("min_count", "max_count")]
    low, high = zip(*bounds, strict=True)
    return _range(*low), _range(*high)


def _range(fewest: int, most: int) -> str:
    return str(fewest) if fewest == most else f"{fewest} to {most}"


def _details(one: Component) -> Iterator[str]:
    for container in one.containers:
        yield f"container `{container.name}`: {'; '.join(_container(container))}"
    reached = [f"{edge.to}{f':{edge.port}' if edge.port else ''} ({edge.purpose})" for edge in one.edges]
    yield f"opens connections to {', '.join(reached) or 'none of the others'}"
    if one.mounts:
        mounts = [f"`{mount.path}`{' (read only)' if mount.read_only else ''}" for mount in one.mounts]
        yield f"mounts {', '.join(mounts)} from EFS"
    if one.permissions:
        yield f"may: {', '.join(f'[{name}](permissions.md)' for name in one.permissions)}"
    if one.runs_user_code:
        yield "runs users' code, and has their own policies (`policies_folder`) beside"
    if one.target_cpu_percent:
        yield f"where more tasks may run than the fewest, scaling keeps {one.target_cpu_percent} % of CPU"
    if one.spot:
        yield "a share of its tasks may run on Fargate Spot (`spot_percent`)"


def _container(one: Container) -> Iterator[str]:
    yield f"secrets {', '.join(f'`{name}`' for name in sorted(one.secrets)) or 'none'}"
    if one.health_check:
        check = one.health_check
        yield (
            f"health every {check.interval} s, unhealthy after {check.retries} failures, "
            f"not counted in the first {check.start_period} s"
        )
    yield f"{one.stop_timeout} s to stop"
    if not one.essential:
        yield "its end does not end the task"
