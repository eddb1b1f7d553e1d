"""Issue 7: what `./tarmac upgrade` looks at before it changes anything, and its snapshot."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from standin import BUCKET, NAME, Account

from wrapper import images
from wrapper.deployments import unfinished
from wrapper.errors import TarmacError
from wrapper.secrets.deployed import Deployed
from wrapper.secrets.store import PENDING
from wrapper.upgrades import checks, snapshots
from wrapper.upgrades.checks import Image

REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/tarmac/airflow"


def image(version: str | None, tag: str = "a") -> Image:
    return Image(f"{REPOSITORY}:{tag}", version)


@pytest.fixture
def clean_state(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terraform, which would be asked for what an apply left damaged."""
    monkeypatch.setitem(vars(account.target), "terraform", SimpleNamespace(state_pull=lambda: {}))


def test_a_downgrade_is_refused_with_the_way_back() -> None:
    with pytest.raises(TarmacError) as caught:
        checks.refuse_downgrade("prod", image("3.10.0"), image("3.9.1", "3.9.1"))
    assert "prod runs Airflow 3.10.0, and 3.9.1 is older" in str(caught.value)
    assert "set image.tag to 3.9.1, then ./tarmac apply prod" in str(caught.value)
    assert "docs/how-to/upgrade.md" in str(caught.value)
    checks.refuse_downgrade("prod", image("3.9.1"), image("3.10.0"))
    checks.refuse_downgrade("prod", image("3.9.1"), image("3.9.1"))


def test_an_image_of_which_nobody_knows_the_airflow_is_refused() -> None:
    with pytest.raises(TarmacError, match="begin its tag with the version"):
        checks.refuse_downgrade("prod", image("3.3.2"), image(None, "latest"))
    checks.refuse_downgrade("prod", image(None), image("3.3.2"))


@pytest.mark.parametrize(
    ("labels", "tag", "version"),
    [
        ({images.VERSION_LABEL: "3.4.0"}, "nightly", "3.4.0"),
        ({images.VERSION_LABEL: "3.4.0"}, "3.3.2", "3.4.0"),
        ({}, "3.3.2-5", "3.3.2"),
        ({}, "nightly", None),
    ],
)
def test_the_label_says_the_version_and_otherwise_the_tag(
    labels: dict[str, str], tag: str, version: str | None
) -> None:
    assert images.version_in(labels, tag) == version


def test_whether_the_schema_may_change_is_said() -> None:
    assert "the schema of its database does too" in checks.migration(image("3.3.2"), image("3.3.2", "b"))
    assert "migrates it where it is older" in checks.migration(image("3.3.2"), image("3.4.0"))


def test_another_repository_is_no_upgrade() -> None:
    with pytest.raises(TarmacError, match="another repository"):
        checks.refuse_another_repository("prod", image("3.3.2"), Image("registry.example.com/airflow:3.4.0", "3.4.0"))


def test_the_running_image_is_asked_of_ecs(account: Account, deployed: Deployed, run_image: Any) -> None:
    before = checks.running_image(account.target, deployed)
    run_image("redis", "registry.example.com/redis:8")
    assert checks.running_image(account.target, account.deployed()) == before


def test_components_with_different_images_are_an_upgrade_that_was_interrupted(account: Account, run_image: Any) -> None:
    run_image("scheduler", f"{REPOSITORY}:3.4.0")
    with pytest.raises(TarmacError, match="run different images") as caught:
        checks.running_image(account.target, account.deployed())
    assert f"./tarmac apply {NAME}" in str(caught.value)


@pytest.mark.usefixtures("clean_state")
def test_nothing_is_upgraded_while_the_state_is_locked(account: Account, deployed: Deployed) -> None:
    checks.refuse_unfinished(account.target, deployed)
    lock = {"ID": "0a1b", "Operation": "OperationTypeApply", "Who": "ada@laptop", "Created": "2026-01-02T03:04:05Z"}
    account.client("s3").put_object(
        Bucket=BUCKET, Key=f"{NAME}/terraform.tfstate.tflock", Body=json.dumps(lock).encode()
    )
    with pytest.raises(TarmacError, match=r"is locked: ada@laptop runs apply"):
        checks.refuse_unfinished(account.target, deployed)


@pytest.mark.usefixtures("clean_state")
def test_an_apply_that_was_interrupted_is_finished_first(account: Account, deployed: Deployed) -> None:
    unfinished.remember(account.target, {"module.vpc.aws_vpc.this"})
    with pytest.raises(TarmacError, match=r"interrupted while it made module.vpc.aws_vpc.this\.\nFinish that first"):
        checks.refuse_unfinished(account.target, deployed)


@pytest.mark.usefixtures("clean_state")
def test_a_rotation_that_is_under_way_is_finished_first(account: Account) -> None:
    account.client("secretsmanager").put_secret_value(
        SecretId=account.arns["jwt"], SecretString="x" * 64, VersionStages=[PENDING, "TARMAC-1"]
    )
    with pytest.raises(TarmacError, match=f"./tarmac secrets rotate {NAME} jwt"):
        checks.refuse_unfinished(account.target, account.deployed())


def test_more_than_the_image_is_no_upgrade(account: Account) -> None:
    def plan(kind: str, *actions: str) -> dict[str, Any]:
        change = {"address": f"module.a.{kind}.this", "mode": "managed", "type": kind}
        return {"resource_changes": [{**change, "change": {"actions": list(actions)}}]}

    checks.refuse_other_changes(account.target, plan("aws_ecs_task_definition", "delete", "create"), "3.3.2")
    checks.refuse_other_changes(account.target, plan("aws_ecs_service", "update"), "3.3.2")
    for other in (plan("aws_ecs_service", "create"), plan("aws_iam_role_policy", "update")):
        with pytest.raises(TarmacError, match="More than the image of prod would change"):
            checks.refuse_other_changes(account.target, other, "3.3.2")


def test_the_snapshot_is_named_after_what_comes_and_keeps_the_fernet_key(account: Account, deployed: Deployed) -> None:
    now = datetime(2026, 7, 1, 3, 4, 5, tzinfo=UTC)
    name = snapshots.name_of(account.target, "3.4.0_Beta--1.with-a-very-long-end", now)
    assert name == "prod-before-3-4-0-beta-1-with-a-20260701-030405"
    snapshots.take(account.target, deployed, name)
    [made] = account.client("rds").describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=name)["DBClusterSnapshots"]
    assert made["Status"] == "available"
    said = snapshots.how_to_restore(name)
    assert f"restore_from_snapshot: {name}" in said and f"--fernet-from {name}" in said


def test_a_snapshot_that_aws_refuses_ends_the_upgrade(account: Account, deployed: Deployed) -> None:
    account.client("rds").delete_db_cluster(DBClusterIdentifier=NAME, SkipFinalSnapshot=True)
    with pytest.raises(TarmacError, match="taking the snapshot"):
        snapshots.take(account.target, deployed, "prod-before-x")


def deployed_again(account: Account) -> Deployed:
    return account.deployed()
