"""`./tarmac cost` with a plan that is there already."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pytest
from plans_by_hand import Plan, database, plan, resource, service

from stacks.settings import PATH_VARIABLE
from wrapper import cli


def run(*arguments: str | Path, code: int = 0) -> tuple[str, str]:
    """What the verb prints, and its remarks."""
    output, remarks = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(remarks):
        found = cli.run(["cost", *map(str, arguments)])
    assert found == code, remarks.getvalue()
    return output.getvalue(), remarks.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "airflow.json", plan(*service("scheduler"), *service("worker"), *database()))


def write(file: Path, found: Plan) -> Path:
    file.write_text(json.dumps(found))
    return file


def test_a_person_sees_each_component_both_sums_the_others_and_other_settings(file: Path) -> None:
    shown, _ = run("--plan", file)
    assert "airflow: US dollars a month in us-east-1, on demand, prices as of" in shown
    for expected in ("scheduler", "worker", "database", "standing", "under load", "fairflow low", "MWAA mw1.small"):
        assert expected in shown
    assert "components.worker.spot_percent: 100" in shown
    assert "1,500 task runs a day" in shown


def test_a_machine_reads_every_charge_with_its_price_and_page(file: Path) -> None:
    found = json.loads(run("--plan", file, "--json")[0])
    assert found["deployment"] == "airflow"
    assert found["complete"] is True and found["left_out"] == []
    lines = [line for component in found["components"].values() for line in component["lines"]]
    assert found["total"]["standing"] == pytest.approx(sum(line["standing"] for line in lines), abs=0.01)
    assert found["total"]["loaded"] == pytest.approx(sum(line["loaded"] for line in lines), abs=0.01)
    for line in lines:
        assert line["standing"] == pytest.approx(line["standing_quantity"] * line["price"], abs=0.01)
        assert line["page"].startswith("https://aws.amazon.com/")


def test_a_page_gets_markdown_alone(file: Path) -> None:
    shown, remarks = run("--plan", file, "--markdown")
    assert shown.startswith("### airflow: US dollars a month")
    assert "| database | 1 x 0.5 to 2 ACU; storage; I/O |" in shown
    assert remarks == ""


def test_every_charge_is_shown_where_it_is_asked_for(file: Path) -> None:
    assert "storage" in run("--plan", file, "--detailed")[0]


def test_what_is_left_out_is_marked_in_every_form(tmp_path: Path) -> None:
    file = write(tmp_path / "airflow.json", plan(*service("worker"), resource("aws_quantum_computer")))
    sentence = "aws_quantum_computer.this: the table does not know what it costs."
    for form in ("--detailed", "--markdown"):
        shown, _ = run("--plan", file, form)
        assert f"* Left out of the sum: {sentence}" in shown
        assert " *" in next(line for line in shown.splitlines() if " all " in line or "**all**" in line)
    found = json.loads(run("--plan", file, "--json")[0])
    assert found["complete"] is False and found["left_out"] == [sentence]


def test_it_can_be_priced_in_another_region_and_under_another_load(file: Path) -> None:
    here = json.loads(run("--plan", file, "--json")[0])["total"]
    there = json.loads(run("--plan", file, "--json", "--region", "ap-southeast-2")[0])["total"]
    busier = json.loads(run("--plan", file, "--json", "--task-runs-per-day", "9000")[0])["total"]
    assert there["standing"] > here["standing"]
    assert busier["standing"] == here["standing"] and busier["loaded"] > here["loaded"]


def test_the_others_are_of_one_region_which_is_said_elsewhere(file: Path) -> None:
    assert "The others were priced in us-east-1" in run("--plan", file, "--region", "eu-west-1")[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is no JSON"),
        ("{}", "is JSON and no plan"),
        (json.dumps(plan()), "The plan holds no resource."),
        (json.dumps(plan(resource("aws_kms_key")) | {"errored": True}), "of a run that failed"),
        (json.dumps(plan(*service("scheduler"))).replace('"1024"', '"many"'), "another form than Terraform's"),
        (json.dumps(plan(resource("aws_lb", subnets=5))), "another form than Terraform's"),
    ],
)
def test_a_plan_that_cannot_be_read_is_one_sentence_and_exit_code_1(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text)
    shown, remarks = run("--plan", file, code=1)
    assert shown == "" and says in remarks and remarks.count("\n") == 1


def test_a_plan_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in run("--plan", tmp_path / "none.json", code=1)[1]


def test_a_deployment_that_is_not_there_is_named_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "tarmac.yaml"
    settings.write_text("deployments:\n  airflow: {availability: low}\n")
    monkeypatch.setenv(PATH_VARIABLE, str(settings))
    remarks = run("airflw", code=1)[1]
    assert remarks == "There is no deployment 'airflw' in the settings.\nThere are: airflow.\n"


def test_two_forms_at_once_are_refused(file: Path) -> None:
    assert "exclude each other" in run("--plan", file, "--json", "--markdown", code=1)[1]


def test_a_plan_without_a_region_asks_for_one(tmp_path: Path) -> None:
    found = plan(resource("aws_kms_key"))
    del found["configuration"]
    file = write(tmp_path / "plan.json", found)
    assert "give --region" in run("--plan", file, code=1)[1]
    run("--plan", file, "--region", "us-east-1")
