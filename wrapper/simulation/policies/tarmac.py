"""Ours: step scaling to the workers that are needed, by the parameters of step_scaling.py."""

from __future__ import annotations

import itertools
import math
import random
from collections import deque
from typing import Final

from wrapper.simulation import step_scaling
from wrapper.simulation.policies.base import Policy
from wrapper.simulation.service import Events, Service
from wrapper.simulation.step_scaling import Alarm, Scaling

DELIVERY_SECONDS: Final = 5.0
"""From PutMetricData until an alarm sees the value: an estimate, AWS states none for custom metrics."""
LOOK_SECONDS: Final = 10.0
"""How often a high-resolution alarm is evaluated; any other every minute.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""
MINUTE: Final = 60.0
"""An alarm that stays in its state repeats a scaling action once a minute (the same page's chapter on actions)."""
SPARE: Final = 5  # values that are kept beyond those of the longest alarm
LOOK_BACK_PERIODS: Final = 3
"""Where the newest period holds no value yet, CloudWatch takes an older one of its evaluation range."""


class AlarmState:
    """A CloudWatch alarm as its action sees it."""

    def __init__(self, alarm: Alarm) -> None:
        self.alarm = alarm
        self._acted_at: float | None = None
        self.looks_between = 1 if alarm.period < MINUTE else round(MINUTE / LOOK_SECONDS)

    def value(self, datapoints: deque[tuple[float, int]], now: float) -> int | None:
        """The breaching value that its action is given; None where nothing is to be done.

        Args:
            datapoints: the time and the value of each that has arrived, oldest first.
        """
        values = self._periods(datapoints, now)
        if len(values) < self.alarm.evaluation_periods or not all(map(self._breaches, values)):
            self._acted_at = None
            return None
        if self._acted_at is not None and now - self._acted_at < MINUTE:
            return None
        self._acted_at = now
        return values[0]

    def _breaches(self, value: int) -> bool:
        if self.alarm.comparison == "GreaterThanOrEqualToThreshold":
            return value >= self.alarm.threshold
        return value < self.alarm.threshold

    def _periods(self, datapoints: deque[tuple[float, int]], now: float) -> list[int]:
        """The highest value of each of the newest periods that hold one, newest first."""
        periods, values = [-1], list[int]()
        for at, value in reversed(datapoints):
            period = int((now - at) / self.alarm.period)
            if period == periods[-1]:
                values[-1] = max(value, values[-1])
                continue
            if len(values) == self.alarm.evaluation_periods or period > len(values) + LOOK_BACK_PERIODS:
                break
            periods.append(period)
            values.append(value)
        return values


class Publisher:
    """Says the most that was needed for a while."""

    def __init__(self, hold_seconds: float) -> None:
        self._hold_seconds = hold_seconds
        self._seen: deque[tuple[float, int]] = deque()

    def value(self, needed: int, now: float) -> int:
        """What to publish, where so many workers are needed now."""
        self._seen.append((now, needed))
        while self._seen[0][0] < now - self._hold_seconds:
            self._seen.popleft()
        return max(number for _, number in self._seen)


def policy(name: str, scaling: Scaling) -> Policy:
    """Step scaling by the given parameters."""

    def run(service: Service, chance: random.Random) -> Events:
        """The publisher, which keeps to the clock of the wall, and beside it the alarms, which do not."""
        clock, publisher = service.environment, Publisher(scaling.hold_seconds)
        longest = max(alarm.period * alarm.evaluation_periods for alarm in scaling.demand + scaling.idle)
        datapoints: deque[tuple[float, int]] = deque(maxlen=math.ceil(longest / scaling.publish_seconds) + SPARE)
        clock.process(_alarms(service, scaling, datapoints, chance.uniform(0, MINUTE)))
        yield clock.timeout(scaling.publish_offset_seconds % scaling.publish_seconds)
        while True:
            clock.process(_deliver(service, datapoints, publisher.value(service.needed, clock.now)))
            yield clock.timeout(scaling.publish_seconds)

    return Policy(name, 0, 0.0, True, run)


def _deliver(service: Service, datapoints: deque[tuple[float, int]], value: int) -> Events:
    at = service.environment.now
    yield service.environment.timeout(DELIVERY_SECONDS)
    datapoints.append((at, value))


def _alarms(service: Service, scaling: Scaling, datapoints: deque[tuple[float, int]], offset: float) -> Events:
    clock, states = service.environment, [AlarmState(alarm) for alarm in scaling.demand + scaling.idle]
    steps, changed_at = step_scaling.steps(service.fleet.maximum), -math.inf
    yield clock.timeout(offset)
    for look in itertools.count():
        for state in states:
            value = None if look % state.looks_between else state.value(datapoints, clock.now)
            if value is None:
                continue
            wanted = max(step_scaling.capacity(steps, value), service.minimum)
            cooling = clock.now - changed_at < scaling.cooldown
            if wanted > service.desired or (wanted < service.desired and not cooling):
                changed_at = clock.now
                service.set_desired(wanted)
        yield clock.timeout(LOOK_SECONDS)


POLICY: Final = policy("Tarmac", step_scaling.CHOSEN)
