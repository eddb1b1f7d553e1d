"""The smoke test in a real account; docs/account-test.md says how it is run and what it costs."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from smoke import Clone, Place, left_of, live, look_at, new_name, require_account

from tests.end_to_end.conftest import clone
from wrapper.aws_clients import AwsClients

pytestmark = pytest.mark.account


@pytest.fixture
def place() -> Place:
    """Where to run it, from the environment; the credentials must be those of that account."""
    account = os.environ.get("TARMAC_ACCOUNT", "")
    if not re.fullmatch(r"\d{12}", account):
        pytest.fail("Set TARMAC_ACCOUNT to the 12 digits of the account; docs/account-test.md says what else it needs.")
    region = os.environ.get("TARMAC_ACCOUNT_REGION", "us-east-1")
    require_account(AwsClients(os.environ, region)("sts").get_caller_identity()["Account"], account)
    return Place(account, region, os.environ.get("TARMAC_ACCOUNT_IMAGE"))


def test_a_deployment_lives_in_an_account_and_leaves_nothing(place: Place, tmp_path: Path) -> None:
    """P1.4, P1.22, P3.6"""
    name, clients = new_name(), AwsClients(os.environ, place.region)
    print(f"\n{name} in account {place.account}, region {place.region}")
    commands = Clone(clone(tmp_path / "tarmac").folder)
    live(commands, name, place, look_at(clients, name), left_of(clients, name))
