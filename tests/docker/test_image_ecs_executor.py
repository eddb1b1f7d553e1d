"""Airflow's ECS executor with real Airflow: RunTask on the embedded AWS, whose agent starts a process of the image."""

from __future__ import annotations

import base64
import json
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from image_deployment import Components, Deployment
from image_servers import Postgres, RedisServer

from wrapper.aws_clients import AwsClients
from wrapper.containers.run_task.agent import Agent
from wrapper.embedded_aws import EmbeddedAws

pytestmark = pytest.mark.airflow

REGION = "us-east-1"
FINAL = ("success", "failed", "upstream_failed")
DAG = """
from airflow.sdk import dag, task
import datetime, os

@dag(schedule=None, start_date=datetime.datetime(2026, 1, 1))
def two_executors():
    @task
    def by_celery():
        return "AIRFLOW_IS_EXECUTOR_CONTAINER" in os.environ

    @task(executor="AwsEcsExecutor", executor_config={"overrides": {"cpu": "1024", "memory": "2048"}})
    def alone(celery):
        print("it runs alone")
        secrets = ("AIRFLOW__CELERY__BROKER_URL", "AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY")
        given = [name for name in secrets if name in os.environ]
        assert not celery and "AIRFLOW_IS_EXECUTOR_CONTAINER" in os.environ and not given, given

    @task(executor="AwsEcsExecutor", retries=0)
    def fails():
        raise ValueError("on purpose")

    alone(by_celery()) >> fails()

two_executors()
"""


class Processes:
    """Runs the image's entrypoint as a container would, and keeps what the ECS executor handed over.

    What they print is in a file beside the components', so that it is shown with theirs where a test fails.
    """

    def __init__(self, made: Deployment, environment: Mapping[str, str]) -> None:
        self._made = made
        self._environment = environment
        self._running: dict[str, subprocess.Popen[str]] = {}
        self.definitions: list[Mapping[str, Any]] = []
        self.output = made.folder / "tasks.out"

    def start(self, identifier: str, definition: Mapping[str, Any]) -> str:
        (container,) = definition["containerDefinitions"]
        said = {one["name"]: one["value"] for one in container["environment"]}
        self.definitions.append(definition)
        self._running[identifier] = self._made.popen("task", *container["command"], **self._environment, **said)
        return identifier

    def lines(self, name: str) -> Iterator[str]:
        output = self._running[name].stdout
        assert output is not None
        for line in output:
            with self.output.open("a") as file:
                file.write(line)
            yield line

    def wait(self, name: str) -> int:
        return self._running[name].wait()

    def stop(self, name: str) -> None:
        if running := self._running.get(name):
            running.terminate()

    def remove(self, name: str) -> None:
        self._running.pop(name)


def prepare(clients: AwsClients) -> dict[str, str]:
    """A cluster and a task definition like the module's; what the module tells the scheduler of them."""
    ec2, ecs = clients("ec2"), clients("ecs")
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.8.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="task", Description="its", VpcId=vpc)["GroupId"]
    ecs.create_cluster(clusterName="executor", capacityProviders=["FARGATE", "FARGATE_SPOT"])
    ecs.register_task_definition(
        family="executor-task",
        networkMode="awsvpc",
        cpu="512",
        memory="1024",
        requiresCompatibilities=["FARGATE"],
        containerDefinitions=[{"name": "task", "image": "airflow:1"}],
    )
    settings = {
        "CLUSTER": "executor",
        "CONTAINER_NAME": "task",
        "TASK_DEFINITION": "executor-task",
        "REGION_NAME": REGION,
        "SUBNETS": subnet,
        "SECURITY_GROUPS": group,
        "ASSIGN_PUBLIC_IP": "False",
        "CHECK_HEALTH_ON_STARTUP": "False",
        "RUN_TASK_KWARGS": json.dumps(
            {
                "capacity_provider_strategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
                "propagateTags": "TASK_DEFINITION",
                "enableECSManagedTags": True,
            }
        ),
    }
    return {f"AIRFLOW__AWS_ECS_EXECUTOR__{name}": value for name, value in settings.items()}


def test_p3_10_a_dag_chooses_the_executor_of_each_task(
    postgres: Postgres, redis_server: RedisServer, embedded_aws: EmbeddedAws, tmp_path: Path
) -> None:
    """One task by a worker, one alone at a size of its own and with no secret, one that fails and is seen to."""
    postgres.empty_database("airflow")
    made = Deployment(tmp_path, postgres, redis_server)
    made.add_dag("two_executors", DAG)
    made.environment |= {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor,airflow.providers.amazon.aws.executors.ecs.AwsEcsExecutor",
    }
    aws = {name: value for name, value in embedded_aws.complete_environment().items() if name.startswith("AWS_")}
    clients = AwsClients(embedded_aws.complete_environment(), REGION)
    executor = prepare(clients) | aws | {"AWS_DEFAULT_REGION": REGION}
    code, said = made.run("init", **made.init | {"ADMIN_SECRET": ""})
    assert code == 0, said
    processes = Processes(made, aws)
    ended, agent = threading.Event(), Agent("executor", clients, processes)
    thread = threading.Thread(target=agent.work, args=(ended, print))
    thread.start()

    def states() -> dict[str, str]:
        rows = postgres.query("SELECT task_id, state FROM task_instance", "airflow")
        return dict(row.split("|") for row in rows.splitlines())

    try:
        with Components(made) as components:
            components.start("api-server", **made.database, **executor)
            components.start("scheduler", **made.database, **made.redis, **executor)
            components.start("dag-processor", **made.database)
            components.start("worker", "--skip-serve-logs", **made.redis)
            components.until(lambda: postgres.query("SELECT count(*) FROM serialized_dag", "airflow") == "1")
            code, said = made.run("dags", "trigger", "two_executors", **made.database)
            assert code == 0, said
            components.until(lambda: all(state in FINAL for state in states().values()))
            assert states() == {"by_celery": "success", "alone": "success", "fails": "failed"}, components.said()
            assert "it runs alone" in processes.output.read_text(), "what a task prints is in its container's log"
            ecs = clients("ecs")
            components.until(lambda: not ecs.list_tasks(cluster="executor", desiredStatus="RUNNING")["taskArns"])
            check_tokens(made, processes)
            first = processes.definitions[0]
            assert (first["cpu"], first["memory"]) == ("1024", "2048"), "a size of its own"
    finally:
        ended.set()
        thread.join()


def check_tokens(made: Deployment, processes: Processes) -> None:
    """What stands in the command, where DescribeTasks shows it: a token that begins this one task, and nothing else."""
    assert processes.definitions
    for definition in processes.definitions:
        workload = json.loads(definition["containerDefinitions"][0]["command"][-1])
        token, task = workload["token"], workload["ti"]["id"]
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        assert (claims["scope"], claims["sub"]) == ("workload", task)
        assert claims["exp"] - claims["iat"] <= 600, "as long as a task may be queued"
        assert call(made, "GET", "variables/some", token) == 403
        assert call(made, "GET", "connections/some", token) == 403
        body = {"state": "running", "hostname": "h", "unixname": "u", "pid": 1, "start_date": "2026-01-01T00:00:00Z"}
        assert call(made, "PATCH", f"task-instances/{task}/run", token, body) == 409, "it has begun already"
        assert token not in processes.output.read_text()


def call(made: Deployment, method: str, path: str, token: str, body: Mapping[str, Any] | None = None) -> int:
    """The status of the execution API's answer."""
    request = urllib.request.Request(  # noqa: S310 - the deployment's own
        made.environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - likewise
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
