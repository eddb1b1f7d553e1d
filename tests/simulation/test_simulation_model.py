"""The model: every task finishes once, nothing is left to chance twice, and workers live as they should."""

import random
from collections.abc import Callable

import pytest

from wrapper.simulation import constants
from wrapper.simulation.policies import OURS, POLICIES
from wrapper.simulation.policies.base import Policy
from wrapper.simulation.run import chance_of, run
from wrapper.simulation.service import Events, Fleet, Service, workers_for
from wrapper.simulation.traces import HOUR, TRACES, Task, Trace

EXACT = Fleet(slots=2, maximum=10, boot_seconds=(60.0, 60.0))


def trace_of(*tasks: Task, watched: float = HOUR) -> Callable[[random.Random], Trace]:
    """A trace that knows no chance."""
    return lambda chance: Trace("by hand", tasks, watched)


def told(*orders: tuple[float, int], grace: float = 0.0, protected: bool = False) -> Policy:
    """A policy that wants so many workers from so many seconds on."""

    def rule(service: Service, chance: random.Random) -> Events:
        for at, count in orders:
            yield service.environment.timeout(at - service.environment.now)
            service.set_desired(count)

    return Policy("by hand", 0, grace, protected, rule)


def test_a_task_waits_for_a_worker_to_start_and_the_worker_costs_from_the_wish_to_its_end() -> None:
    found = run(trace_of(Task(0, 100)), told((10, 1), (300, 0)), seed=1, fleet=EXACT)
    assert list(found.waits) == [70.0]
    assert found.worker_seconds == 300 - 10 + constants.STOP_SECONDS
    assert found.ends == [1]


def test_a_worker_runs_as_many_tasks_as_it_has_slots_and_the_next_waits() -> None:
    tasks = [Task(100, 50), Task(100, 50), Task(100, 50)]
    assert list(run(trace_of(*tasks), told((0, 1)), 1, EXACT).waits) == [0, 0, 50]


def test_a_task_comes_after_the_one_that_it_follows() -> None:
    found = run(trace_of(Task(100, 50), Task(5, 50, after=0)), told((0, 1)), 1, EXACT)
    assert found.ends == [1, 1]
    assert list(found.waits) == [0, 0]


def test_a_worker_that_must_go_may_finish_within_its_grace() -> None:
    found = run(trace_of(Task(100, 50)), told((0, 1), (110, 0), grace=40), 1, EXACT)
    assert (found.kills, found.ends) == (0, [1])
    assert found.worker_seconds == 150 + constants.STOP_SECONDS


def test_beyond_its_grace_its_tasks_are_killed_and_start_anew_after_airflow_has_noticed() -> None:
    found = run(trace_of(Task(100, 50)), told((0, 1), (110, 0), (200, 1), grace=30), 1, EXACT)
    assert (found.kills, found.lost_seconds, found.ends) == (1, 40, [1])
    queued_again = [at for at, queued, _ in found.history if queued and at > 100]
    assert queued_again == [140 + constants.LOST_TASK_SECONDS]
    assert list(found.waits) == [0], "a wait ends with the first start; what a kill costs stands apart"


def test_a_protected_worker_stays_until_it_has_no_work_and_takes_more_meanwhile() -> None:
    """N.5"""
    tasks = [Task(100, 50), Task(120, 60), Task(400, 10)]
    found = run(trace_of(*tasks, watched=390), told((0, 1), (110, 0), (395, 1), protected=True), 1, EXACT)
    assert (found.kills, found.ends) == (0, [1, 1, 1])
    assert list(found.waits)[:2] == [0, 0]
    assert found.history[-1][0] >= 400
    assert min(at for at, _, workers in found.history if at > 0 and workers == 0) == 180 + constants.STOP_SECONDS


def test_workers_are_held_between_the_fewest_and_the_most() -> None:
    found = run(trace_of(Task(0, 10)), told((0, 99)), 1, EXACT)
    assert max(workers for _, _, workers in found.history) == EXACT.maximum


@pytest.mark.parametrize(("load", "workers"), [(0, 0), (1, 1), (4, 1), (5, 2), (100, 25)])
def test_the_workers_that_a_load_fills(load: int, workers: int) -> None:
    assert workers_for(load, 4) == workers


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_every_task_of_a_burst_finishes_exactly_once(policy: Policy) -> None:
    found = run(TRACES["nightly-burst"], policy, seed=7)
    assert set(found.ends) == {1}
    assert found.finished == len(found.ends) == len(found.waits)
    assert found.history[-1][1] == 0, "the queue is empty at the end"


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    one, same, other = (run(TRACES["hourly-spikes"], OURS, seed) for seed in (3, 3, 4))
    assert one == same
    assert one.waits != other.waits


def test_every_policy_meets_the_same_tasks() -> None:
    first, again = (TRACES["steady-long"](chance_of("trace", 11)) for _ in range(2))
    assert first == again


def test_a_policy_that_never_lets_a_task_finish_is_given_up_and_said_so() -> None:
    """Long tasks under a rule that kills would otherwise run for ever."""

    def flicker(service: Service, chance: random.Random) -> Events:
        while True:
            service.set_desired(1)
            yield service.environment.timeout(600)
            service.set_desired(0)
            yield service.environment.timeout(60)

    found = run(trace_of(Task(0, 5000)), Policy("flicker", 0, 0.0, False, flicker), 1, EXACT)
    assert (found.finished, found.ends) == (0, [0])
    assert found.kills > 10


def test_no_task_no_wait() -> None:
    found = run(trace_of(), OURS, 1, EXACT)
    assert (found.waits, found.worker_seconds) == ([], 0)
