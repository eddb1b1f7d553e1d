"""Network, load balancer, private DNS, and what is watched and logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wrapper.cost.charges import DNS, LOAD_BALANCER, LOGS, NETWORK, OTHER, Charge, fixed
from wrapper.cost.fargate import busy_tasks, services
from wrapper.cost.inventory import Inventory, Resource
from wrapper.cost.load import DAYS_PER_MONTH, HOURS_PER_MONTH, Load

NAT_INSTANCE_DISK_GB: Final = 8
"""The disk of the NAT instance's image where the plan gives no size: that of Amazon Linux 2023's."""

GB_PER_LCU_HOUR: Final = 1.0
"""https://aws.amazon.com/elasticloadbalancing/pricing/: what one LCU passes in an hour. Connections weigh less here."""


def charges(inventory: Inventory, load: Load) -> Iterator[Charge]:
    """The charges at the edge, and of what watches."""
    yield from _nat(inventory, load)
    yield from _endpoints(inventory, load)
    yield from _load_balancers(inventory, load)
    yield from _logs(inventory, load)
    yield from _watching(inventory, load)
    if zones := len(inventory.of("aws_service_discovery_private_dns_namespace", "aws_route53_zone")):
        yield fixed(DNS, f"{zones} hosted zones" if zones > 1 else "hosted zone", "dns.zones", zones)
    yield from _functions(inventory, load)


def _nat(inventory: Inventory, load: Load) -> Iterator[Charge]:
    gateways = inventory.of("aws_nat_gateway")
    instances = inventory.of("aws_instance")
    if gateways:
        data = load.nat_gb_per_day * DAYS_PER_MONTH
        yield fixed(NETWORK, f"{len(gateways)} NAT gateways", "nat-gateway.hour", len(gateways) * HOURS_PER_MONTH)
        yield Charge(NETWORK, "data through NAT gateways", "nat-gateway.data", 0, data)
    for instance in instances:
        size = instance.get("instance_type", "unknown")
        yield fixed(NETWORK, f"{_purpose(instance)} {size}", f"ec2.{size}", HOURS_PER_MONTH)
        disk = instance.block("root_block_device")
        kind = disk.get("volume_type") or "gp3"
        yield fixed(NETWORK, f"its disk, {kind}", f"ebs.{kind}", float(disk.get("volume_size") or NAT_INSTANCE_DISK_GB))
    for volume in inventory.of("aws_ebs_volume"):
        kind = volume.get("type", "gp3")
        yield fixed(OTHER, f"volume {volume.name}", f"ebs.{kind}", float(volume.get("size", NAT_INSTANCE_DISK_GB)))
    if addresses := len(inventory.of("aws_eip")):
        yield fixed(NETWORK, f"{addresses} public IPv4", "public-ipv4", addresses * HOURS_PER_MONTH)
    if gateways or instances:
        yield Charge(NETWORK, "data to the internet", "internet.out", 0, load.internet_out_gb_per_day * DAYS_PER_MONTH)


def _purpose(instance: Resource) -> str:
    return "NAT instance" if "nat" in instance.name else f"instance {instance.name}"


def _endpoints(inventory: Inventory, load: Load) -> Iterator[Charge]:
    found = [one for one in inventory.of("aws_vpc_endpoint") if one.get("vpc_endpoint_type") == "Interface"]
    if not found:
        return
    zones = _zones(inventory, "private")
    count = sum(len(one.get("subnet_ids", [])) or zones for one in found)
    yield fixed(NETWORK, f"{len(found)} endpoints, {count} interfaces", "endpoint.hour", count * HOURS_PER_MONTH)
    if not inventory.of("aws_nat_gateway", "aws_instance"):  # then all that AWS is told and asked goes through them
        yield Charge(NETWORK, "data through endpoints", "endpoint.data", 0, load.nat_gb_per_day * DAYS_PER_MONTH)


def _zones(inventory: Inventory, tier: str) -> int:
    """Subnets of a tier; two where they are given and not in the plan, as a load balancer needs at least."""
    return len([one for one in inventory.of("aws_subnet") if one.name == tier]) or 2


def _load_balancers(inventory: Inventory, load: Load) -> Iterator[Charge]:
    for balancer in inventory.of("aws_lb"):
        lcu = load.page_gb_per_day / GB_PER_LCU_HOUR * DAYS_PER_MONTH
        yield fixed(LOAD_BALANCER, "application load balancer", "load-balancer.hour", HOURS_PER_MONTH)
        yield Charge(LOAD_BALANCER, "LCU", "load-balancer.lcu", 0, lcu)
        if not balancer.get("internal", False):
            zones = len(balancer.get("subnets", [])) or _zones(inventory, "public")
            yield fixed(LOAD_BALANCER, f"{zones} public IPv4", "public-ipv4", zones * HOURS_PER_MONTH)


def _logs(inventory: Inventory, load: Load) -> Iterator[Charge]:
    """Logs are written by the task; those of functions and of the database hardly weigh."""
    if not inventory.of("aws_cloudwatch_log_group"):
        return
    found = services(inventory)
    hours = {one.address: one.fewest * HOURS_PER_MONTH for one in found}
    busy = {one.address: (busy_tasks(inventory, one, load) - one.fewest) * load.busy_hours for one in found}
    standing_days = sum(hours.values()) / 24
    loaded_days = standing_days + sum(busy.values()) / 24
    daily = [("container logs", load.log_mb_per_task_day)]
    if any(one.block("setting").get("value") in ("enabled", "enhanced") for one in inventory.of("aws_ecs_cluster")):
        daily.append(("performance logs", load.insights_mb_per_task_day))
    if inventory.of("aws_flow_log"):
        daily.append(("flow logs", load.flow_log_mb_per_task_day))
    months = _retention(inventory) / DAYS_PER_MONTH
    for what, megabytes in daily:
        standing, loaded = standing_days * megabytes / 1000, loaded_days * megabytes / 1000
        yield Charge(LOGS, what, "logs.ingested", standing, loaded)
        yield Charge(LOGS, f"{what}, kept", "logs.stored", standing * months, loaded * months)


def _retention(inventory: Inventory) -> float:
    """Days that the groups keep logs, the longest; a year for one that keeps them for ever."""
    return max(float(one.get("retention_in_days", 0)) or 365.0 for one in inventory.of("aws_cloudwatch_log_group"))


def _watching(inventory: Inventory, load: Load) -> Iterator[Charge]:
    alarms = inventory.of("aws_cloudwatch_metric_alarm")
    metrics = sum(_metrics(alarm) for alarm in alarms)
    if alarms:
        yield fixed(LOGS, f"{len(alarms)} alarms over {metrics} metrics", "alarms.metric", metrics)
    if composite := len(inventory.of("aws_cloudwatch_composite_alarm")):
        yield fixed(LOGS, f"{composite} composite alarms", "alarms.composite", composite)
    if dashboards := len(inventory.of("aws_cloudwatch_dashboard")):
        yield fixed(LOGS, f"{dashboards} dashboards" if dashboards > 1 else "dashboard", "dashboards", dashboards)
    schedulers = sum(one.fewest for one in services(inventory) if one.component == "scheduler")
    if schedulers and load.custom_metrics:
        requests = schedulers * load.metric_requests_per_hour * HOURS_PER_MONTH / 1000
        yield fixed(LOGS, f"{load.custom_metrics:g} metrics", "metrics.custom", load.custom_metrics)
        yield fixed(LOGS, "requests that publish them", "metrics.requests", requests)
    if schedulers and load.airflow_metrics and inventory.settings.get("ecs_airflow", {}).get("publish_metrics", True):
        yield fixed(LOGS, f"{load.airflow_metrics:g} metrics of Airflow", "metrics.custom", load.airflow_metrics)


def _metrics(alarm: Resource) -> int:
    """The metrics that an alarm reads: those of its metric math, or its own one."""
    queries = alarm.get("metric_query", [])
    return sum(1 for query in queries if query.get("metric")) or 1


def _functions(inventory: Inventory, load: Load) -> Iterator[Charge]:
    calls = load.function_calls_per_day * DAYS_PER_MONTH
    for function in inventory.of("aws_lambda_function"):
        architecture = (function.get("architectures") or ["x86_64"])[0]
        seconds = calls * load.seconds_per_function_call * float(function.get("memory_size", 128)) / 1024
        name = function.get("function_name", function.name)
        yield fixed(OTHER, f"function {name}: calls", "lambda.requests", calls / 1e6)
        yield fixed(OTHER, f"function {name}: time", f"lambda.{architecture}", seconds)
