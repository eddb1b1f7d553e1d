"""A command in a container of a deployment in an account, by ECS Exec: no open port, no SSH, no key.

AWS keeps a record of who opened what (CloudTrail) and of what was typed (the log group of ECS Exec).
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wrapper.account import placed, session, terminal
from wrapper.account.placed import Placed
from wrapper.account.session import OpenContainer
from wrapper.errors import TarmacError
from wrapper.target import Target

SHELL = ("tarmac-airflow", "shell")
"""What the image starts for a person: the environment of the component's own process (docker/airflow/README.md)."""


def open_container(target: Target, found: Placed, container: str, task: str = "") -> OpenContainer:
    """A running container to which a session can be opened.

    Raises TarmacError where there is none, with what is missing.
    """
    service = found.find(container)
    if not service.is_airflow:
        raise TarmacError(
            f"ECS Exec is not open in {container}, which runs an image of its own.",
            f"Ask it from another component: ./tarmac exec worker --stack {target.stack} -- tarmac-airflow redis PING",
        )
    if not service.name and not session.running_containers(target, service.tasks, container):
        raise TarmacError(f"No bastion of {target.stack} runs.", f"Start one: ./tarmac bastion start {target.stack}")
    return session.find(target, service.tasks, service.name or service.family, container, task)


def execute(
    target: Target,
    container: OpenContainer,
    name: str,
    command: Sequence[str],
    out: Callable[[bool, bytes], None] | None = None,
) -> int:
    """Runs a command with the environment of the component, a shell where there is none; its exit code.

    `out` is given its output instead of standard output and standard error. Raises TarmacError where a program is
    missing on this machine, no session opens, or a shell is wanted without a terminal.
    """
    person = out is None and terminal.is_there()
    if not command and not person:
        raise TarmacError(
            "There is no terminal for a shell.", f"Give a command: ./tarmac exec {name} --stack {target.stack} -- env"
        )
    session.require_programs(target.environment)

    def line(remote: str) -> list[str]:
        where = ["--cluster", container.cluster, "--task", container.task, "--container", name]
        options = ["--region", target.region, *where, "--interactive", "--command", remote]
        return ["aws", "ecs", "execute-command", *options]

    return terminal.run(line, [*SHELL, *command], target.environment, out, person=person)


def run(target: Target, container: str, command: Sequence[str], task: str = "") -> int:
    """Opens a container of the deployment, whose stack must have been synthesized, and runs a command there.

    Raises TarmacError as `open_container` and `execute` do.
    """
    found = placed.find(target)
    return execute(target, open_container(target, found, container, task), container, command)
