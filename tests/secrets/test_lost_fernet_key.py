"""The Fernet key is lost with nobody noticing neither in an apply, which would make another, nor in a destroy, which
takes a snapshot that only this key reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from standin import NAME, Account

from wrapper import images
from wrapper.commands import deployments
from wrapper.secrets import backup
from wrapper.secrets.guard import lost_fernet_key, refuse_lost_fernet_key

SECRET = 'module.ecs_airflow.aws_secretsmanager_secret.this["fernet"]'
VERSION = 'module.ecs_airflow.aws_secretsmanager_secret_version.this["fernet"]'
OTHER = 'module.ecs_airflow.aws_secretsmanager_secret.this["jwt"]'
LAST = "prod-final-x1"


def change(address: str, *actions: str, **before: Any) -> dict[str, Any]:
    return {
        "address": address,
        "mode": "managed",
        "type": address.split(".")[-2],
        "module_address": "module.aurora",
        "change": {"actions": list(actions), "before": before or None, "after": None},
    }


def a_plan(drift: list[str], creates: list[str]) -> dict[str, Any]:
    return {
        "resource_drift": [change(address, "delete") for address in drift],
        "resource_changes": [change(address, "create") for address in creates],
    }


def a_destroy(skip: bool = False, fernet: bool = True) -> dict[str, Any]:
    cluster = {"skip_final_snapshot": skip, "final_snapshot_identifier": LAST}
    key = [change(SECRET, "delete", name="x")] if fernet else []
    return {"resource_changes": [change("module.aurora.aws_rds_cluster.this", "delete", **cluster), *key]}


def test_the_first_key_of_a_deployment_is_nothing_to_stop_at() -> None:
    assert lost_fernet_key(a_plan([], [SECRET, VERSION])) is None


@pytest.mark.parametrize("lost", [[SECRET, VERSION], [VERSION]])
def test_a_key_that_vanished_is_found(lost: list[str]) -> None:
    assert lost_fernet_key(a_plan([OTHER, *reversed(lost)], [OTHER, *reversed(lost)])) == lost[0]


def test_another_secret_that_vanished_is_not_the_fernet_key() -> None:
    assert lost_fernet_key(a_plan([OTHER], [OTHER])) is None


def test_who_names_its_address_consents() -> None:
    refuse_lost_fernet_key(a_plan([SECRET], [SECRET]), NAME, {SECRET})


class Terraform:
    """One that plans what the test says, and notes what it applies."""

    def __init__(self, found: dict[str, Any], applied: list[str]) -> None:
        self.found, self.applied = found, applied

    def init(self, **options: object) -> None:
        pass

    def plan(self, file: Path, **options: object) -> bool:
        return True

    def show(self, file: Path) -> dict[str, Any]:
        return self.found

    def state_pull(self) -> dict[str, Any]:
        return {}

    def apply(self, file: Path, **options: object) -> None:
        self.applied.append("applied")


@pytest.fixture
def planned(account: Account, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], list[str]]:
    """Lets the verbs find a plan; what Terraform then applies is noted."""

    def plan(found: dict[str, Any]) -> list[str]:
        applied: list[str] = []
        account.target.__dict__["terraform"] = Terraform(found, applied)
        return applied

    monkeypatch.setattr(deployments, "find", lambda name: account.target)
    monkeypatch.setattr(deployments, "synthesize", lambda: [])
    monkeypatch.setattr(deployments, "show_outputs", lambda target: None)
    monkeypatch.setattr(images, "require", lambda target: None)
    return plan


Planned = Callable[[dict[str, Any]], list[str]]


@pytest.mark.parametrize("verb", [["plan", NAME], ["apply", NAME, "--yes"]], ids=["plan", "apply"])
def test_plan_and_apply_stop_before_a_new_key_takes_its_place(
    account: Account, planned: Planned, verb: list[str]
) -> None:
    """D3.8"""
    applied = planned(a_plan([SECRET, VERSION], [SECRET, VERSION]))
    refused = account.run_verb(*verb, code=1)
    assert "The Fernet key of prod is gone from AWS" in refused.remarks
    assert "./tarmac secrets repair prod" in refused.remarks
    assert f"--allow-replace '{SECRET}'" in refused.remarks
    assert applied == []
    account.run_verb(*verb, "--allow-replace", SECRET, code=2 if verb[0] == "plan" else 0)
    assert applied == (["applied"] if verb[0] == "apply" else [])


def test_the_command_that_repair_gives_for_a_lost_key_is_one_that_apply_takes(
    account: Account, planned: Planned
) -> None:
    account.client("secretsmanager").delete_secret(SecretId=account.arns["fernet"], ForceDeleteWithoutRecovery=True)
    said = account.run("repair", NAME, "--yes", code=1).remarks
    assert f"./tarmac apply prod --allow-replace '{SECRET}' --allow-replace '{VERSION}'" in said
    planned(a_plan([SECRET, VERSION], [SECRET, VERSION]))
    account.run_verb("apply", NAME, "--yes", "--allow-replace", SECRET, "--allow-replace", VERSION, code=0)


def test_a_destroy_keeps_the_key_with_the_last_snapshot(account: Account, planned: Planned) -> None:
    key = account.value("fernet")
    applied = planned(a_destroy())
    destroyed = account.run_verb("destroy", NAME, "--yes", code=0)
    assert f"is kept as prod/fernet-backup/{LAST}" in destroyed.remarks
    assert applied == ["applied"]
    assert backup.read(account.deployed().store, NAME, LAST) == key


def test_so_does_an_apply_that_replaces_the_database(account: Account, planned: Planned) -> None:
    planned(a_destroy())
    address = "module.aurora.aws_rds_cluster.this"
    account.run_verb("apply", NAME, "--yes", code=1)
    assert backup.find(account.deployed().store, NAME) == [], "refused, so nothing was changed"
    account.run_verb("apply", NAME, "--yes", "--allow-replace", address, "--allow-replace", SECRET, code=0)
    assert [one.label for one in backup.find(account.deployed().store, NAME)] == [LAST]


def test_a_destroy_that_is_refused_keeps_nothing(account: Account, planned: Planned) -> None:
    planned(a_destroy())
    account.run_verb("destroy", NAME, code=1)
    assert backup.find(account.deployed().store, NAME) == []


def test_without_a_last_snapshot_no_copy_is_made(account: Account, planned: Planned) -> None:
    planned(a_destroy(skip=True))
    account.run_verb("destroy", NAME, "--yes", code=0)
    assert backup.find(account.deployed().store, NAME) == []


def taken_in_again(account: Account, database: bool = True, secret: bool = True) -> dict[str, Any]:
    """A plan after the state was lost: the secret is known, and its value is to be written."""
    cluster = change("module.aurora.aws_rds_cluster.this", *(["no-op"] if database else ["create"]))
    cluster["change"] |= {"before": {"id": "prod"} if database else None, "after": {}}
    known = change(
        SECRET, *(["no-op"] if secret else ["create"]), **({"arn": account.deployed().arn("fernet")} if secret else {})
    )
    return {"resource_changes": [cluster, known, change(VERSION, "create")]}


def test_a_key_that_an_apply_writes_over_is_kept(account: Account, planned: Planned) -> None:
    """Issue 7: after the loss of the state, secrets are taken in again, and their values cannot be."""
    key = account.value("fernet")
    planned(taken_in_again(account))
    said = account.run_verb("apply", NAME, "--yes", code=0).remarks
    [copy] = backup.find(account.deployed().store, NAME)
    assert copy.label.startswith("until-20")
    assert f"./tarmac secrets repair prod --fernet-from {copy.label}" in said
    assert backup.read(account.deployed().store, NAME, copy.label) == key


@pytest.mark.parametrize("first", [{"database": False}, {"secret": False}])
def test_a_first_apply_has_no_key_to_keep(account: Account, planned: Planned, first: dict[str, bool]) -> None:
    """Nor has one that goes on after an interruption, before there is a database."""
    planned(taken_in_again(account, **first))
    account.run_verb("apply", NAME, "--yes", code=0)
    assert backup.find(account.deployed().store, NAME) == []


def a_restore(**after: Any) -> dict[str, Any]:
    address = "module.aurora.aws_rds_cluster.this[0]"
    created = {"address": address, "mode": "managed", "type": "aws_rds_cluster", "change": {"before": None}}
    created["change"] = {"actions": ["create"], "before": None, "after": after}
    return {"resource_changes": [created]}


@pytest.mark.parametrize(
    ("after", "source"),
    [
        ({"snapshot_identifier": "monday"}, "monday"),
        ({"snapshot_identifier": "rds:old-2026-03-07-03-10"}, "rds:old-2026-03-07-03-10"),
        ({"snapshot_identifier": "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:monday"}, "monday"),
        ({"restore_to_point_in_time": [{"source_cluster_identifier": "old"}]}, "old"),
        (
            {"restore_to_point_in_time": [{"source_cluster_identifier": "arn:aws:rds:eu-west-1:1:cluster:old"}]},
            "old",
        ),
    ],
)
def test_an_apply_that_restores_a_database_says_how_its_secrets_are_read(
    account: Account, planned: Planned, after: dict[str, Any], source: str
) -> None:
    """Issue 7: with a new Fernet key nobody could read the connections in it."""
    planned(a_restore(**after))
    said = account.run_verb("apply", NAME, "--yes", code=0).remarks
    assert f"./tarmac secrets repair prod --fernet-from {source}\n" in said


def test_an_apply_that_makes_an_empty_database_says_nothing_of_it(account: Account, planned: Planned) -> None:
    planned(a_restore(snapshot_identifier=None, restore_to_point_in_time=[]))
    assert "--fernet-from" not in account.run_verb("apply", NAME, "--yes", code=0).remarks


@pytest.mark.parametrize("copied", [True, False], ids=["after-the-copy", "without-one"])
def test_a_key_that_an_earlier_try_deleted_does_not_stop_the_destroy(
    account: Account, planned: Planned, copied: bool
) -> None:
    if copied:
        backup.keep(account.deployed(), LAST)
    account.client("secretsmanager").delete_secret(SecretId=account.arns["fernet"], ForceDeleteWithoutRecovery=True)
    applied = planned(a_destroy(fernet=False))
    said = account.run_verb("destroy", NAME, "--yes", code=0).remarks
    assert ("was kept before" if copied else "is lost, so no copy of it is kept") in said
    assert applied == ["applied"]
