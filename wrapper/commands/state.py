"""Verbs about Terraform's state: where it is kept, who holds it, and what is taken into it."""

from __future__ import annotations

from typing import Annotated

import typer

from stacks.settings import EMBEDDED, load
from wrapper.commands.options import Name, Yes
from wrapper.console import say, show
from wrapper.deployments import imports
from wrapper.deployments.bootstrap import bootstrap as make_state_bucket
from wrapper.deployments.runs import list_orphans, show_outputs, show_plan
from wrapper.errors import TarmacError
from wrapper.synthesis import synthesize
from wrapper.target import confirm, find
from wrapper.terraform import lock as locks
from wrapper.terraform import plan


def bootstrap(
    account: Annotated[
        str | None, typer.Option(help="12 digits, or 'embedded'. By default the one that all deployments live in.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Region of the bucket. By default that of the account's deployments.")
    ] = None,
    bucket: Annotated[
        str | None, typer.Option(help="Name of the bucket. By default tarmac-state-ACCOUNT-REGION.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Make an account's bucket for state, and its repository.

    The bucket keeps Terraform's state, its own too; the repository keeps the image of Airflow. The bucket's name is
    written into the settings. Running it again changes nothing.
    """
    target = make_state_bucket(account or _only_account(), region, bucket, yes=yes)
    show_outputs(target)
    say("The bucket and the repository are as the settings say.")


def unlock(
    name: Name,
    lock_id: Annotated[str | None, typer.Argument(metavar="LOCK", help="Id of the lock to release.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Release it though Terraform runs here.")] = False,
) -> None:
    """Name who holds the lock of a state; with its id, release it.

    After the release it lists what exists and is not in the state, each with the command that takes it in.
    """
    target = find(name)
    target.announce()
    synthesize()
    where = locks.location(target.folder)
    s3 = target.clients("s3", where.region)
    held = locks.read(where, s3)
    if held is None:
        show(f"Nobody holds the lock of {name}.")
        return
    show(f"{held}.")
    running = locks.running_here(target.folder)
    if lock_id is None:
        if running:
            say(f"{_still_running(name, running)} Wait until it ends.")
        else:
            say(f"If that run is dead, release its lock: ./tarmac unlock {name} {held.id}")
        return
    if running and not force:
        raise TarmacError(
            _still_running(name, running), "Let it end, or end it; --force releases the lock all the same."
        )
    locks.release(where, lock_id, s3)
    show(f"The lock {lock_id} is released.")
    list_orphans(target)


def orphans(name: Name) -> int:
    """List what exists of a deployment and is not in its state.

    An apply that was killed or interrupted may leave such resources. Each is listed with the command that takes it in.
    """
    target = find(name)
    target.announce()
    synthesize()
    return 0 if list_orphans(target) else 1


def import_(
    name: Name,
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar="ADDRESS ID [ADDRESS ID]...",
            help="Terraform's address, as in module.vpc.aws_vpc.this[0], and AWS's id.",
        ),
    ],
    yes: Yes = False,
) -> None:
    """Take resources that exist into a deployment's state.

    What they need to be as configured is changed in the same apply.
    """
    if len(pairs) % 2:
        raise TarmacError(f"{pairs[-1]} has no id behind it.", "Give each address with the id of its resource.")
    target = find(name)
    target.announce()
    synthesize()

    def ask(found: plan.Plan) -> None:
        show_plan(target, found)
        plan.refuse_data_loss(found)
        confirm(target, f"Import this into {name} in account {target.account}?", yes=yes)

    chosen = list(zip(pairs[::2], pairs[1::2], strict=True))
    imports.take_in(target, chosen, ask)
    show(f"{len(chosen)} imported into the state of {name}.")


def _still_running(name: str, processes: list[int]) -> str:
    numbers = ", ".join(map(str, processes))
    return f"Terraform still runs for {name} on this machine (process {numbers})."


def _only_account() -> str:
    accounts = sorted({deployment.account for deployment in load().deployments.values()})
    if len(accounts) > 1:
        raise TarmacError(
            "The deployments live in several accounts.", f"Say which: --account with one of {', '.join(accounts)}."
        )
    return accounts[0] if accounts else EMBEDDED
