"""Whoever sees and changes a deployment, and asks for what cannot be: a sentence, and an exit code that is not 0."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stacks.settings import PATH_VARIABLE
from tests.operations.denying import ACCOUNT, denying
from wrapper import cli

STATE = {ACCOUNT: {"bucket": "states-of-mine", "region": "us-east-1"}}
PLAN = {"format_version": "1.2", "planned_values": {"root_module": {}}, "configuration": {"root_module": {}}}

PLANS = {
    "empty.json": b"",
    "binary.json": b"\xff\xfe\x00",
    "applied.json": b"PK\x03\x04 as terraform plan -out writes it",
    "list.json": b"[]",
    "other.json": b'{"name": "no plan"}',
    "odd.json": json.dumps(PLAN | {"planned_values": {"root_module": {"resources": [{"type": "x"}]}}}).encode(),
    "odder.json": json.dumps(PLAN | {"planned_values": {"root_module": "none"}}).encode(),
    "truncated.json": json.dumps(PLAN).encode()[:40],
}


def run(*arguments: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    output, remarks = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(remarks):
        code = cli.run(list(arguments))
    said = output.getvalue() + remarks.getvalue()
    assert "Traceback" not in said, said
    return code, said


@pytest.fixture
def in_an_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment in an account that allows nothing."""
    file = tmp_path / "tarmac.yaml"
    deployment = {"availability": "low", "account": ACCOUNT, "dags": {"source": "s3"}}
    file.write_text(json.dumps({"state": STATE, "deployments": {"production": deployment}}))
    monkeypatch.setenv(PATH_VARIABLE, str(file))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for variable in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(variable, raising=False)
    with denying() as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        yield


@pytest.mark.parametrize("verb", ["cost", "diagram"])
@pytest.mark.parametrize("name", [*PLANS, "missing.json", "."])
def test_a_plan_that_cannot_be_parsed(tmp_path: Path, verb: str, name: str) -> None:
    """Issue 7: a plan that Terraform did not write, or not as JSON."""
    file = tmp_path / name
    if name in PLANS:
        file.write_bytes(PLANS[name])
    picture = tmp_path / "picture.svg"
    output = ["--output", str(picture)] if verb == "diagram" else []
    code, said = run(verb, "--plan", str(file), *output)
    assert code == 1
    assert str(file) in said or "The plan has another form than Terraform's" in said
    assert len(said.splitlines()) == 1
    assert not picture.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["cost", "nowhere"],
        ["diagram", "nowhere"],
        ["doctor", "nowhere"],
        ["status", "nowhere"],
        ["logs", "scheduler", "--stack", "nowhere"],
        ["exec", "scheduler", "--stack", "nowhere"],
        ["airflow", "--stack", "nowhere", "version"],
        ["open", "--stack", "nowhere"],
        ["upgrade", "nowhere"],
        ["secrets", "nowhere"],
        ["orphans", "nowhere"],
        ["dags", "list", "--stack", "nowhere"],
    ],
    ids=" ".join,
)
def test_a_deployment_that_does_not_exist(in_an_account: None, arguments: list[str]) -> None:
    """Issue 7"""
    assert run(*arguments) == (1, "There is no deployment 'nowhere' in the settings.\nThere are: production.\n")


@pytest.mark.parametrize(
    ("arguments", "permission"),
    [
        (["cost", "production"], "HeadObject"),
        (["diagram", "production"], "HeadObject"),
        (["status"], "GetObject"),
        (["status", "--json"], "GetObject"),
        (["logs", "scheduler", "--stack", "production"], "GetObject"),
        (["exec", "scheduler", "--stack", "production"], "GetObject"),
        (["open", "--stack", "production"], "GetObject"),
        (["output", "production"], "HeadObject"),
        (["secrets", "production"], "GetObject"),
        (["orphans", "production"], "HeadObject"),
        (["unlock", "production"], "GetObject"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_an_account_without_permission(in_an_account: None, arguments: list[str], permission: str) -> None:
    """Issue 7: which permission it is, and who gives it. No table of zeros, and not the exit code of success."""
    code, said = run(*arguments)
    assert code == 1
    assert f"The AWS credentials lack the permission for {permission}" in said
    assert "Ask for that permission to be added to the user or role" in said


def test_the_doctor_says_which_permission_each_question_lacks(in_an_account: None) -> None:
    code, said = run("doctor", "production")
    assert code == 1
    asked = [line for line in said.splitlines() if line.startswith("  cannot tell")]
    assert len(asked) > 8
    assert [line for line in asked if "The AWS credentials lack the permission for" not in line] == []
