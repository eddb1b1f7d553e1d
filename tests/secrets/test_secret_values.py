"""The table of secrets is what the modules make; a new value is like Terraform's first."""

from __future__ import annotations

import base64
import re

import pytest
from cryptography.fernet import Fernet

from modules.ecs_airflow.secrets import GENERATED
from wrapper.paths import ROOT
from wrapper.secrets.catalog import KINDS, Kind, arn_of, at_stage, by_name
from wrapper.secrets.values import fernet_keys, first_value, joined_keys, other_role, problem

FORMS = {"base64": "fernet", "plain": "key", "login": "login"}
ARN = "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:prod/airflow/jwt-x1-AbCdEf"


def kind(name: str) -> Kind:
    found = by_name(name)
    assert found is not None
    return found


def test_the_table_says_what_the_airflow_module_makes() -> None:
    made = {name: (row["length"], FORMS[str(row["form"])]) for name, row in GENERATED.items()}
    assert made == {one.name: (one.length, one.form) for one in KINDS if one.module == "module.ecs_airflow"}


@pytest.mark.parametrize("one", KINDS, ids=str)
def test_each_secret_stands_in_the_published_module(one: Kind) -> None:
    folder = ROOT / "modules" / one.module.removeprefix("module.")
    text = "".join(file.read_text() for file in folder.glob("*.tf"))
    assert f'resource "aws_secretsmanager_secret" "{one.resource}"' in text
    assert f'resource "aws_secretsmanager_secret_version" "{one.resource}"' in text


def test_every_secret_has_a_name_that_no_destroyed_one_keeps() -> None:
    """A recovery window keeps the name: so each name has a random end, and an apply under the old name goes on."""
    for file in (ROOT / "modules").glob("*/*.tf"):
        for block in re.findall(r'resource "aws_secretsmanager_secret" .*?\n}\n', file.read_text(), re.DOTALL):
            assert "name_prefix" in block and not re.search(r"^\s+name\s", block, re.MULTILINE), file


@pytest.mark.parametrize("one", KINDS, ids=str)
def test_a_new_value_is_well_formed(one: Kind) -> None:
    first, second = first_value(one), first_value(one)
    assert problem(one, first) is None
    assert first != second


def test_a_fernet_key_is_one_for_cryptography() -> None:
    key = first_value(kind("fernet"))
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"x")) == b"x"
    assert base64.b64decode(key).isalnum()


def test_keys_are_joined_each_once_in_their_order() -> None:
    assert joined_keys("new,old", "old,older") == "new,old,older"
    assert fernet_keys(" a , b,") == ["a", "b"]


def test_roles_take_turns_within_the_length_that_postgresql_grants() -> None:
    assert other_role("airflow") == "airflow_clone"
    assert other_role("airflow_clone") == "airflow"
    assert len(other_role("a" * 63)) == 63


def test_a_reference_of_ecs_is_moved_to_a_stage() -> None:
    """In every partition, with a JSON key or without."""
    assert at_stage(ARN, "AWSPENDING") == f"{ARN}::AWSPENDING:"
    assert at_stage(f"{ARN}:password::", "AWSPENDING") == f"{ARN}:password:AWSPENDING:"
    assert arn_of(f"{ARN}:password:AWSPENDING:") == ARN
