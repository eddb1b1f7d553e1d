"""The cheap deployment."""

from __future__ import annotations

from stacks.airflow_stack import AirflowStack


class LowAvailability(AirflowStack):
    """One of everything: one task of each component, one database instance, Redis in a container, a NAT instance.

    A lost zone takes it down until ECS, Aurora and the NAT instance have been started again elsewhere.
    """
