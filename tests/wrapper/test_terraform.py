"""Terraform itself, driven on configurations that need no provider."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wrapper.errors import TarmacError
from wrapper.terraform.runner import Terraform

MakeStack = Callable[[str], Path]

TWO = """
resource "terraform_data" "this" {
  count = 2
  input = count.index
}
output "count" {
  value = length(terraform_data.this)
}
output "password" {
  value     = "hidden"
  sensitive = true
}
"""


def terraform(folder: Path, **variables: str) -> Terraform:
    return Terraform(folder, {**os.environ, **{f"TF_VAR_{name}": value for name, value in variables.items()}})


def applied(folder: Path) -> Terraform:
    runner = terraform(folder)
    runner.init()
    runner.plan(folder / "plan")
    runner.apply(folder / "plan")
    return runner


def test_plan_apply_and_plan_again(stack: MakeStack) -> None:
    folder = stack(TWO)
    runner = terraform(folder)
    runner.init()
    events: list[dict[str, Any]] = []
    assert runner.plan(folder / "plan", on_event=events.append) is True
    assert [event["change"]["action"] for event in events if event["type"] == "planned_change"] == ["create", "create"]
    runner.apply(folder / "plan", on_event=events.append)
    assert sum(event["type"] == "apply_complete" for event in events) == 2
    assert runner.plan(folder / "plan") is False
    assert runner.state_list() == ["terraform_data.this[0]", "terraform_data.this[1]"]
    assert runner.output() == {"count": 2, "password": "hidden"}
    assert runner.sensitive_outputs() == {"password"}


def test_a_plan_destroys_where_it_is_asked_to(stack: MakeStack) -> None:
    folder = stack(TWO)
    runner = applied(folder)
    assert runner.plan(folder / "plan", destroy=True) is True
    actions = [one["change"]["actions"] for one in runner.show(folder / "plan")["resource_changes"]]
    assert actions == [["delete"], ["delete"]]
    assert "Plan: 0 to add, 0 to change, 2 to destroy." in runner.show_text(folder / "plan")
    runner.apply(folder / "plan")
    assert runner.state_list() == []


def test_a_plan_keeps_to_its_targets(stack: MakeStack) -> None:
    folder = stack(TWO)
    runner = terraform(folder)
    runner.init()
    runner.plan(folder / "plan", targets=["terraform_data.this[1]"])
    assert [one["address"] for one in runner.show(folder / "plan")["resource_changes"]] == ["terraform_data.this[1]"]


def test_only_its_owner_reads_a_plan_file(stack: MakeStack) -> None:
    folder = stack(TWO)
    runner = terraform(folder)
    runner.init()
    runner.plan(folder / "plan")
    assert stat.S_IMODE((folder / "plan").stat().st_mode) == 0o600


def test_where_there_is_no_state_yet_there_is_nothing_in_it(stack: MakeStack) -> None:
    runner = terraform(stack(TWO))
    runner.init()
    assert runner.state_pull() == {}
    assert runner.state_list() == []
    assert runner.output() == {}


def test_the_version_is_one_that_tarmac_accepts(stack: MakeStack) -> None:
    assert tuple(map(int, terraform(stack(TWO)).version().split("."))) >= (1, 11)


def test_a_configuration_that_is_wrong_is_told_with_its_place(stack: MakeStack) -> None:
    runner = terraform(stack('resource "terraform_data" "this" {\n  imput = 1\n}\n'))
    with pytest.raises(TarmacError, match=r'Unsupported argument\n.*"imput".*\nat \(main.tf, line 2\)'):
        runner.validate()


def test_the_message_of_a_validation_block_is_passed_on_as_it_is(stack: MakeStack) -> None:
    folder = stack(
        """
        variable "size" {
          type = number
          validation {
            condition     = var.size < 10
            error_message = "size must be below 10, not ${var.size}."
          }
        }
        """
    )
    runner = terraform(folder, size="12")
    runner.init()
    with pytest.raises(TarmacError) as caught:
        runner.plan(folder / "plan")
    assert str(caught.value) == "size must be below 10, not 12."


def test_an_apply_that_fails_says_why_and_keeps_what_it_made(stack: MakeStack) -> None:
    folder = stack(
        """
        resource "terraform_data" "good" {}
        resource "terraform_data" "bad" {
          depends_on = [terraform_data.good]
          provisioner "local-exec" { command = "echo no such thing >&2; exit 3" }
        }
        """
    )
    runner = terraform(folder)
    runner.init()
    runner.plan(folder / "plan")
    with pytest.raises(TarmacError, match=r"exit status 3(?s:.)*at terraform_data\.bad"):
        runner.apply(folder / "plan")
    assert "terraform_data.good" in runner.state_list()


def test_a_plan_that_is_not_there_is_told_in_terraforms_words(stack: MakeStack) -> None:
    runner = terraform(stack(TWO))
    with pytest.raises(TarmacError, match="no such file"):
        runner.show(Path("missing"))


def test_no_secret_becomes_a_process_argument(stack: MakeStack) -> None:
    """N.6"""
    with pytest.raises(TarmacError, match="secret_key is a secret and must not be a process argument"):
        terraform(stack(TWO)).init({"bucket": "state", "secret_key": "hidden"})


def test_only_the_given_environment_reaches_terraform(stack: MakeStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment on the embedded AWS must not see the credentials of an account."""
    monkeypatch.setenv("TF_VAR_size", "1")
    runner = Terraform(stack('variable "size" {}'), {"PATH": os.environ["PATH"]})
    runner.init()
    with pytest.raises(TarmacError, match="No value for required variable"):
        runner.plan(runner.folder / "plan")


def test_an_error_in_our_own_code_lets_terraform_finish_what_is_in_flight(stack: MakeStack) -> None:
    folder = stack('resource "terraform_data" "slow" {\n  provisioner "local-exec" { command = "exec sleep 3600" }\n}')
    runner = terraform(folder)
    runner.init()
    runner.plan(folder / "plan")

    def fail(event: dict[str, Any]) -> None:
        if event["type"] == "provision_start":
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        runner.apply(folder / "plan", on_event=fail)
    state = json.loads((folder / "terraform.tfstate").read_text())
    assert state["resources"][0]["instances"][0]["status"] == "tainted"
    assert not (folder / ".terraform.tfstate.lock.info").exists()
