"""up, down and env: what lives on the embedded AWS."""

from __future__ import annotations

import subprocess

import pytest
from small_checkout import ACCOUNT, Checkout

from wrapper.embedded_aws import EmbeddedAws


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Records each stop of the embedded AWS, which the other tests still need."""
    stops: list[bool] = []
    monkeypatch.setattr(EmbeddedAws, "stop", lambda self: stops.append(True))
    return stops


@pytest.fixture
def bootstrapped(checkout: Checkout) -> Checkout:
    """The checkout with its remote state made."""
    lay_down(checkout)
    checkout.run("apply", "remote-state")
    return checkout


def lay_down(checkout: Checkout, value: str = "one") -> None:
    checkout.stacks(
        {name: checkout.a_stack(value, name) for name in ("airflow", "second")}
        | {"remote-state": checkout.a_stack("bucket", "remote-state")}
    )


def test_up_applies_the_first_deployment_and_a_second_time_changes_nothing(bootstrapped: Checkout) -> None:
    """N.2, P3.6"""
    first = bootstrapped.run("up", "--no-containers")
    assert first.remarks.startswith("remote-state: the embedded AWS, region us-east-1\n")
    assert "airflow: the embedded AWS, region us-east-1\n" in first.remarks
    assert "airflow is applied on the embedded AWS, after" in first.remarks
    assert "No container was started" in first.remarks
    assert "value     one" in first.output
    second = bootstrapped.run("up", "--no-containers", "--stack", "airflow")
    assert "Applying" not in second.remarks
    assert second.output == first.output


def test_up_applies_what_the_settings_say_now(bootstrapped: Checkout) -> None:
    """The stacks that it plans are those of this run, not of an earlier one."""
    bootstrapped.run("up", "--no-containers")
    lay_down(bootstrapped, "two")
    assert "value     two" in bootstrapped.run("up", "--no-containers").output


def test_down_destroys_all_and_stops_the_embedded_aws(bootstrapped: Checkout, stopped: list[bool]) -> None:
    """P1.22"""
    bootstrapped.run("up", "--no-containers")
    result = bootstrapped.run("down")
    assert "Destroying airflow: done" in result.remarks
    assert "The embedded AWS is stopped" in result.remarks
    assert stopped == [True]
    assert bootstrapped.run("status", "--json").json["deployments"][0]["resources"] == 0


def test_down_of_one_deployment_leaves_the_others(bootstrapped: Checkout, stopped: list[bool]) -> None:
    """N.11"""
    text = (bootstrapped.folder / "tarmac.yaml").read_text()
    bootstrapped.settings(text + "  second: {availability: low}\n")
    for name in ("airflow", "second"):
        bootstrapped.run("up", "--no-containers", "--stack", name)
    assert "The embedded AWS runs on, for second." in bootstrapped.run("down", "--stack", "airflow").remarks
    assert "Nothing of airflow is deployed." in bootstrapped.run("down", "--keep-running").remarks
    assert stopped == []
    counted = bootstrapped.run("status", "--json").json["deployments"]
    assert [row["resources"] for row in counted] == [0, 0]


def test_down_works_where_no_bucket_was_ever_made(checkout: Checkout, stopped: list[bool]) -> None:
    checkout.client("s3").delete_bucket(Bucket=checkout.bucket)
    checkout.run("down")
    assert stopped == [True]


def test_down_says_when_nothing_runs(checkout: Checkout, monkeypatch: pytest.MonkeyPatch, stopped: list[bool]) -> None:
    monkeypatch.setattr(EmbeddedAws, "endpoint", lambda self: None)
    assert "there is nothing to take down" in checkout.run("down").remarks


def test_what_lives_in_an_account_is_neither_put_up_nor_taken_down(account: Checkout) -> None:
    for verb in ("up", "down"):
        remarks = account.run(verb, "--stack", "airflow", code=1).remarks
        assert remarks == (
            f"airflow lives in account {ACCOUNT}, not on the embedded AWS.\n"
            "Use ./tarmac apply airflow and ./tarmac destroy airflow.\n"
        )
    assert "No deployment in the settings lives on the embedded AWS." in account.run("up", code=1).remarks


def test_a_wrong_name_ends_before_anything_is_made(checkout: Checkout) -> None:
    checkout.settings("deployments:\n  airflow: {availability: low}\n")
    for verb in ("up", "down"):
        assert "There are: airflow." in checkout.run(verb, "--stack", "airflw", code=1).remarks
    assert "state" not in (checkout.folder / "tarmac.yaml").read_text()


def test_env_is_what_a_shell_evaluates(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = checkout.run("env").output
    script = f"{printed}\necho $AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID ${{AWS_PROFILE-none}}"
    environment = {"PATH": "/usr/bin:/bin", "AWS_PROFILE": "production"}
    done = subprocess.run(["bash", "-euc", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{checkout.endpoint} embedded none\n"
