"""plan, apply, destroy, output and status, the same on the embedded AWS and in an account."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest
from small_checkout import ACCOUNT, Checkout

from wrapper import paths
from wrapper.deployments import orphans
from wrapper.errors import TarmacError
from wrapper.terraform import plan as plans


def test_the_exit_code_of_a_plan_says_whether_something_changes(checkout: Checkout) -> None:
    """P0.10"""
    planned = checkout.run("plan", "airflow", code=2)
    assert planned.remarks.startswith("airflow: the embedded AWS, region us-east-1\n")
    assert "airflow: 1 to create" in planned.output
    applied = checkout.run("apply", "airflow")
    assert "airflow is as the settings say, after" in applied.remarks
    assert "value     one" in applied.output
    assert "password  (sensitive)" in applied.output
    assert "airflow: no changes" in checkout.run("plan", "airflow").output
    assert "airflow: no changes" in checkout.run("apply", "airflow").output


def test_json_is_alone_on_standard_output_and_holds_no_secret(checkout: Checkout) -> None:
    assert "airflow has no outputs yet" in checkout.run("output", "airflow").remarks
    planned = checkout.run("plan", "airflow", "--json", code=2).json
    assert planned["stack"] == "airflow"
    assert planned["account"] == "embedded"
    assert planned["changes"] is True
    assert planned["counts"] == {"create": 1, "update": 0, "replace": 0, "delete": 0}
    assert checkout.run("apply", "airflow", "--json").json == {"value": "one"}
    output = checkout.run("output", "airflow", "--json")
    assert output.json == {"value": "one"}
    assert output.remarks.startswith("airflow: the embedded AWS, region us-east-1")
    shown = checkout.run("output", "airflow").output
    assert "(sensitive)" in shown and "hidden-from-everybody" not in shown


def test_a_plan_is_also_written_as_markdown(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step_summary = tmp_path / "step.md"
    step_summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step_summary))
    summary = Path(checkout.run("plan", "airflow", "--json", code=2).json["summary"])
    assert summary.read_text().startswith("### Plan of `airflow`: 1 to create")
    assert step_summary.read_text() == f"before\n{summary.read_text()}"
    assert [path.name for path in summary.parent.iterdir()] == [summary.name], "no plan, which may hold secrets, stays"


def test_what_holds_data_is_replaced_only_by_name(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plans.HOLDS_DATA, "terraform_data", "the sample's data")
    checkout.stack(resource={"terraform_data": {"one": {"triggers_replace": "a"}}}, output=None)
    checkout.run("apply", "airflow")
    checkout.stack(resource={"terraform_data": {"one": {"triggers_replace": "b"}}}, output=None)
    planned = checkout.run("plan", "airflow", code=1)
    assert "replace terraform_data.one: triggers_replace changes" in planned.output, "shown before it is refused"
    assert "would destroy data, so nothing was changed" in planned.remarks
    as_json = checkout.run("plan", "airflow", "--json", code=1).json
    assert as_json["data_at_risk"] == ["terraform_data.one"]
    allow = ["--allow-replace", "terraform_data.one"]
    assert "--allow-replace 'terraform_data.one'" in checkout.run("apply", "airflow", code=1).remarks
    checkout.run("plan", "airflow", *allow, code=2)
    checkout.run("apply", "airflow", *allow)
    checkout.run("plan", "airflow")


def test_destroy_leaves_nothing_and_says_so_when_there_is_nothing(checkout: Checkout) -> None:
    checkout.run("apply", "airflow")
    destroyed = checkout.run("destroy", "airflow")
    assert "airflow: 1 to delete" in destroyed.output
    assert "airflow is destroyed, after" in destroyed.remarks
    assert checkout.run("status", "--json").json["deployments"][0]["resources"] == 0
    assert "Nothing of airflow is deployed" in checkout.run("destroy", "airflow").remarks


def test_task_definitions_that_no_state_knows_go_with_the_deployment(checkout: Checkout) -> None:
    """P1.22: a killed apply leaves them; those of others stay."""
    ecs = checkout.client("ecs")
    for family, deployment in (("airflow-redis", "airflow"), ("airflow2-redis", "airflow2"), ("airflow-other", "")):
        container = {"name": "one", "image": "one", "memory": 128}
        tags = [{"key": "Deployment", "value": deployment}]
        ecs.register_task_definition(family=family, containerDefinitions=[container], tags=tags)
    assert "airflow is destroyed, after" in checkout.run("destroy", "airflow").remarks
    active = [
        arn.split("/")[-1].split(":")[0] for arn in ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]
    ]
    assert "airflow-redis" not in active
    assert {"airflow2-redis", "airflow-other"} <= set(active)


def test_what_the_state_lacks_is_destroyed_with_the_deployment(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P1.22: on the embedded AWS, where it can be nobody else's."""
    lost = orphans.Orphan("arn:aws:ec2:us-east-1:1:vpc/vpc-1", "aws_vpc", "vpc-1", "terraform_data.one")
    left = orphans.Orphan("arn:aws:s3:::old", "aws_s3_bucket", "old", None)
    answers = [[lost], [lost], [], [left]]
    monkeypatch.setattr(orphans, "find", lambda *arguments: answers.pop(0))
    result = checkout.run("destroy", "airflow")
    assert "Importing into airflow: done" in result.remarks and "airflow: 1 to delete" in result.output
    assert "arn:aws:s3:::old" in result.remarks


def test_in_an_account_what_the_state_lacks_is_listed_before_it_asks(
    account: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.run("apply", "airflow", "--yes")
    lost = orphans.Orphan("arn:aws:ec2:us-east-1:1:vpc/vpc-1", "aws_vpc", "vpc-1", "terraform_data.two")
    monkeypatch.setattr(orphans, "find", lambda *arguments: [lost])
    remarks = account.run("destroy", "airflow", code=1).remarks
    assert "./tarmac import airflow terraform_data.two vpc-1" in remarks
    assert "there is no terminal on which to ask" in remarks


def test_where_it_may_not_look_for_what_is_left_a_destroy_still_destroys(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*arguments: object) -> None:
        raise TarmacError("The AWS credentials lack the permission tag:GetResources.")

    checkout.run("apply", "airflow")
    monkeypatch.setattr(orphans, "find", denied)
    remarks = checkout.run("destroy", "airflow").remarks
    assert "lack the permission tag:GetResources" in remarks
    assert "airflow is destroyed, after" in remarks


def test_of_a_deployment_that_was_taken_out_of_the_settings_it_is_said_how_to_destroy_it(checkout: Checkout) -> None:
    checkout.run("apply", "airflow")
    text = (checkout.folder / "tarmac.yaml").read_text()
    checkout.settings(text.replace("  airflow:", "  another:"))
    for words in (("destroy", "airflow"), ("down", "--stack", "airflow")):
        remarks = checkout.run(*words, code=1).remarks
        assert "airflow is not in the settings any more, and resources of it still stand in the embedded AWS" in remarks
        assert 'airflow: {availability: low, account: "embedded", region: us-east-1}' in remarks
    checkout.settings(text)
    checkout.run("destroy", "airflow")
    checkout.settings(text.replace("  airflow:", "  another:"))
    assert "There is no deployment 'airflow'" in checkout.run("destroy", "airflow", code=1).remarks


def test_status_shows_resources_and_locks(checkout: Checkout) -> None:
    assert "none" in checkout.run("status").output
    checkout.run("apply", "airflow")
    checkout.lock()
    found = checkout.run("status", "--json").json
    assert found["endpoint"] == checkout.endpoint
    assert found["deployments"] == [
        {
            "account": "embedded",
            "deployment": "airflow",
            "lock": "ada@laptop runs apply since 2026-01-02 03:04:05 UTC (lock 0a1b)",
            "problem": None,
            "region": "us-east-1",
            "resources": 1,
        }
    ]
    assert "ada@laptop" in checkout.run("status", "airflow").output


def test_status_of_an_account_that_cannot_be_asked_says_why(account: Checkout) -> None:
    assert account.run("status", "--json").json["deployments"][0]["problem"] is None
    account.settings((account.folder / "tarmac.yaml").read_text().replace(ACCOUNT, "111111111111"))
    result = account.run("status", code=1)
    assert "unknown" in result.output
    assert "the credentials are those of account 123456789012" in result.remarks


def test_a_deployment_that_is_not_there_is_named_with_those_that_are(checkout: Checkout) -> None:
    for verb in ("plan", "apply", "destroy", "output", "unlock", "status"):
        remarks = checkout.run(verb, "airflw", code=1).remarks
        assert remarks == "There is no deployment 'airflw' in the settings.\nThere are: airflow.\n"


def test_the_state_of_every_deployment_is_not_destroyed_by_a_verb(checkout: Checkout) -> None:
    assert "is not destroyed from here" in checkout.run("destroy", "remote-state", code=1).remarks


def test_a_held_lock_refuses_plan_and_apply_and_names_the_holder(checkout: Checkout) -> None:
    checkout.lock()
    for verb in ("plan", "apply", "destroy"):
        remarks = checkout.run(verb, "airflow", code=1).remarks
        assert "The state of airflow is locked: ada@laptop runs apply since 2026-01-02 03:04:05 UTC" in remarks
        assert "./tarmac unlock airflow" in remarks
    assert checkout.run("status", "--json").json["deployments"][0]["resources"] == 0


def test_of_two_applies_at_once_the_lock_refuses_one_and_the_other_does_what_it_showed(checkout: Checkout) -> None:
    """Both share cdktf.out and the work folder; each has its own plan."""
    until_refused = {"command": "touch started; until [ -e refused ]; do sleep 0.1; done"}
    slow = {"input": "one", "provisioner": [{"local-exec": until_refused}]}
    checkout.stack(resource={"terraform_data": {"one": slow}})
    command, environment = checkout.driver("apply", "airflow")
    first = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    started = paths.synthesized("airflow") / "started"
    while not started.exists():
        assert first.poll() is None, first.communicate()[0]
        time.sleep(0.05)
    checkout.stack("two")
    try:
        second = checkout.run("apply", "airflow", code=1)
    finally:
        (started.parent / "refused").touch()
    assert "The state of airflow is locked:" in second.remarks and "Nothing was changed." in second.remarks
    output, _ = first.communicate()
    assert first.returncode == 0, output
    state = checkout.client("s3").get_object(Bucket=checkout.bucket, Key="airflow/terraform.tfstate")["Body"].read()
    assert json.loads(state)["outputs"]["value"]["value"] == "one"


def test_a_plan_made_meanwhile_by_another_run_is_not_applied_instead(
    account: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the question and the answer another run may plan something else."""

    def answer() -> str:
        account.stack("two")
        account.run("plan", "airflow", code=2)
        return "yes"

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", answer)
    assert "value     one" in account.run("apply", "airflow").output


def test_a_plan_that_another_run_has_overtaken_is_not_applied(
    account: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer() -> str:
        account.run("apply", "airflow", "--yes")
        return "yes"

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", answer)
    remarks = account.run("apply", "airflow", code=1).remarks
    assert "Another run has changed airflow since this plan was made, so nothing was changed." in remarks


class Terminal:
    """Standard input with a person before it."""

    def isatty(self) -> bool:
        return True


def test_an_account_is_named_first_and_asks_before_it_changes(
    account: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda: "y")
    refused = account.run("apply", "airflow", code=1)
    assert refused.remarks.startswith(f"airflow: account {ACCOUNT}, region us-east-1\n")
    question = f"Apply this to airflow in account {ACCOUNT}? Only 'yes' is taken for a yes: "
    assert question in refused.remarks
    assert f"Nothing was changed in account {ACCOUNT}." in refused.remarks
    account.run("plan", "airflow", code=2)
    monkeypatch.setattr("builtins.input", lambda: "yes")
    assert account.run("apply", "airflow", "--json").json == {"value": "one"}
    monkeypatch.setattr("builtins.input", lambda: "no")
    assert "Destroy airflow in account" in account.run("destroy", "airflow", code=1).remarks
    account.run("plan", "airflow")
    account.run("destroy", "airflow", "--yes")


def test_without_a_terminal_an_account_is_changed_only_with_yes(account: Checkout) -> None:
    for verb in ("apply", "destroy"):
        if verb == "destroy":
            account.run("apply", "airflow", "--yes")
        remarks = account.run(verb, "airflow", code=1).remarks
        assert f"Nothing was changed in account {ACCOUNT}: there is no terminal on which to ask." in remarks
        assert "Give --yes" in remarks
