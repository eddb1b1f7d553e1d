"""What the runs of a policy on a trace come to, and whether the targets are met."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final

from wrapper.simulation import constants
from wrapper.simulation.policies import OURS, POLICIES
from wrapper.simulation.policies.base import Policy
from wrapper.simulation.run import Run, run
from wrapper.simulation.service import Fleet
from wrapper.simulation.traces import HOUR, Trace

SHORT_ENOUGH_SECONDS: Final = 60.0
"""A wait that needs no improvement on anyone's."""
REACT_TO_SYMPTOMS: Final = ("Turbine", "CPU 70 %")
FOLLOW_THE_TASKS: Final = ("MWAA", "KEDA")


@dataclass(frozen=True)
class Summary:
    """One policy on one trace, over all seeds: waits of all runs together in seconds, everything else a run's mean."""

    wait_p50: float
    wait_p95: float
    wait_max: float
    worker_hours: float
    usd: float
    killed: float
    """Kills of running tasks; one task may be killed several times."""
    lost_hours: float
    """Hours of work that the kills undid."""
    unfinished: float
    """Tasks that were never done."""


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile; 0 of nothing."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def summarize(runs: Sequence[Run]) -> Summary:
    """The summary of one policy's runs on one trace."""
    waits = [wait for one in runs for wait in one.waits]
    mean = statistics.fmean
    return Summary(
        wait_p50=percentile(waits, 50),
        wait_p95=percentile(waits, 95),
        wait_max=max(waits, default=0.0),
        worker_hours=mean(one.worker_seconds for one in runs) / HOUR,
        usd=mean(one.billed_seconds for one in runs) / HOUR * constants.USD_PER_WORKER_HOUR,
        killed=mean(one.kills for one in runs),
        lost_hours=mean(one.lost_seconds for one in runs) / HOUR,
        unfinished=mean(len(one.ends) - one.finished for one in runs),
    )


@dataclass(frozen=True)
class Comparison:
    """All policies on one trace: the summaries by policy, and the run of the first seed for drawing."""

    trace: str
    summaries: Mapping[str, Summary]
    shown: Mapping[str, Run]

    def as_json(self) -> dict[str, Any]:
        return {name: asdict(summary) for name, summary in self.summaries.items()}


def compare(
    name: str,
    make_trace: Callable[[Random], Trace],
    *,
    policies: Sequence[Policy] = POLICIES,
    seeds: Sequence[int] = constants.SEEDS,
    fleet: Fleet | None = None,
) -> Comparison:
    """Runs every policy on a trace with every seed."""
    runs = {policy.name: [run(make_trace, policy, seed, fleet) for seed in seeds] for policy in policies}
    return Comparison(
        name,
        {policy: summarize(some) for policy, some in runs.items()},
        {policy: some[0] for policy, some in runs.items()},
    )


@dataclass(frozen=True)
class Target:
    """One thing that our policy is to reach on a trace, and what it reached."""

    trace: str
    what: str
    found: float
    allowed: float
    unit: str

    @property
    def met(self) -> bool:
        return self.found <= self.allowed


def targets(comparison: Comparison) -> list[Target]:
    """What ours is held to: half the best p95 of those that react to symptoms (or a minute), the p95 and the
    worker-hours of each that follows the tasks, and no task killed."""
    found, trace = comparison.summaries, comparison.trace
    ours = found[OURS.name]
    best = min(found[name].wait_p95 for name in REACT_TO_SYMPTOMS)
    half = max(SHORT_ENOUGH_SECONDS, best / 2)
    made = [Target(trace, "p95 wait, half the best of Turbine and CPU or a minute", ours.wait_p95, half, "s")]
    for name in FOLLOW_THE_TASKS:
        made.append(Target(trace, f"p95 wait, {name}'s", ours.wait_p95, found[name].wait_p95, "s"))
        made.append(Target(trace, f"worker-hours, {name}'s", ours.worker_hours, found[name].worker_hours, "h"))
    made.append(Target(trace, "tasks killed, none", ours.killed, 0.0, ""))
    return made
