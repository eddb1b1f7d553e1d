"""A bastion without SSH: a task that is started when it is wanted, and opened by ECS Exec (P1.18, P3.12)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from reached_account import CLUSTER, NAME, World, definition, managed, task_definition

from wrapper.account import bastion
from wrapper.errors import TarmacError


@pytest.fixture
def with_bastion(world: World) -> World:
    world.play_aws()
    world.put_state(
        managed("aws_ecs_task_definition", "this", task_definition("bastion", ["bastion"]), key="bastion"),
        managed("aws_security_group", "component", {"id": "sg-bastion"}, key="bastion"),
        managed("aws_security_group", "component", {"id": "sg-worker"}, key="worker"),
    )
    return world


def test_it_is_started_in_the_network_of_the_services_with_a_security_group_of_its_own(with_bastion: World) -> None:
    done = with_bastion.tarmac("bastion", "start", NAME, "--yes", "--hours", "1.5")
    assert (done.code, done.output) == (0, "./tarmac exec bastion --stack prod\n")
    (asked,) = with_bastion.ecs.started
    assert (asked["cluster"], asked["taskDefinition"]) == (CLUSTER, definition("bastion"))
    assert asked["enableExecuteCommand"] and asked["propagateTags"] == "TASK_DEFINITION"
    network = {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-bastion"], "assignPublicIp": "DISABLED"}
    assert asked["networkConfiguration"] == {"awsvpcConfiguration": network}
    (override,) = asked["overrides"]["containerOverrides"]
    assert override == {"name": "bastion", "environment": [{"name": "TARMAC_BASTION_SECONDS", "value": "5400"}]}


def test_one_that_runs_is_taken(with_bastion: World) -> None:
    with_bastion.tarmac("bastion", "start", NAME, "--yes")
    done = with_bastion.tarmac("bastion", "start", NAME, "--yes", "--json")
    assert json.loads(done.output) == {"tasks": ["ba51"]} and len(with_bastion.ecs.started) == 1


def test_it_is_opened_with_the_environment_of_its_tools(with_bastion: World) -> None:
    with_bastion.tarmac("bastion", "start", NAME, "--yes")
    done = with_bastion.tarmac("exec", "bastion", "--", "printenv", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN")
    assert done.output == "postgresql://built-by-the-entrypoint\n"
    assert "ba51" in with_bastion.called()


def test_it_is_stopped_and_that_it_runs_is_seen(with_bastion: World) -> None:
    for component in ("api-server", "scheduler", "worker", "worker-gpu", "redis"):
        with_bastion.ecs.services.pop(f"{NAME}-{component}", None)

    def row() -> dict[str, Any]:
        rows = json.loads(with_bastion.tarmac("status", NAME, "--json").output)["services"][NAME]["components"]
        found: dict[str, Any] = next(one for one in rows if one["component"] == "bastion")
        return found

    assert (row()["health"], row()["running"]) == ("none wanted", 0)
    with_bastion.tarmac("bastion", "start", NAME, "--yes")
    assert (row()["health"], row()["running"]) == ("open", 1)
    assert "Stopped: ba51." in with_bastion.tarmac("bastion", "stop", NAME).remarks
    assert with_bastion.ecs.stopped == ["ba51"]
    assert "No bastion of prod runs." in with_bastion.tarmac("bastion", "stop", NAME).remarks


def test_it_is_waited_for_until_its_agent_answers(with_bastion: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ecs = with_bastion.ecs

    def run_task(**_: Any) -> dict[str, Any]:
        ecs.run("bastion", "ba51", managedAgents=[{"name": "ExecuteCommandAgent", "lastStatus": "PENDING"}])
        return {"tasks": ecs.tasks["prod-bastion"], "failures": []}

    def wait(_: float) -> None:
        waited.append(1)
        if len(waited) == 3:
            ecs.tasks["prod-bastion"] = []
            ecs.run("bastion", "ba51", timedelta())

    waited: list[int] = []
    monkeypatch.setattr(ecs, "run_task", run_task)
    assert bastion.start(with_bastion.target, 1, wait) == ["ba51"] and len(waited) == 3

    monkeypatch.setattr(ecs, "tasks", {})
    monkeypatch.setattr(bastion, "_refuse_ended", lambda *_: None)
    waited.extend([1, 2, 3])
    with pytest.raises(TarmacError, match="cannot be opened after 300 seconds") as error:
        bastion.start(with_bastion.target, 1, wait)
    assert "interface endpoint ssmmessages" in str(error.value)


def test_one_that_ends_at_once_says_why(with_bastion: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_task(**_: Any) -> dict[str, Any]:
        task = {
            "taskArn": f"{CLUSTER}/ba51",
            "lastStatus": "STOPPED",
            "stoppedReason": "CannotPullContainerError: none",
        }
        with_bastion.ecs.tasks["ended"] = [{**task, "containers": [{"name": "bastion"}]}]
        return {"tasks": [task], "failures": []}

    def describe_tasks(cluster: str, tasks: list[str]) -> dict[str, Any]:
        return {"tasks": with_bastion.ecs.tasks["ended"] if tasks == ["ba51"] else []}

    monkeypatch.setattr(with_bastion.ecs, "run_task", run_task)
    monkeypatch.setattr(with_bastion.ecs, "describe_tasks", describe_tasks)
    done = with_bastion.tarmac("bastion", "start", NAME, "--yes")
    assert done.code == 1 and "The bastion of prod ended at once: CannotPullContainerError" in done.remarks


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bastion", "start", NAME], "Nothing was changed in account 123456789012: there is no terminal"),
        (["exec", "bastion", "--", "true"], "No bastion of prod runs. Start one: ./tarmac bastion start prod"),
        (["bastion", "start", "nope"], "There is no deployment 'nope' in the settings. There are: prod."),
        (["bastion", "start", NAME, "--hours", "100"], "less than or equal to 24"),
    ],
)
def test_bad_input_is_one_sentence(with_bastion: World, arguments: list[str], sentence: str) -> None:
    done = with_bastion.tarmac(*arguments)
    assert done.code == 1 and sentence in done.remarks
    assert not with_bastion.ecs.started


def test_the_setting_is_named_where_there_is_none(world: World) -> None:
    for arguments in (["bastion", "start", NAME, "--yes"], ["exec", "bastion", "--", "true"]):
        done = world.tarmac(*arguments)
        assert done.code == 1 and "prod has no bastion. Set `bastion: true` for prod and apply" in done.remarks


def test_what_ecs_refuses_is_said(with_bastion: World, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = {"tasks": [], "failures": [{"reason": "Capacity is unavailable at this time"}]}
    monkeypatch.setattr(with_bastion.ecs, "run_task", lambda **_: failed)
    done = with_bastion.tarmac("bastion", "start", NAME, "--yes")
    assert done.code == 1 and "ECS does not start the bastion of prod: Capacity is unavailable" in done.remarks
