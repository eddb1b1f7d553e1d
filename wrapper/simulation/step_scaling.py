"""Our policy's parameters: what the publisher, CloudWatch and Application Auto Scaling are told, and nothing that they
cannot do.

https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

MOST_STEPS: Final = 20
"""Step adjustments of one policy.
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html
"""


@dataclass(frozen=True)
class Alarm:
    """A CloudWatch alarm on the metric, on its maximum: publishers that say the same do not add up.

    Without data it is not on, and so scales nothing; another alarm tells of that.
    """

    comparison: str
    period: int
    """Seconds; under 60 makes it a high-resolution alarm, which is evaluated every 10 s instead of every minute."""
    evaluation_periods: int
    threshold: int = 1
    statistic: str = "Maximum"
    treat_missing_data: str = "notBreaching"


def _demand(period: int, evaluation_periods: int) -> Alarm:
    return Alarm("GreaterThanOrEqualToThreshold", period, evaluation_periods)


def _idle(period: int, evaluation_periods: int) -> Alarm:
    return Alarm("LessThanThreshold", period, evaluation_periods)


@dataclass(frozen=True)
class Scaling:
    """All of it, for each queue: the metric, the alarms, and the policy that each alarm sets off.

    The metric is WorkersNeeded: ceil((queued + running task instances) / slots of a worker). Both policies set the
    number of workers to a step of it (ExactCapacity): from any number, zero too, to the needed one at once.
    """

    namespace: str = "Tarmac/Airflow"
    metric: str = "WorkersNeeded"
    adjustment_type: str = "ExactCapacity"
    publish_seconds: int = 30
    publish_offset_seconds: int = 10
    """Past the full minute: schedules start on it and are queued some seconds later, so a value of the full minute
    itself would miss them."""
    hold_seconds: int = 60
    """The publisher says the most that was needed for so long: the moments between a task and the one that follows it
    stop no worker."""
    storage_resolution: int = 1
    """Seconds; what an alarm with a period under a minute needs.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
    """
    demand: tuple[Alarm, ...] = (_demand(30, 1), _demand(30, 2))
    """Two, since CloudWatch repeats the action of an alarm that stays in its state once a minute only: the second, a
    value later, acts in the half minute between on what came in since."""
    idle: tuple[Alarm, ...] = (_idle(30, 1),)
    cooldown: int = 30
    """Seconds after the last change in which no worker goes; more of them come at once all the same."""


CHOSEN: Final = Scaling()
"""What modules/ecs_airflow builds and the image publishes; a test compares them."""
ORDINARY: Final = Scaling(
    publish_offset_seconds=0,
    hold_seconds=0,
    storage_resolution=60,
    demand=(_demand(300, 1),),
    idle=(_idle(300, 1),),
    cooldown=60,
)
"""With ordinary alarms on the most of the last five minutes, for comparison."""
ON_THE_MINUTE: Final = Scaling(publish_offset_seconds=0)
"""With values on the full and the half minute, for comparison."""
EAGER: Final = Scaling(
    publish_seconds=10, demand=(_demand(10, 1), _demand(10, 3), _demand(10, 5)), idle=(_idle(10, 1),)
)
"""With a value every 10 s and an alarm more, for comparison."""


def steps(maximum: int) -> list[int]:
    """The numbers of workers that the demand policy knows: each up to 20, beyond growing by a constant factor."""
    if maximum <= MOST_STEPS:
        return list(range(1, maximum + 1))
    factor = [maximum ** (step / (MOST_STEPS - 1)) for step in range(1, MOST_STEPS)]
    return sorted({1, *(math.ceil(number - 1e-9) for number in factor)})


def capacity(known: list[int], needed: int) -> int:
    """The number of workers that a value of the metric leads to: the smallest step that is enough, or the last."""
    if needed < 1:
        return 0
    return next((step for step in known if step >= needed), known[-1])
