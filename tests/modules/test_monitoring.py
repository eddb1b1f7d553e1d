"""The monitoring module: what it asks CloudWatch for is what the image publishes, and its alarms can be acted on."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from kit.module import InputError
from kit.publish import publish
from modules.monitoring import Monitoring
from modules.monitoring.alarms import METRIC_NAMESPACE
from wrapper.paths import ROOT

sys.path.append(str(ROOT / "docker" / "airflow"))
from tarmac_airflow import metrics

QUEUES = {"Backlog", "WorkersNeeded"}
"""Of tarmac_airflow/backlog.py, with a dimension more."""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return publish(Monitoring)


def test_the_dashboard_shows_every_metric_that_the_image_publishes_and_no_other(files: dict[str, str]) -> None:
    """Issue 7: scheduler heartbeat, task outcomes and DAG-parse time."""
    shown = re.findall(rf'"{METRIC_NAMESPACE}",\s+"(\w+)"', files["dashboard.tf"])
    published = {metric.name for taken in metrics.METRICS.values() for metric in taken.values()}
    assert set(shown) == published | QUEUES
    assert metrics.NAMESPACE == METRIC_NAMESPACE


def test_every_alarm_tells_the_topics_when_it_goes_off_and_when_it_is_over(files: dict[str, str]) -> None:
    alarms = re.findall(
        r'^resource "aws_cloudwatch_metric_alarm" "(\w+)" \{\n(.*?)^\}', files["alarms.tf"], re.S | re.M
    )
    assert len(alarms) == 10
    for _, body in alarms:
        assert re.search(r"alarm_actions +=.*local.topic_arns", body)
        assert re.search(r"ok_actions +=.*local.topic_arns", body)
        assert re.search(r'treat_missing_data +=.*"(breaching|notBreaching)"', body), "never INSUFFICIENT_DATA for ever"


def test_an_alarm_says_where_to_look(files: dict[str, str]) -> None:
    said = re.findall(r'alarm_description += "(.*)"', files["alarms.tf"])
    assert all("${var.name}" in one and "Look " in one for one in said), said


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"name": "Airflow"}, "name is 'Airflow' but must be 1 to 31 lower-case letters"),
        ({"emails": ["on-call"]}, "a mail address"),
        ({"alarm_topic_arns": ["some"]}, "the ARN of a topic of SNS"),
        ({"kms_key_arn": "alias/some"}, "the ARN of a KMS key"),
    ],
)
def test_a_wrong_input_is_refused_before_terraform_runs(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        Monitoring.Inputs(**({"name": "sample", "cluster_name": "some", "services": {}} | inputs))


def test_the_page_names_every_metric_of_airflows_own() -> None:
    page = Path(ROOT / "docs" / "monitoring.md").read_text()
    for taken in metrics.METRICS.values():
        for name, metric in taken.items():
            assert f"| `{metric.name}` | `{name}` |" in page
