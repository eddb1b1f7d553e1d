"""The container of a task that is run once, beside those of the deployment: in their network, with their volumes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from wrapper.aws_clients import AwsClients
from wrapper.containers.compose import tasks
from wrapper.containers.compose.file import AWS_HOST, Service, Volume
from wrapper.containers.compose.secrets import Secrets, environment_file, write_private
from wrapper.containers.compose.services import Surroundings, service
from wrapper.containers.engine import Engine

TASKS_LABEL: Final = "tarmac.tasks"
"""On every container of a task, with the project: it is none of the deployment's own."""
TASK_LABEL: Final = "tarmac.task"


@dataclass(frozen=True)
class Place:
    """Where the containers run.

    Attributes:
        project: the compose project of the deployment, whose network and volumes they share.
        aws_address: where they find this machine.
        folder: for files of secrets, while a container starts.
    """

    project: str
    aws_address: str
    folder: Path


class TaskContainers:
    """Starts, follows and stops them by the engine's command line."""

    def __init__(self, engine: Engine, clients: AwsClients, around: Surroundings, place: Place) -> None:
        self._engine = engine
        self._clients = clients
        self._around = around
        self._place = place
        for name in ("efs", "secretsmanager"):
            clients(name)  # several threads use them, and one must make them

    def start(self, identifier: str, definition: Mapping[str, Any]) -> str:
        """Starts the one container of a task; its name. Raises TarmacError where it does not start."""
        task = tasks.of_definition(f"task-{identifier[:8]}", definition, self._clients)
        (container,) = task.containers
        made = service(task, container, 1, Secrets(self._clients), self._around)
        made = replace(made, name=f"{task.name}-{container.name}")
        secrets = self._place.folder / f"{made.name}.env"
        try:
            if made.secrets:
                held = environment_file({name: secret.value for name, secret in made.secrets.items()})
                write_private(secrets, held)
            self._engine.run(*arguments(made, identifier, self._place, secrets if made.secrets else None))
        finally:
            secrets.unlink(missing_ok=True)
        return made.container(self._place.project)

    def lines(self, name: str) -> Iterator[str]:
        """What it writes, line by line, until it ends."""
        with subprocess.Popen(
            [self._engine.program, "logs", "--follow", name],
            env=dict(self._engine.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            for line in process.stdout:
                yield line.rstrip("\n")

    def wait(self, name: str) -> int:
        """Its exit code, once it has ended."""
        return int(self._engine.run("wait", name).split()[-1])

    def stop(self, name: str) -> None:
        """Asks it to end, and ends it after its own stop timeout; returns at once."""
        subprocess.Popen(
            [self._engine.program, "stop", name],
            env=dict(self._engine.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def remove(self, name: str) -> None:
        """Removes it with the volumes that are its own."""
        self._engine.run("rm", "--force", "--volumes", name)


def arguments(made: Service, identifier: str, place: Place, secrets: Path | None) -> Sequence[str]:
    """What the engine is told to run the container in the background.

    https://docs.docker.com/reference/cli/docker/container/run/, which Podman takes too.
    """
    words = ["run", "--detach", f"--name={made.container(place.project)}"]
    words += [f"--label={TASKS_LABEL}={place.project}", f"--label={TASK_LABEL}={identifier}"]
    words += [f"--network={place.project}", f"--add-host={AWS_HOST}:{place.aws_address}"]
    words += [f"--cpus={made.cpus}", f"--memory={made.memory}m", f"--memory-swap={made.memory}m"]
    words += ["--security-opt=no-new-privileges", f"--stop-timeout={made.stop_timeout}"]
    words += ["--read-only"] if made.read_only_root else []
    words += [f"--cap-drop={one}" for one in made.dropped_capabilities]
    words += [f"--user={made.user}"] if made.user else []
    words += [f"--volume={_shared(volume, place.project).short}" for volume in made.volumes]
    words += [f"--env={name}={value}" for name, value in made.environment.items()]
    words += [f"--env-file={secrets}"] if secrets else []
    first, *rest = [*made.entrypoint] if made.entrypoint else [None]
    words += [] if first is None else [f"--entrypoint={first}"]
    return [*words, made.image, *(word for word in rest if word), *(made.command or ())]


def _shared(volume: Volume, project: str) -> Volume:
    """Compose puts the project before the names of volumes."""
    named = volume.source and not volume.source.startswith("/")
    return replace(volume, source=f"{project}_{volume.source}") if named else volume


def remove_all(engine: Engine, project: str) -> None:
    """Removes every container of a task of that deployment, whatever it does."""
    names = engine.run("ps", "--all", "--quiet", "--filter", f"label={TASKS_LABEL}={project}").split()
    if names:
        engine.run("rm", "--force", "--volumes", *names)
