"""A deployment that runs on this machine: its containers are started, looked at and removed."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from wrapper import paths
from wrapper.aws_clients import AwsClients
from wrapper.console import say
from wrapper.containers import network, state
from wrapper.containers.compose import tasks
from wrapper.containers.compose.certificates import Authority
from wrapper.containers.compose.file import Service, render
from wrapper.containers.compose.secrets import Secrets, environment_file, write_private
from wrapper.containers.compose.services import Surroundings, services
from wrapper.containers.compose.stand_ins import stand_ins
from wrapper.containers.engine import Engine
from wrapper.containers.state import HEALTHY, Running
from wrapper.errors import TarmacError
from wrapper.terraform.progress import duration

DEFAULT_PORTS: Final = {"api-server": 8080, "flower": 5555}
ADMIN_SECRET: Final = "ADMIN_SECRET"  # noqa: S105 - a variable's name
FLOWER_SECRET: Final = "FLOWER_SECRET"  # noqa: S105 - a variable's name
START_SECONDS: Final = 1200.0
"""Seconds in which at least one more must become healthy. A quarter of a vCPU takes one minute to make the schema; two
of everything take many where the machine's processors are few and busy."""
_PAUSE_SECONDS: Final = 1.0
_LONGEST_PAUSE_SECONDS: Final = 10.0
_STOP_SECONDS: Final = 10
"""What is removed for good need not finish its tasks."""
_ENDS: Final = 4
"""Ends of one container before it is given up. ECS goes on, until its circuit breaker has seen enough:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"""

_LAST_LINES: Final = "15"


@dataclass(frozen=True)
class Record:
    """What is kept from one start to the next.

    Attributes:
        subnet: of the network.
        ports: the local port of each public container.
        logins: the ARNs of the secrets with the logins of users, by the variable in which a task is given them.
    """

    subnet: str
    ports: Mapping[str, int]
    logins: Mapping[str, str]


class LocalDeployment:
    """The containers of the deployment of that name, which `./tarmac up` of this checkout started."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.name = name
        self.engine = engine
        self.folder = paths.WORK / "containers" / name
        # Another checkout may have a deployment of the same name.
        self.project = f"{name}-{hashlib.sha256(str(paths.WORK).encode()).hexdigest()[:4]}"
        self._compose_file = self.folder / "compose.yaml"
        self._record_file = self.folder / "containers.json"

    def containers(self) -> list[Running]:
        """Its containers, whatever they do."""
        return state.containers(self.engine, self.project)

    def record(self) -> Record | None:
        """What the last start kept; None where there was none."""
        try:
            return Record(**json.loads(self._record_file.read_text()))
        except FileNotFoundError:
            return None

    def url(self, component: str) -> str | None:
        """Where a component's pages are on this machine; None where it has none."""
        record = self.record()
        port = record.ports.get(component) if record else None
        return None if port is None else f"http://localhost:{port}"

    def up(
        self,
        cluster: str,
        clients: AwsClients,
        endpoint: str,
        local_image: Callable[[str], str],
        ports: Mapping[str, int | None],
    ) -> None:
        """Starts what is not running as the applied stack says, and waits until all of it is healthy.

        Args:
            cluster: the ECS cluster.
            clients: of the embedded AWS at `endpoint`.
            local_image: the image of this machine that runs in place of the one in a task definition.
            ports: the local port for each public container; None for that of the last start, or the default.

        Raises TarmacError where a port is in use, the engine refuses, or a container does not become healthy: with
        the last lines that it wrote.
        """
        found = tasks.read(self.name, cluster, clients)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        before, running = self.record(), self.containers()
        record = Record(
            before.subnet if before else network.choose(self.engine, self.project),
            {
                name: port or (before.ports.get(name) if before else None) or DEFAULT_PORTS.get(name) or 0
                for name, port in _public(found, ports).items()
            },
            _logins(found),
        )
        held = {port for one in running if one.running for port in one.ports}
        network.require_free_ports(set(record.ports.values()) - held)
        wanted = self._services(found, clients, endpoint, local_image, record)
        for service in wanted:
            if service.secrets:
                secrets = environment_file({name: secret.value for name, secret in service.secrets.items()})
                write_private(self.folder / service.secrets_file, secrets)
        paths.write_at_once(self._compose_file, self._render(wanted, record))
        paths.write_at_once(self._record_file, json.dumps(vars(record)))
        self._remove_strangers(wanted, running)
        for step in sorted({service.step for service in wanted}):
            self._start_step([service for service in wanted if service.step == step])

    def down(self) -> bool:
        """Removes the containers with their volumes, their network and their secrets; whether there was anything."""
        found = self.containers()
        if self._compose_file.exists():
            self._compose("down", "--volumes", "--timeout", str(_STOP_SECONDS))
        if left := [one.name for one in self.containers()]:
            self.engine.run("rm", "--force", "--volumes", *left)
        existed = bool(found) or self.folder.exists()
        shutil.rmtree(self.folder, ignore_errors=True)
        return existed

    def _services(
        self,
        found: Sequence[tasks.Task],
        clients: AwsClients,
        endpoint: str,
        local_image: Callable[[str], str],
        record: Record,
    ) -> list[Service]:
        dags = paths.ROOT / "dags"
        dags.mkdir(exist_ok=True)
        tls = self.folder / "tls"
        tls.mkdir(exist_ok=True)
        secrets, authority = Secrets(clients), Authority(tls)
        port = urlsplit(endpoint).port
        assert port is not None  # noqa: S101 - the embedded AWS has no port of its own
        around = Surroundings(
            aws_port=port,
            dags=dags,
            ports=record.ports,
            stand_ins=list(stand_ins(found, clients, secrets, authority)),
            authority=authority.certificate_file,
            local_image=local_image,
            image_id=self._image_id,
        )
        return services(found, secrets, around)

    def _image_id(self, image: str) -> str:
        """Empty where the image is not here yet: the engine pulls it."""
        listed = self.engine.run("images", "--quiet", "--no-trunc", image).split()
        return listed[0] if listed else ""

    def _render(self, wanted: Sequence[Service], record: Record) -> str:
        return render(
            self.name,
            self.project,
            wanted,
            subnet=record.subnet,
            gateway=network.gateway(record.subnet),
            aws_address=network.aws_address(self.engine, record.subnet),
            env_files=not self.engine.is_podman,
        )

    def _remove_strangers(self, wanted: Sequence[Service], running: Sequence[Running]) -> None:
        """Removes copies that the stack no longer asks for."""
        names = {service.name for service in wanted}
        for one in running:
            if one.service not in names:
                self.engine.run("rm", "--force", "--volumes", one.name)

    def _start_step(self, wanted: Sequence[Service]) -> None:
        there = {one.service: one for one in self.containers()}
        for service in wanted:
            one = there.get(service.name)
            current = one is not None and one.digest == service.digest()
            if not (current and one is not None and (one.running or (service.one_shot and one.ended_well))):
                self._start(service)
        self._wait({service.name: service for service in wanted})

    def _start(self, service: Service) -> None:
        secrets = [f"--podman-run-args=--env-file={self.folder / service.secrets_file}"] if service.secrets else []
        options = secrets if self.engine.is_podman else []
        # Docker would hand on what the container before kept in /tmp, such as the clone of another repository of DAGs.
        self._compose("up", "--detach", "--no-deps", "--renew-anon-volumes", service.name, options=options)

    def _compose(self, *arguments: str, options: Sequence[str] = ()) -> None:
        """Runs Docker Compose or podman-compose on our file.

        Raises TarmacError with the last thing that it said.
        """
        if self.engine.is_podman:
            program = [sys.executable, "-m", "podman_compose", "--podman-path", self.engine.program]
        else:
            program = [self.engine.program, "compose"]
        command = [*program, "--project-name", self.project, "--file", str(self._compose_file), *options, *arguments]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=dict(self.engine.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise TarmacError(
                f"{self.engine.program} could not do its part ({' '.join(arguments)}):\n{_end(done.stdout)}",
                "What was up before is up still. Mend that, and run the command again.",
            )

    def _wait(self, wanted: Mapping[str, Service]) -> None:
        """Waits until each is healthy, or ended well where it is to end. What ends too early is started anew."""
        progress = time.monotonic()
        left, last = dict(wanted), {}
        ends: Counter[str] = Counter()
        while left:
            looked = time.monotonic()
            found = [one for one in self.containers() if one.service in left]
            said = state.health_of_all(self.engine, [one for one in found if self._may_be_asked(one, left)])
            for one in found:
                if not one.running and not (left[one.service].one_shot and one.ended_well):
                    ends[one.service] += 1
                    ended = f"{one.service} {state.health(self.engine, one)}"
                    if ends[one.service] == _ENDS:
                        raise TarmacError(f"{ended}, the {_ENDS}th time. It wrote last:\n{self.tail(one)}")
                    say(f"{ended}, and is started anew.")
                    self.engine.run("start", one.name)
                    continue
                last[one.service] = said.get(one.name, "at work")
                if last[one.service] == HEALTHY:
                    del left[one.service]
                    progress = time.monotonic()
                    done = "done" if wanted[one.service].one_shot else "healthy"
                    say(f"{one.service}: {done} after {duration(_age(one))}")
            if left and time.monotonic() - progress > START_SECONDS:
                unwell = ", ".join(f"{name} ({last.get(name, 'not there')})" for name in left)
                raise TarmacError(
                    f"Not healthy, though {duration(START_SECONDS)} were waited: {unwell}. The others run.",
                    f"Their logs may say why: ./tarmac logs {next(iter(left))} --stack {self.name}",
                )
            if left:
                time.sleep(_pause(time.monotonic() - looked))

    @staticmethod
    def _may_be_asked(one: Running, left: Mapping[str, Service]) -> bool:
        """What is to end says so by ending."""
        return not (left[one.service].one_shot and one.running)

    def tail(self, one: Running) -> str:
        """The last lines that a container wrote."""
        done = subprocess.run(
            [self.engine.program, "logs", "--tail", _LAST_LINES, one.name],
            env=dict(self.engine.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.stdout.rstrip()


def _age(one: Running) -> float:
    """Seconds since it was started."""
    now = datetime.datetime.now(datetime.UTC)
    return (now - one.started).total_seconds() if one.started else 0.0


def _public(found: Sequence[tasks.Task], ports: Mapping[str, int | None]) -> dict[str, int | None]:
    """The containers to which the load balancer sends requests."""
    return {
        container.name: ports.get(container.name)
        for task in found
        for container in task.containers
        if container.public_port is not None
    }


def _logins(found: Sequence[tasks.Task]) -> dict[str, str]:
    secrets = [container.secrets for task in found for container in task.containers]
    return {name: said[name] for said in secrets for name in (ADMIN_SECRET, FLOWER_SECRET) if name in said}


def _pause(look: float) -> float:
    """Seconds until the next look at all containers, after one that took `look` seconds.

    A look runs a program in each of them. On a small machine that is processor time which they need to start, so at
    most a third of it goes there.
    """
    return max(_PAUSE_SECONDS, min(2 * look, _LONGEST_PAUSE_SECONDS))


def _end(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-5:])
