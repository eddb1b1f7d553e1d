"""Requests that moto cannot serve, and the rule that every gap has a test."""

import importlib
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from stock_moto import COVERED, Aws, fills

from wrapper.embedded_aws.gaps import GAPS, fill
from wrapper.embedded_aws.gaps.core import look_again
from wrapper.errors import TarmacError


def _refusal(action: object, **parameters: object) -> ClientError:
    with pytest.raises(ClientError) as caught:
        action(**parameters)  # type: ignore[operator]
    return caught.value


@fills("core.unimplemented_action")
def test_an_unimplemented_action_is_refused_at_once_and_named(aws: Aws) -> None:
    """A query service, a JSON service and a REST service, each in its own protocol."""
    for refusal, action in (
        (_refusal(aws("elasticache").describe_events), "elasticache:DescribeEvents"),
        (_refusal(aws("budgets").describe_budget_actions_for_account, AccountId="123456789012"), "budgets:"),
        (_refusal(aws("efs").describe_replication_configurations), "efs:DescribeReplicationConfigurations"),
    ):
        assert refusal.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert refusal.response["Error"]["Code"] == "ActionNotImplemented"
        assert action in refusal.response["Error"]["Message"]


@pytest.mark.parametrize(("action", "answers"), [("GetRole", True), ("CreateRole", False)])
def test_what_only_reads_looks_again_where_another_thread_has_written(action: str, answers: bool) -> None:
    """moto walks over what its other threads change."""
    looks = iter([RuntimeError("dictionary changed size during iteration"), None])

    def call() -> str:
        if error := next(looks):
            raise error
        return "found"

    if answers:
        assert look_again(lambda: action, call) == "found"
    else:
        with pytest.raises(RuntimeError):
            look_again(lambda: action, call)


def test_every_gap_has_a_test() -> None:
    """A filler whose gap nobody shows would never be deleted."""
    for module in Path(__file__).parent.glob("test_gaps_*.py"):
        importlib.import_module(module.stem)  # which registers its tests
    assert sorted(COVERED) == sorted(GAPS)


def test_every_gap_says_what_it_is_about() -> None:
    for name, filler in GAPS.items():
        assert filler.__doc__ and "Stock moto" in filler.__doc__ and "AWS" in filler.__doc__, name


def test_another_version_of_moto_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moto.__version__", "5.3.0")
    with pytest.raises(TarmacError, match=r"made for moto 5\.2\.5, but moto 5\.3\.0 is installed"):
        fill()
