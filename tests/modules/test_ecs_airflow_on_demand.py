"""The ecs_airflow module: tasks that DAGs run on demand (P1.11). What their policies say is read after an apply, in
test_ecs_airflow_applied.py."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import tftest
from airflow_plans import instances

Root = Callable[..., tftest.TerraformTest]
Values = dict[str, Any]

ECR_IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/big:1"
TASKS = (
    '{little={image="registry.example.com/little:1"},'
    f'big={{image="{ECR_IMAGE}",cpu=4096,memory=16384,command=["python","-m","big"],environment={{MODE="fast"}},'
    'policy_arns=["arn:aws:iam::aws:policy/ReadOnlyAccess"],mount_shared_files=true,ephemeral_storage=100}}'
)
EGRESS = '{warehouse={cidr_block="192.0.2.0/24",port=5439}}'


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("ecs_airflow")


def test_without_such_tasks_there_is_nothing_of_them(root: tftest.TerraformTest) -> None:
    """No group, no role, no right to run anything."""
    plan = root.plan(output=True)
    assert not [change["address"] for change in plan["resource_changes"] if "on_demand" in change["address"]]
    assert not [key for key in instances(plan, "aws_iam_role_policy", "task") if "on-demand" in key]
    for definition in instances(plan, "aws_ecs_task_definition", "this").values():
        assert "TARMAC_ON_DEMAND" not in definition.get("container_definitions", "")


def test_a_big_and_a_little_one(root: tftest.TerraformTest) -> None:
    """P1.11: each with its own image, size, log group and roles; the shared files for the one that wants them."""
    tf_vars = {"on_demand_tasks": TASKS, "egress": EGRESS, "queues": "{gpu={}}"}
    plan = root.plan(output=True, tf_vars=tf_vars)
    definitions = instances(plan, "aws_ecs_task_definition", "on_demand")
    big, little = definitions["big"], definitions["little"]
    assert (little["family"], little["cpu"], little["memory"]) == ("trial-on-demand-little", "256", "512")
    assert (big["family"], big["cpu"], big["memory"]) == ("trial-on-demand-big", "4096", "16384")
    assert big["ephemeral_storage"] == [{"size_in_gib": 100}] and not little["ephemeral_storage"]
    assert [volume["name"] for volume in big["volume"]] == ["shared"] and not little["volume"]
    (container,) = json.loads(big["container_definitions"])
    assert (container["name"], container["image"]) == ("big", ECR_IMAGE)
    assert container["command"] == ["python", "-m", "big"]
    assert {"name": "MODE", "value": "fast"} in container["environment"]
    assert container["mountPoints"] == [{"sourceVolume": "shared", "containerPath": "/mnt/efs", "readOnly": False}]
    options = container["logConfiguration"]["options"]
    assert (options["awslogs-group"], options["awslogs-stream-prefix"]) == ("/trial/on-demand/big", "big")
    (container,) = json.loads(little["container_definitions"])
    assert "command" not in container and not container["mountPoints"], "the image's own"
    assert "secrets" not in container

    assert set(instances(plan, "aws_cloudwatch_log_group", "on_demand")) == {"big", "little"}
    assert set(instances(plan, "aws_iam_role", "on_demand_task")) == {"big", "little"}
    assert set(instances(plan, "aws_iam_role", "on_demand_execution")) == {"big", "little"}
    assert set(instances(plan, "aws_iam_role_policy_attachment", "on_demand")) == {"big/0"}
    assert set(instances(plan, "aws_iam_role_policy", "on_demand_files")) == {"big"}
    runners = {key for key in instances(plan, "aws_iam_role_policy", "task") if key.endswith("/run-on-demand-tasks")}
    assert runners == {"worker/run-on-demand-tasks", "worker-gpu/run-on-demand-tasks"}


def test_nobody_reaches_them_and_they_reach_no_component(root: tftest.TerraformTest) -> None:
    """One security group: HTTPS and what DAGs connect to, and the shared files where a task mounts them."""

    def edges(tasks: str) -> tuple[list[int], list[int]]:
        plan = root.plan(output=True, tf_vars={"on_demand_tasks": tasks, "egress": EGRESS})
        names = ("on_demand", "on_demand_https", "on_demand_files")
        outward, inward = (
            sorted(
                rule["from_port"]
                for name in names
                for rule in instances(plan, f"aws_vpc_security_group_{way}_rule", name).values()
            )
            for way in ("egress", "ingress")
        )
        return outward, inward

    assert edges(TASKS) == ([443, 2049, 5439], [2049]), "the one that leads in leads into the file system's group"
    assert edges('{little={image="registry.example.com/little:1"}}') == ([443, 5439], [])


def test_shared_files_that_are_not_there_are_not_mounted(root: tftest.TerraformTest) -> None:
    with pytest.raises(tftest.TerraformTestError) as refused:
        root.plan(tf_vars={"on_demand_tasks": TASKS, "storage": "{efs=false}"})
    text = re.sub(r"[\s│]+", " ", " ".join(map(str, refused.value.args)))
    assert "The on-demand task big mounts the shared files, and storage.efs is false" in text
