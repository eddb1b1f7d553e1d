"""unlock and import."""

from __future__ import annotations

import pytest
from small_checkout import Checkout

from wrapper.deployments import orphans
from wrapper.errors import TarmacError
from wrapper.terraform import lock


def test_a_lock_that_nobody_holds(checkout: Checkout) -> None:
    assert checkout.run("unlock", "airflow").output == "Nobody holds the lock of airflow.\n"


def test_a_held_lock_is_named_with_the_command_that_releases_it(checkout: Checkout) -> None:
    checkout.lock()
    result = checkout.run("unlock", "airflow")
    assert result.output == "ada@laptop runs apply since 2026-01-02 03:04:05 UTC (lock 0a1b).\n"
    assert "If that run is dead, release its lock: ./tarmac unlock airflow 0a1b" in result.remarks
    assert "ada@laptop" in checkout.run("unlock", "airflow").output, "asking does not release it"


def test_another_id_releases_nothing(checkout: Checkout) -> None:
    checkout.lock()
    remarks = checkout.run("unlock", "airflow", "ffff", code=1).remarks
    assert "Nothing was released." in remarks
    checkout.run("unlock", "airflow", "0a1b")


def test_a_run_that_lives_on_this_machine_keeps_its_lock(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "running_here", lambda folder: [4711])
    checkout.lock()
    asked = checkout.run("unlock", "airflow").remarks
    assert "Terraform still runs for airflow on this machine (process 4711). Wait until it ends." in asked
    refused = checkout.run("unlock", "airflow", "0a1b", code=1).remarks
    assert "(process 4711)" in refused and "--force" in refused
    assert "is released" in checkout.run("unlock", "airflow", "0a1b", "--force").output


ROLE = orphans.Orphan("arn:aws:iam::123456789012:role/airflow", "aws_iam_role", "airflow", "aws_iam_role.one")
UNWANTED = orphans.Orphan("arn:aws:s3:::old", "aws_s3_bucket", "old", None)


def test_after_the_release_orphans_are_listed_with_the_command(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.lock()
    monkeypatch.setattr(orphans, "find", lambda *arguments: [ROLE, UNWANTED])
    remarks = checkout.run("unlock", "airflow", "0a1b").remarks
    assert "These exist and are not in the state." in remarks
    assert "  ./tarmac import airflow aws_iam_role.one airflow\n" in remarks
    assert "arn:aws:s3:::old exists and has no place in the plan: delete it by hand" in remarks


def test_without_orphans_it_says_that_nothing_is_missing(checkout: Checkout) -> None:
    checkout.lock()
    assert "Nothing of the deployment is missing from its state." in checkout.run("unlock", "airflow", "0a1b").remarks


def test_orphans_that_cannot_be_found_out_are_not_passed_over(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*arguments: object) -> None:
        raise TarmacError("The AWS credentials lack the permission tag:GetResources.")

    checkout.lock()
    monkeypatch.setattr(orphans, "find", denied)
    result = checkout.run("unlock", "airflow", "0a1b")
    assert "The lock 0a1b is released." in result.output
    assert "could not be found out:\nThe AWS credentials lack the permission tag:GetResources." in result.remarks


def test_a_failed_apply_lists_what_it_left(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "find", lambda *arguments: [ROLE])
    failing = {"input": "one", "provisioner": [{"local-exec": {"command": "exit 7"}}]}
    checkout.stack(resource={"terraform_data": {"one": failing}})
    remarks = checkout.run("apply", "airflow", code=1).remarks
    assert "aws_iam_role.one airflow" in remarks
    assert "exit status 7" in remarks


def test_import_takes_resources_into_the_state(checkout: Checkout) -> None:
    two = {"one": {}, "two": {}}
    checkout.stack(resource={"terraform_data": two})
    result = checkout.run("import", "airflow", "terraform_data.one", "an-id", "terraform_data.two", "another-id")
    assert "2 imported into the state of airflow." in result.output
    assert checkout.run("status", "--json").json["deployments"][0]["resources"] == 2
    remarks = checkout.run("import", "airflow", "terraform_data.one", "an-id", code=1).remarks
    assert "terraform_data.one holds a resource already" in remarks
    remarks = checkout.run("import", "airflow", "terraform_data.three", "an-id", code=1).remarks
    assert "terraform_data.three" in remarks
    assert (
        "terraform_data.one has no id behind it."
        in checkout.run("import", "airflow", "terraform_data.one", code=1).remarks
    )


def test_an_import_into_an_account_asks(account: Checkout) -> None:
    remarks = account.run("import", "airflow", "terraform_data.one", "an-id", code=1).remarks
    assert "there is no terminal on which to ask" in remarks
    account.run("import", "airflow", "terraform_data.one", "an-id", "--yes")
