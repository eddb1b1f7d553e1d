"""The deployment that survives the loss of a zone."""

from __future__ import annotations

from stacks.airflow_stack import AirflowStack


class HighAvailability(AirflowStack):
    """Two or more of everything that can be two, spread over the zones: tasks, database instances, ElastiCache nodes,
    NAT gateways. The settings refuse what would not survive (`stacks/settings/deployment.py`)."""
