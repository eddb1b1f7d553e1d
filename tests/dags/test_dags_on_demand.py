"""dags/on_demand_example.py runs on-demand tasks through Airflow's own operator (P1.11)."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.environments import python_with
from wrapper.paths import ROOT

IMAGE = ROOT / "docker" / "airflow"
FOUND = """
import json, on_demand_example as example
from airflow.sdk import DAG
print(json.dumps([value.dag_id for value in vars(example).values() if isinstance(value, DAG)]))
"""
RUN = """
import json
from unittest import mock
import on_demand_example as example
from airflow.providers.amazon.aws.hooks.logs import AwsLogsHook

arn = "arn:aws:ecs:us-east-1:123456789012:task/trial/0a1b"
end = mock.Mock(get_log_events=lambda **named: {"events": [{"timestamp": 0, "message": "its end"}]})
context = {"ti": mock.Mock(dag_id="d", task_id="little", run_id="r", map_index=-1)}
runs = []
for exit_code in (0, 1):
    operator = example.run("little", ["Hello"])
    container = {"name": "little", "lastStatus": "STOPPED", "exitCode": exit_code}
    tasks = {"failures": [], "tasks": [{"taskArn": arn, "containers": [container]}]}
    client = mock.Mock()
    client.list_tasks.return_value = {"taskArns": []}
    client.run_task.return_value = client.describe_tasks.return_value = tasks
    operator.__dict__["client"] = client
    asked, said, failure = [], [], None

    def events(self, *args, **named):
        asked.append([*map(str, args), *map(str, named.values())])
        if len(asked) == 1:
            yield {"timestamp": 0, "message": "spliced into the log"}

    with (
        mock.patch.object(AwsLogsHook, "get_log_events", events),
        mock.patch.object(AwsLogsHook, "conn", end),
        mock.patch.object(operator.log, "log", lambda level, line: said.append(line)),
    ):
        try:
            operator.execute(context)
        except Exception as error:
            failure = str(error)
    runs.append([client.run_task.call_args.kwargs, asked[0], said, failure])
print(json.dumps(runs))
"""
TOLD = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "TARMAC_ON_DEMAND_CLUSTER": "trial",
    "TARMAC_ON_DEMAND_SUBNETS": "subnet-1a,subnet-2b",
    "TARMAC_ON_DEMAND_SECURITY_GROUP": "sg-1a",
    "TARMAC_ON_DEMAND_PUBLIC_IP": "DISABLED",
    "TARMAC_ON_DEMAND_TASKS": json.dumps(
        {"little": {"task_definition": "trial-on-demand-little", "log_group": "/trial/on-demand/little"}}
    ),
}


def answer(folder: Path, script: str, told: dict[str, str]) -> Any:
    """What a script prints that imports the DAG as Airflow does."""
    python = python_with("test-airflow", IMAGE / "requirements.txt", IMAGE / "constraints.txt")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AIRFLOW_HOME": str(folder),
        "PYTHONPATH": str(ROOT / "dags"),
        **told,
    }
    done = subprocess.run([str(python), "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_p1_11_without_such_tasks_the_file_is_read_and_defines_no_dag(tmp_path: Path) -> None:
    assert answer(tmp_path, FOUND, {}) == []


def test_p1_11_a_task_is_run_and_its_log_is_in_the_log_of_the_dags_task(tmp_path: Path) -> None:
    """ECS and CloudWatch are played; a task that exits with 1 fails with the last lines that it printed."""
    for asked, logs, said, _ in (runs := answer(tmp_path, RUN, TOLD)):
        assert (asked["cluster"], asked["taskDefinition"]) == ("trial", "trial-on-demand-little")
        assert asked["launchType"] == "FARGATE"
        assert asked["networkConfiguration"]["awsvpcConfiguration"] == {
            "subnets": ["subnet-1a", "subnet-2b"],
            "securityGroups": ["sg-1a"],
            "assignPublicIp": "DISABLED",
        }
        assert asked["overrides"] == {"containerOverrides": [{"name": "little", "command": ["Hello"]}]}
        assert logs[:2] == ["/trial/on-demand/little", "little/little/0a1b"], "as the awslogs driver names it"
        assert any("spliced into the log" in line for line in said)
    (*_, success), (*_, failure) = runs
    assert success is None
    assert "not in success state" in failure and "its end" in failure


def test_p1_11_with_such_tasks_there_is_a_dag(tmp_path: Path) -> None:
    assert answer(tmp_path, FOUND, TOLD) == ["on_demand_example"]
