"""The ecs_airflow module: Airflow's ECS executor, where it is asked for (P1.2, P3.10). What its policies say is read
after an apply, in test_ecs_airflow_applied.py."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import tftest
from airflow_plans import instances

from modules.ecs_airflow.components import TASK, WORKER

Root = Callable[..., tftest.TerraformTest]
Values = dict[str, Any]


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("ecs_airflow")


def test_its_task_is_given_less_than_a_worker() -> None:
    """N.7: no secret at all, and no way to the broker, the database or anything but the API server."""
    assert not TASK.secrets
    assert {edge.to for edge in TASK.edges} == {"api-server"} < {edge.to for edge in WORKER.edges}
    assert set(TASK.permissions) < set(WORKER.permissions)
    assert TASK.mounts == WORKER.mounts, "a task finds the same files in both"


def test_without_it_there_is_nothing_of_it(root: tftest.TerraformTest) -> None:
    plan = root.plan(output=True)
    assert "task" not in instances(plan, "aws_ecs_task_definition", "this")
    assert "task" not in instances(plan, "aws_security_group", "component")
    assert not [key for key in instances(plan, "aws_iam_role_policy", "task") if "executor" in key]


def test_with_it_a_task_definition_that_no_service_runs(root: tftest.TerraformTest) -> None:
    """Its network, its roles, its log group, and the scheduler's right to start it; nothing scales it."""
    policies = '["arn:aws:iam::aws:policy/ReadOnlyAccess"]'
    executor = f"{{cpu=1024,memory=2048,policy_arns={policies}}}"
    egress = '{warehouse={cidr_block="192.0.2.0/24",port=5439}}'
    plan = root.plan(output=True, tf_vars={"ecs_executor": executor, "egress": egress})
    definition = instances(plan, "aws_ecs_task_definition", "this")["task"]
    assert (definition["family"], definition["cpu"], definition["memory"]) == ("trial-task", "1024", "2048")
    for kind, name in (
        ("aws_security_group", "component"),
        ("aws_cloudwatch_log_group", "component"),
        ("aws_iam_role", "task"),
        ("aws_iam_role", "execution"),
    ):
        assert "task" in instances(plan, kind, name), (kind, name)
    for kind in ("aws_ecs_service", "aws_appautoscaling_target"):
        assert set(instances(plan, kind, "this")) >= {"worker"} and "task" not in instances(plan, kind, "this")
    assert set(instances(plan, "aws_iam_role_policy_attachment", "executor")) == {"0"}
    granted = set(instances(plan, "aws_iam_role_policy", "task"))
    assert {key for key in granted if key.endswith("run-executor-tasks")} == {"scheduler/run-executor-tasks"}
    outward = {key for key in instances(plan, "aws_vpc_security_group_egress_rule", "connection") if "task-" in key}
    assert outward == {"task-to-api-server", "task-to-files"}
    assert "task-to-warehouse" in instances(plan, "aws_vpc_security_group_egress_rule", "dags")


def test_a_size_that_fargate_does_not_sell_is_refused(root: tftest.TerraformTest) -> None:
    with pytest.raises(tftest.TerraformTestError) as refused:
        root.plan(tf_vars={"ecs_executor": "{cpu=256,memory=4096}"})
    text = re.sub(r"[\s│]+", " ", " ".join(map(str, refused.value.args)))
    assert "ecs_executor must ask for a memory in MiB that Fargate offers beside the CPU" in text
