"""What a policy is: it watches a service and says how many workers it wants."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from wrapper.simulation.service import Events, Service


@dataclass(frozen=True)
class Policy:
    """A rule that scales workers.

    Attributes:
        name: as the tables say it.
        minimum: fewest workers that its owner's own templates allow.
        grace: seconds that a worker which must go has for its tasks, before they are killed.
        protected: whether a worker that has work is left alone.
        run: the rule, as a SimPy process; it draws from the given chance when in the minute its clock ticks.
    """

    name: str
    minimum: int
    grace: float
    protected: bool
    run: Callable[[Service, random.Random], Events]
