"""A small checkout for the tests of the verbs, on the embedded AWS and in an account."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from small_checkout import APP, REGION, Checkout, aws_environment, in_account, work_folder

from stacks.settings import PATH_VARIABLE
from wrapper import paths
from wrapper.embedded_aws import EmbeddedAws

_numbers = itertools.count(1)


@pytest.fixture
def checkout(embedded_aws: EmbeddedAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A checkout on the session's embedded AWS, with a state bucket of its own."""
    folder = tmp_path / "checkout"
    work = work_folder(folder, of=paths.WORK)
    (work / "embedded-aws").symlink_to(embedded_aws.folder)
    (folder / "main.py").write_text(APP)
    monkeypatch.setattr(paths, "ROOT", folder)
    monkeypatch.setattr(paths, "WORK", work)
    monkeypatch.setenv(PATH_VARIABLE, str(folder / "tarmac.yaml"))
    for variable in ("GITHUB_STEP_SUMMARY", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(variable, raising=False)
    made = Checkout(folder, f"verbs-{next(_numbers)}", embedded_aws.start())
    made.client("s3").create_bucket(Bucket=made.bucket)
    made.settings(
        f"state:\n  embedded: {{bucket: {made.bucket}, region: {REGION}}}\n"
        "deployments:\n  airflow: {availability: low}\n"
    )
    made.stack()
    return made


@pytest.fixture
def account(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The checkout with its deployment in an account: the embedded AWS plays that account, from the environment."""
    for name, value in aws_environment(checkout.endpoint).items():
        monkeypatch.setenv(name, value)
    checkout.settings(in_account(checkout.bucket))
    return checkout
