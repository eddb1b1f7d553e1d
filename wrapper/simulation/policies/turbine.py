"""Turbine: one machine more or less, on the share of empty receives 5 to 10 minutes ago.

https://github.com/villasv/aws-airflow-stack
"""

from __future__ import annotations

import random
from collections import deque
from typing import Final

from wrapper.simulation.policies.base import Policy
from wrapper.simulation.service import Events, Service

BUCKET_SECONDS: Final = 300.0
EMPTY_RECEIVES_PER_SECOND: Final = 0.098444
"""What one idle machine asks in vain, as its function has it."""
OUT_AT, IN_AT = 0.9, 0.5
COOLDOWN_SECONDS: Final = 600.0
GRACE_SECONDS: Final = 180.0
LOOK_SECONDS: Final = 60.0


def load(visible: float, empty_receives: float, machines: float) -> float:
    """Its load metric, from the most visible messages, the empty receives and the machines of five minutes."""
    if machines == 0:
        return 1.0 if visible > 0 else 0.0
    return 1 - empty_receives / (machines * EMPTY_RECEIVES_PER_SECOND * BUCKET_SECONDS)


def step(value: float) -> int:
    """Machines to add or remove."""
    if value >= OUT_AT:
        return 1
    return -1 if value <= IN_AT else 0


def run(service: Service, chance: random.Random) -> Events:
    """Every minute looks at the whole bucket of five minutes that ended 5 to 10 minutes before."""
    clock = service.environment
    yield clock.timeout(chance.uniform(0, LOOK_SECONDS))
    buckets: deque[tuple[float, float]] = deque(maxlen=3)  # when each ended, and its load
    most_visible, looks, before, acted = 0, 0, service.observed(), -COOLDOWN_SECONDS
    while True:
        most_visible = max(most_visible, service.queued)
        yield clock.timeout(LOOK_SECONDS)
        looks += 1
        if looks % round(BUCKET_SECONDS / LOOK_SECONDS) == 0:
            now = service.observed()
            empty = (now.polling - before.polling) * EMPTY_RECEIVES_PER_SECOND
            machines = (now.in_service - before.in_service) / BUCKET_SECONDS
            buckets.append((clock.now, load(max(most_visible, service.queued), empty, machines)))
            most_visible, before = 0, now
        old_enough = [value for ended, value in buckets if ended <= clock.now - BUCKET_SECONDS]
        change = step(old_enough[-1]) if old_enough else 0
        if change and clock.now - acted >= COOLDOWN_SECONDS and 0 <= service.desired + change <= service.fleet.maximum:
            acted = clock.now
            service.set_desired(service.desired + change)


POLICY: Final = Policy("Turbine", 0, GRACE_SECONDS, False, run)
