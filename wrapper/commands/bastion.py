"""Verbs of the bastion, through which tools reach the database, Redis and the shared files of a deployment."""

from __future__ import annotations

from typing import Annotated

import typer

from stacks.settings import load
from wrapper.account import bastion
from wrapper.commands.options import AsJson, Name, Yes
from wrapper.console import print_json, say, show
from wrapper.errors import TarmacError
from wrapper.synthesis import synthesize
from wrapper.target import Target, confirm, find, require_deployment

app = typer.Typer(no_args_is_help=True, help="Start and stop a place for database and file tools.")


@app.command("start")
def start(
    name: Name,
    hours: Annotated[
        float, typer.Option("--hours", metavar="NUMBER", min=0.25, max=24, help="After so many it ends by itself.")
    ] = 4,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Start the bastion of a deployment in an account, and wait until it can be opened.

    It costs as much as a small task while it runs, and nothing else.
    """
    target = _target(name)
    confirm(target, f"Start the bastion of {name} in account {target.account}, for {hours:g} hours at most?", yes=yes)
    tasks = bastion.start(target, hours)
    if as_json:
        print_json({"tasks": tasks})
        return
    show(f"./tarmac exec bastion --stack {name}")
    say("There are psql, `tarmac-airflow redis`, and the shared files in /mnt/efs.")
    say(f"End it with: ./tarmac bastion stop {name}")


@app.command("stop")
def stop(name: Name, as_json: AsJson = False) -> None:
    """Stop the bastion of a deployment in an account."""
    tasks = bastion.stop(_target(name))
    if as_json:
        print_json({"tasks": tasks})
    else:
        say(f"Stopped: {', '.join(tasks)}." if tasks else f"No bastion of {name} runs.")


def _target(name: str) -> Target:
    """Raises TarmacError where the deployment lives on the embedded AWS, where ECS starts nothing."""
    if require_deployment(load(), name).is_embedded:
        raise TarmacError(
            f"{name} lives on the embedded AWS: its database and its broker are containers of this machine.",
            f"Open them: ./tarmac exec database --stack {name}",
        )
    target = find(name)
    target.announce()
    synthesize()  # the stack says where its state is
    return target
