"""One run of the model, and what it came to."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import simpy

from wrapper.simulation import constants
from wrapper.simulation.policies.base import Policy
from wrapper.simulation.service import Fleet, Service
from wrapper.simulation.traces import DAY, Trace

PATIENCE_SECONDS: Final = DAY
"""How long after the watched time tasks may still finish, beyond three times the longest: a policy that kills may never
get a long one done."""


@dataclass(frozen=True)
class Run:
    """What one policy made of one trace with one seed. Times in seconds."""

    waits: Sequence[float]
    """From queued to started for the first time, of each task that started."""
    worker_seconds: float
    """From each worker's start, its boot included, to its end."""
    billed_seconds: float
    kills: int
    """How often a running task was killed; one task may be killed several times."""
    lost_seconds: float
    """Work that the kills undid."""
    finished: int
    ends: Sequence[int]
    """How often each task of the trace finished: once, if the model is right."""
    history: Sequence[tuple[float, int, int]]
    """Time, queued tasks and workers, at every change."""


def chance_of(purpose: str, seed: int) -> random.Random:
    """The chance of one purpose (`trace`, `boot`, `clock`) with a seed: the same each time."""
    return random.Random(f"{purpose} {seed}")  # noqa: S311 - repeatable on purpose


def run(make_trace: Callable[[random.Random], Trace], policy: Policy, seed: int, fleet: Fleet | None = None) -> Run:
    """Lets a trace flow through the workers of a policy until every task is done and the watched time is over.

    The seed decides the tasks, and apart from them when clocks tick and how long workers start; so every policy meets
    the same tasks.
    """
    trace = make_trace(chance_of("trace", seed))
    clock = simpy.Environment()
    service = Service(
        clock,
        trace,
        fleet or Fleet(),
        chance_of("boot", seed),
        minimum=policy.minimum,
        grace=policy.grace,
        protected=policy.protected,
    )
    clock.process(policy.run(service, chance_of("clock", seed)))
    longest = max((task.seconds for task in trace.tasks), default=0.0)
    limit = trace.watched + PATIENCE_SECONDS + 3 * longest
    clock.run(until=service.finished | clock.timeout(limit))
    if clock.now < trace.watched:
        clock.run(until=trace.watched)
    lives = [(worker.ended_at or clock.now) - worker.launched_at for worker in service.workers]
    return Run(
        waits=[started - service.first_queued[place] for place, started in sorted(service.first_start.items())],
        worker_seconds=sum(lives),
        billed_seconds=sum(max(life, constants.BILLED_AT_LEAST_SECONDS) for life in lives),
        kills=service.kills,
        lost_seconds=service.lost_seconds,
        finished=len(service.ends),
        ends=[len(service.ends.get(place, [])) for place in range(len(trace.tasks))],
        history=service.history,
    )
