"""The defaults that depend on a deployment's availability, or on where it lives. Every other default stands
with its field.

They are laid beneath what the user wrote before anything is checked, so turning a deployment from low into
high availability is one changed word. The sizes are the smallest that ran well with Airflow 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

LOW, HIGH = 0, 1

BY_AVAILABILITY: Final[dict[str, tuple[Any, Any]]] = {
    # key                                   low                 high
    "network.nat": ("instance", "per_az"),
    "network.flow_logs": (False, True),
    "database.serverless.min_capacity": (0.5, 0.5),
    "database.serverless.max_capacity": (2.0, 8.0),
    "database.instance_count": (1, 2),
    "database.backup_retention_days": (7, 14),
    "database.deletion_protection": (False, True),
    "broker.mode": ("fargate", "elasticache"),
    "broker.node_type": ("cache.t4g.micro", "cache.t4g.small"),
    "broker.node_count": (1, 2),
    "cluster.container_insights": ("disabled", "enabled"),
    "monitoring.dashboard": (False, True),
    "components.api-server.min_count": (1, 2),
    "components.api-server.max_count": (1, 4),
    "components.scheduler.min_count": (1, 2),
    "components.scheduler.max_count": (1, 2),
    "components.dag-processor.min_count": (1, 2),
    "components.dag-processor.max_count": (1, 2),
    "components.triggerer.min_count": (1, 2),
    "components.triggerer.max_count": (1, 2),
    "components.worker.min_count": (1, 2),
    "components.worker.max_count": (1, 8),
    # What is taken back is missing for a minute, and no task of a DAG with it. Two run on demand.
    "components.dag-processor.spot_percent": (100, 0),
    "components.triggerer.spot_percent": (100, 0),
    "components.flower.spot_percent": (100, 0),
    # Every Flower hears every Celery event, and basic authentication has no session: Flower can be two.
    "components.flower.min_count": (1, 2),
    "components.flower.max_count": (1, 2),
}

BY_PLACE: Final[dict[str, tuple[Any, Any]]] = {
    # key                            embedded AWS         account
    # A snapshot without the Fernet key holds connections that nobody can read: the two are kept together.
    "keep.snapshots": (False, True),
    "keep.secrets": (False, True),
    "keep.buckets": (False, False),
}

EMBEDDED_ALSO: Final[dict[str, Any]] = {"database.deletion_protection": False}
"""On the embedded AWS these win over availability: `./tarmac down` leaves nothing behind there."""

COMPONENT_SIZES: Final[dict[str, tuple[int, int]]] = {
    # component      CPU   memory (MiB)
    "api-server": (512, 1024),
    "scheduler": (256, 512),
    "dag-processor": (512, 1024),  # peaks at 324 MiB with one small DAG, and users' code grows it
    "triggerer": (256, 512),
    "worker": (512, 1024),
    "flower": (256, 512),
}


_OTHER_SECTIONS: Final = {
    "image",
    "database_cleaning",
    "dags",
    "load_balancer",
    "secrets",
    "keep",
    "tags",
    "environment",
}


def low(key: str) -> Any:
    """Give the default of `key` in low availability, for a field that is used by itself."""
    return BY_AVAILABILITY[key][LOW]


def fill(written: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the defaults beneath what the user wrote for one deployment, and return the whole.

    A section left empty counts as one that was left out. Whatever is not a mapping where one is expected
    stays as it is, so that the validation can name it. Sections with `existing` get no defaults: nothing of
    them is created.
    """
    # Every section stands there, so that Pydantic reads them all by the one schema of the whole.
    whole: dict[str, Any] = {section: {} for section in _OTHER_SECTIONS}
    whole |= {key: value for key, value in written.items() if value is not None or key not in _OTHER_SECTIONS}
    column = HIGH if written.get("availability") == "high" else LOW
    embedded = written.get("account", "embedded") == "embedded"
    if embedded:
        for key, value in EMBEDDED_ALSO.items():
            _set_default(whole, key.split("."), value)
    for key, by_availability in BY_AVAILABILITY.items():
        if not (key.startswith("database.serverless.") and _wrote(whole, "database", "instance_class")):
            _set_default(whole, key.split("."), by_availability[column])
    for key, by_place in BY_PLACE.items():
        _set_default(whole, key.split("."), by_place[LOW if embedded else HIGH])
    for component, (cpu, memory) in COMPONENT_SIZES.items():
        _set_default(whole, ["components", component, "cpu"], cpu)
        _set_default(whole, ["components", component, "memory"], memory)
    return whole


def _wrote(data: Mapping[str, Any], section: str, key: str) -> bool:
    inner = data.get(section)
    return isinstance(inner, Mapping) and inner.get(key) is not None


def _set_default(data: dict[str, Any], path: list[str], value: Any) -> None:
    """Set `value` at `path` unless something stands there. Copies what it changes."""
    for key in path[:-1]:
        inner = data.get(key)
        if inner is not None and not isinstance(inner, Mapping):
            return
        if isinstance(inner, Mapping) and inner.get("existing") is not None:
            return
        copied: dict[str, Any] = dict(inner or {})
        data[key] = copied
        data = copied
    data.setdefault(path[-1], value)
