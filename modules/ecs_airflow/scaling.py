"""How many tasks each service has: bounds, what moves it between them, and the alarms that are the signal.

docs/scaling.md explains the policy and names every number below.
"""

from __future__ import annotations

from typing import Any, Final

from kit import aws
from kit import functions as fn
from kit.block import dynamic
from kit.expressions import ALL, Expression, Text, each, for_list, for_map, given, is_set, null, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import DEFAULT_QUEUE
from modules.ecs_airflow.load_balancer import FrontDoor
from modules.ecs_airflow.roles import METRIC_NAMESPACE

PERIOD_SECONDS: Final = 30
"""Of the alarms on what is needed: that of the publisher, which says the most that was needed in the last minute.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html"""

DEMAND_PERIODS: Final = {"demand": 1, "demand_again": 2}
"""After how many periods of need each alarm goes off. Two alarms, since CloudWatch repeats the action of one that stays
on once a minute only: the second, a period later, acts in between on what came in since."""

COOLDOWN_SECONDS: Final = 30
"""No worker goes so soon after the last change. A larger need is met at once all the same.
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"""

STEPS: Final = 20
"""Adjustments that one step scaling policy may have. Up to so many workers each number has a step of its own; beyond,
the steps grow by a constant factor.
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html"""

MISSING_MINUTES: Final = 5
"""Without a signal for so long, or with tasks that nobody serves, an alarm goes off."""

REQUESTS_PER_MINUTE: Final = 600
"""Of one API server through the load balancer. A choice: ten a second leave half a vCPU room for the tasks, which speak
to it past the load balancer and are seen in its CPU."""


def build(c: Context, components: Expression, running: aws.EcsService, door: FrontDoor) -> None:
    """Writes scaling.tf."""
    m, i = c.module, c.i
    target = aws.AppautoscalingTarget(
        m,
        "this",
        for_each=components,
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=f"service/{i.cluster.name}/{running[each.key].name}",
        min_capacity=each.value.size.min_count,
        max_capacity=each.value.size.max_count,
        tags=c.tags(each.key),
        note="Fixed where the smallest number is the largest.",
    )
    _by_cpu(c, components, target)
    _by_requests(c, components, target, door)
    _by_backlog(c, components, target)
    _by_schedule(c, components, target)
    _watch_the_signal(c)


def _of(target: Any, key: Text) -> dict[str, Any]:
    """What names the target in a policy."""
    return {
        "service_namespace": target[key].service_namespace,
        "scalable_dimension": target[key].scalable_dimension,
        "resource_id": target[key].resource_id,
    }


def _by_cpu(c: Context, components: Expression, target: aws.AppautoscalingTarget) -> None:
    aws.AppautoscalingPolicy(
        c.module,
        "cpu",
        for_each=for_map(
            components,
            lambda key, value: (key, value.target_cpu_percent),
            where=lambda key, value: is_set(value.target_cpu_percent) & (value.size.max_count > value.size.min_count),
        ),
        name="cpu",
        policy_type="TargetTrackingScaling",
        **_of(target, each.key),
        target_tracking_scaling_policy_configuration={
            "target_value": each.value,
            "scale_out_cooldown": 60,
            "scale_in_cooldown": 300,
            "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
        },
    )


def _by_requests(c: Context, components: Expression, target: aws.AppautoscalingTarget, door: FrontDoor) -> None:
    m, i = c.module, c.i
    name = table.API_SERVER.name
    balancer = m.local(
        "load_balancer_suffix",
        when(
            Expression("local.create_load_balancer"),
            fn.one(door.balancer[ALL].arn_suffix),
            fn.try_(fn.regex("listener/(app/[^/]+/[^/]+)/", given(i.load_balancer.existing).listener_arn)[0], ""),
        ),
        note="How CloudWatch knows it; of one that is given, from its listener.",
    )
    size = components[name].size
    aws.AppautoscalingPolicy(
        m,
        "requests",
        for_each=fn.toset(when(size.max_count > size.min_count, [name], [])),
        name="requests",
        policy_type="TargetTrackingScaling",
        **_of(target, each.key),
        target_tracking_scaling_policy_configuration={
            "target_value": REQUESTS_PER_MINUTE,
            "scale_out_cooldown": 60,
            "scale_in_cooldown": 300,
            "predefined_metric_specification": {
                "predefined_metric_type": "ALBRequestCountPerTarget",
                "resource_label": f"{balancer}/{door.target_groups[name].arn_suffix}",
            },
        },
        note="Of two such policies the one that wants more tasks decides.",
    )


def _by_backlog(c: Context, components: Expression, target: aws.AppautoscalingTarget) -> None:
    m, i = c.module, c.i
    size = Expression("value.size")
    exact = fn.range(1, size.max_count + 1)
    growing = fn.concat(
        [1], for_list(fn.range(1, STEPS), lambda step: fn.ceil(fn.pow(size.max_count, step / (STEPS - 1))), name="step")
    )
    scaled = m.local(
        "scaled_workers",
        for_map(
            components,
            lambda key, value: (
                key,
                {
                    "queue": value.queue,
                    "min_count": value.size.min_count,
                    "steps": fn.distinct(when(value.size.max_count > STEPS, growing, exact)),
                },
            ),
            where=lambda key, value: is_set(value.queue) & (value.size.max_count > value.size.min_count),
        ),
        note="The workers whose number may change, and the numbers that they may have.",
    )
    demand = aws.AppautoscalingPolicy(
        m,
        "demand",
        for_each=scaled,
        name="demand",
        policy_type="StepScaling",
        **_of(target, each.key),
        step_scaling_policy_configuration={
            "adjustment_type": "ExactCapacity",
            "metric_aggregation_type": "Maximum",
            "cooldown": COOLDOWN_SECONDS,
            "step_adjustment": _steps(),
        },
        note="From any number, zero too, to the one that is needed, in one step. Steps count from the alarm's "
        "threshold of 1: up to the first number of workers, up to the second, and so on.",
    )
    idle = aws.AppautoscalingPolicy(
        m,
        "idle",
        for_each=scaled,
        name="idle",
        policy_type="StepScaling",
        **_of(target, each.key),
        step_scaling_policy_configuration={
            "adjustment_type": "ExactCapacity",
            "metric_aggregation_type": "Maximum",
            "cooldown": COOLDOWN_SECONDS,
            "step_adjustment": [{"metric_interval_upper_bound": "0", "scaling_adjustment": each.value.min_count}],
        },
    )
    common: dict[str, Any] = {
        "namespace": METRIC_NAMESPACE,
        "metric_name": "WorkersNeeded",
        "dimensions": {"Deployment": i.name, "Queue": each.value.queue},
        "statistic": "Maximum",
        "period": PERIOD_SECONDS,
        "threshold": 1,
        "treat_missing_data": "notBreaching",
    }
    notes = {
        "demand": "Several publishers say the same, so the maximum is read. Without a signal no alarm is on, and the "
        "number of workers stays.",
        "demand_again": "CloudWatch repeats the action of an alarm that stays on once a minute: this one, half a "
        "minute later, acts in between.",
    }
    for name, periods in DEMAND_PERIODS.items():
        suffix = name.replace("_", "-")
        aws.CloudwatchMetricAlarm(
            m,
            name,
            for_each=scaled,
            alarm_name=f"{i.name}-{each.key}-{suffix}",
            alarm_description=f"Not an error: the queue {each.value.queue} of {i.name} has work, and its workers "
            "follow.",
            comparison_operator="GreaterThanOrEqualToThreshold",
            evaluation_periods=periods,
            **common,
            alarm_actions=[demand[each.key].arn],
            tags=c.tags(f"{each.key}-{suffix}"),
            note=notes[name],
        )
    aws.CloudwatchMetricAlarm(
        m,
        "idle",
        for_each=scaled,
        alarm_name=f"{i.name}-{each.key}-idle",
        alarm_description=f"Not an error: the queue {each.value.queue} of {i.name} has had no work for a while.",
        comparison_operator="LessThanThreshold",
        evaluation_periods=1,
        **common,
        alarm_actions=[idle[each.key].arn],
        tags=c.tags(f"{each.key}-idle"),
    )


def _steps() -> Any:
    """A step for each number of workers: from above the number before it up to it, and the last without end."""
    steps = each.value.steps

    def step(key: Expression, value: Expression) -> dict[str, Any]:
        return {
            "metric_interval_lower_bound": when(key == 0, "0", fn.tostring(steps[fn.max(key - 1, 0)])),
            "metric_interval_upper_bound": when(key == fn.length(steps) - 1, null, fn.tostring(value)),
            "scaling_adjustment": value,
        }

    return dynamic(steps, step)


def _by_schedule(c: Context, components: Expression, target: aws.AppautoscalingTarget) -> None:
    m = c.module
    changes = m.local(
        "scheduled_minimums",
        fn.flatten(
            for_list(
                components,
                lambda component, row: for_list(
                    fn.try_(row.size.schedules, {}),
                    lambda name, schedule: [
                        {
                            "component": component,
                            "name": f"{name}-start",
                            "schedule": schedule.start,
                            "timezone": schedule.timezone,
                            "min_count": schedule.min_count,
                        },
                        {
                            "component": component,
                            "name": f"{name}-end",
                            "schedule": schedule.end,
                            "timezone": schedule.timezone,
                            "min_count": row.size.min_count,
                        },
                    ],
                    name="name, schedule",
                ),
                name="component, row",
            )
        ),
    )
    aws.AppautoscalingScheduledAction(
        m,
        "minimum",
        for_each=for_map(changes, lambda key, value: (f"{value.component}/{value.name}", value)),
        name=each.value.name,
        **_of(target, each.value.component),
        schedule=each.value.schedule,
        timezone=each.value.timezone,
        scalable_target_action={"min_capacity": fn.tostring(each.value.min_count)},
    )


def _watch_the_signal(c: Context) -> None:
    m, i = c.module, c.i
    common: dict[str, Any] = {
        "namespace": METRIC_NAMESPACE,
        "period": 60,
        "evaluation_periods": MISSING_MINUTES,
        "alarm_actions": i.alarm_topic_arns,
        "ok_actions": i.alarm_topic_arns,
    }
    aws.CloudwatchMetricAlarm(
        m,
        "signal_missing",
        alarm_name=f"{i.name}-backlog-missing",
        alarm_description=f"Nobody publishes the backlog of {i.name}, so its workers do not scale. Look at the "
        f"container {table.BACKLOG.name} of the scheduler: its log group is /{i.name}/airflow/{table.SCHEDULER.name}.",
        metric_name="Backlog",
        dimensions={"Deployment": i.name, "Queue": DEFAULT_QUEUE},
        statistic="SampleCount",
        comparison_operator="LessThanThreshold",
        threshold=1,
        treat_missing_data="breaching",
        **common,
        tags=c.tags("backlog-missing"),
    )
    aws.CloudwatchMetricAlarm(
        m,
        "unserved",
        alarm_name=f"{i.name}-unserved-tasks",
        alarm_description=f"Tasks of {i.name} wait in a queue that no worker serves, and will for ever. The metric "
        "UnservedTasks names it: add it to queues, or give the tasks another.",
        metric_name="UnservedTasks",
        dimensions={"Deployment": i.name},
        statistic="Maximum",
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=1,
        treat_missing_data="notBreaching",
        **common,
        tags=c.tags("unserved-tasks"),
    )
