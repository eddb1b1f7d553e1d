"""Each rule by its owner's formula, on numbers worked out by hand."""

import re
from collections import deque

import pytest

from modules.ecs_airflow import scaling
from modules.ecs_airflow.components import WORKER
from wrapper import paths
from wrapper.cost.prices import Prices
from wrapper.simulation import constants, step_scaling
from wrapper.simulation.policies import OURS, cpu, keda, mwaa, tarmac, turbine
from wrapper.simulation.policies.base import Policy
from wrapper.simulation.run import Run, run
from wrapper.simulation.service import Fleet
from wrapper.simulation.step_scaling import CHOSEN, Alarm
from wrapper.simulation.traces import HOUR, Task, Trace

FLEET = Fleet(slots=4, maximum=25, boot_seconds=(60.0, 60.0))


def burst(policy: Policy, count: int, *, at: float = HOUR, seconds: float = 600.0, seed: int = 1) -> Run:
    """What a policy makes of so many tasks at once."""
    return run(lambda chance: Trace("burst", [Task(at, seconds)] * count, 2 * HOUR), policy, seed, FLEET)


def wishes(found: Run) -> list[tuple[float, int]]:
    """When the number of workers that there are changed, and to what."""
    changes: dict[float, int] = {}
    for at, _, workers in found.history:
        changes[at] = workers
    steps = list(changes.items())
    return [step for before, step in zip([(0.0, 0), *steps], steps, strict=False) if step[1] != before[1]]


# Turbine


def test_turbine_reads_idleness_from_empty_receives() -> None:
    """D3.6: two machines that ask in vain for the whole of five minutes are idle, for half of it half busy."""
    asked = 2 * 0.098444 * 300
    assert turbine.load(visible=0, empty_receives=asked, machines=2) == pytest.approx(0)
    assert turbine.load(0, asked / 2, 2) == pytest.approx(0.5)
    assert turbine.load(50, 0, 2) == 1
    assert turbine.load(visible=1, empty_receives=0, machines=0) == 1.0
    assert turbine.load(0, 0, 0) == 0.0


@pytest.mark.parametrize(("load", "change"), [(1.0, 1), (0.9, 1), (0.89, 0), (0.51, 0), (0.5, -1), (0.0, -1)])
def test_turbine_adds_or_removes_one_machine(load: float, change: int) -> None:
    assert turbine.step(load) == change


def test_turbine_starts_its_first_machine_five_to_fifteen_minutes_late_and_the_next_ten_minutes_on() -> None:
    first, second = wishes(burst(turbine.POLICY, 40))[:2]
    assert 5 * 60 <= first[0] - HOUR <= 15 * 60
    assert (first[1], second[1]) == (1, 2)
    assert second[0] - first[0] == turbine.COOLDOWN_SECONDS


# CPU


@pytest.mark.parametrize(
    ("workers", "percent", "wanted"), [(2, 100, 3), (3, 100, 5), (10, 70, 10), (10, 35, 5), (2, 0, 0)]
)
def test_target_tracking_wants_the_workers_at_which_the_target_is_met(
    workers: int, percent: float, wanted: int
) -> None:
    """P1.2: ceil(2 * 100 / 70) = 3, and so on."""
    assert cpu.wanted(workers, percent) == wanted


def test_cpu_sees_no_queue_and_grows_by_three_sevenths_at_a_time_after_three_minutes() -> None:
    found = wishes(burst(cpu.POLICY, 100))
    assert [workers for _, workers in found][:4] == [2, 3, 5, 8]
    assert found[0][0] == 0, "two of them at all times"
    assert 2.7 * 60 <= found[1][0] - HOUR <= 4 * 60, "the first of three minutes may have begun before"


def test_cpu_scales_in_after_fifteen_minutes_below_its_lower_alarm() -> None:
    found = burst(cpu.POLICY, 30, seconds=300.0)
    busy_until = HOUR + 300
    fewer = [at for (at, count), (_, before) in zip(wishes(found)[1:], wishes(found), strict=False) if count < before]
    assert fewer[0] - busy_until >= 14 * 60


# MWAA and KEDA


def test_mwaa_starts_what_the_tasks_of_one_to_two_minutes_ago_fill_less_the_one_that_it_keeps() -> None:
    first, second = wishes(burst(mwaa.POLICY, 37))[:2]
    assert first == (0, 1)
    assert second[1] == 10
    assert 60 <= second[0] - HOUR <= 120


@pytest.mark.parametrize(
    ("current", "wanted", "workers"), [(1, 25, 5), (5, 25, 10), (10, 25, 20), (20, 25, 25), (2, 3, 3)]
)
def test_kubernetes_adds_four_pods_or_doubles_them(current: int, wanted: int, workers: int) -> None:
    assert keda.raised(current, wanted) == workers


def test_kubernetes_leaves_a_number_that_is_within_a_tenth() -> None:
    assert keda.within_tolerance(20, 21)
    assert keda.within_tolerance(20, 18)
    assert not keda.within_tolerance(20, 23)


def test_keda_goes_from_none_over_one_to_all_in_a_minute_and_to_none_soon_after_the_last_task() -> None:
    found = wishes(burst(keda.POLICY, 100))
    assert [workers for _, workers in found][:5] == [1, 5, 10, 20, 25]
    assert found[0][0] - HOUR <= keda.POLL_SECONDS
    assert found[4][0] - HOUR <= 65
    last = burst(keda.POLICY, 4)
    assert wishes(last)[-1] == pytest.approx((wishes(last)[0][0] + 60 + 600 + 30, 0), abs=10)


# Ours


def test_ours_goes_from_none_to_all_that_is_needed_in_one_step_within_three_quarters_of_a_minute() -> None:
    """N.4"""
    for seed in range(5):
        (at, workers), *_ = wishes(burst(OURS, 100, at=HOUR + 7.0, seed=seed))
        assert workers == 25
        assert at - HOUR <= CHOSEN.publish_seconds + tarmac.DELIVERY_SECONDS + tarmac.LOOK_SECONDS


def test_ours_goes_to_none_when_there_is_nothing_to_do_and_stays_while_a_task_runs() -> None:
    """N.4, N.5"""
    found = burst(OURS, 1)
    (came, one), (went, none) = wishes(found)
    assert (one, none, found.kills) == (1, 0, 0)
    assert 660 <= went - came <= 660 + CHOSEN.hold_seconds + 60


def test_the_seconds_between_a_task_and_its_follower_stop_no_worker() -> None:
    chain = [Task(HOUR, 55.0), *(Task(5.0, 55.0, after=place) for place in range(60))]
    found = run(lambda chance: Trace("chain", chain, 3 * HOUR), OURS, 1, FLEET)
    assert max(list(found.waits)[1:]) == 0
    assert [workers for _, workers in wishes(found)] == [1, 0]


def test_a_repeated_action_adds_no_worker_twice() -> None:
    """Workers that still start are counted: the policy says how many there shall be, not how many more."""
    slow = Fleet(slots=4, maximum=25, boot_seconds=(600.0, 600.0))
    found = run(lambda chance: Trace("burst", [Task(HOUR, 600.0)] * 20, 2 * HOUR), OURS, 1, slow)
    assert max(workers for _, _, workers in found.history) == 5


def test_the_publisher_says_the_most_of_the_last_while() -> None:
    publisher = tarmac.Publisher(60)
    assert [publisher.value(needed, at) for at, needed in ((0, 3), (30, 1), (60, 0), (90, 0), (120, 0))] == [
        3,
        3,
        3,
        1,
        0,
    ]


def test_an_alarm_acts_when_it_goes_off_and_then_once_a_minute() -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html"""
    state = tarmac.AlarmState(Alarm("GreaterThanOrEqualToThreshold", period=30, evaluation_periods=1))
    datapoints = deque([(0.0, 5)])
    assert [state.value(datapoints, at) for at in (10.0, 20.0, 40.0, 70.0)] == [5, None, None, 5]
    datapoints.append((75.0, 0))
    assert state.value(datapoints, 80.0) is None
    datapoints.append((85.0, 2))
    assert state.value(datapoints, 106.0) == 2, "it went off anew"


def test_an_alarm_of_two_periods_wants_both() -> None:
    state = tarmac.AlarmState(Alarm("GreaterThanOrEqualToThreshold", period=30, evaluation_periods=2))
    assert state.value(deque([(0.0, 5)]), 10.0) is None
    assert state.value(deque([(0.0, 5), (30.0, 7)]), 40.0) == 7


def test_without_data_no_alarm_is_on() -> None:
    """N.4: the absence of the signal never scales in."""
    for alarm in CHOSEN.demand + CHOSEN.idle:
        state = tarmac.AlarmState(alarm)
        assert state.value(deque(), 10.0) is None
        assert state.value(deque([(0.0, 0)]), HOUR) is None, "a value of an hour ago is none"
        assert alarm.treat_missing_data == "notBreaching"


def test_application_auto_scaling_takes_the_steps() -> None:
    for maximum in (1, 2, 20, 21, 25, 100, 5000):
        steps = step_scaling.steps(maximum)
        assert len(steps) <= step_scaling.MOST_STEPS
        assert (steps[0], steps[-1]) == (1, maximum)
        assert steps == sorted(set(steps))
    assert step_scaling.steps(20) == list(range(1, 21))


@pytest.mark.parametrize(("needed", "workers"), [(0, 0), (1, 1), (12, 13), (25, 25), (99, 25)])
def test_the_smallest_step_that_is_enough(needed: int, workers: int) -> None:
    assert step_scaling.capacity(step_scaling.steps(25), needed) == workers


def test_cloudwatch_takes_the_periods() -> None:
    """High-resolution alarms need values at high resolution, and know three periods under a minute."""
    for rule in (CHOSEN, step_scaling.ORDINARY, step_scaling.EAGER):
        for alarm in rule.demand + rule.idle:
            assert alarm.period in (10, 20, 30) or alarm.period % 60 == 0
            assert alarm.period >= 60 or rule.storage_resolution == 1
            assert alarm.period >= rule.publish_seconds


# What all share


def test_a_worker_is_the_modules_own() -> None:
    assert (WORKER.cpu / 1024, WORKER.memory / 1024) == (constants.VCPU, constants.GIB)


def test_the_prices_are_those_of_the_cost_report() -> None:
    prices = Prices("us-east-1")
    vcpu, memory = prices.get("fargate.x86_64.vcpu"), prices.get("fargate.x86_64.memory")
    assert vcpu and memory
    assert (vcpu.amount, memory.amount) == (constants.USD_PER_VCPU_HOUR, constants.USD_PER_GIB_HOUR)


def test_clocks_of_others_tick_anyhow() -> None:
    starts = {wishes(burst(keda.POLICY, 1, seed=seed))[0][0] for seed in range(5)}
    assert len(starts) > 1


def test_the_rule_that_is_simulated_is_the_one_that_the_module_builds() -> None:
    """P2.9"""
    assert {alarm.evaluation_periods for alarm in CHOSEN.demand} == set(scaling.DEMAND_PERIODS.values())
    assert {alarm.period for alarm in CHOSEN.demand + CHOSEN.idle} == {scaling.PERIOD_SECONDS}
    assert [alarm.evaluation_periods for alarm in CHOSEN.idle] == [1]
    assert CHOSEN.cooldown == scaling.COOLDOWN_SECONDS
    assert scaling.STEPS == step_scaling.MOST_STEPS


def test_the_values_that_are_simulated_are_those_that_the_image_publishes() -> None:
    publisher = (paths.ROOT / "docker" / "airflow" / "tarmac_airflow" / "backlog.py").read_text()
    said = dict(re.findall(r'^([A-Z_]+): Final = ("?[\w/]+"?)$', publisher, re.MULTILINE))
    assert said["NAMESPACE"] == f'"{CHOSEN.namespace}"'
    assert f'"{CHOSEN.metric}"' in publisher
    assert int(said["INTERVAL_SECONDS"]) == CHOSEN.publish_seconds
    assert int(said["OFFSET_SECONDS"]) == CHOSEN.publish_offset_seconds
    assert int(said["HOLD_SECONDS"]) == CHOSEN.hold_seconds
