"""What RunTask asks the embedded AWS for is run, followed, stopped and reported as ECS would (P1.11)."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import HANGS
from wrapper.aws_clients import AwsClients
from wrapper.containers.compose.file import Service, Volume
from wrapper.containers.run_task.agent import Agent, overridden
from wrapper.containers.run_task.containers import Place, arguments
from wrapper.embedded_aws import EmbeddedAws
from wrapper.errors import TarmacError

GROUP = "/trial/on-demand/little"


@dataclass
class Played:
    """Containers that write and end as the test says."""

    broken: bool = False
    definitions: list[Mapping[str, Any]] = field(default_factory=list)
    output: queue.Queue[str | None] = field(default_factory=queue.Queue)
    exit_code: int = 0
    stopped: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    """What happens while the container is removed."""

    def start(self, identifier: str, definition: Mapping[str, Any]) -> str:
        if self.broken:
            raise TarmacError("podman run failed: the image is not known")
        self.definitions.append(definition)
        return f"task-{identifier}"

    def lines(self, name: str) -> Iterator[str]:
        while (line := self.output.get()) is not None:
            yield line

    def wait(self, name: str) -> int:
        return self.exit_code

    def stop(self, name: str) -> None:
        self.stopped.append(name)
        self.exit_code = 143
        self.output.put(None)

    def remove(self, name: str) -> None:
        self.meanwhile()
        self.removed.append(name)


@dataclass
class Trial:
    """A cluster with a task definition, and an agent that the test moves on."""

    clients: AwsClients
    cluster: str
    played: Played
    agent: Agent
    definition: str
    network: Mapping[str, Any]

    def run(self) -> str:
        task = self.clients("ecs").run_task(
            cluster=self.cluster,
            taskDefinition=self.definition,
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": self.network},
            overrides={"containerOverrides": [{"name": "little", "command": ["Hello"]}]},
        )["tasks"][0]
        return str(task["taskArn"])

    def look(self) -> None:
        self.agent.look()

    def wait(self) -> None:
        for thread in threading.enumerate():
            if thread.name.startswith("arn:"):
                thread.join(HANGS)

    def described(self, arn: str) -> Any:
        return self.clients("ecs").describe_tasks(cluster=self.cluster, tasks=[arn])["tasks"][0]


@pytest.fixture
def trial(embedded_aws: EmbeddedAws, request: pytest.FixtureRequest) -> Trial:
    clients = AwsClients(embedded_aws.complete_environment(), "eu-north-1")
    cluster = request.node.name[:60]
    ecs, ec2, logs = clients("ecs"), clients("ec2"), clients("logs")
    ecs.create_cluster(clusterName=cluster)
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.7.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="task", Description="its", VpcId=vpc)["GroupId"]
    if not logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]:
        logs.create_log_group(logGroupName=GROUP)
    definition = ecs.register_task_definition(
        family="trial-little",
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        requiresCompatibilities=["FARGATE"],
        containerDefinitions=[
            {
                "name": "little",
                "image": "some:1",
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {"awslogs-group": GROUP, "awslogs-stream-prefix": "little", "awslogs-region": "x"},
                },
            }
        ],
    )["taskDefinition"]["taskDefinitionArn"]
    played = Played()
    agent = Agent(cluster, clients, played)
    agent.look()
    return Trial(clients, cluster, played, agent, definition, {"subnets": [subnet], "securityGroups": [group]})


@pytest.mark.parametrize("exit_code", [0, 3])
def test_p1_11_a_task_is_run_and_its_log_and_its_end_are_seen(trial: Trial, exit_code: int) -> None:
    """Under the name that the awslogs driver gives the stream; the log is whole before the end is told."""
    trial.played.exit_code = exit_code
    arn = trial.run()
    trial.look()
    trial.played.output.put("one line")
    trial.played.output.put(None)
    trial.wait()
    task = trial.described(arn)
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "EssentialContainerExited")
    assert task["startedAt"] and task["containers"][0]["exitCode"] == exit_code
    stream = f"little/little/{arn.rpartition('/')[2]}"
    events = trial.clients("logs").get_log_events(logGroupName=GROUP, logStreamName=stream)["events"]
    assert [event["message"] for event in events] == ["one line"]
    assert trial.played.definitions[0]["containerDefinitions"][0]["command"] == ["Hello"]
    assert len(trial.played.removed) == 1


def test_p1_11_a_task_that_is_stopped_ends_and_says_how(trial: Trial) -> None:
    """As EcsRunTaskOperator stops it after its execution_timeout."""
    arn = trial.run()
    trial.look()
    while trial.described(arn)["lastStatus"] != "RUNNING":
        trial.look()
    trial.clients("ecs").stop_task(cluster=trial.cluster, task=arn, reason="it took too long")
    while not trial.played.stopped:
        trial.look()
    trial.wait()
    task = trial.described(arn)
    assert (task["stopCode"], task["stoppedReason"]) == ("UserInitiated", "it took too long")
    assert task["containers"][0]["exitCode"] == 143


def test_a_task_that_has_ended_by_itself_is_not_stopped(trial: Trial) -> None:
    """Not even by a look between its end and the end of its container, which may not be there any more."""
    trial.played.meanwhile = trial.look
    arn = trial.run()
    trial.look()
    trial.played.output.put(None)
    trial.wait()
    assert trial.described(arn)["lastStatus"] == "STOPPED"
    assert trial.played.removed and not trial.played.stopped


def test_p1_11_a_container_that_does_not_start_is_a_task_that_failed(trial: Trial) -> None:
    trial.played.broken = True
    arn = trial.run()
    trial.look()
    trial.wait()
    task = trial.described(arn)
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "TaskFailedToStart")
    assert "the image is not known" in task["stoppedReason"]


def test_an_agent_that_ends_takes_its_containers_along_and_the_next_begins_anew(trial: Trial) -> None:
    arn = trial.run()
    trial.look()
    trial.agent.end()
    assert trial.played.stopped and trial.described(arn)["lastStatus"] == "STOPPED"
    left_behind = trial.run()
    trial.clients("ecs").submit_task_state_change(cluster=trial.cluster, task=left_behind, status="RUNNING")
    another = Agent(trial.cluster, trial.clients, trial.played)
    another.look()
    trial.wait()
    assert "The agent that ran it has ended" in trial.described(left_behind)["stoppedReason"]


def test_what_one_run_changes_of_its_task_definition() -> None:
    """Command, size and variables; nothing else may differ."""
    container = {"name": "task", "image": "some:1", "environment": [{"name": "A", "value": "1"}]}
    definition = {"family": "f", "cpu": "256", "memory": "512", "containerDefinitions": [container]}
    override = {"name": "task", "command": ["x"], "environment": [{"name": "A", "value": "2"}]}
    changed = overridden(definition, {"cpu": "1024", "memory": "2048", "containerOverrides": [override]})
    assert (changed["cpu"], changed["memory"]) == ("1024", "2048")
    (one,) = changed["containerDefinitions"]
    assert one == {**container, **override}
    with pytest.raises(TarmacError, match="several containers"):
        overridden({**definition, "containerDefinitions": [container, container]}, {})


def test_the_container_is_held_to_its_size_in_the_network_of_the_deployment() -> None:
    made = Service(
        name="task-0a1b",
        component="task",
        image="some:1",
        entrypoint=("dumb-init", "--", "tarmac-airflow", "task"),
        command=("python", "-m", "some where"),
        environment={"A": "x y"},
        read_only_root=True,
        dropped_capabilities=("ALL",),
        volumes=(Volume("/mnt/efs", "fs-1-shared"), Volume("/dags", "/home/me/dags", read_only=True)),
        cpus=0.5,
        memory=1024,
    )
    words = arguments(made, "0a1b", Place("trial-1", "10.213.0.1", Path("/x")), Path("/x/secrets.env"))
    assert {"--cpus=0.5", "--memory=1024m", "--read-only", "--cap-drop=ALL", "--network=trial-1"} <= set(words)
    assert {"--volume=trial-1_fs-1-shared:/mnt/efs", "--volume=/home/me/dags:/dags:ro,z"} <= set(words)
    assert {"--env=A=x y", "--env-file=/x/secrets.env", "--add-host=aws.airflow:10.213.0.1"} <= set(words)
    at = words.index("some:1")
    assert words[at - 1] == "--entrypoint=dumb-init"
    assert words[at + 1 :] == ["--", "tarmac-airflow", "task", "python", "-m", "some where"]
