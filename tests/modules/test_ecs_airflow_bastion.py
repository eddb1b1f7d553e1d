"""The ecs_airflow module: a bastion without SSH, where it is asked for (P1.18). What its policies say is read after an
apply, in test_ecs_airflow_applied.py."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import tftest
from airflow_plans import instances

from modules.ecs_airflow.components import BASTION, COMPONENTS

Root = Callable[..., tftest.TerraformTest]
Values = dict[str, Any]


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("ecs_airflow")


def test_it_is_given_no_key_and_is_reached_by_nobody() -> None:
    """Airflow's own login to the database, not the master's; no component has an edge to it, and it has no port."""
    assert BASTION.secrets == {"database", "broker"}
    assert not BASTION.ports
    assert not [edge for component in COMPONENTS for edge in component.edges if edge.to == BASTION.name]


def test_without_it_there_is_nothing_of_it(root: tftest.TerraformTest) -> None:
    text = json.dumps(root.plan(output=True)["resource_changes"])
    assert "bastion" not in text


def test_with_it_a_task_definition_that_no_service_runs(root: tftest.TerraformTest) -> None:
    """So it costs nothing until somebody starts it. The others stay read-only, and closed to ECS Exec."""
    plan = root.plan(output=True, tf_vars={"bastion": "true"})
    definitions = instances(plan, "aws_ecs_task_definition", "this")
    assert (definitions["bastion"]["family"], definitions["bastion"]["memory"]) == ("trial-bastion", "512")
    for kind in ("aws_ecs_service", "aws_appautoscaling_target"):
        assert "bastion" not in instances(plan, kind, "this")
    services = instances(plan, "aws_ecs_service", "this")
    assert services and not any(service["enable_execute_command"] for service in services.values())
    rights = {key for key in instances(plan, "aws_iam_role_policy", "task") if "open-" in key}
    assert rights == {"bastion/open-bastion"}
    out = instances(plan, "aws_vpc_security_group_egress_rule", "connection")
    assert {key for key in out if key.startswith("bastion")} == {
        *("bastion-to-broker", "bastion-to-database", "bastion-to-files")
    }


def test_without_a_shared_file_system_it_mounts_none(root: tftest.TerraformTest) -> None:
    plan = root.plan(output=True, tf_vars={"bastion": "true", "storage": "{efs=false}"})
    assert "bastion-to-files" not in instances(plan, "aws_vpc_security_group_egress_rule", "connection")
    assert "bastion/write-root-directory" not in instances(plan, "aws_iam_role_policy", "task")
