"""The model: one queue, its workers, and how workers start, run tasks and end. Built on SimPy."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import simpy

from wrapper.simulation import constants
from wrapper.simulation.traces import Trace

Events: TypeAlias = Generator[simpy.Event, Any, None]


def workers_for(load: int, slots: int) -> int:
    """Workers whose slots hold so many tasks: the formula of MWAA, of KEDA and of ours."""
    return -(-load // slots)


@dataclass(frozen=True)
class Fleet:
    """What all policies share: a worker's slots and start, and how many workers there may be."""

    slots: int = constants.SLOTS
    maximum: int = constants.MAXIMUM_WORKERS
    boot_seconds: tuple[float, float] = constants.BOOT_SECONDS


@dataclass(eq=False)
class Worker:
    """A worker from the wish for it to its end."""

    launched_at: float
    running: dict[int, simpy.Process] = field(default_factory=dict)
    """The process of each task that it runs, by the task's place in the trace."""
    ready: bool = False
    leaving: bool = False
    ended_at: float | None = None


@dataclass
class Totals:
    """Integrals over time since the start, from which policies take their averages."""

    busy_slots: float = 0.0
    """Slot-seconds in which a task ran, on workers that take tasks."""
    in_service: float = 0.0
    """Worker-seconds in which a worker took tasks."""
    polling: float = 0.0
    """Worker-seconds in which a worker asked an empty queue."""


class Service:
    """The workers of one queue, and the trace that flows through them.

    Args:
        grace: seconds that a worker has to finish its tasks once it is told to stop; then they are killed.
        protected: whether a worker that has work is never told to stop.
    """

    def __init__(
        self,
        environment: simpy.Environment,
        trace: Trace,
        fleet: Fleet,
        chance: random.Random,
        *,
        minimum: int,
        grace: float,
        protected: bool,
    ) -> None:
        self.environment = environment
        self.fleet = fleet
        self.minimum = minimum
        self.totals = Totals()
        self.workers: list[Worker] = []
        """All that ever were, in the order of their start."""
        self.first_start: dict[int, float] = {}
        self.first_queued: dict[int, float] = {}
        self.ends: dict[int, list[float]] = {}
        self.kills = 0
        self.lost_seconds = 0.0
        self.history: list[tuple[float, int, int]] = []
        """Time, queued tasks and workers (starting ones too), noted at every change."""
        self.finished = environment.event()
        self.desired = 0
        self._trace, self._chance = trace, chance
        self._grace, self._protected = grace, protected
        self._queue: deque[int] = deque()
        self._free: dict[Worker, None] = {}
        self._alive: dict[Worker, None] = {}
        self._followers: dict[int, list[int]] = {}
        self._seen_at = environment.now
        self._busy = 0  # slots that run a task
        self._up, self._up_busy = 0, 0  # workers that take tasks, and their slots that run one
        for place, task in enumerate(trace.tasks):
            if task.after is None:
                environment.process(self._submit(place, task.queued_at))
            else:
                self._followers.setdefault(task.after, []).append(place)
        if not trace.tasks:
            self.finished.succeed()
        self.set_desired(minimum)

    @property
    def queued(self) -> int:
        return len(self._queue)

    @property
    def running(self) -> int:
        """Tasks that run now."""
        return self._busy

    @property
    def load(self) -> int:
        """Tasks that are queued or run."""
        return self.queued + self.running

    @property
    def needed(self) -> int:
        """Workers that the load fills."""
        return workers_for(self.load, self.fleet.slots)

    @property
    def in_service(self) -> int:
        """Workers that take tasks."""
        return self._up

    def set_desired(self, count: int) -> None:
        """Starts or stops workers; the count is held between the fewest and the most."""
        self.desired = max(self.minimum, min(self.fleet.maximum, count))
        self._reconcile()

    def observed(self) -> Totals:
        """The integrals up to now."""
        self._account()
        return Totals(self.totals.busy_slots, self.totals.in_service, self.totals.polling)

    def _reconcile(self) -> None:
        staying = [worker for worker in self._alive if not worker.leaving]
        for _ in range(self.desired - len(staying)):
            self._launch()
        surplus = len(staying) - self.desired
        # Those that still start go first, then the newest, as Kubernetes does; AWS promises no order.
        for worker in sorted(reversed(staying), key=lambda worker: worker.ready):
            if surplus <= 0:
                break
            if not (self._protected and worker.running):
                surplus -= 1
                self._stop(worker)

    def _launch(self) -> None:
        worker = Worker(self.environment.now)
        self.workers.append(worker)
        self._alive[worker] = None
        self._note()
        self.environment.process(self._boot(worker))

    def _boot(self, worker: Worker) -> Events:
        yield self.environment.timeout(self._chance.uniform(*self.fleet.boot_seconds))
        if not worker.leaving:
            self._account()
            worker.ready = True
            self._up += 1
            self._free[worker] = None
            self._hand_out()

    def _stop(self, worker: Worker) -> None:
        self._account()
        worker.leaving = True
        self._up -= worker.ready
        self._up_busy -= len(worker.running)
        self._free.pop(worker, None)
        self.environment.process(self._leave(worker))

    def _leave(self, worker: Worker) -> Events:
        """Celery's warm shutdown: no new task, the running ones until they are done or the grace is over."""
        if worker.running:
            done = simpy.AllOf(self.environment, list(worker.running.values()))
            yield done | self.environment.timeout(self._grace)
            for process in list(worker.running.values()):
                process.interrupt()
        yield self.environment.timeout(constants.STOP_SECONDS)
        worker.ended_at = self.environment.now
        self._alive.pop(worker)
        self._note()

    def _submit(self, place: int, delay: float) -> Events:
        yield self.environment.timeout(delay)
        self._account()
        self.first_queued.setdefault(place, self.environment.now)
        self._queue.append(place)
        self._note()
        self._hand_out()

    def _hand_out(self) -> None:
        """Gives queued tasks to free slots. Redis serves whoever has waited longest, so workers take turns.

        https://redis.io/docs/latest/commands/blpop/
        """
        self._account()
        while self._queue and self._free:
            worker = next(iter(self._free))
            del self._free[worker]
            place = self._queue.popleft()
            self.first_start.setdefault(place, self.environment.now)
            worker.running[place] = self.environment.process(self._run(place, worker))
            self._busy += 1
            self._up_busy += 1
            if len(worker.running) < self.fleet.slots:
                self._free[worker] = None
            self._note()

    def _run(self, place: int, worker: Worker) -> Events:
        started = self.environment.now
        try:
            yield self.environment.timeout(self._trace.tasks[place].seconds)
        except simpy.Interrupt:
            self._release(worker, place)
            self.kills += 1
            self.lost_seconds += self.environment.now - started
            self.environment.process(self._submit(place, constants.LOST_TASK_SECONDS))
            return
        self._release(worker, place)
        self._complete(place)
        if not worker.leaving:
            self._free[worker] = None
            self._hand_out()
            if not worker.running:
                self._reconcile()  # its protection is gone

    def _release(self, worker: Worker, place: int) -> None:
        self._account()
        del worker.running[place]
        self._busy -= 1
        self._up_busy -= not worker.leaving

    def _complete(self, place: int) -> None:
        self.ends.setdefault(place, []).append(self.environment.now)
        for follower in self._followers.get(place, []):
            self.environment.process(self._submit(follower, self._trace.tasks[follower].queued_at))
        if len(self.ends) == len(self._trace.tasks) and not self.finished.triggered:
            self.finished.succeed()

    def _account(self) -> None:
        """Adds what has passed since the last change to the integrals."""
        passed = self.environment.now - self._seen_at
        if passed <= 0:
            return
        self._seen_at = self.environment.now
        self.totals.busy_slots += passed * self._up_busy
        self.totals.in_service += passed * self._up
        if not self._queue:
            self.totals.polling += passed * len(self._free)

    def _note(self) -> None:
        self.history.append((self.environment.now, len(self._queue), len(self._alive)))
