"""Values from HashiCorp Vault, from a server that speaks its HTTP API over TLS; and each way in which it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from standin import NAME, Account, Containers, Result, make_target
from vault_server import TOKEN, Vault, make_certificate, serve

from stacks.settings import SettingsError
from tests.ports import free_port
from tests.waiting import HANGS
from wrapper.commands import secrets as verbs
from wrapper.secrets import vault as vault_reader
from wrapper.secrets.catalog import KINDS
from wrapper.secrets.values import first_value

NAMES = ("fernet", "jwt", "api", "admin", "flower")
FOLDER = "secret/airflow/prod"


@dataclass
class Connected:
    """The account with a Vault in its settings."""

    account: Account
    vault: Vault
    containers: Containers
    use: Callable[..., None]

    def run(self, *arguments: str, code: int | None = 0) -> Result:
        result = self.account.run("from-vault", NAME, "--yes", *arguments, code=code)
        for data in self.vault.secrets.values():
            for key, value in data.items():
                assert key == "username" or value not in result.text, "a value of Vault's is shown"
        assert TOKEN not in result.text
        return result


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("vault") / "vault.pem")


@pytest.fixture
def connected(
    account: Account, containers: Containers, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Connected]:
    """A Vault with a value for each name, trusted by the settings; VAULT_TOKEN is set."""
    base = (account.folder / "tarmac.yaml").read_text()
    with serve(certificate) as vault:
        for kind in KINDS:
            value = first_value(kind, f"{kind.name}_of_vault" if kind.name == "database" else None)
            vault.secrets[f"{FOLDER}/{kind.name}"] = json.loads(value) if value.startswith("{") else {"value": value}

        def use(**changed: Any) -> None:
            settings = {"address": vault.address, "path": "airflow/prod", "ca_file": str(certificate)} | changed
            given = json.dumps({key: value for key, value in settings.items() if value is not None})
            target = make_target(account.folder, f"{base}    secrets: {{vault: {given}}}\n")
            monkeypatch.setattr(verbs, "find_target", lambda name: target)

        use()
        monkeypatch.setattr(vault_reader, "_TIMEOUT_SECONDS", HANGS)  # the server is a thread of this very process
        monkeypatch.setenv("VAULT_TOKEN", TOKEN)
        yield Connected(account, vault, containers, use)


def in_vault(connected: Connected, name: str) -> str:
    data = connected.vault.secrets[f"{FOLDER}/{name}"]
    return data["value"] if "value" in data else json.dumps(data)


def test_the_deployment_takes_its_values_from_vault_and_says_so(connected: Connected) -> None:
    connected.run()
    rows = {row["name"]: row for row in json.loads(connected.account.run("list", NAME, "--json").output)["secrets"]}
    for name in NAMES:
        assert connected.account.value(name) == in_vault(connected, name)
        assert rows[name]["source"] == f"vault:{FOLDER}/{name}:3"
    assert rows["database"]["source"] == "Terraform's first"
    for service, held in connected.containers.held.items():
        assert held.get("jwt", in_vault(connected, "jwt")) == in_vault(connected, "jwt"), service


def test_taking_them_twice_changes_nothing(connected: Connected) -> None:
    connected.run()
    before = connected.account.snapshot()
    assert "Nothing to change" in connected.run().remarks
    assert connected.account.snapshot() == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(connected: Connected) -> None:
    before = connected.account.snapshot()
    result = connected.run("--dry-run")
    assert "fernet: takes version 3 in Vault" in result.output
    assert "5 of 5 secrets of prod would change" in result.remarks
    assert connected.account.snapshot() == before


def test_a_newer_value_in_vault_is_taken_with_the_next_run(connected: Connected) -> None:
    connected.run()
    connected.vault.secrets[f"{FOLDER}/jwt"] = {"value": "n" * 64}
    connected.vault.version = 4
    connected.run()
    assert connected.account.value("jwt") == "n" * 64
    labels = [label for label in connected.account.stages("jwt") if label.startswith("vault:")]
    assert labels == [f"vault:{FOLDER}/jwt:4"], "the old version is marked no longer"


def test_an_apply_has_nothing_to_write_over_them(connected: Connected) -> None:
    """Terraform wrote its version once, by a write-only value of version 1, and finds that version still there."""
    connected.run()
    for name in NAMES:
        assert connected.account.first[name] in connected.account.stages(name).values()


def test_interrupted_it_is_finished_by_the_same_command(connected: Connected) -> None:
    for stop in (1, 2, 5, 9):
        connected.containers.steps, connected.containers.stop_at = 0, stop
        connected.run(code=None)
    connected.containers.stop_at = None
    connected.run()
    for name in NAMES:
        assert connected.account.value(name) == in_vault(connected, name)
    assert "Nothing to change" in connected.run().remarks


def test_what_comes_from_vault_is_rotated_there(connected: Connected) -> None:
    connected.run()
    refused = connected.account.run("rotate", NAME, "jwt", "--yes", code=1)
    assert "comes from Vault" in refused.remarks and f"./tarmac secrets from-vault {NAME}" in refused.remarks


def test_the_login_of_the_database_takes_turns_too(connected: Connected) -> None:
    connected.use(names=["database"])
    connected.run()
    assert set(connected.containers.roles) == {"database_of_vault"}
    connected.vault.secrets[f"{FOLDER}/database"]["password"] = "another-password"
    assert "Give it another name" in connected.run(code=1).remarks
    assert set(connected.containers.roles) == {"database_of_vault"}


def test_the_namespace_goes_with_every_request(connected: Connected) -> None:
    connected.vault.namespace = "team/data"
    connected.use(namespace="team/data")
    connected.run()
    assert all(headers["X-Vault-Namespace"] == "team/data" for _, headers in connected.vault.asked)


def test_login_by_approle(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    connected.use(login="approle")
    connected.vault.approle = ("the-role", "the-secret-id")
    monkeypatch.delenv("VAULT_TOKEN")
    assert "VAULT_ROLE_ID is not set" in connected.run(code=1).remarks
    monkeypatch.setenv("VAULT_ROLE_ID", "the-role")
    monkeypatch.setenv("VAULT_SECRET_ID", "an-old-one")
    assert "refuses the login by approle" in connected.run(code=1).remarks
    monkeypatch.setenv("VAULT_SECRET_ID", "the-secret-id")
    connected.run()


def test_login_by_the_aws_credentials(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAULT_TOKEN")
    connected.use(login="aws_iam", role="tarmac")
    assert "Vault's role tarmac is bound" in connected.run(code=1).remarks
    connected.vault.aws_role = "tarmac"
    connected.run()


def test_a_login_without_its_token(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAULT_TOKEN")
    assert "VAULT_TOKEN is not set" in connected.run(code=1).remarks


def misbehaving(connected: Connected) -> dict[str, Callable[[], Any]]:
    vault = connected.vault

    def kv_version_1() -> None:
        vault.kv_version = 1

    def answers(status: int, body: str) -> Callable[[], None]:
        def change() -> None:
            vault.status, vault.body = status, body

        return change

    return {
        "sealed": answers(503, '{"errors": ["Vault is sealed"]}'),
        "not initialized": answers(501, '{"errors": []}'),
        "busy": answers(429, '{"errors": []}'),
        "broken": answers(500, '{"errors": ["storage is gone"]}'),
        "another server": answers(200, "<html>hello</html>"),
        "expired": vault.tokens.clear,
        "denied": lambda: vault.denied.add(f"{FOLDER}/api"),
        "missing": lambda: vault.secrets.pop(f"{FOLDER}/api"),
        "deleted": lambda: vault.deleted.add(f"{FOLDER}/api"),
        "destroyed": lambda: vault.destroyed.add(f"{FOLDER}/api"),
        "not versioned": kv_version_1,
        "no key": lambda: vault.secrets.update({f"{FOLDER}/api": {"key": "a-value-elsewhere"}}),
        "malformed": lambda: vault.secrets.update({f"{FOLDER}/api": {"value": "not-long-enough"}}),
        "several keys": lambda: vault.secrets.update(
            {f"{FOLDER}/fernet": {"value": ",".join(["YWJj" * 10 + "YWI="] * 2)}}
        ),
    }


@pytest.mark.parametrize(
    ("how", "says", "hint"),
    [
        ("sealed", "is sealed", "vault operator unseal"),
        ("not initialized", "is not initialized", "Check the address"),
        ("busy", "answers too many requests", "Wait a moment"),
        ("broken", "cannot answer: storage is gone", "Vault's own log"),
        ("another server", "is no Vault", "Check the address"),
        ("expired", "refuses the token: it has expired", "vault login"),
        ("denied", f"does not let us read {FOLDER}/api", 'path "secret/data/airflow/prod/*"'),
        ("missing", f"There is no {FOLDER}/api in Vault", "Write them into Vault"),
        ("deleted", f"newest version of {FOLDER}/api in Vault is deleted", "vault kv undelete"),
        ("destroyed", f"newest version of {FOLDER}/api in Vault is destroyed", "Write them into Vault"),
        ("not versioned", "not in a KV engine of version 2", "check mount and path"),
        ("no key", f"{FOLDER}/api in Vault has no value", "it must hold value"),
        ("malformed", f"The value of {FOLDER}/api in Vault is shorter than 64 bytes", "Write them into Vault"),
        (
            "several keys",
            f"The value of {FOLDER}/fernet in Vault is a list of keys, and one is wanted",
            "Write them into Vault",
        ),
    ],
)
def test_vault_refuses_and_the_deployment_runs_on(connected: Connected, how: str, says: str, hint: str) -> None:
    """A clear sentence each, and nothing is changed."""
    before = connected.account.snapshot()
    misbehaving(connected)[how]()
    result = connected.run(code=1)
    assert says in result.remarks and hint in result.remarks, result
    assert connected.account.snapshot() == before


def test_all_that_is_missing_is_named_at_once(connected: Connected) -> None:
    connected.vault.secrets.clear()
    result = connected.run(code=1)
    assert all(f"There is no {FOLDER}/{name} in Vault" in result.remarks for name in NAMES)


def test_a_vault_that_is_not_there(connected: Connected) -> None:
    connected.use(address=f"https://127.0.0.1:{free_port()}")
    result = connected.run(code=1)
    assert "cannot be reached" in result.remarks and "Check the address" in result.remarks


@pytest.mark.parametrize(("days", "host"), [(1, "127.0.0.1"), (-1, "127.0.0.1"), (1, "vault.example.com")])
def test_a_certificate_that_is_unknown_expired_or_anothers_is_not_trusted(
    connected: Connected, tmp_path: Path, days: int, host: str
) -> None:
    other = make_certificate(tmp_path / "other.pem", days=days, host=host)
    with serve(other) as vault:
        trusted = None if (days, host) == (1, "127.0.0.1") else str(other)
        connected.use(address=vault.address, ca_file=trusted)
        result = connected.run(code=1)
        assert "is not trusted" in result.remarks and "secrets.vault.ca_file" in result.remarks
        assert not vault.asked, "nothing was sent"


def test_a_file_of_authorities_that_is_none(connected: Connected, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    connected.use(ca_file=str(tmp_path / "empty.pem"))
    result = connected.run(code=1)
    assert "ca_file" in result.remarks


def test_a_deployment_whose_settings_name_no_vault(account: Account) -> None:
    assert "name no Vault" in account.run("from-vault", NAME, code=1).remarks


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"address": "http://vault.example.com:8200"}, "must be an https:// address"),
        ({"login": "aws_iam"}, "is missing: login is aws_iam"),
        ({"role": "tarmac"}, "has no effect where login is token"),
        ({"login_mount": "approle"}, "has no effect where login is token"),
        ({"path": "/airflow/"}, "names with a slash between them"),
        ({"names": ["jwt", "jwt"]}, "names 'jwt' twice"),
        ({"names": ["jtw"]}, "fernet"),
        ({"ca_file": "nowhere.pem"}, "is no file"),
        ({"token": "hvs.x"}, "token"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(connected: Connected, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        connected.use(**changed)
