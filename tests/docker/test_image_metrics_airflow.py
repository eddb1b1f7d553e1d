"""Airflow's own metrics with Airflow's own code: what it sends is understood, and what is not wanted never comes."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from image_servers import IMAGE

pytestmark = pytest.mark.airflow

COMPONENT = """
import os, sys
from tarmac_airflow import metrics

environment = os.environ | metrics.start("{component}", os.environ)
os.execve(sys.executable, [sys.executable, "-c", os.environ["AIRFLOW_CODE"]], environment)
"""
INITIALIZE = "stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=True)\n"
OF_A_TASK = f"""
from airflow.sdk._shared.observability.metrics import stats
from airflow.sdk.observability.metrics import stats_utils
{INITIALIZE}
tags = {{"dag_id": "demo", "task_id": "one"}}
stats.incr("ti.start", tags=tags)
stats.incr("operator_failures", tags=tags | {{"operator_name": "bash"}})
stats.incr("ti_failures", tags=tags)
stats.incr("ti_successes", tags=tags)
stats.incr("ti_successes", tags=tags)
"""
OF_THE_DAG_PROCESSOR = f"""
from airflow._shared.observability.metrics import stats
from airflow.dag_processing.manager import DagFileStat, emit_metrics
from airflow.observability.metrics import stats_utils
{INITIALIZE}
emit_metrics(parse_time=0.25, dag_file_stats=[DagFileStat(num_dags=3, import_errors=1), DagFileStat(num_dags=1)])
"""


def said(airflow_python: Path, folder: Path, component: str, code: str) -> dict[str, object]:
    """The one line in the log of a component that runs this code of Airflow's and ends."""
    environment = {
        "PATH": f"{airflow_python.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(IMAGE),
        "HOME": str(folder),
        "AIRFLOW_HOME": str(folder),
        "TARMAC_DEPLOYMENT": "demo",
        "AIRFLOW_CODE": code,
    }
    done = subprocess.run(
        [str(airflow_python), "-c", COMPONENT.format(component=component)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("{")]
    found: dict[str, object] = json.loads(line)
    return {name: value for name, value in found.items() if name not in ("_aws", "Deployment")}


def test_outcomes_of_tasks_are_counted_over_all_dags(airflow_python: Path, tmp_path: Path) -> None:
    """Issue 7: Airflow's metrics through StatsD; none for each DAG, task or operator."""
    assert said(airflow_python, tmp_path, "worker", OF_A_TASK) == {"TaskFailures": 1, "TaskSuccesses": 2}


def test_the_parsing_of_dags_is_told(airflow_python: Path, tmp_path: Path) -> None:
    found = said(airflow_python, tmp_path, "dag-processor", OF_THE_DAG_PROCESSOR)
    assert found == {"DagParseTime": 0.25, "DagImportErrors": 1}
