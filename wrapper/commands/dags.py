"""Verbs of the DAGs that a deployment takes from its S3 bucket."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from stacks.settings import load
from wrapper import dags, paths
from wrapper.commands.options import AsJson, Stack
from wrapper.console import print_json, say, show
from wrapper.deployments.runs import outputs
from wrapper.errors import TarmacError
from wrapper.target import Target, find, first_embedded

app: Final = typer.Typer(
    name="dags",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Push DAGs to a deployment's bucket.",
)


@app.command("push")
def push(
    folder: Annotated[Path, typer.Argument(help="The folder of the DAGs.")] = paths.ROOT / "dags", stack: Stack = None
) -> None:
    """Push a folder of DAGs as one version. Tasks that run keep the version with which their run began."""
    target, bucket = _place(stack)
    version, changed = dags.push(target, bucket, folder)
    show(version)
    say("It is the current version now." if changed else "It is the current version already; nothing was changed.")


@app.command("list")
def list_(stack: Stack = None, as_json: AsJson = False) -> None:
    """List the versions that were pushed, the latest first."""
    target, bucket = _place(stack)
    found = dags.versions(target, bucket)
    if as_json:
        rows = [
            {"version": one.name, "pushed": one.pushed.isoformat(), "bytes": one.size, "current": one.is_current}
            for one in found
        ]
        print_json({"bucket": bucket, "versions": rows})
        return
    for one in found:
        show(f"{one.name}  {one.pushed:%Y-%m-%d %H:%M} UTC  {one.size} bytes{'  current' if one.is_current else ''}")
    if not found:
        say("Nothing was pushed yet: ./tarmac dags push")


@app.command("use")
def use(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="As in ./tarmac dags list.")], stack: Stack = None
) -> None:
    """Go back to a version that was pushed before."""
    target, bucket = _place(stack)
    dags.use(target, bucket, version)
    say(f"{version} is the current version now.")


def _place(stack: str | None) -> tuple[Target, str]:
    """The deployment, and its bucket. Raises TarmacError where it takes its DAGs from elsewhere, or is not applied."""
    settings = load()
    name = stack or (next(iter(settings.deployments)) if len(settings.deployments) == 1 else first_embedded(settings))
    target = find(name)
    deployment = target.deployment
    source = deployment.dags.source if deployment else "nowhere"
    if source != "s3":
        raise TarmacError(
            f"{name} takes its DAGs from {source}, not from its bucket.",
            "Set dags.source to s3 in the settings and apply.",
        )
    target.announce()
    bucket = outputs(target).get("dag_bucket")
    if not bucket:
        raise TarmacError(f"{name} is not applied yet, so it has no bucket.", f"Apply it: ./tarmac apply {name}")
    return target, str(bucket)
