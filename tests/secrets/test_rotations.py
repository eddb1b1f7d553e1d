"""Each secret is replaced while everything runs on: at no moment does a task fail to do its work.

The pretended containers check that at each step (standin.py): every task logs in anew, writes, and reads what all have
written.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from standin import Account, Containers, Stopped

from wrapper.errors import TarmacError
from wrapper.secrets import rotation
from wrapper.secrets.catalog import KINDS, NAMES
from wrapper.secrets.rotations import Rotator
from wrapper.secrets.store import CURRENT, FIRST, PENDING, PREVIOUS

# The master's password is set at RDS, which moto does; the cluster must exist there.
ROTATED = [name for name in NAMES if name != "master"]


def rotate(account: Account, containers: Containers, name: str) -> None:
    rotator = Rotator(account.deployed(), account.target.clients, containers, sleep=lambda seconds: None)
    rotation.run([rotator.rotation(name)])


def make_cluster(account: Account) -> dict[str, str]:
    """The cluster whose owner the secret `master` is; the secret's first value."""
    login: dict[str, str] = json.loads(account.value("master"))
    account.client("rds").create_db_cluster(
        DBClusterIdentifier="prod",
        Engine="aurora-postgresql",
        MasterUsername=login["username"],
        MasterUserPassword=login["password"],
    )
    return login


def is_rotating(account: Account, name: str) -> bool:
    return any(stage == PENDING or stage.startswith("TARMAC-") for stage in account.stages(name))


@pytest.mark.parametrize("name", ROTATED)
def test_a_secret_is_replaced_while_everything_runs_on(account: Account, containers: Containers, name: str) -> None:
    """P0.5, P0.6, P1.16"""
    before = account.value(name)
    rotate(account, containers, name)
    after = account.value(name)
    assert after != before
    assert not is_rotating(account, name)
    for service in account.deployed().services:
        assert containers.held[service.name].get(name, after) == after or name in ("admin", "fernet", "redis"), (
            service.name
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_rotation_interrupted_anywhere_runs_on_and_is_finished_by_the_same_command(
    account: Account, containers: Containers, name: str
) -> None:
    """Broken off before each step in turn, as often as there are steps."""
    if name == "master":
        make_cluster(account)
    for stop in range(1, 40):
        before = account.value(name)
        containers.steps, containers.stop_at = 0, stop
        try:
            rotate(account, containers, name)
        except Stopped:
            assert is_rotating(account, name)
            containers.stop_at = None
            rotate(account, containers, name)
            assert account.value(name) != before
            assert not is_rotating(account, name)
        else:
            assert stop > 1
            return
    pytest.fail("the rotation never ended")


def test_the_value_that_terraform_wrote_is_never_cleaned_up(account: Account, containers: Containers) -> None:
    """AWS deletes versions without a label, and Terraform would then write a new Fernet key over the current one."""
    for _ in range(3):
        rotate(account, containers, "fernet")
    assert account.stages("fernet")[FIRST] == account.first["fernet"]


def test_no_label_keeps_an_old_key(account: Account, containers: Containers) -> None:
    rotate(account, containers, "fernet")
    assert set(account.stages("fernet")) == {CURRENT, PREVIOUS, FIRST}


def test_after_a_fernet_rotation_the_new_key_alone_reads_everything(account: Account, containers: Containers) -> None:
    old = account.value("fernet")
    rotate(account, containers, "fernet")
    new = account.value("fernet")
    assert "," not in new and old not in new
    for row in containers.rows.values():
        assert containers._fernet(new).decrypt(row) == b"a connection"


def test_a_retired_fernet_key_is_kept_for_older_snapshots(account: Account, containers: Containers) -> None:
    old = account.value("fernet")
    rotate(account, containers, "fernet")
    [copy] = [one for one in account.client("secretsmanager").list_secrets()["SecretList"] if "backup" in one["Name"]]
    assert copy["Name"] == f"prod/fernet-backup/until-{datetime.now(UTC):%Y-%m-%d}"
    assert account.client("secretsmanager").get_secret_value(SecretId=copy["ARN"])["SecretString"] == old


def test_two_roles_of_the_database_take_turns_and_the_old_one_is_closed(
    account: Account, containers: Containers
) -> None:
    rotate(account, containers, "database")
    assert set(containers.roles) == {"airflow_clone"}
    rotate(account, containers, "database")
    assert set(containers.roles) == {"airflow"}


def test_redis_forgets_the_old_password_and_keeps_a_login_for_its_own_restart(
    account: Account, containers: Containers
) -> None:
    rotate(account, containers, "redis")
    value = json.loads(account.value("redis"))
    assert containers.redis == {value["password"]} == {value["previous"]}


def test_the_redis_of_an_older_module_is_left_alone(account: Account, containers: Containers) -> None:
    del account.arns["redis-administrator"]
    account.put_state()
    with pytest.raises(TarmacError, match="has no administrator who could give it a second password"):
        rotate(account, containers, "redis")
    assert not is_rotating(account, "redis")


def test_the_owner_of_the_database_gets_its_password_from_rds(account: Account, containers: Containers) -> None:
    login = make_cluster(account)
    rotate(account, containers, "master")
    assert json.loads(account.value("master")) != login
    assert containers.log == ["trying the new password of the database's owner"]


def test_somebody_elses_rotation_is_not_touched(account: Account, containers: Containers) -> None:
    client = account.client("secretsmanager")
    client.put_secret_value(SecretId=account.arns["jwt"], SecretString="x" * 64, VersionStages=[PENDING])
    with pytest.raises(
        TarmacError, match=r"in the middle of somebody else's rotation\.\n.*update-secret-version-stage"
    ):
        rotate(account, containers, "jwt")


def test_rotations_at_once_restart_a_service_once_for_each_step(account: Account, containers: Containers) -> None:
    rotator = Rotator(account.deployed(), account.target.clients, containers)
    rotation.run([rotator.rotation("jwt"), rotator.rotation("flower")])
    assert not is_rotating(account, "jwt") and not is_rotating(account, "flower")


def test_every_kind_of_secret_can_be_rotated(account: Account, containers: Containers) -> None:
    rotator = Rotator(account.deployed(), account.target.clients, containers)
    for kind in KINDS:
        assert rotator.rotation(kind.name).phases
