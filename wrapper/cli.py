"""The command line: its verbs, and how their errors reach a person."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import typer

# Typer brings its own copy of Click, and names its errors nowhere else.
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError

from stacks.settings import SettingsError
from wrapper import failures
from wrapper.commands import (
    bastion,
    containers,
    cost,
    dags,
    deployments,
    development,
    diagram,
    docs,
    doctor,
    embedded,
    image,
    secrets,
    simulate,
    state,
    upgrade,
)
from wrapper.console import say
from wrapper.errors import TarmacError

app: Final = typer.Typer(
    name="tarmac",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Tarmac: Apache Airflow on AWS. Exit codes are Terraform's: 0 nothing to change, 2 changes, 1 any error.",
)

_TYPERS_INTERRUPTED: Final = 130  # what Typer makes of a KeyboardInterrupt

for command, name in (
    (embedded.up, "up"),
    (embedded.down, "down"),
    (embedded.env, "env"),
    (deployments.status, "status"),
    (containers.logs, "logs"),
    (containers.exec_, "exec"),
    (containers.open_, "open"),
    (development.synth, "synth"),
    (deployments.plan, "plan"),
    (deployments.apply, "apply"),
    (upgrade.upgrade, "upgrade"),
    (deployments.destroy, "destroy"),
    (deployments.output, "output"),
    (cost.cost, "cost"),
    (diagram.diagram, "diagram"),
    (simulate.simulate, "simulate"),
    (state.orphans, "orphans"),
    (state.import_, "import"),
    (state.bootstrap, "bootstrap"),
    (doctor.doctor, "doctor"),
    (state.unlock, "unlock"),
    (development.publish, "publish"),
    (docs.docs, "docs"),
    (development.bench, "bench"),
    (development.test, "test"),
):
    app.command(name)(command)
app.add_typer(bastion.app, name="bastion")
app.add_typer(dags.app, name="dags")
app.add_typer(image.app, name="image")
app.add_typer(secrets.app, name="secrets")
# What follows is Airflow's own, its options too.
app.command("airflow", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})(
    containers.airflow
)


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code. Every error is shown as sentences, never as a stack trace."""
    try:
        code = app(list(arguments), prog_name="tarmac", standalone_mode=False)
        sys.stdout.flush()
        if code != _TYPERS_INTERRUPTED:
            return int(code or 0)
        say("Stopped; nothing more was done.")
    except NoArgsIsHelpError as error:
        say(error.format_message())
    except UsageError as error:
        where = error.ctx.command_path if error.ctx else "tarmac"
        say(f"{error.format_message().rstrip('.')}. See ./{where} --help.")
    except ClickException as error:
        say(error.format_message())
    except (TarmacError, SettingsError) as error:
        say(str(error))
    except (KeyboardInterrupt, typer.Abort):
        say("Stopped; nothing more was done.")
    except BrokenPipeError:
        # Whoever read us has gone, as `head` does; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        say(str(failures.explain(error)))
    return 1
