"""What a charge is: so much of something that AWS sells, for a component, though nothing runs and under load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Components beside those of Airflow, in the order of the report.
DATABASE: Final = "database"
BROKER: Final = "broker"
NETWORK: Final = "network"
LOAD_BALANCER: Final = "load balancer"
FILES: Final = "files (EFS)"
BUCKETS: Final = "buckets (S3)"
LOGS: Final = "logs and metrics"
SECRETS: Final = "secrets and keys"
DNS: Final = "private DNS"
OTHER: Final = "other"

AIRFLOW: Final = ("api-server", "scheduler", "dag-processor", "triggerer", "worker", "flower")
ORDER: Final = (*AIRFLOW, DATABASE, BROKER, NETWORK, LOAD_BALANCER, FILES, BUCKETS, LOGS, SECRETS, DNS, OTHER)


@dataclass(frozen=True)
class Charge:
    """Quantities of one price a month, in the price's unit.

    Attributes:
        component: whom it is charged for.
        what: in words.
        price: its name in the table of prices.
        standing: though no DAG runs.
        loaded: under the load; the standing quantity is in it.
    """

    component: str
    what: str
    price: str
    standing: float
    loaded: float


def fixed(component: str, what: str, price: str, quantity: float) -> Charge:
    """A charge that no load changes."""
    return Charge(component, what, price, quantity, quantity)
