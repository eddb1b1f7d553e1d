"""A deployment in an account: its state and its logs on moto, its tasks as ECS describes them, a PATH of our own."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import textwrap
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3

from wrapper import cli
from wrapper.aws_clients import AwsClients
from wrapper.target import Target

ACCOUNT, REGION, NAME, BUCKET = "123456789012", "eu-central-1", "prod", "tarmac-state"
CLUSTER = f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{NAME}"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
SETTINGS = f"""
state:
  "{ACCOUNT}": {{bucket: {BUCKET}, region: {REGION}}}
deployments:
  {NAME}: {{availability: low, account: "{ACCOUNT}", region: {REGION}, ecs_exec: true}}
"""
CONTAINERS = {
    "api-server": ["api-server", "init"],
    "scheduler": ["scheduler", "backlog"],
    "worker": ["worker"],
    "worker-gpu": ["worker-gpu"],
}

AWS = """\
    #!{python}
    # Plays `aws ecs execute-command` and its plugin: runs the command here, in the terminal that it was given.
    import json, os, pathlib, shlex, subprocess, sys
    if not os.isatty(0) or not os.isatty(1):
        sys.exit("Cannot perform start session: EOF")
    pathlib.Path({noted!r}).write_text(json.dumps(sys.argv[1:]))
    if {refusal!r}:
        sys.exit({refusal!r})
    print("\\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\\n")
    print("\\nStarting session with SessionId: ecs-execute-command-0f9de17a", flush=True)
    command = shlex.split(sys.argv[sys.argv.index("--command") + 1])
    if {lost!r}:
        command = ["sh", "-c", "echo $0", command[3]]
    subprocess.run(command)
    print("\\n\\nExiting session with sessionId: ecs-execute-command-0f9de17a.\\n")
"""

# Plays the image's entrypoint: what is behind `shell` is run, with a variable by which the entrypoint is known.
ENTRYPOINT = """\
    #!/bin/sh
    shift
    export AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql://built-by-the-entrypoint
    exec "$@"
"""


def definition(component: str, revision: int = 7) -> str:
    return f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/{NAME}-{component}:{revision}"


@dataclass
class Ecs:
    """ECS with one running task of each service; `tasks` is what it says of them."""

    tasks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    started: list[dict[str, Any]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def run(self, component: str, task: str, age: timedelta = timedelta(hours=1), **changed: Any) -> None:
        one = {
            "lastStatus": "RUNNING",
            "runtimeId": f"{task}-1",
            "healthStatus": "HEALTHY",
            "managedAgents": [{"name": "ExecuteCommandAgent", "lastStatus": "RUNNING"}],
            **changed,
        }
        self.tasks.setdefault(f"{NAME}-{component}", []).append(
            {
                "taskArn": f"arn:aws:ecs:{REGION}:{ACCOUNT}:task/{NAME}/{task}",
                "lastStatus": "RUNNING",
                "healthStatus": one["healthStatus"],
                "startedAt": datetime.now(UTC) - age,
                "taskDefinitionArn": definition(component),
                "containers": [{"name": name, **one} for name in CONTAINERS.get(component, [component])],
            }
        )

    def list_tasks(self, cluster: str, desiredStatus: str, serviceName: str = "", family: str = "") -> dict[str, Any]:
        assert desiredStatus == "RUNNING" and NAME in cluster
        return {"taskArns": [task["taskArn"] for task in self.tasks.get(serviceName or family, [])]}

    def describe_tasks(self, cluster: str, tasks: list[str]) -> dict[str, Any]:
        return {"tasks": [one for some in self.tasks.values() for one in some if one["taskArn"] in tasks]}

    def describe_services(self, cluster: str, services: list[str]) -> dict[str, Any]:
        assert len(services) <= 10
        return {"services": [self.services[name] for name in services if name in self.services]}

    def run_task(self, **asked: Any) -> dict[str, Any]:
        self.started.append(asked)
        self.run("bastion", f"ba5{len(self.started)}")
        return {"tasks": self.tasks[f"{NAME}-bastion"][-1:], "failures": []}

    def stop_task(self, cluster: str, task: str, reason: str) -> None:
        self.stopped.append(task)
        self.tasks[f"{NAME}-bastion"] = []


@dataclass(frozen=True)
class Result:
    """What a command left."""

    code: int
    output: str
    remarks: str


@dataclass
class World:
    """The account and this machine."""

    target: Target
    ecs: Ecs
    programs: Path
    noted: Path
    clients: AwsClients

    def play_aws(self, refusal: str = "", *, plugin: bool = True, lost: bool = False) -> None:
        """Puts the AWS CLI on PATH, which refuses with these words or loses the session."""
        aws = textwrap.dedent(AWS).format(python=sys.executable, noted=str(self.noted), refusal=refusal, lost=lost)
        names = {"aws": aws, "tarmac-airflow": textwrap.dedent(ENTRYPOINT)} | (
            {"session-manager-plugin": ""} if plugin else {}
        )
        for name, text in names.items():
            (self.programs / name).write_text(text)
            (self.programs / name).chmod(0o755)

    def called(self) -> list[str]:
        """With what the AWS CLI was called."""
        arguments: list[str] = json.loads(self.noted.read_text())
        return arguments

    def put_state(self, *more: dict[str, Any], **outputs: str) -> None:
        """Writes the state, with these resources and outputs besides."""
        resources = [*more]
        for component, containers_ in CONTAINERS.items():
            resources += [_definition(component, containers_), _service(component)]
        resources += [_definition("redis", ["redis"], "module.redis"), _service("redis", "module.redis")]
        values = {"cluster_name": NAME, "url": "http://internal", **outputs}
        state = {"resources": resources, "outputs": {name: {"value": value} for name, value in values.items()}}
        self.clients("s3").put_object(Bucket=BUCKET, Key="prod/terraform.tfstate", Body=json.dumps(state).encode())

    def write(self, stream: str, message: str, age: timedelta) -> None:
        """A line in CloudWatch, of a stream as the awslogs driver names it."""
        logs, group = self.clients("logs"), f"/{NAME}/airflow/{stream.partition('/')[0]}"
        group = f"/{NAME}/airflow/scheduler" if stream.startswith("backlog/") else group
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=group)
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
        event = {"timestamp": round((datetime.now(UTC) - age).timestamp() * 1000), "message": message}
        logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[event])

    def tarmac(self, *arguments: str) -> Result:
        """Runs a verb in this process."""
        output, remarks = Streams(), Streams()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(remarks):
            code = cli.run(arguments)
        result = Result(code, output.text(), " ".join(remarks.text().split()))
        assert "Traceback" not in result.output + result.remarks, result
        return result


class Streams(io.TextIOWrapper):
    """Text and bytes in one, as standard output has them."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        self.flush()
        found: str = self.buffer.getvalue().decode()  # type: ignore[attr-defined]
        return found


def as_aws_answers(params: dict[str, Any], **_: Any) -> dict[str, Any]:
    """moto sorts the events of several streams only where it is told to, and knows no beginning of their names."""
    prefix = params.pop("logStreamNamePrefix")
    streams = boto3.client("logs", REGION, aws_access_key_id="testing", aws_secret_access_key="testing")
    with contextlib.suppress(streams.exceptions.ResourceNotFoundException):
        found = streams.describe_log_streams(logGroupName=params["logGroupName"], logStreamNamePrefix=prefix)
        params["logStreamNames"] = [one["logStreamName"] for one in found["logStreams"]]
    return {**params, "interleaved": True}


def managed(
    kind: str, name: str, attributes: dict[str, Any], module: str = "module.ecs_airflow", key: str | None = None
) -> dict[str, Any]:
    """A resource in the state."""
    place = {"module": module, "mode": "managed", "type": kind, "name": name}
    return {**place, "instances": [{"attributes": attributes, "index_key": key}]}


def _definition(component: str, names: list[str], module: str = "module.ecs_airflow") -> dict[str, Any]:
    return managed("aws_ecs_task_definition", component, task_definition(component, names), module)


def task_definition(component: str, names: list[str]) -> dict[str, Any]:
    """A task definition as the state has it."""
    options = {"awslogs-group": f"/{NAME}/airflow/{component}", "awslogs-region": REGION}
    described = [
        {
            "name": one,
            "logConfiguration": {"logDriver": "awslogs", "options": {**options, "awslogs-stream-prefix": one}},
        }
        for one in names
    ]
    return {
        "arn": definition(component),
        "family": f"{NAME}-{component}",
        "cpu": "512",
        "memory": "1024",
        "container_definitions": json.dumps(described),
    }


def _service(component: str, module: str = "module.ecs_airflow") -> dict[str, Any]:
    network = {"subnets": ["subnet-1", "subnet-2"], "security_groups": [f"sg-{component}"], "assign_public_ip": False}
    attributes = {
        "name": f"{NAME}-{component}",
        "cluster": CLUSTER,
        "task_definition": definition(component),
        "network_configuration": [network],
    }
    return managed("aws_ecs_service", component, attributes, module)
