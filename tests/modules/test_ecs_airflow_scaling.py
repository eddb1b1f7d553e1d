"""The ecs_airflow module: queues with workers of their own, and how many workers there are.

docs/scaling.md explains the policy.
"""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
import tftest
from airflow_plans import instances

from kit.publish import publish
from modules.ecs_airflow import EcsAirflow, scaling

Root = Callable[..., tftest.TerraformTest]
Values = dict[str, Any]

TOPIC = "arn:aws:sns:us-east-1:123456789012:airflow"
NIGHT = 'schedules={night={min_count=3,start="cron(0 22 * * ? *)",end="cron(0 4 * * ? *)",timezone="Europe/Berlin"}}'
BIG = (
    "{cpu=4096,memory=16384,concurrency=2,max_count=40,spot_percent=75,"
    f'image="123456789012.dkr.ecr.us-east-1.amazonaws.com/big:1",extra_policies={{batch="{{}}"}},'
    f'extra_policy_arns=["arn:aws:iam::aws:policy/ReadOnlyAccess"],{NIGHT}}}'
)


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("ecs_airflow")


def policies(plan: Any) -> dict[str, set[str]]:
    """By what each service is scaled."""
    names = ("cpu", "requests", "demand", "idle")
    return {name: set(instances(plan, "aws_appautoscaling_policy", name)) for name in names}


def steps(policy: Values) -> list[tuple[float, float | None, int]]:
    """From how many needed workers, up to how many, which number of workers there is then."""
    found = []
    for step in policy["step_scaling_policy_configuration"][0]["step_adjustment"]:
        low, high = step["metric_interval_lower_bound"], step["metric_interval_upper_bound"]
        # An interval is relative to the threshold of 1; its upper bound is not in it.
        found.append((float(low) + 1, float(high) if high else None, step["scaling_adjustment"]))
    return sorted(found)


def test_a_release_that_ecs_rolled_back_is_no_success() -> None:
    """N.5: waiting for a steady state ends well after a rollback too, with the task definition of before."""
    services = publish(EcsAirflow)["services.tf"]
    assert "condition     = self.task_definition == aws_ecs_task_definition.this[each.key].arn" in services


def test_without_further_queues_and_a_fixed_number_nothing_scales(root: tftest.TerraformTest) -> None:
    """P2.9: the signal is watched all the same."""
    plan = root.plan(output=True)
    assert policies(plan) == {"cpu": set(), "requests": set(), "demand": set(), "idle": set()}
    (missing,) = instances(plan, "aws_cloudwatch_metric_alarm", "signal_missing").values()
    assert (missing["metric_name"], missing["statistic"]) == ("Backlog", "SampleCount")
    assert missing["treat_missing_data"] == "breaching", "its absence is the alarm"
    (unserved,) = instances(plan, "aws_cloudwatch_metric_alarm", "unserved").values()
    assert (unserved["metric_name"], unserved["dimensions"]) == ("UnservedTasks", {"Deployment": "trial"})
    assert not instances(plan, "aws_appautoscaling_scheduled_action", "minimum")
    assert instances(plan, "aws_ecs_service", "this")["worker"]["wait_for_steady_state"] is False
    assert instances(plan, "aws_ecs_service", "this")["scheduler"]["wait_for_steady_state"] is True


def test_one_queue_more_from_zero(root: tftest.TerraformTest) -> None:
    """P2.9, P3.10, T0.3, T0.4: a service of its own, scaled by its backlog from none to as many as are needed in one
    step; the API server by requests and CPU; both workers' alarms scale nothing in while nobody publishes."""
    settings = {
        "components": "{api_server={min_count=2,max_count=4},worker={min_count=1,max_count=3,concurrency=8}}",
        "queues": f"{{big={BIG}}}",
        "alarm_topic_arns": f'["{TOPIC}"]',
        "extra_policies": '{all="{}"}',
    }
    plan = root.plan(output=True, tf_vars=settings)
    workers = {"worker", "worker-big"}
    assert policies(plan) == {"cpu": {"api-server"}, "requests": {"api-server"}, "demand": workers, "idle": workers}
    bounds = instances(plan, "aws_appautoscaling_target", "this")
    assert {key: (bounds[key]["min_capacity"], bounds[key]["max_capacity"]) for key in workers} == {
        "worker": (1, 3),
        "worker-big": (0, 40),
    }

    demand = instances(plan, "aws_appautoscaling_policy", "demand")
    assert steps(demand["worker"]) == [(1, 1, 1), (2, 2, 2), (3, None, 3)]
    large = steps(demand["worker-big"])
    assert len(large) <= scaling.STEPS
    assert (large[0], large[-1][1:]) == ((1, 1, 1), (None, 40))
    for (_, high, count), (low, _, more) in itertools.pairwise(large):
        assert (high, low) == (count, count + 1), "without a gap, and never fewer than are needed"
        assert more <= max(count + 1, 1.3 * count + 1), "nor many more"
    for policy in demand.values():
        assert policy["step_scaling_policy_configuration"][0]["adjustment_type"] == "ExactCapacity"
    idle = instances(plan, "aws_appautoscaling_policy", "idle")
    assert {key: policy["step_scaling_policy_configuration"][0]["step_adjustment"] for key, policy in idle.items()} == {
        key: [{"metric_interval_lower_bound": "", "metric_interval_upper_bound": "0", "scaling_adjustment": count}]
        for key, count in (("worker", 1), ("worker-big", 0))
    }
    for name in ("demand", "demand_again", "idle"):
        for alarm in instances(plan, "aws_cloudwatch_metric_alarm", name).values():
            assert alarm["treat_missing_data"] == "notBreaching", "no signal, no change"
            assert (alarm["namespace"], alarm["statistic"]) == ("Tarmac/Airflow", "Maximum"), "publishers do not add up"
            assert (alarm["period"], alarm["evaluation_periods"]) == (30, 2 if name == "demand_again" else 1)
    queue = instances(plan, "aws_cloudwatch_metric_alarm", "demand")["worker-big"]["dimensions"]
    assert queue == {"Deployment": "trial", "Queue": "big"}
    for name in ("signal_missing", "unserved"):
        (alarm,) = instances(plan, "aws_cloudwatch_metric_alarm", name).values()
        assert alarm["alarm_actions"] == alarm["ok_actions"] == [TOPIC]

    schedule = instances(plan, "aws_appautoscaling_scheduled_action", "minimum")
    assert {
        key: (one["schedule"], one["scalable_target_action"][0]["min_capacity"]) for key, one in schedule.items()
    } == {
        "worker-big/night-start": ("cron(0 22 * * ? *)", "3"),
        "worker-big/night-end": ("cron(0 4 * * ? *)", "0"),
    }
    assert {one["timezone"] for one in schedule.values()} == {"Europe/Berlin"}

    service = instances(plan, "aws_ecs_service", "this")["worker-big"]
    assert (service["name"], service["desired_count"]) == ("trial-worker-big", 0)
    assert (service["deployment_minimum_healthy_percent"], service["deployment_maximum_percent"]) == (100, 200)
    weights = {item["capacity_provider"]: item["weight"] for item in service["capacity_provider_strategy"]}
    assert weights == {"FARGATE": 25, "FARGATE_SPOT": 75}
    definition = instances(plan, "aws_ecs_task_definition", "this")["worker-big"]
    assert (definition["cpu"], definition["memory"]) == ("4096", "16384")
    assert set(instances(plan, "aws_security_group", "component")) == {
        *("api-server", "scheduler", "dag-processor", "triggerer", "worker", "flower")
    }, "all workers have the same connections"
    grants = set(instances(plan, "aws_iam_role_policy", "task"))
    assert {grant.removeprefix("worker-big/") for grant in grants if grant.startswith("worker-big/")} == {
        grant.removeprefix("worker/") for grant in grants if grant.startswith("worker/")
    }
    assert set(instances(plan, "aws_iam_role_policy", "queue")) == {"worker-big/batch"}
    assert set(instances(plan, "aws_iam_role_policy_attachment", "queue")) == {"worker-big/0"}
    assert "worker-big/all" in instances(plan, "aws_iam_role_policy", "extra"), "DAGs' own policies hold in every queue"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {
                "queues": "{default={},under_score={cpu=256,memory=4096},upside={min_count=3,max_count=2},"
                "cheap={spot_percent=101},none={concurrency=0},"
                'late={schedules={a={min_count=2,start="cron(0 1 * * ? *)",end="cron(0 2 * * ? *)"}}},'
                'often={schedules={a={min_count=1,start="every morning",end="cron(0 2 * * ? *)"}}}}',
            },
            [
                "not 'default', which components.worker serves; this is not so for default.",
                "Fargate offers",
                "this is not so for under_score.",
                "this is not so for upside.",
                "spot_percent from 0 to 100; this is not so for cheap, none.",
                "this is not so for late, often.",
            ],
        ),
        (
            {
                "components": '{worker={schedules={a={min_count=2,start="cron(0 1 * * ? *)",end="at(x)"}}}}',
                "alarm_topic_arns": '["mail"]',
            },
            ["schedules with a min_count from 0 to max_count", "not so for worker", "be the ARN of a topic of SNS"],
        ),
    ],
)
def test_terraform_refuses(root: tftest.TerraformTest, settings: Values, said: list[str]) -> None:
    """Min above max, a share of Spot over 100, a size that is not sold: with the names of those that are wrong."""
    with pytest.raises(tftest.TerraformTestError) as refused:
        root.plan(tf_vars=settings)
    text = " ".join(" ".join(map(str, refused.value.args)).replace("│", " ").split())
    assert [sentence for sentence in said if sentence not in text] == [], text[-3000:]
