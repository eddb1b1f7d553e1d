"""Issue 7: the order of `./tarmac upgrade`, and its way back, with Terraform pretended.

With Terraform itself it is run in tests/end_to_end/test_low_to_high.py."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from standin import NAME, Account, make_target

from stacks.settings import PATH_VARIABLE, load
from wrapper import images
from wrapper.commands import upgrade as verb
from wrapper.errors import Interrupted, TarmacError
from wrapper.target import Target
from wrapper.upgrades import roll, snapshots

RUNNING = "3.3.2"
REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/tarmac/airflow"
PLAN: dict[str, Any] = {
    "resource_changes": [
        {
            "address": "module.ecs_airflow.aws_ecs_service.this",
            "mode": "managed",
            "type": "aws_ecs_service",
            "change": {"actions": ["update"]},
        }
    ]
}


class Terraform:
    """What is planned and applied, in order, each with the tag that the settings name then."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fail_at: str | None = None
        self.error: TarmacError = TarmacError("ECS runs another task definition of scheduler.")

    def plan(self, target: Target, *, targets: Any = ()) -> tuple[dict[str, Any], bool]:
        self.planned = "api-server" if targets else "all"
        return PLAN, True

    def apply(self, target: Target, found: dict[str, Any]) -> None:
        assert target.deployment is not None
        step = f"apply {self.planned} {target.deployment.image.tag}"
        self.done.append(step)
        if step == self.fail_at:
            raise self.error


@pytest.fixture
def terraform(account: Account, run_image: Any, monkeypatch: pytest.MonkeyPatch) -> Terraform:
    """The deployment in an account, its components at work with one image; Terraform and ECR are pretended."""
    made = Terraform()
    for service in account.deployed().services:
        component = service.name.removeprefix(f"{NAME}-")
        if component != "redis":
            run_image(component, f"{REPOSITORY}:{RUNNING}")
    settings = account.folder / "tarmac.yaml"
    monkeypatch.setenv(PATH_VARIABLE, str(settings))

    def find(name: str) -> Target:
        target = make_target(account.folder, settings.read_text())
        nothing = SimpleNamespace(init=lambda: None, state_pull=lambda: {})
        target.__dict__["terraform"] = nothing
        return target

    monkeypatch.setattr(verb, "find", find)
    monkeypatch.setattr(verb, "synthesize", lambda: [])
    monkeypatch.setattr(images, "require", lambda target: None)
    monkeypatch.setattr(images, "_labels", lambda *_: {})
    for module in (verb, roll):
        monkeypatch.setattr(module, "make_plan", made.plan)
    monkeypatch.setattr(roll, "apply_plan", made.apply)
    monkeypatch.setattr(
        snapshots, "take", lambda target, deployed, name: made.done.append(f"snapshot {name.rsplit('-', 2)[0]}")
    )
    return made


def tag(account: Account) -> str:
    return load(account.folder / "tarmac.yaml").deployments[NAME].image.tag


def text(folder: Path) -> str:
    return (folder / "tarmac.yaml").read_text()


def test_the_snapshot_is_first_then_the_api_server_then_all(account: Account, terraform: Terraform) -> None:
    account.run_verb("upgrade", NAME, "--to", "3.4.0", "--yes")
    assert terraform.done == ["snapshot prod-before-3-4-0", "apply api-server 3.4.0", "apply all 3.4.0"]
    assert tag(account) == "3.4.0"


def test_without_an_answer_nothing_is_changed(account: Account, terraform: Terraform) -> None:
    """There is no terminal here on which to ask."""
    before = text(account.folder)
    assert "Give --yes" in account.run_verb("upgrade", NAME, "--to", "3.4.0", code=1).remarks
    assert terraform.done == [] and text(account.folder) == before


@pytest.mark.parametrize("step", ["apply api-server 3.4.0", "apply all 3.4.0"])
def test_what_fails_is_taken_back_by_an_apply_of_the_tag_of_before(
    account: Account, terraform: Terraform, step: str
) -> None:
    before = text(account.folder)
    terraform.fail_at = step
    said = account.run_verb("upgrade", NAME, "--to", "3.4.0", "--yes", code=1).remarks
    assert terraform.done[-1] == f"apply all {RUNNING}" and step in terraform.done
    assert text(account.folder) == before
    assert "was taken back" in said and "restore_from_snapshot: prod-before-3-4-0" in said


def test_settings_that_named_the_new_tag_name_what_runs_afterwards(account: Account, terraform: Terraform) -> None:
    """A tag that somebody wrote there, and an upgrade without --to."""
    file = account.folder / "tarmac.yaml"
    file.write_text(f'{text(account.folder)}    image: {{tag: "3.4.0"}}  # new\n')
    terraform.fail_at = "apply all 3.4.0"
    account.run_verb("upgrade", NAME, "--yes", code=1)
    assert tag(account) == RUNNING and text(account.folder).endswith("# new\n")


def test_where_the_way_back_fails_too_it_says_what_is_left_to_do(account: Account, terraform: Terraform) -> None:
    terraform.fail_at = "apply all 3.4.0"

    def fail(target: Target, restart: Any) -> None:
        raise TarmacError("The credentials have expired.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roll, "back", fail)
        said = account.run_verb("upgrade", NAME, "--to", "3.4.0", "--yes", code=1).remarks
    assert "so did the way back" in said and f"./tarmac apply {NAME}" in said and "restore_from_snapshot" in said
    assert tag(account) == RUNNING


def test_an_interrupt_leaves_it_where_it_is_and_says_how_to_go_on(account: Account, terraform: Terraform) -> None:
    terraform.fail_at, terraform.error = "apply api-server 3.4.0", Interrupted("Interrupted: it stopped.")
    said = account.run_verb("upgrade", NAME, "--to", "3.4.0", "--yes", code=1).remarks
    assert "half done: the settings name 3.4.0" in said and f"with image.tag {RUNNING} in the settings" in said
    assert terraform.done[-1] == "apply api-server 3.4.0" and tag(account) == "3.4.0"


def test_a_tag_that_runs_already_is_nothing_to_do(account: Account, terraform: Terraform) -> None:
    assert "nothing to upgrade" in account.run_verb("upgrade", NAME).remarks
    assert terraform.done == []
