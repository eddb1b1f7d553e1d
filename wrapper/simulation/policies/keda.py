"""Airflow's Helm chart with KEDA: the same formula from the database, through a Horizontal Pod Autoscaler.

https://airflow.apache.org/docs/helm-chart/stable/keda.html
https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
"""

from __future__ import annotations

import random
from collections import deque
from typing import Final

from wrapper.simulation.policies.base import Policy
from wrapper.simulation.service import Events, Service

POLL_SECONDS: Final = 5
"""`workers.keda.pollingInterval` of the chart; KEDA's own default is 30."""
TO_ZERO_SECONDS: Final = 30
"""`workers.keda.cooldownPeriod` of the chart: with no task for so long, no worker."""
SYNC_SECONDS: Final = 15
"""How often the Horizontal Pod Autoscaler decides."""
STABILIZATION_SECONDS: Final = 300
"""It goes down to the highest number that it wanted in this time."""
TOLERANCE: Final = 0.1
"""It leaves the number as it is where the wanted one is no further off."""
GRACE_SECONDS: Final = 600.0
"""`workers.terminationGracePeriodSeconds` of the chart."""


def raised(current: int, wanted: int) -> int:
    """Workers after one decision to have more: no more than four more, or twice as many, in 15 s."""
    return min(wanted, max(current + 4, current * 2))


def within_tolerance(current: int, wanted: int) -> bool:
    return abs(wanted / current - 1) <= TOLERANCE


def run(service: Service, chance: random.Random) -> Events:
    """KEDA switches between none and one; between one and the most the Horizontal Pod Autoscaler decides."""
    clock = service.environment
    yield clock.timeout(chance.uniform(0, SYNC_SECONDS))
    wishes: deque[int] = deque(maxlen=STABILIZATION_SECONDS // SYNC_SECONDS)
    last_active, polls = -float(TO_ZERO_SECONDS), 0
    while True:
        polls += 1
        wanted = min(service.needed, service.fleet.maximum)
        if wanted > 0:
            last_active = clock.now
            if service.desired == 0:
                wishes.clear()
                service.set_desired(1)
        elif service.desired and clock.now - last_active >= TO_ZERO_SECONDS:
            service.set_desired(0)
        if service.desired and polls % (SYNC_SECONDS // POLL_SECONDS) == 0:
            wish = service.desired if within_tolerance(service.desired, wanted) else max(wanted, 1)
            wishes.append(wish)
            if wish > service.desired:
                service.set_desired(raised(service.desired, wish))
            else:
                service.set_desired(min(max(wishes), service.desired))
        yield clock.timeout(POLL_SECONDS)


POLICY: Final = Policy("KEDA", 0, GRACE_SECONDS, False, run)
