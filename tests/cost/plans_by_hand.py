"""Plans as Terraform shows them, small enough to be reckoned by hand."""

from __future__ import annotations

from typing import Any

Plan = dict[str, Any]

HOURS = 730


def resource(kind: str, name: str = "this", index: str | int | None = None, /, **values: Any) -> Plan:
    """One resource of a plan's values."""
    address = f"{kind}.{name}"
    found: Plan = {"address": address, "mode": "managed", "type": kind, "name": name, "values": values}
    if index is not None:
        found |= {"index": index, "address": f"{address}[{index!r}]".replace("'", '"')}
    return found


def plan(*resources: Plan, region: str = "us-east-1", before: tuple[Plan, ...] = ()) -> Plan:
    """A plan after which `resources` stand; `before` is what stands already."""
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": list(resources)}},
        "prior_state": {"values": {"root_module": {"resources": list(before)}}},
        "configuration": {"provider_config": {"aws": {"expressions": {"region": {"constant_value": region}}}}},
    }


def service(
    component: str,
    *,
    cpu: int = 1024,
    memory: int = 2048,
    fewest: int = 1,
    most: int = 1,
    spot: int = 0,
    architecture: str = "ARM64",
    containers: str | None = None,
) -> list[Plan]:
    """An ECS service with its task definition and its bounds. CPU and memory as Fargate has them."""
    name = f"some-{component}"
    strategy = [
        {"capacity_provider": "FARGATE", "weight": 100 - spot},
        {"capacity_provider": "FARGATE_SPOT", "weight": spot},
    ]
    return [
        resource(
            "aws_ecs_service",
            "this",
            component,
            name=name,
            desired_count=fewest,
            capacity_provider_strategy=strategy,
        ),
        resource(
            "aws_ecs_task_definition",
            "this",
            component,
            family=name,
            cpu=str(cpu),
            memory=str(memory),
            runtime_platform=[{"cpu_architecture": architecture}],
            container_definitions=containers,
        ),
        resource(
            "aws_appautoscaling_target",
            "this",
            component,
            resource_id=f"service/some/{name}",
            min_capacity=fewest,
            max_capacity=most,
        ),
    ]


def database(low: float = 0.5, high: float = 2.0, instances: int = 1) -> list[Plan]:
    """A serverless Aurora."""
    bounds = [{"min_capacity": low, "max_capacity": high}]
    return [
        resource("aws_rds_cluster", serverlessv2_scaling_configuration=bounds),
        *(
            resource("aws_rds_cluster_instance", "this", number, instance_class="db.serverless")
            for number in range(instances)
        ),
    ]


def network(zones: str = "ab") -> list[Plan]:
    """A VPC with three subnets in each zone."""
    subnets = [
        resource(
            "aws_subnet",
            tier,
            number,
            availability_zone=f"us-east-1{zone}",
            cidr_block=f"10.0.{16 * number + 64 * band}.0/20",
        )
        for number, zone in enumerate(zones)
        for band, tier in enumerate(("public", "private", "database"))
    ]
    return [resource("aws_vpc", cidr_block="10.0.0.0/16"), *subnets]


def connection(source: str, target: str, port: int, purpose: str = "some purpose") -> list[Plan]:
    """The two rules of a connection."""
    rules = (("egress", target), ("ingress", source))
    return [
        resource(
            f"aws_vpc_security_group_{way}_rule",
            "connection",
            f"{source}-to-{target}",
            description=f"{end}: {purpose}",
            from_port=port,
            to_port=port,
        )
        for way, end in rules
    ]
