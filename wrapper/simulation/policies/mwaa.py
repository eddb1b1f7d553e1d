"""Amazon MWAA: as many workers as the tasks fill, on metrics of one to two minutes ago.

https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-autoscaling.html
"""

from __future__ import annotations

import random
from typing import Final

from wrapper.simulation.policies.base import Policy
from wrapper.simulation.service import Events, Service

METRIC_SECONDS: Final = 60.0
"""Its metrics come by the minute, and what it acts on is a minute old: a task is seen after one to two."""
STEADY_LOOKS: Final = 2
"""Looks in a row that must want fewer: its guide says two to five minutes pass, of which the metric takes two."""
MINIMUM: Final = 1


def run(service: Service, chance: random.Random) -> Events:
    """A worker that has tasks is kept: what the guide says since 2025. Before, its tasks were killed."""
    clock = service.environment
    yield clock.timeout(chance.uniform(0, METRIC_SECONDS))
    fewer = 0
    while True:
        published = service.needed
        yield clock.timeout(METRIC_SECONDS)
        count = max(published, MINIMUM)
        fewer = fewer + 1 if count < service.desired else 0
        if count > service.desired or fewer >= STEADY_LOOKS:
            fewer = 0
            service.set_desired(count)


POLICY: Final = Policy("MWAA", MINIMUM, 0.0, True, run)
