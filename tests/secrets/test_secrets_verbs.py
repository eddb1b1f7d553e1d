"""`./tarmac secrets`: what it lists, what it mends, what it refuses. Every run is searched for values (standin.py)."""

from __future__ import annotations

import json

import pytest
from standin import BUCKET, NAME, Account, Containers, make_target

from wrapper.commands import secrets as verbs
from wrapper.secrets import backup
from wrapper.secrets.catalog import KINDS, NAMES
from wrapper.secrets.repair import join_fernet_keys
from wrapper.secrets.runtime import NothingRuns


def delete(account: Account, name: str) -> None:
    account.client("secretsmanager").delete_secret(SecretId=account.arns[name], RecoveryWindowInDays=30)


def empty(account: Account, name: str) -> None:
    """As an apply leaves it that was interrupted between the secret and its value."""
    client = account.client("secretsmanager")
    folder = client.describe_secret(SecretId=account.arns[name])["Name"].rpartition("-")[0]
    client.delete_secret(SecretId=account.arns[name], ForceDeleteWithoutRecovery=True)
    made = client.create_secret(Name=f"{folder}-x2", Tags=[{"Key": "Deployment", "Value": NAME}])
    account.arns[name], account.first[name] = made["ARN"], ""
    account.put_state()


def test_the_list_names_every_secret_its_readers_and_its_source(account: Account) -> None:
    """P1.16, D1.2"""
    rows = {row["name"]: row for row in json.loads(account.run("list", NAME, "--json").output)["secrets"]}
    assert set(NAMES) <= set(rows)
    assert rows["fernet"]["read_by"] == [
        "prod-api-server/api-server",
        "prod-api-server/init",
        "prod-dag-processor/dag-processor",
        "prod-scheduler/scheduler",
        "prod-triggerer/triggerer",
    ]
    assert rows["master"]["read_by"] == ["prod-api-server/init"]
    assert {row["condition"] for row in rows.values()} == {"there"}
    assert {row["source"] for row in rows.values()} == {"Terraform's first"}


def test_list_is_the_verb_where_none_is_given(account: Account) -> None:
    result = account.run(NAME)
    for kind in KINDS:
        assert kind.purpose in result.output, result


def test_listing_changes_nothing(account: Account) -> None:
    before = account.snapshot()
    account.run(NAME)
    assert account.snapshot() == before


def test_a_deployment_that_is_not_there_has_no_secrets(account: Account) -> None:
    account.client("s3").delete_object(Bucket=BUCKET, Key=f"{NAME}/terraform.tfstate")
    assert "nothing of it is deployed" in account.run(NAME, code=1).remarks


def test_secrets_that_an_earlier_deployment_left_are_named_and_told_apart(account: Account) -> None:
    """A secret keeps its name until its recovery window ends; the next deployment's have other names."""
    client = account.client("secretsmanager")
    old = client.create_secret(
        Name=f"{NAME}/airflow/fernet-old", SecretString="x", Tags=[{"Key": "Deployment", "Value": NAME}]
    )
    client.delete_secret(SecretId=old["ARN"], RecoveryWindowInDays=30)
    listed = json.loads(account.run("list", NAME, "--json").output)
    assert [one["arn"] for one in listed["others"]] == [old["ARN"]]
    assert listed["others"][0]["deletion"]
    assert "prod/airflow/fernet-old carries the tag of prod and is deleted on" in account.run(NAME).output


def test_repair_finds_nothing_to_do_and_changes_nothing(account: Account) -> None:
    before = account.snapshot()
    assert "as they should be" in account.run("repair", NAME, "--yes").remarks
    assert account.snapshot() == before


def test_secrets_that_wait_for_their_deletion_are_restored_with_their_values(account: Account) -> None:
    """D0.2"""
    kept = {name: account.value(name) for name in NAMES}
    for name in NAMES:
        delete(account, name)
    assert account.run("list", NAME, "--json").output.count("waits for its deletion") == len(NAMES)
    said = account.run("repair", NAME, "--yes").output
    assert all(f"{name}: its deletion is called off." in said for name in NAMES)
    assert {name: account.value(name) for name in NAMES} == kept
    before = account.snapshot()
    account.run("repair", NAME, "--yes")
    assert account.snapshot() == before


def test_secrets_without_a_value_get_one_by_terraforms_rule(account: Account) -> None:
    def form(name: str) -> dict[str, int]:
        return {key: len(value) for key, value in _parts(account.value(name)).items()}

    names = [name for name in NAMES if name not in ("fernet", "master")]
    forms = {name: form(name) for name in names}
    for name in names:
        empty(account, name)
    account.run("repair", NAME, "--yes")
    assert {name: form(name) for name in names} == forms


def _parts(value: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(value) if value.startswith("{") else {"": value}
    return found


def test_a_lost_fernet_key_is_not_replaced_unasked(account: Account) -> None:
    """D3.8"""
    empty(account, "fernet")
    refused = account.run("repair", NAME, "--yes", code=1)
    assert "makes every connection and variable in the database unreadable" in refused.remarks
    account.run("repair", NAME, "--yes", "--new-fernet-key")
    assert len(account.value("fernet")) == 44


def test_a_lost_fernet_key_is_brought_back_from_its_copy(account: Account, containers: Containers) -> None:
    """The next apply gives the secret a value, and the copy's key is added to it."""
    old = account.value("fernet")
    account.run("back-up", NAME, "nightly")
    empty(account, "fernet")
    assert "--fernet-from nightly" in account.run("repair", NAME, "--yes", "--new-fernet-key", code=1).remarks
    first = account.client("secretsmanager").put_secret_value(
        SecretId=account.arns["fernet"], SecretString="bjN5N2pYR0RMUDFDbUdOVUNuMTlZYlU3anRhMXFZQVU="
    )
    account.first["fernet"] = first["VersionId"]
    account.put_state()
    account.run("repair", NAME, "--yes", "--fernet-from", "nightly")
    assert account.value("fernet").split(",")[1:] == [old]
    before = account.snapshot()
    account.run("repair", NAME, "--yes", "--fernet-from", "nightly")
    assert account.snapshot() == before


def test_the_key_of_a_destroyed_deployment_of_the_same_name_is_read_too(
    account: Account, containers: Containers
) -> None:
    """After an apply from its snapshot: the old key waits for its deletion beside the new one."""
    client = account.client("secretsmanager")
    key = "T0VrWnNHUE5hZGZ3dlFPeWtVUVhmS2Vxd0hBcGdWNFg="
    old = client.create_secret(Name=f"{NAME}/airflow/fernet-old", SecretString=key)["ARN"]
    client.delete_secret(SecretId=old, RecoveryWindowInDays=30)
    account.run("repair", NAME, "--yes", "--fernet-from", old)
    assert account.value("fernet").endswith(f",{key}")
    assert containers.held["prod-scheduler"]["fernet"] == account.value("fernet")
    account.run("rotate", NAME, "fernet", "--yes")
    assert "," not in account.value("fernet")


OTHERS_KEY = "T0VrWnNHUE5hZGZ3dlFPeWtVUVhmS2Vxd0hBcGdWNFg="


@pytest.mark.parametrize(
    ("name", "tags", "said"),
    [
        ("old/fernet-backup/monday", {"FernetBackupOf": "old", "Backup": "monday"}, "monday"),
        ("old/airflow/fernet-x7", {"Deployment": "old"}, "old"),
    ],
    ids=["its-copy", "its-key"],
)
def test_the_key_of_another_deployment_is_read_too(
    account: Account, containers: Containers, name: str, tags: dict[str, str], said: str
) -> None:
    """Issue 7: a database is restored under another name, from a snapshot or a moment of another deployment."""
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    account.client("secretsmanager").create_secret(Name=name, SecretString=OTHERS_KEY, Tags=listed)
    account.run("repair", NAME, "--yes", "--fernet-from", said)
    assert account.value("fernet").endswith(f",{OTHERS_KEY}")


def test_keys_of_two_deployments_for_one_label_are_named(account: Account, containers: Containers) -> None:
    for old in ("old", "older"):
        tags = [{"Key": "FernetBackupOf", "Value": old}, {"Key": "Backup", "Value": "until-2026-03-07"}]
        account.client("secretsmanager").create_secret(Name=f"{old}/copy", SecretString=OTHERS_KEY, Tags=tags)
    refused = account.run("repair", NAME, "--yes", "--fernet-from", "until-2026-03-07", code=1).remarks
    assert "Several deployments have a Fernet key for until-2026-03-07" in refused
    assert "secret:old/copy-" in refused and "secret:older/copy-" in refused


def test_a_copy_of_the_fernet_key_is_made_once_and_outlasts_the_deployment(account: Account) -> None:
    deployed = account.deployed()
    assert backup.keep(deployed, "prod-final-x1") == "prod/fernet-backup/prod-final-x1"
    before = account.snapshot()
    backup.keep(deployed, "prod-final-x1")
    assert account.snapshot() == before
    [copy] = backup.find(deployed.store, NAME)
    assert copy.label == "prod-final-x1"
    tags = account.client("secretsmanager").describe_secret(SecretId=copy.arn)["Tags"]
    assert "Deployment" not in {tag["Key"] for tag in tags}, (
        "a destroy leaves it, so nobody may look for it as left behind"
    )


def test_a_copy_for_a_snapshot_that_was_made_anew_holds_both_keys(account: Account, containers: Containers) -> None:
    old = account.value("fernet")
    account.run("back-up", NAME, "rds:prod-nightly")
    account.run("rotate", NAME, "fernet", "--yes")
    account.run("back-up", NAME, "rds:prod-nightly")
    kept = backup.read(account.deployed().store, NAME, "rds:prod-nightly")
    assert kept == f"{account.value('fernet')},{old}"


def test_a_copy_that_is_not_there_is_named_with_those_that_are(account: Account) -> None:
    account.run("back-up", NAME, "nightly")
    refused = account.run("repair", NAME, "--yes", "--fernet-from", "weekly", code=1)
    assert "no copy of the Fernet key of prod for weekly" in refused.remarks
    assert "There are: nightly" in refused.remarks


MALFORMED = {
    "fernet": ("c2hvcnQ=", "is not a list of Fernet keys"),
    "jwt": ("0123456789", "is shorter than 64 bytes"),
    "api": ("$" * 64, "holds a '$' or begins with '~'"),
    "admin": ("plain-text", "is not JSON"),
    "database": ('{"username": "airflow"}', "has no password"),
    "flower": ('{"username": "a:b", "password": "secret-word"}', "has a colon in its user name"),
    "master": ('{"username": "owner", "password": "with a space"}', "has a password that RDS refuses"),
    "redis": ("[1]", "is not a JSON object"),
}


def test_malformed_values_are_told_and_left_as_they_are(account: Account) -> None:
    for name, (value, _) in MALFORMED.items():
        account.client("secretsmanager").put_secret_value(SecretId=account.arns[name], SecretString=value)
    result = account.run("repair", NAME, "--yes", code=1)
    for name, (value, says) in MALFORMED.items():
        assert f"{name}: its value {says}" in result.remarks
        assert account.value(name) == value


def test_an_interrupted_rotation_is_told_with_the_command_that_ends_it(
    account: Account, containers: Containers
) -> None:
    containers.stop_at = 2
    account.run("rotate", NAME, "fernet", "--yes", code=1)
    assert "a rotation is under way" in account.run(NAME).output
    assert f"./tarmac secrets rotate {NAME} fernet" in account.run("repair", NAME, "--yes", code=1).remarks
    containers.stop_at = None
    account.run("rotate", NAME, "fernet", "--yes")
    account.run("repair", NAME, "--yes")


def test_nothing_is_replaced_while_terraform_is_at_work(account: Account, containers: Containers) -> None:
    lock = {"ID": "0a1b", "Operation": "OperationTypeApply", "Who": "ada@laptop", "Created": "2026-01-02T03:04:05Z"}
    account.client("s3").put_object(
        Bucket=BUCKET, Key=f"{NAME}/terraform.tfstate.tflock", Body=json.dumps(lock).encode()
    )
    before = account.snapshot()
    for verb in (["repair", NAME], ["rotate", NAME, "jwt"]):
        assert "is locked: ada@laptop runs apply" in account.run(*verb, "--yes", code=1).remarks
    assert account.snapshot() == before


def test_an_unknown_secret_is_refused_with_those_that_there_are(account: Account, containers: Containers) -> None:
    refused = account.run("rotate", NAME, "fernt", "--yes", code=1)
    assert "prod has no secret 'fernt'" in refused.remarks and "fernet" in refused.remarks


def test_nothing_is_replaced_in_an_account_unasked(account: Account, containers: Containers) -> None:
    before = account.snapshot()
    assert "Give --yes" in account.run("rotate", NAME, "jwt", code=1).remarks
    assert account.snapshot() == before


def test_a_secret_that_the_settings_give_is_listed_and_left_to_its_owner(
    account: Account, containers: Containers, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = account.client("secretsmanager").create_secret(
        Name="their/database", SecretString='{"username": "a", "password": "their-password"}'
    )["ARN"]
    settings = (account.folder / "tarmac.yaml").read_text() + (
        f"    database: {{existing: {{host: db.example.com, secret_arn: '{given}', security_group_id: sg-0a1b2c3d}}}}\n"
    )
    target = make_target(account.folder, settings)
    monkeypatch.setattr(verbs, "find_target", lambda name: target)
    rows = {row["name"]: row for row in json.loads(account.run("list", NAME, "--json").output)["secrets"]}
    assert rows["database"]["source"] == "given in the settings"
    assert "belongs to somebody else" in account.run("rotate", NAME, "database", "--yes", code=1).remarks


def test_elasticache_has_no_password_to_rotate(
    account: Account, containers: Containers, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = (account.folder / "tarmac.yaml").read_text() + "    broker: {mode: elasticache}\n"
    target = make_target(account.folder, settings)
    monkeypatch.setattr(verbs, "find_target", lambda name: target)
    assert "sign a token with their role" in account.run("rotate", NAME, "redis", "--yes").output


def test_on_the_embedded_aws_only_what_needs_no_container_is_replaced(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "runtime_of", lambda target: NothingRuns(target.stack))
    before = account.value("jwt")
    account.run("rotate", NAME, "jwt", "--yes")
    assert account.value("jwt") != before
    assert "runs no containers" in account.run("rotate", NAME, "fernet", "--yes", code=1).remarks
    assert account.stages("fernet") == {"AWSCURRENT": account.first["fernet"]}


def test_adding_keys_goes_on_after_an_interruption(account: Account, containers: Containers) -> None:
    account.run("back-up", NAME, "nightly")
    account.run("rotate", NAME, "fernet", "--yes")
    containers.steps, containers.stop_at = 0, 2
    account.run("repair", NAME, "--yes", "--fernet-from", "nightly", code=1)
    containers.stop_at = None
    assert "Run that command again" in account.run("repair", NAME, "--yes", code=1).remarks
    account.run("repair", NAME, "--yes", "--fernet-from", "nightly")
    assert join_fernet_keys(account.deployed(), containers, "nightly") is None


@pytest.mark.parametrize("name", ["jwt", "fernet", "redis"])
def test_a_secret_that_waits_for_its_deletion_is_not_rotated_before_it_is_back(
    account: Account, containers: Containers, name: str
) -> None:
    """The deployment runs on with the value that it has, and the same command does it once that is mended."""
    before = account.value(name)
    account.client("secretsmanager").delete_secret(SecretId=account.arns[name], RecoveryWindowInDays=7)
    refused = account.run("rotate", NAME, name, "--yes", code=1)
    assert "waits for its deletion" in refused.remarks and f"./tarmac secrets repair {NAME}" in refused.remarks
    assert not containers.log
    account.run("repair", NAME, "--yes")
    assert account.value(name) == before
    account.run("rotate", NAME, name, "--yes")
    assert account.value(name) != before


def test_a_secret_that_is_gone_is_not_rotated(account: Account, containers: Containers) -> None:
    account.client("secretsmanager").delete_secret(SecretId=account.arns["jwt"], ForceDeleteWithoutRecovery=True)
    refused = account.run("rotate", NAME, "jwt", "--yes", code=1)
    assert "jwt of prod is not usable: it is gone" in refused.remarks
    assert not containers.log
    mended = account.run("repair", NAME, "--yes", code=None)
    assert f"./tarmac apply {NAME}" in mended.text, "Terraform makes it anew"
