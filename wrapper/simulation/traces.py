"""The four traces of the comparison: which task is queued when, and how long it runs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
TASKS_PER_LOOP, LOOP_SECONDS = 16, 1.0


@dataclass(frozen=True)
class Task:
    """One task instance.

    Attributes:
        queued_at: seconds from the start of the trace; where it comes after another, seconds after that one's end.
        seconds: how long it runs.
        after: the place in the trace of the task that must end first.
    """

    queued_at: float
    seconds: float
    after: int | None = None


@dataclass(frozen=True)
class Trace:
    """Tasks in the order in which they were written, and how long workers are watched at least, in seconds."""

    name: str
    tasks: Sequence[Task]
    watched: float


def nightly_burst(chance: random.Random) -> Trace:
    """100 tasks at two o'clock and 60 at three, of some minutes; three small ones in any other hour."""
    tasks = _spike(chance, 2 * HOUR, 100, median=5 * MINUTE) + _spike(chance, 3 * HOUR, 60, median=5 * MINUTE)
    tasks += [Task(chance.uniform(0, DAY), _duration(chance, 2 * MINUTE)) for _ in range(3 * 24)]
    return Trace("nightly burst", _in_order(tasks), DAY)


def hourly_spikes(chance: random.Random) -> Trace:
    """40 tasks of some minutes at every full hour, and nothing between."""
    tasks = [task for hour in range(24) for task in _spike(chance, hour * HOUR, 40, median=3 * MINUTE)]
    return Trace("hourly spikes", _in_order(tasks), DAY)


def long_backfill(chance: random.Random) -> Trace:
    """16 runs of four tasks at once, one run after the other for half a day.

    Airflow never queues a whole backfill: it holds a DAG to 16 active runs.
    https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html#max-active-runs-per-dag
    """
    tasks: list[Task] = []
    for _ in range(16 * 4):
        before, elapsed = None, 0.0
        while elapsed < 12 * HOUR:
            start = HOUR + chance.uniform(0, 30) if before is None else 5.0
            tasks.append(Task(start, _duration(chance, 8 * MINUTE), before))
            before, elapsed = len(tasks) - 1, elapsed + tasks[-1].seconds
    return Trace("long backfill", tasks, DAY)


def steady_long(chance: random.Random) -> Trace:
    """A task of half an hour to some hours every two and a half minutes, by chance: some 20 at any time."""
    tasks, now = [], 0.0
    while (now := now + chance.expovariate(1 / 150)) < 20 * HOUR:
        tasks.append(Task(now, _duration(chance, 45 * MINUTE)))
    return Trace("steady, long tasks", tasks, DAY)


TRACES: Final[dict[str, Callable[[random.Random], Trace]]] = {
    "nightly-burst": nightly_burst,
    "hourly-spikes": hourly_spikes,
    "long-backfill": long_backfill,
    "steady-long": steady_long,
}


def _spike(chance: random.Random, at: float, count: int, *, median: float) -> list[Task]:
    """What a schedule queues at once: the scheduler queues 16 tasks in a loop, which takes it about a second.

    https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html#max-tis-per-query
    """
    return [Task(at + place // TASKS_PER_LOOP * LOOP_SECONDS, _duration(chance, median)) for place in range(count)]


def _duration(chance: random.Random, median: float) -> float:
    """Seconds around a median: most near it, few several times as long, none under five seconds."""
    return max(5.0, median * chance.lognormvariate(0, 0.5))


def _in_order(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: task.queued_at)
