"""What a plan would do, and what it must not do unasked."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from wrapper.errors import TarmacError
from wrapper.terraform import plan as plans
from wrapper.terraform.plan_summary import LARGEST, markdown
from wrapper.terraform.runner import Terraform

MakeStack = Callable[[str], Path]


def resource(address: str, *actions: str, **change: Any) -> dict[str, Any]:
    """A resource as `terraform show -json` gives it."""
    *module, kind, _ = address.split(".")
    found: dict[str, Any] = {"address": address, "mode": "managed", "type": kind}
    if module:
        found["module_address"] = ".".join(module)
    if "action_reason" in change:
        found["action_reason"] = change.pop("action_reason")
    return found | {"change": {"actions": list(actions), "before": {}, "after": {}, "after_unknown": {}} | change}


def plan(*resources: dict[str, Any], **rest: Any) -> plans.Plan:
    return {"format_version": "1.2", "resource_changes": list(resources), **rest}


MIXED = plan(
    resource("module.vpc.aws_vpc.this", "create"),
    resource("module.vpc.aws_subnet.public[0]", "create"),
    resource("module.aurora.aws_rds_cluster.this", "update"),
    resource("module.ecs_airflow.aws_lb.this[0]", "delete", "create", replace_paths=[["subnets"], ["tags", "x"]]),
    resource("module.ecs_airflow.aws_ecs_service.flower", "delete", action_reason="delete_because_count_index"),
    resource("aws_iam_role.extra", "no-op"),
    resource("data.aws_region.this", "read") | {"mode": "data"},
)


def test_changes_are_counted_by_action() -> None:
    assert plans.counts(MIXED) == {"create": 2, "update": 1, "replace": 1, "delete": 1}
    assert plans.summary(MIXED) == "2 to create, 1 to update, 1 to replace, 1 to delete"
    assert plans.operations(MIXED) == 6


def test_a_plan_without_changes_says_so() -> None:
    assert plans.summary(plan(resource("aws_vpc.this", "no-op"))) == "no changes"


def test_a_plan_that_changes_outputs_alone_says_so() -> None:
    found = plan(output_changes={"url": {"actions": ["create"]}, "name": {"actions": ["no-op"]}})
    assert plans.summary(found) == "outputs to change"
    assert plans.output_changes(found) == {"url": "create"}


def test_each_module_has_its_row() -> None:
    file = io.StringIO()
    Console(file=file, width=100).print(plans.table(MIXED))
    assert plans.modules(MIXED)["module.vpc"] == {"create": 2, "update": 0, "replace": 0, "delete": 0}
    assert "module.vpc" in file.getvalue()


def test_a_replacement_names_the_attribute_that_forces_it() -> None:
    assert plans.replacements(MIXED) == {"module.ecs_airflow.aws_lb.this[0]": "subnets, tags.x change"}


@pytest.mark.parametrize("kind", sorted(plans.HOLDS_DATA))
@pytest.mark.parametrize("actions", [("delete",), ("delete", "create"), ("create", "delete")])
def test_nothing_that_holds_data_is_deleted_or_replaced_unasked(kind: str, actions: tuple[str, ...]) -> None:
    address = f"module.some.{kind}.this"
    found = plan(resource(address, *actions, replace_paths=[["name"]]))
    with pytest.raises(TarmacError, match="would destroy data, so nothing was changed") as caught:
        plans.refuse_data_loss(found)
    assert plans.HOLDS_DATA[kind] in caught.value.message
    assert f"--allow-replace '{address}'" in str(caught.value.hint)


def test_a_danger_says_what_is_lost_and_why() -> None:
    found = plan(
        resource("module.aurora.aws_rds_cluster.this", "delete", "create", replace_paths=[["master_username"]])
    )
    (danger,) = plans.data_at_risk(found)
    assert str(danger) == (
        "module.aurora.aws_rds_cluster.this would be replaced because master_username changes; "
        "it holds Airflow's metadata database: DAG runs, connections, variables, users."
    )


def test_the_permission_is_for_the_named_address_alone() -> None:
    found = plan(resource("aws_s3_bucket.logs", "delete"), resource("aws_s3_bucket.dags", "delete"))
    assert [danger.address for danger in plans.data_at_risk(found, {"aws_s3_bucket.logs"})] == ["aws_s3_bucket.dags"]
    plans.refuse_data_loss(found, {"aws_s3_bucket.logs", "aws_s3_bucket.dags"})


@pytest.mark.parametrize("action", ["create", "update", "no-op", "forget"])
def test_what_keeps_the_data_is_not_refused(action: str) -> None:
    assert plans.data_at_risk(plan(resource("aws_rds_cluster.this", action))) == []


def test_a_change_of_broker_is_no_loss_of_data_and_said_once() -> None:
    """P1.1: from low to high availability in place; what is lost on the way is said."""
    found = plan(
        resource("module.redis.aws_ecs_service.redis[0]", "delete"),
        resource("module.redis.aws_secretsmanager_secret.password[0]", "delete"),
        resource("module.redis.aws_elasticache_replication_group.this[0]", "create"),
    )
    assert plans.data_at_risk(found) == []
    assert plans.notices(found) == [plans.BROKER_NOTICE]


def test_other_losses_are_noticed() -> None:
    found = plan(resource("aws_cloudwatch_log_group.flow", "delete"), resource("aws_lb.this", "delete", "create"))
    assert plans.notices(found) == [
        "aws_cloudwatch_log_group.flow is deleted: the logs in it are deleted.",
        "aws_lb.this is replaced: the DNS name of the load balancer changes.",
    ]


def test_the_summary_of_a_pull_request_is_readable_and_folded() -> None:
    text = markdown(MIXED, "low-availability")
    assert text.startswith("### Plan of `low-availability`: 2 to create, 1 to update, 1 to replace, 1 to delete\n")
    assert "| `module.vpc` | 2 |  |  |  |" in text
    assert "<details><summary>Replaced (1)</summary>" in text
    assert "module.ecs_airflow.aws_lb.this[0]  (subnets, tags.x change)" in text
    assert "module.ecs_airflow.aws_ecs_service.flower  (fewer of it are asked for)" in text


def test_the_summary_shows_what_changes_and_looks_into_json() -> None:
    found = plan(
        resource(
            "aws_ecs_task_definition.worker",
            "update",
            before={"cpu": "256", "containers": '[{"image": "a:1", "memory": 512}]', "same": 1},
            after={"cpu": "512", "containers": '[{"image": "a:2", "memory": 512}]', "same": 1},
            after_unknown={"arn": True, "tags": {}},
        )
    )
    text = markdown(found, "x")
    assert '  cpu: "256" -> "512"\n' in text
    assert '  containers.0.image: "a:1" -> "a:2"\n' in text
    assert "  arn: null -> (known after apply)\n" in text
    assert "memory" not in text
    assert "same" not in text


def test_no_sensitive_or_write_only_value_is_in_the_summary() -> None:
    """N.6"""
    found = plan(
        resource(
            "aws_rds_cluster.this",
            "update",
            before={"password": "old-secret", "user": [{"name": "a", "token": "t-secret"}], "key_wo": None},
            after={"password": "new-secret", "user": [{"name": "b", "token": "t-secret"}], "key_wo": "wo-secret"},
            before_sensitive={"password": True, "user": [{"token": True}]},
            after_sensitive={"password": True, "user": [{"token": True}]},
        ),
        output_changes={"token": {"actions": ["update"], "before": "b-secret", "after": "a-secret"}},
    )
    text = markdown(found, "x")
    assert "-secret" not in text
    assert "  password: (sensitive), changes\n" in text
    assert '  user.0.name: "a" -> "b"\n' in text
    assert "update output token" in text


def test_a_summary_fits_into_a_comment() -> None:
    found = plan(*(resource(f"aws_subnet.this[{index}]", "create") for index in range(5000)))
    text = markdown(found, "x")
    assert len(text) <= LARGEST
    assert "more, which do not fit here" in text


def test_a_plan_of_terraform_itself_is_understood(stack: MakeStack) -> None:
    configuration = """
    resource "terraform_data" "this" {
      input            = sensitive("hidden-%s")
      triggers_replace = "%s"
    }
    """
    folder = stack(configuration % ("a", "one"))
    runner = Terraform(folder, os.environ)
    runner.init()
    runner.plan(folder / "plan")
    runner.apply(folder / "plan")
    stack(configuration % ("b", "two"))
    runner.plan(folder / "plan")
    found = runner.show(folder / "plan")
    assert plans.replacements(found) == {"terraform_data.this": "triggers_replace changes"}
    text = markdown(found, "sample")
    assert '  triggers_replace: "one" -> "two"\n' in text
    assert "  input: (sensitive), changes\n" in text
    assert "hidden" not in text
