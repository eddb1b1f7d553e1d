"""The bill of a month: the charges of a plan by the prices of a region, and what had to be left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wrapper.cost import data_stores, edge, fargate
from wrapper.cost.charges import ORDER, Charge
from wrapper.cost.inventory import Inventory
from wrapper.cost.load import Load
from wrapper.cost.prices import Price, Prices

PRICED: Final = frozenset(
    {
        "aws_cloudwatch_composite_alarm",
        "aws_cloudwatch_dashboard",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
        "aws_ebs_volume",
        "aws_ecr_repository",
        "aws_ecs_cluster",
        "aws_ecs_service",
        "aws_efs_file_system",
        "aws_eip",
        "aws_elasticache_replication_group",
        "aws_flow_log",
        "aws_instance",
        "aws_kms_key",
        "aws_lambda_function",
        "aws_lb",
        "aws_nat_gateway",
        "aws_rds_cluster_instance",
        "aws_route53_zone",
        "aws_s3_bucket",
        "aws_secretsmanager_secret",
        "aws_service_discovery_private_dns_namespace",
        "aws_vpc_endpoint",
    }
)
"""The types that some charge is made of."""


@dataclass(frozen=True)
class Line:
    """A charge with its price; `price` is None where the table has none, and the line then counts nothing."""

    charge: Charge
    price: Price | None

    @property
    def standing(self) -> float:
        """US dollars a month though no DAG runs."""
        return self.charge.standing * self.price.amount if self.price else 0.0

    @property
    def loaded(self) -> float:
        """US dollars a month under the load."""
        return self.charge.loaded * self.price.amount if self.price else 0.0


@dataclass(frozen=True)
class Bill:
    """What a deployment costs a month, in US dollars."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    """Addresses of resources of which the table knows neither a price nor that they are free."""
    warnings: tuple[str, ...]

    @property
    def standing(self) -> float:
        """The sum though no DAG runs."""
        return sum(line.standing for line in self.lines)

    @property
    def loaded(self) -> float:
        """The sum under the load."""
        return sum(line.loaded for line in self.lines)

    def components(self) -> dict[str, list[Line]]:
        """The lines of each component, in the order of the report."""
        names = {line.charge.component for line in self.lines}
        ordered = [*(name for name in ORDER if name in names), *sorted(names - set(ORDER))]
        return {name: [line for line in self.lines if line.charge.component == name] for name in ordered}

    def left_out(self) -> list[str]:
        """What is in no sum, one sentence each."""
        missing = [
            f"{line.charge.component}, {line.charge.what}: the table has no price '{line.charge.price}' for the region."
            for line in self.lines
            if line.price is None
        ]
        return missing + [f"{address}: the table does not know what it costs." for address in self.unknown]


def make(inventory: Inventory, load: Load, prices: Prices) -> Bill:
    """The bill of everything in the plan."""
    charges = [
        *fargate.charges(inventory, load),
        *data_stores.charges(inventory, load),
        *edge.charges(inventory, load),
    ]
    sized = {service.address for service in fargate.services(inventory)}
    unknown = [
        one.address
        for one in inventory.resources
        if one.type not in PRICED | prices.free or (one.type == "aws_ecs_service" and one.address not in sized)
    ]
    lines = tuple(Line(charge, prices.get(charge.price)) for charge in charges)
    return Bill(lines, tuple(unknown), tuple(fargate.warnings(inventory, load)))
