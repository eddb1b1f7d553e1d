"""What a plan says that can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from wrapper.cost.charges import AIRFLOW, BROKER
from wrapper.cost.data_stores import capacity
from wrapper.cost.fargate import services
from wrapper.cost.inventory import Inventory, Resource
from wrapper.errors import TarmacError

LOAD_BALANCER: Final = "load-balancer"
DATABASE: Final = "database"
FILES: Final = "files"
STORES: Final = (BROKER, FILES, DATABASE)

TIERS: Final = ("public", "private", "database")

ROWS: Final = (LOAD_BALANCER, "flower", "api-server", "worker", "triggerer", "scheduler", "dag-processor", *STORES)
"""From top to bottom: each near to what it speaks with, so that few lines cross."""

_CONNECTION: Final = re.compile(r"(?P<source>.+?)-to-(?P<target>.+)")


@dataclass(frozen=True)
class Zone:
    """An Availability Zone, and the range of each tier's subnet in it; None where the plan does not say."""

    name: str
    ranges: dict[str, str | None]


@dataclass(frozen=True)
class Row:
    """Something that stands in the subnets of a tier, across all zones.

    Attributes:
        name: by which connections know it.
        title: its name for people.
        detail: its kind and size.
        tier: in whose subnets it stands.
        here: for each zone what is in it ("task", "2 tasks", "writer"); None where nothing is.
        may_move: whether it may also run in the zones where nothing is.
    """

    name: str
    title: str
    detail: str
    tier: str
    here: tuple[str | None, ...]
    may_move: bool = False


@dataclass(frozen=True)
class Connection:
    """Who may open a connection to whom, by the rules of the security groups."""

    source: str
    target: str
    port: str
    purpose: str


@dataclass(frozen=True)
class Model:
    """A deployment."""

    region: str
    network: str
    zones: tuple[Zone, ...]
    rows: tuple[Row, ...]
    connections: tuple[Connection, ...]
    nat: tuple[str | None, ...]
    """For each zone the NAT in its public subnet."""
    entrance: str | None
    """Who reaches the load balancer, and by which ports."""
    internal: bool
    around: tuple[tuple[str, tuple[str, ...]], ...]
    """What stands in the region outside of the network: title, and lines."""
    endpoints: tuple[str, ...] = ()
    """Short names of the services with an endpoint in the network."""
    outside: tuple[Connection, ...] = field(default=())
    """Connections to somewhere outside of the deployment."""


def of_inventory(inventory: Inventory) -> Model:
    """The model of a plan; raises TarmacError where there is nothing of Airflow in it to draw."""
    zones = _zones(inventory)
    rows = _rows(inventory, len(zones))
    if not rows:
        raise TarmacError("The plan holds no service, database or load balancer, so there is nothing to draw.")
    inside, outside = _connections(inventory, {row.name for row in rows})
    known = {row.name for row in rows}
    missing = dict.fromkeys(name for one in inside for name in (one.source, one.target) if name not in known)
    rows += [_given(name, len(zones)) for name in missing]
    rows.sort(key=lambda row: (TIERS.index(row.tier), ROWS.index(row.name) if row.name in ROWS else len(ROWS)))
    networks = inventory.of("aws_vpc")
    balancers = inventory.of("aws_lb")
    return Model(
        region=inventory.region or "",
        network=f"VPC {networks[0].get('cidr_block', '')}" if networks else "VPC (given)",
        zones=tuple(zones),
        rows=tuple(rows),
        connections=tuple(inside),
        nat=_nat(inventory, len(zones)),
        entrance=_entrance(inventory) if balancers else None,
        internal=all(one.get("internal", False) for one in balancers),
        around=tuple(_around(inventory)),
        endpoints=tuple(_endpoint(one) for one in inventory.of("aws_vpc_endpoint")),
        outside=tuple(outside),
    )


def _zones(inventory: Inventory) -> list[Zone]:
    found: dict[str, dict[str, str | None]] = {}
    for subnet in inventory.of("aws_subnet"):
        zone = str(subnet.get("availability_zone", "zone"))
        found.setdefault(zone, {})[subnet.name] = subnet.get("cidr_block")
    return [Zone(name, ranges) for name, ranges in sorted(found.items())] or [Zone("the zones of given subnets", {})]


def _rows(inventory: Inventory, zones: int) -> list[Row]:
    rows = []
    for balancer in inventory.of("aws_lb"):
        internal = bool(balancer.get("internal", False))
        detail = "application, " + ("inside the network" if internal else "on the internet")
        tier = "private" if internal else "public"
        rows.append(Row(LOAD_BALANCER, "load balancer", detail, tier, ("node",) * zones))
    for service in services(inventory):
        count = f"{service.fewest}" if service.fewest == service.most else f"{service.fewest} to {service.most}"
        spot = f", {100 * service.spot:.0f} % Spot" if service.spot else ""
        title = "Redis (broker)" if service.component == BROKER else service.component
        detail = f"{count} x {service.size}{spot}"
        tier = "public" if service.public else "private"
        rows.append(Row(service.component, title, detail, tier, _spread(service.fewest, zones, "task"), True))
    for group in inventory.of("aws_elasticache_replication_group"):
        detail = f"ElastiCache {group.get('engine', 'redis').capitalize()}, {group.get('node_type', '')}"
        nodes = int(group.get("num_cache_clusters", 1))
        rows.append(Row(BROKER, "Redis (broker)", detail, "private", _first("primary", "replica", nodes, zones)))
    if inventory.of("aws_efs_file_system"):
        mounts = len(inventory.of("aws_efs_mount_target"))
        here = tuple("mount target" if zone < mounts else None for zone in range(zones))
        rows.append(Row(FILES, "EFS", "DAGs and shared files", "private", here))
    for cluster in inventory.of("aws_rds_cluster"):
        instances = inventory.of("aws_rds_cluster_instance")
        bounds = capacity(cluster)
        size = f"{bounds[0]:g} to {bounds[1]:g} ACU" if bounds else str(instances[0].get("instance_class", ""))
        detail = f"Aurora PostgreSQL, {size}"
        rows.append(Row(DATABASE, "database", detail, "database", _first("writer", "reader", len(instances), zones)))
    return rows


def _spread(count: int, zones: int, what: str) -> tuple[str | None, ...]:
    """As ECS spreads tasks: evenly over the zones, the first zones first."""
    numbers = [count // zones + (1 if zone < count % zones else 0) for zone in range(zones)]
    return tuple(f"{number} {what}s" if number > 1 else what if number else None for number in numbers)


def _first(first: str, others: str, count: int, zones: int) -> tuple[str | None, ...]:
    """One that leads, and others behind it, spread over the zones."""
    numbers = [count // zones + (1 if zone < count % zones else 0) for zone in range(zones)]
    named: list[str | None] = []
    for zone, number in enumerate(numbers):
        behind = number - 1 if zone == 0 else number
        parts = [first] if zone == 0 and number else []
        parts += [others if behind == 1 else f"{behind} {others}s"] if behind > 0 else []
        named.append(", ".join(parts) or None)
    return tuple(named)


def _given(name: str, zones: int) -> Row:
    title = {BROKER: "Redis (broker)", FILES: "EFS"}.get(name, name.replace("-", " "))
    tier = "database" if name == DATABASE else "private"
    return Row(name, title, "given: it is not in this plan", tier, (None,) * zones)


def _connections(inventory: Inventory, known: Iterable[str]) -> tuple[list[Connection], list[Connection]]:
    """The connections inside the deployment, and those to outside; each is a rule at one end or at both."""
    inside: dict[tuple[str, str, str], Connection] = {}
    outside: dict[tuple[str, str, str], Connection] = {}
    ours = {*known, *STORES, *AIRFLOW, LOAD_BALANCER}
    for rule in inventory.of("aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"):
        parts = _CONNECTION.fullmatch(rule.index) if isinstance(rule.index, str) else None
        if parts is None:
            continue
        source, target, port = parts["source"], parts["target"], _port(rule)
        purpose = str(rule.get("description", "")).partition(": ")[2]
        group = inside if source in ours and target in ours else outside
        group.setdefault((source, target, port), Connection(source, target, port, purpose))
    return list(inside.values()), list(outside.values())


def _port(rule: Resource) -> str:
    first, last = rule.get("from_port"), rule.get("to_port")
    if first is None:
        return "all"
    return str(first) if first == last else f"{first}-{last}"


def _nat(inventory: Inventory, zones: int) -> tuple[str | None, ...]:
    found: list[str | None] = [None] * zones
    for gateway in inventory.of("aws_nat_gateway"):
        zone = gateway.index if isinstance(gateway.index, int) else 0
        if zone < zones:
            found[zone] = "NAT gateway"
    for instance in inventory.of("aws_instance"):
        if "nat" in instance.name:
            found[0] = f"NAT instance {instance.get('instance_type', '')}".strip()
    return tuple(found)


def _entrance(inventory: Inventory) -> str:
    """The ports of the load balancer, and from where they are open: each rule is called "80-from-network"."""
    ports: dict[str, list[str]] = {}
    for rule in inventory.of("aws_vpc_security_group_ingress_rule"):
        port, found, origin = str(rule.index).partition("-from-")
        if found:
            ports.setdefault(origin, []).append(port)
    return "; ".join(
        f"{', '.join(sorted(numbers, key=int))} from {'the network' if origin == 'network' else origin}"
        for origin, numbers in ports.items()
        if all(number.isdigit() for number in numbers)
    )


def _around(inventory: Inventory) -> Iterable[tuple[str, tuple[str, ...]]]:
    buckets = [f"bucket of {one.name}" for one in inventory.of("aws_s3_bucket")]
    if buckets:
        yield "S3", tuple(buckets)
    if secrets := len(inventory.of("aws_secretsmanager_secret")):
        yield "Secrets Manager", (f"{secrets} secrets",)
    watched = [
        _count(len(inventory.of("aws_cloudwatch_log_group")), "log group"),
        _count(len(inventory.of("aws_cloudwatch_metric_alarm")), "alarm"),
        _count(len(inventory.of("aws_cloudwatch_dashboard")), "dashboard"),
    ]
    if any(watched):
        yield "CloudWatch", tuple(line for line in watched if line)
    for cluster in inventory.of("aws_ecs_cluster"):
        architectures = sorted({service.architecture for service in services(inventory)})
        yield "ECS", (f"cluster {cluster.get('name', '')}", f"Fargate, {', '.join(architectures)}")
    for zone in inventory.of("aws_service_discovery_private_dns_namespace"):
        names = sorted(str(one.get("name")) for one in inventory.of("aws_service_discovery_service"))
        yield "Cloud Map", (f"private zone {zone.get('name', '')}", *names)
    if topics := inventory.of("aws_sns_topic"):
        yield "SNS", (_count(len(topics), "topic"),)
    if functions := inventory.of("aws_lambda_function"):
        yield "Lambda", tuple(_short(str(one.get("function_name", one.name))) for one in functions)
    if keys := inventory.of("aws_kms_key"):
        yield "KMS", (_count(len(keys), "key"),)


def _short(name: str) -> str:
    return name if len(name) <= 26 else f"{name[:25]}…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


def _endpoint(endpoint: Resource) -> str:
    return str(endpoint.get("service_name", endpoint.name)).split(".", 3)[-1]
