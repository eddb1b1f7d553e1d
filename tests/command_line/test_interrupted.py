"""What an interrupted apply leaves half made: the next one goes on with it, with nothing asked of a person."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import pytest
from small_checkout import Checkout

from wrapper.deployments import orphans
from wrapper.terraform import plan

NOTE = "airflow/terraform.tfstate.unfinished"
LOST = orphans.Orphan("arn:aws:iam::1:role/one", "terraform_data", "of-the-interrupted", "terraform_data.one")
ANOTHER = orphans.Orphan("arn:aws:iam::1:role/two", "terraform_data", "somebodys", "terraform_data.two")


def note(checkout: Checkout, *addresses: str) -> None:
    """Leaves what an apply leaves whose requests were cut off."""
    checkout.client("s3").put_object(Bucket=checkout.bucket, Key=NOTE, Body=json.dumps(addresses).encode())


def objects(checkout: Checkout) -> list[str]:
    listed = checkout.client("s3").list_objects_v2(Bucket=checkout.bucket)
    return [one["Key"] for one in listed.get("Contents", [])]


def ids(checkout: Checkout) -> dict[str, str]:
    body = checkout.client("s3").get_object(Bucket=checkout.bucket, Key="airflow/terraform.tfstate")["Body"].read()
    return {one["name"]: one["instances"][0]["attributes"]["id"] for one in json.loads(body)["resources"]}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_being_made_is_kept_and_the_next_apply_goes_on(checkout: Checkout, number: signal.Signals) -> None:
    """Terraform marks it as damaged, though AWS goes on making it: without the mark nothing is made anew."""
    started = checkout.folder / "started"
    slow = {"input": "one", "provisioner": [{"local-exec": {"command": f"touch {started}; exec sleep 3600"}}]}
    checkout.stack(resource={"terraform_data": {"one": slow, "two": {"input": "${terraform_data.one.id}"}}})
    command, environment = checkout.driver("apply", "airflow")
    apply = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    while not started.exists():
        assert apply.poll() is None
        time.sleep(0.05)
    apply.send_signal(number)
    output, _ = apply.communicate()
    assert apply.returncode == 1, output
    assert "terraform_data.one was being made, and is kept as far as it got." in output
    assert "Run the command again to go on." in output
    made = ids(checkout)["one"]
    assert "airflow: 1 to create" in checkout.run("apply", "airflow").output
    assert ids(checkout)["one"] == made
    checkout.run("plan", "airflow")


def test_what_was_made_and_not_written_down_is_taken_in(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS made it, and its answer was cut off: to make it again would collide with its name."""
    monkeypatch.setattr(orphans, "find", lambda *arguments: [LOST, ANOTHER])
    checkout.stack(resource={"terraform_data": {"one": {}, "two": {}}}, output=None)
    note(checkout, "terraform_data.one")
    planned = checkout.run("plan", "airflow", code=2).output
    assert "import terraform_data.one, which exists already: of-the-interrupted" in planned
    assert "terraform_data.two" not in planned, "what was not being made may be somebody else's"
    checkout.run("apply", "airflow")
    assert ids(checkout)["one"] == "of-the-interrupted"
    assert ids(checkout)["two"] != "somebodys"
    assert NOTE not in objects(checkout)
    checkout.run("plan", "airflow")


def test_whoever_asks_for_it_takes_in_all_that_exists(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the whole state was lost."""
    monkeypatch.setattr(orphans, "find", lambda *arguments: [LOST, ANOTHER])
    checkout.stack(resource={"terraform_data": {"one": {}, "two": {}}}, output=None)
    planned = checkout.run("plan", "airflow", "--import-orphans", code=2).output
    assert "import terraform_data.two, which exists already: somebodys" in planned
    checkout.run("apply", "airflow", "--import-orphans")
    assert ids(checkout) == {"one": "of-the-interrupted", "two": "somebodys"}
    checkout.run("plan", "airflow", "--import-orphans")


def test_what_is_asked_for_and_cannot_be_taken_in_is_refused(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = orphans.Orphan("arn", "terraform_data", "an-id", "terraform_data.no_such_address")
    monkeypatch.setattr(orphans, "find", lambda *arguments: [LOST, unknown])
    monkeypatch.setattr(plan, "created", lambda found: {LOST.address, unknown.address})
    assert unknown.address in checkout.run("apply", "airflow", "--import-orphans", code=1).remarks
    assert objects(checkout) == [], "nothing was applied"


def test_what_was_not_made_after_all_is_made(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "find", lambda *arguments: [])
    note(checkout, "terraform_data.one")
    assert "airflow: 1 to create" in checkout.run("apply", "airflow").output
    assert NOTE not in objects(checkout)


def test_what_cannot_be_taken_in_stops_nothing(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = orphans.Orphan("arn", "terraform_data", "an-id", "terraform_data.no_such_address")
    monkeypatch.setattr(orphans, "find", lambda *arguments: [unknown])
    note(checkout, "terraform_data.no_such_address")
    assert "cannot be taken in" in checkout.run("apply", "airflow").remarks
    checkout.run("plan", "airflow")


def test_a_destroy_leaves_no_note(checkout: Checkout) -> None:
    checkout.run("apply", "airflow")
    note(checkout, "terraform_data.one")
    checkout.run("destroy", "airflow")
    assert NOTE not in objects(checkout)
