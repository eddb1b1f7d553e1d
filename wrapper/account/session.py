"""A port of a running task, brought to this machine through AWS Session Manager: no public address, no open port.

ECS Exec keeps Session Manager's agent in the tasks. The session ends in the task itself, so that it needs no rule in a
security group. Who may open one is a matter of IAM: `ssm:StartSession` on the task and on the document.
https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.errors import TarmacError
from wrapper.target import Target

DOCUMENT: Final = "AWS-StartPortForwardingSession"
AGENT: Final = "ExecuteCommandAgent"
PROGRAMS: Final = {
    "aws": "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    "session-manager-plugin": "https://docs.aws.amazon.com/systems-manager/latest/userguide/"
    "session-manager-working-with-install-plugin.html",
}
_OPENS_WITHIN_SECONDS: Final = 60


@dataclass(frozen=True)
class OpenContainer:
    """A running container with Session Manager's agent in it; `cluster` is a name."""

    cluster: str
    task: str
    runtime: str

    @property
    def target(self) -> str:
        """Session Manager's name of it."""
        return f"ecs:{self.cluster}_{self.task}_{self.runtime}"


def task_of(target: Target, cluster: str, service: str, container: str) -> str:
    """Session Manager's name of a running container of an ECS service.

    Raises TarmacError where none runs, or none has the agent.
    """
    return find(target, {"cluster": cluster, "serviceName": service}, service, container).target


def find(target: Target, which: Mapping[str, str], service: str, container: str, task: str = "") -> OpenContainer:
    """A running container of an ECS service; of several one whose agent answers.

    `which` is what ListTasks is asked for, `task` how the task's ID begins. Raises TarmacError where none runs, or none
    has the agent.
    """
    running = [(number, one) for number, one in running_containers(target, which, container) if number.startswith(task)]
    if not running:
        described = f" whose ID begins with {task}" if task else ""
        raise TarmacError(
            f"No task of {service}{described} runs, so there is nothing to open.",
            f"Its last words are in the log: ./tarmac logs {container} --stack {target.stack}; ECS says more in its "
            "events.",
        )
    for number, one in running:
        if has_agent(one):
            return OpenContainer(which["cluster"].rpartition("/")[2], number, one["runtimeId"])
    raise TarmacError(
        f"No task of {service} has the agent of Session Manager, through which it is opened.",
        f"Set `ecs_exec: true` for {target.stack} and apply. The root file system can then be written: AWS supports no "
        "other way. Tasks that were started before have none.",
    )


def running_containers(target: Target, which: Mapping[str, str], container: str) -> list[tuple[str, dict[str, Any]]]:
    """The containers of that name that run, each with the ID of its task; `which` is what ListTasks is asked for.

    Raises TarmacError where ECS cannot be asked.
    """
    ecs = target.clients("ecs")
    try:
        arns = ecs.list_tasks(**which, desiredStatus="RUNNING")["taskArns"]
        tasks = ecs.describe_tasks(cluster=which["cluster"], tasks=arns)["tasks"] if arns else []
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"looking for a task with the container {container}") from error
    return [
        (task["taskArn"].rpartition("/")[2], one)
        for task in tasks
        for one in task["containers"]
        if one["name"] == container and one.get("lastStatus") == "RUNNING"
    ]


def has_agent(container: Mapping[str, Any]) -> bool:
    """Whether a session can be opened in a container, as ECS describes it."""
    return any(
        agent["name"] == AGENT and agent["lastStatus"] == "RUNNING" for agent in container.get("managedAgents") or ()
    )


def command(task: str, port: int, local_port: int, region: str) -> list[str]:
    """The command that brings the port of a task to `local_port`, for as long as it runs."""
    parameters = {"portNumber": [str(port)], "localPortNumber": [str(local_port)]}
    options = ["--document-name", DOCUMENT, "--parameters", json.dumps(parameters), "--region", region]
    return ["aws", "ssm", "start-session", "--target", task, *options]


def require_programs(environment: Mapping[str, str]) -> None:
    """Raises TarmacError where the AWS CLI or its plugin is missing."""
    for program, where in PROGRAMS.items():
        if shutil.which(program, path=environment.get("PATH")) is None:
            raise TarmacError(f"{program} is not on PATH, and Session Manager needs it.", f"Install it: {where}")


@contextmanager
def forwarded(line: Sequence[str], local_port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """Runs the command until the block ends; the port answers when it begins.

    Raises TarmacError where a program is missing, or the session does not open.
    """
    require_programs(environment)
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(
            line,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,  # `aws` starts the plugin, and leaves it behind where it is ended alone
        )
        try:
            _wait(process, local_port, said)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _wait(process: subprocess.Popen[bytes], local_port: int, said: IO[str]) -> None:
    end = time.monotonic() + _OPENS_WITHIN_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            words = said.read().strip() or f"it ended with the code {process.returncode}"
            raise TarmacError(
                f"Session Manager opened no session: {words}",
                "Opening one takes ssm:StartSession on the task and on the document "
                f"{DOCUMENT}, and ssm:TerminateSession.",
            )
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", local_port)) == 0:
                return
        time.sleep(0.1)
    raise TarmacError(
        f"Session Manager opened no port within {_OPENS_WITHIN_SECONDS} seconds.",
        "Is its agent reachable from the tasks? A network without a way out needs the interface endpoint ssmmessages.",
    )


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
