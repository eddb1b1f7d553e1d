"""A deployment in an account that moto plays in this process, and its pretended containers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws
from standin import ACCOUNT, BUCKET, NAME, REGION, Account, Containers, make_target

from wrapper import paths
from wrapper.commands import secrets as verbs
from wrapper.embedded_aws import gaps

SETTINGS = f"""
state:
  "{ACCOUNT}": {{bucket: {BUCKET}, region: {REGION}}}
deployments:
  {NAME}:
    availability: low
    account: "{ACCOUNT}"
    region: {REGION}
"""


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The deployment, as Terraform leaves it: first values, services, state."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "WORK", tmp_path / ".tarmac")
    for variable in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "VAULT_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    gaps.fill()
    with mock_aws():
        made = Account(make_target(tmp_path, SETTINGS), tmp_path)
        made.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        assert made.target.deployment is not None
        made.put_secrets(made.target.deployment)
        made.put_administrator()
        made.put_services()
        made.put_state()
        monkeypatch.setattr(verbs, "find_target", lambda name: made.target)
        monkeypatch.setattr(verbs, "synthesize", lambda: [])
        yield made


@pytest.fixture
def containers(account: Account, monkeypatch: pytest.MonkeyPatch) -> Containers:
    """Its containers, all at work."""
    made = Containers(account)
    monkeypatch.setattr(verbs, "runtime_of", lambda target: made)
    made.start()
    return made
