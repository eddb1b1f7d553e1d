"""CPU at 70 percent by target tracking, as fairflow-cdk and others have it.

https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
"""

from __future__ import annotations

import math
import random
from collections import deque
from typing import Final

from wrapper.simulation.policies.base import Policy
from wrapper.simulation.service import Events, Service

TARGET: Final = 70.0
IN_BELOW: Final = 63.0
"""Its alarm for fewer workers stands a tenth below the target."""
DATAPOINT_SECONDS: Final = 60.0
OUT_DATAPOINTS, IN_DATAPOINTS = 3, 15
OUT_COOLDOWN, IN_COOLDOWN = 60.0, 300.0
MINIMUM: Final = 2
GRACE_SECONDS: Final = 30.0
"""The default stop timeout of a container: its templates set none."""


def wanted(workers: int, percent: float) -> int:
    """Workers at which the same work would take the target's share of CPU; rounded up, as AWS does."""
    return math.ceil(workers * percent / TARGET - 1e-9)


def run(service: Service, chance: random.Random) -> Events:
    """A busy slot is taken to use its whole share of the CPU: the kindest reading for a rule that sees CPU alone."""
    clock = service.environment
    yield clock.timeout(chance.uniform(0, DATAPOINT_SECONDS))
    datapoints: deque[float] = deque(maxlen=IN_DATAPOINTS)
    before, out_at, in_at = service.observed(), -math.inf, -math.inf
    while True:
        yield clock.timeout(DATAPOINT_SECONDS)
        now = service.observed()
        worker_seconds = now.in_service - before.in_service
        if worker_seconds > 0:
            busy = (now.busy_slots - before.busy_slots) / (worker_seconds * service.fleet.slots)
            datapoints.append(100 * busy)
        before = now
        recent = list(datapoints)[-OUT_DATAPOINTS:]
        if len(recent) == OUT_DATAPOINTS and min(recent) > TARGET:
            if clock.now - out_at >= OUT_COOLDOWN:
                count = wanted(service.in_service, recent[-1])
                if count > service.desired:
                    out_at = clock.now
                    service.set_desired(count)
        elif len(datapoints) == IN_DATAPOINTS and max(datapoints) < IN_BELOW:
            # It scales in "more gradually" than out: by what the highest of the datapoints allows.
            count = max(wanted(service.desired, max(datapoints)), MINIMUM)
            if count < service.desired and clock.now - max(in_at, out_at) >= IN_COOLDOWN:
                in_at = clock.now
                service.set_desired(count)


POLICY: Final = Policy("CPU 70 %", MINIMUM, GRACE_SECONDS, False, run)
