"""Verbs of the image that every component runs."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from stacks.settings import Deployment, Settings, load
from wrapper.commands.options import Stack
from wrapper.console import say, show
from wrapper.containers import engine as engines
from wrapper.containers import images, registry
from wrapper.containers.images import ARCHITECTURES
from wrapper.errors import TarmacError
from wrapper.target import find

app: Final = typer.Typer(
    name="image", no_args_is_help=True, rich_markup_mode=None, help="Build and push the image of a deployment."
)

Architectures = Annotated[
    list[str] | None,
    typer.Option("--architecture", metavar="ARCHITECTURE", help="arm64 or amd64; both unless given."),
]


@app.command("build")
def build(
    stack: Stack = None,
    architecture: Architectures = None,
    native: Annotated[bool, typer.Option("--native", help="For this machine alone, as up runs it.")] = False,
    argument: Annotated[
        list[str] | None,
        typer.Option("--build-arg", metavar="NAME=VALUE", help="An argument of docker/airflow/Dockerfile."),
    ] = None,
) -> None:
    """Build the image from docker/airflow, for both of Fargate's architectures.

    The architecture that is not this machine's needs QEMU: docker run --privileged tonistiigi/binfmt --install all
    """
    chosen = _architectures(architecture)
    arguments = dict(_pair(one) for one in argument or [])
    _, deployment = _deployment(stack)
    engine = engines.find()
    for one in [None] if native else chosen:
        show(images.build(engine, deployment, one, arguments))


@app.command("push")
def push(stack: Stack = None, architecture: Architectures = None) -> None:
    """Push what was built into the deployment's repository, under the tag of its settings."""
    chosen = _architectures(architecture)
    name, _ = _deployment(stack)
    target = find(name)
    target.announce()
    show(registry.push(engines.find(), target, chosen))
    say(f"./tarmac apply {name} rolls it out where the tag is new.")


def _deployment(stack: str | None) -> tuple[str, Deployment]:
    """The deployment of that name, or the only one. Raises TarmacError where it is not clear which is meant."""
    settings: Settings = load()
    if stack is None and len(settings.deployments) == 1:
        [stack] = settings.deployments
    if stack is None or stack not in settings.deployments:
        raise TarmacError(
            f"There is no deployment {stack}." if stack else "The settings have several deployments.",
            f"Give one by --stack: {', '.join(settings.deployments)}.",
        )
    return stack, settings.deployments[stack]


def _architectures(given: list[str] | None) -> list[str]:
    for one in given or []:
        if one not in ARCHITECTURES:
            raise TarmacError(f"{one} is no architecture of Fargate.", f"It is one of {', '.join(ARCHITECTURES)}.")
    return list(dict.fromkeys(given or ARCHITECTURES))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise TarmacError(f"--build-arg {text} is not NAME=VALUE.")
    return name, value
