"""The image of a deployment, built on this machine from docker/airflow."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from stacks.settings import Deployment
from stacks.settings.compute import Image
from wrapper import paths
from wrapper.console import say
from wrapper.containers.engine import Engine
from wrapper.errors import TarmacError

LOCAL_REPOSITORY: Final = "localhost/tarmac/airflow"
SOURCE_LABEL: Final = "tarmac.source"
"""On each image: what it was built from, so that a change in docker/airflow or in the settings is built again."""

ARCHITECTURES: Final = {"arm64": "linux/arm64", "amd64": "linux/amd64"}
"""Of the images that are pushed: Fargate's two, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html"""

_LOG: Final = "image-build.log"


class ImageError(TarmacError):
    """The image cannot be had."""


def ensure(engine: Engine, deployment: Deployment) -> str:
    """The image of the deployment's tag for this machine, built where it is missing or no longer what was asked for.

    Raises ImageError with the last line of what the build said.
    """
    image = local_name(deployment.image)
    if engine.run("images", "--quiet", image).strip() and _source_of(engine, image) == source(deployment):
        return image
    return build(engine, deployment)


def local_name(image: Image, architecture: str | None = None) -> str:
    """The image's name on this machine; that of its own architecture by default."""
    return f"{LOCAL_REPOSITORY}:{image.tag}{f'-{architecture}' if architecture else ''}"


def build(
    engine: Engine, deployment: Deployment, architecture: str | None = None, arguments: Mapping[str, str] | None = None
) -> str:
    """Builds the image for this machine, or for the architecture that is given; its name.

    Args:
        arguments: build arguments of the Dockerfile beside those of the settings.

    Raises ImageError with the last line of what the build said.
    """
    name = local_name(deployment.image, architecture)
    say(f"Building the image {name}; some minutes, less where little has changed ...")
    given = _arguments(deployment) | dict(arguments or {})
    command = [engine.program, "build", "--tag", name, "--label", f"{SOURCE_LABEL}={source(deployment)}"]
    if architecture:
        command.append(f"--platform={ARCHITECTURES[architecture]}")
    complaint = f"The image {name} does not build"
    whole = [*command, *(f"--build-arg={key}={value}" for key, value in given.items()), str(_context())]
    run(engine, whole, complaint, _LOG)
    if deployment.dags.source == "image":
        dockerfile = paths.ROOT / "docker" / "dags" / "Dockerfile"
        layer = [*command, f"--build-arg=AIRFLOW_IMAGE={name}", f"--file={dockerfile}", str(_dags())]
        run(engine, layer, complaint, _LOG)
    return name


def run(engine: Engine, command: Sequence[str], complaint: str, log_name: str) -> None:
    """Runs a long command of the engine; raises ImageError with its last line, and keeps all that it said."""
    done = subprocess.run(
        command,
        env=dict(engine.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        log = paths.work_folder() / log_name
        log.write_text(done.stdout)
        last = (done.stdout.strip().splitlines() or ["it says nothing"])[-1]
        raise ImageError(f"{complaint}: {last}", f"All that was said stands in {log}.")


def source(deployment: Deployment) -> str:
    """A digest of what the image is built from: the folder, what the settings add, and DAGs that are part of it."""
    digest = hashlib.sha256(repr(sorted(_arguments(deployment).items())).encode())
    for folder in [_context(), *([_dags()] if deployment.dags.source == "image" else [])]:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                content = file.read_bytes()
                digest.update(f"{file.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def labels(engine: Engine, image: str) -> dict[str, str]:
    """The labels of an image on this machine; none where it is not here."""
    if not engine.run("images", "--quiet", image).strip():
        return {}
    found: dict[str, str] | None = json.loads(engine.run("inspect", "--format={{json .Config.Labels}}", image))
    return found or {}


def _source_of(engine: Engine, image: str) -> str:
    return engine.run("inspect", f'--format={{{{index .Config.Labels "{SOURCE_LABEL}"}}}}', image).strip()


def _context() -> Path:
    return paths.ROOT / "docker" / "airflow"


def _dags() -> Path:
    return paths.ROOT / "dags"


def _arguments(deployment: Deployment) -> dict[str, str]:
    requirements = (*deployment.dags.requirements, *deployment.image.requirements)
    given = {"EXTRA_REQUIREMENTS": requirements, "EXTRA_APT_PACKAGES": deployment.image.apt_packages}
    return {name: " ".join(packages) for name, packages in given.items() if packages}
