"""Verbs of the embedded AWS: everything on this machine, no account needed."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from stacks.settings import EMBEDDED, load
from wrapper.commands.options import AllowReplace, Stack
from wrapper.console import say
from wrapper.containers.start import remove_containers, start_containers
from wrapper.deployments.bootstrap import bootstrap
from wrapper.deployments.destroys import destroy_all, explain_removed
from wrapper.deployments.runs import Stopwatch, apply_plan, plan_apply, show_outputs, standing
from wrapper.synthesis import synthesize
from wrapper.target import embedded_aws, embedded_names, find, first_embedded, require_embedded


def up(
    stack: Stack = None,
    allow_replace: AllowReplace = None,
    no_containers: Annotated[bool, typer.Option("--no-containers", help="Apply only; start no container.")] = False,
    ui_port: Annotated[
        int | None, typer.Option("--ui-port", min=1, max=65535, help="Local port of Airflow's pages. At first 8080.")
    ] = None,
    flower_port: Annotated[
        int | None, typer.Option("--flower-port", min=1, max=65535, help="Local port of Flower. At first 5555.")
    ] = None,
) -> None:
    """Apply on the embedded AWS and run it.

    No account is needed: the embedded AWS runs on this machine and is started where it does not run yet. Without
    --stack, the first deployment in the settings that lives there is applied. Where Docker or Podman answers, the
    tasks that ECS would run are started as containers.
    """
    watch = Stopwatch()
    settings = load()
    name = stack or first_embedded(settings)
    require_embedded(settings, name)
    bootstrap(EMBEDDED, None, None, yes=True)  # leaves every stack synthesized
    target = find(name)
    target.announce()
    found, changed = plan_apply(target)
    if changed:
        apply_plan(target, found, allowed=set(allow_replace or ()))
    show_outputs(target)
    say(f"{name} is applied on the embedded AWS, after {watch}.")
    if no_containers:
        say(f"No container was started.\nNext: ./tarmac plan {name} · ./tarmac status · ./tarmac down")
    elif start_containers(target, {"api-server": ui_port, "flower": flower_port}):
        say(
            f"Airflow runs, after {watch}.\n"
            f"Next: ./tarmac open · ./tarmac status {name} --check · ./tarmac logs scheduler · ./tarmac down"
        )


def down(
    stack: Stack = None,
    keep_running: Annotated[bool, typer.Option("--keep-running", help="Leave the embedded AWS running.")] = False,
) -> None:
    """Take down what up has put up.

    Containers are removed with their volumes, deployments destroyed, and the embedded AWS is stopped.

    With --stack, that deployment alone is destroyed; the embedded AWS runs on while others are deployed there.
    """
    watch = Stopwatch()
    settings = load()
    if stack is not None:
        explain_removed(settings, stack)
        require_embedded(settings, stack)
    for name in [stack] if stack else embedded_names(settings):
        remove_containers(name)
    embedded = embedded_aws()
    if embedded.endpoint() is None:
        embedded.stop()  # one that hangs
        say("The embedded AWS does not run; there is nothing to take down.")
        return
    synthesize()
    for name in [stack] if stack else embedded_names(settings):
        target = find(name)
        target.announce()
        if not destroy_all(target, lambda: None):
            say(f"Nothing of {name} is deployed.")
    others = [name for name in embedded_names(settings) if _in_use(name)]
    if others:
        say(f"The embedded AWS runs on, for {', '.join(others)}.")
    elif not keep_running:
        embedded.stop()
        say("The embedded AWS is stopped; what it held is gone with it.")
    say(f"Down after {watch}.")


def env() -> None:
    """Print the environment of the embedded AWS, for a shell.

    eval "$(./tarmac env)" makes cdktf, terraform and aws talk to it.
    """
    for variable, value in embedded_aws().environment().items():
        print(f"unset {variable}" if value is None else f"export {variable}={shlex.quote(value)}")


def _in_use(name: str) -> bool:
    count, held = standing(find(name))
    return count > 0 or held is not None
