"""cost and diagram plan a deployment themselves: on the embedded AWS, whether that runs or not, and in an account."""

from __future__ import annotations

from typing import Any

from small_checkout import Checkout

from wrapper.cost import inventory
from wrapper.deployments import planned


def addresses(plan: dict[str, Any]) -> list[str]:
    return [one.address for one in inventory.of_plan(plan).resources]


def test_what_stands_is_read_from_a_plan_that_changes_nothing(checkout: Checkout) -> None:
    before = addresses(planned.plan_of("airflow"))
    checkout.run("apply", "airflow")
    assert addresses(planned.plan_of("airflow")) == before == ["terraform_data.one"]
    assert checkout.run("status", "--json").json["deployments"][0]["resources"] == 1, "nothing was changed"


def test_where_the_embedded_aws_does_not_run_one_is_started_for_the_plan_alone(checkout: Checkout) -> None:
    """N.10: before anything is deployed, or even `./tarmac up`."""
    checkout.run("apply", "airflow")
    (checkout.folder / ".tarmac" / "embedded-aws").unlink()
    result = checkout.run("cost", "airflow", "--region", "us-east-1", "--json")
    assert "one is started for this plan" in result.remarks
    assert result.json["complete"] is True and result.json["total"] == {"standing": 0, "loaded": 0}
    assert not list((checkout.folder / ".tarmac").glob("plan-*"))
    assert "does not run" in checkout.run("status").output


def test_every_deployment_is_priced_where_none_is_named(checkout: Checkout) -> None:
    shown = checkout.run("cost", "--region", "us-east-1", "--detailed", "--task-runs-per-day", "20000").output
    assert "airflow: US dollars a month in us-east-1" in shown
    assert "20,000 task runs a day" in shown
    assert checkout.run("cost", "--region", "eu-west-1", "--markdown").output.startswith("### airflow: US dollars")


def test_an_account_is_asked_with_its_own_credentials(account: Checkout) -> None:
    result = account.run("cost", "airflow", "--region", "us-east-1", "--json")
    assert result.remarks.startswith("airflow: account 123456789012, region us-east-1\n")
    account.settings((account.folder / "tarmac.yaml").read_text().replace("123456789012", "111111111111"))
    remarks = account.run("cost", "airflow", code=1).remarks
    assert "the credentials are those of account 123456789012" in remarks


def test_a_plan_with_nothing_to_draw_leaves_no_picture(checkout: Checkout) -> None:
    assert "nothing to draw" in checkout.run("diagram", "airflow", code=1).remarks
    assert not (checkout.folder / "docs").exists()
