"""The compose file of a deployment: https://github.com/compose-spec/compose-spec/blob/main/spec.md"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import jinja2

from wrapper.containers.compose.secrets import Secret
from wrapper.containers.compose.tasks import HealthCheck

AWS_HOST: Final = "aws.airflow"
"""The name under which containers find the embedded AWS."""

PROJECT_LABEL: Final = "tarmac.project"
SERVICE_LABEL: Final = "tarmac.service"
COMPONENT_LABEL: Final = "tarmac.component"
DIGEST_LABEL: Final = "tarmac.digest"


@dataclass(frozen=True)
class Volume:
    """A directory in a container: a folder of this machine (`source` begins with `/`), a volume that the containers
    share (`source` is its name), or one of the container's own (`source` is empty)."""

    path: str
    source: str = ""
    read_only: bool = False

    @property
    def short(self) -> str:
        """As the compose file has it; `z` lets SELinux share a folder with several containers."""
        if not self.source:
            return self.path
        options = [*(["ro"] if self.read_only else []), *(["z"] if self.source.startswith("/") else [])]
        return ":".join([self.source, self.path, *([",".join(options)] if options else [])])


@dataclass(frozen=True)
class Port:
    """A port of a container, and that of 127.0.0.1 at which it is found."""

    container: int
    local: int


@dataclass(frozen=True)
class Check:
    """A health check as compose has it; seconds, but for `retries`."""

    test: tuple[str, ...]
    interval: int
    timeout: int
    retries: int
    start_period: int

    @classmethod
    def of(cls, check: HealthCheck) -> Check:
        """ECS's own, its shell written out: podman-compose hands CMD-SHELL on in a form that Podman does not run."""
        kind, *words = check.command
        test = ("CMD", "sh", "-c", *words) if kind == "CMD-SHELL" else ("CMD", *words)
        return cls(test, check.interval, check.timeout, check.retries, check.start_period)


@dataclass(frozen=True, kw_only=True)
class Service:
    """One container: a service of the compose file.

    Attributes:
        name: in the compose file; with a number behind it from the second copy on.
        component: the container's name in its task definition, the same for all copies.
        image_id: of the image that is here; a newer image under the old name makes a new container.
        cpus: vCPU at most.
        memory: MiB at most.
        aliases: names by which the other containers find it.
        step: containers start in this order, each step when those before it are healthy or have ended well.
        one_shot: it ends, and has succeeded then.
        restarts: it is started again whenever it ends.
    """

    name: str
    component: str
    image: str
    image_id: str = ""
    entrypoint: tuple[str, ...] | None = None
    command: tuple[str, ...] | None = None
    user: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    read_only_root: bool = False
    dropped_capabilities: tuple[str, ...] = ()
    volumes: tuple[Volume, ...] = ()
    tmpfs: tuple[str, ...] = ()
    health_check: Check | None = None
    stop_timeout: int = 30
    cpus: float
    memory: int
    aliases: tuple[str, ...] = ()
    ports: tuple[Port, ...] = ()
    step: int = 2
    one_shot: bool = False
    restarts: bool = False

    def container(self, project: str) -> str:
        """The container's name."""
        return f"{project}-{self.name}"

    @property
    def secrets_file(self) -> str:
        """The file of its secrets, from the folder of the compose file."""
        return f"./{self.name}.env"

    def digest(self) -> str:
        """Changes with whatever makes a new container necessary; it tells nothing of a secret but its version."""
        said: dict[str, Any] = {name: value for name, value in vars(self).items() if name != "secrets"}
        said["secrets"] = {name: secret.version for name, secret in self.secrets.items()}
        text = json.dumps(said, sort_keys=True, default=lambda value: vars(value))
        return hashlib.sha256(text.encode()).hexdigest()

    def labels(self, project: str) -> dict[str, str]:
        """By which the container is found again."""
        return {
            PROJECT_LABEL: project,
            SERVICE_LABEL: self.name,
            COMPONENT_LABEL: self.component,
            DIGEST_LABEL: self.digest(),
        }


def _quoted(value: Any) -> str:
    """As JSON, which YAML is a superset of. Compose would take a dollar sign for a variable, so it is doubled."""
    if isinstance(value, str):
        return json.dumps(value.replace("$", "$$"))
    if isinstance(value, tuple | list):
        return json.dumps([one.replace("$", "$$") for one in value])
    return json.dumps(value)


def render(
    deployment: str,
    project: str,
    services: Sequence[Service],
    *,
    subnet: str,
    gateway: str,
    aws_address: str,
    env_files: bool,
) -> str:
    """The compose file of these services.

    Args:
        subnet: of the network that they share, with its gateway.
        aws_address: where containers find this machine.
        env_files: whether the file names the files of secrets. podman-compose would put what is in them into an
            argument list, so under Podman they are named on its command line.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML, where _quoted escapes
    )
    environment.filters["quoted"] = _quoted
    named = {volume.source for service in services for volume in service.volumes}
    return environment.get_template("compose.yaml.jinja").render(
        deployment=deployment,
        project=project,
        services=services,
        subnet=subnet,
        gateway=gateway,
        aws_host=AWS_HOST,
        aws_address=aws_address,
        env_files=env_files,
        volume_names=sorted(name for name in named if name and not name.startswith("/")),
    )
