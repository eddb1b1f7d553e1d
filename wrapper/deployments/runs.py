"""Plans and applies of a target, as every verb does them: with progress, the guard of data, help after a failure."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from typing import Any

from rich.markup import escape

from wrapper import diagnostics, paths
from wrapper.console import results, say, show
from wrapper.deployments import imports, orphans, unfinished
from wrapper.errors import Interrupted, TarmacError
from wrapper.secrets import backup, guard
from wrapper.target import Target, plans_folder
from wrapper.terraform import lock, plan
from wrapper.terraform.plan_summary import markdown
from wrapper.terraform.progress import Progress, duration

Plan = dict[str, Any]


def make_plan(target: Target, *, destroy: bool = False, targets: Collection[str] = ()) -> tuple[Plan, bool]:
    """Initializes and plans; the plan as JSON, and whether it changes anything.

    `targets` are addresses: with them the plan is of these and of what they stand on, and of nothing else.
    """
    with Progress(f"Planning {target.stack}") as progress:
        target.terraform.init(on_event=progress)
        changed = target.terraform.plan(target.plan_file, destroy=destroy, targets=targets, on_event=progress)
    return target.terraform.show(target.plan_file), changed


def plan_apply(target: Target, *, import_orphans: bool = False) -> tuple[Plan, bool]:
    """As `make_plan`; what an interrupted apply was making, and AWS has made, is planned to be taken into the state.

    With `import_orphans` so is everything else that exists of the deployment, also where the whole state was lost, and
    TarmacError is raised where something of it cannot be imported.
    """
    found, changed = make_plan(target)
    remembered = unfinished.recall(target) if target.deployment is not None else set()
    pairs: dict[str, str] = {}

    def lost() -> dict[str, str]:
        wanted = plan.created(found) if import_orphans else remembered
        return unfinished.lost(target, found, wanted - set(pairs))

    try:
        while more := lost():
            pairs |= more  # with these the next plan knows more, and more may be found
            with imports.import_blocks(target, pairs.items()):
                found, changed = make_plan(target)
    except Interrupted:
        raise
    except TarmacError as error:
        if import_orphans:
            raise
        say(f"What an interrupted apply had made cannot be taken in:\n{error}")
        return make_plan(target)
    return found, changed


def show_plan(target: Target, found: Plan) -> None:
    """What the plan would do, for a person."""
    if plan.changes(found):
        results.print(plan.table(found))
    for address, because in plan.replacements(found).items():
        show(f"replace {address}: {because}" if because else f"replace {address}")
    for address, import_id in imports.planned(found):
        show(f"import {address}, which exists already: {import_id}")
    for notice in plan.notices(found):
        show(notice)
    results.print(f"[bold]{escape(target.stack)}: {plan.summary(found)}[/bold]", highlight=False)


def write_summary(target: Target, found: Plan) -> str:
    """The plan as Markdown in the work folder and, in GitHub Actions, in the step's summary; the file's path."""
    text = markdown(found, target.stack)
    path = plans_folder() / f"{target.stack}.md"
    paths.write_at_once(path, text)
    if step_summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(step_summary, "a", encoding="utf-8") as file:
            file.write(text)
    return str(path)


def refuse_loss(target: Target, found: Plan, allowed: Collection[str] = ()) -> None:
    """Raises TarmacError where the plan destroys data, or the key to it, that `allowed` does not name."""
    plan.refuse_data_loss(found, allowed)
    guard.refuse_lost_fernet_key(found, target.stack, allowed)


def keep_fernet_key(target: Target, found: Plan) -> None:
    """Keeps the Fernet key with the last snapshot of a database, and where the plan writes over it; says so."""
    for sentence in backup.keep_with_last_snapshots(target, found) + backup.keep_what_is_written_over(target, found):
        say(sentence)


def apply_plan(target: Target, found: Plan, *, allowed: Collection[str] = ()) -> None:
    """Applies the plan that this run made last, unless it would destroy data.

    After an interrupt it keeps what was being made, for the next apply. After a failure it lists what was made and is
    not in the state, with the command that takes it in.
    """
    refuse_loss(target, found, allowed)
    imports.finish_groups(target, imports.planned(found), found)
    keep_fernet_key(target, found)
    progress = Progress(f"Applying {target.stack}", plan.operations(found))
    try:
        with progress:
            target.terraform.apply(target.plan_file, on_event=progress)
    except Interrupted:
        _keep_half_made(target, found, progress.cancelled)
        raise
    except TarmacError as error:
        if "Saved plan is stale" in error.message:
            raise TarmacError(
                f"Another run has changed {target.stack} since this plan was made, so nothing was changed.",
                "Run the command again; it shows what is left to do.",
            ) from error
        if progress.done or progress.failed:  # refused before its first step, as by a lock, it left nothing behind
            list_orphans(target)
        raise
    if target.deployment is not None:
        unfinished.forget(target)
    if source := backup.restored_from(found):
        say(f"The database comes from {source}. Let Airflow read the connections and variables in it:")
        say(f"  ./tarmac secrets repair {target.stack} --fernet-from {source}")


def _keep_half_made(target: Target, found: Plan, cancelled: Collection[str]) -> None:
    if not cancelled:
        return
    say("Keeping what was being made, for the next apply.")
    try:
        for address in unfinished.keep(target, found, cancelled):
            say(f"{address} was being made, and is kept as far as it got.")
    except TarmacError as error:
        say(f"Not all of what was being made could be kept: {error}")


def list_orphans(target: Target) -> bool:
    """Says what belongs to the deployment and is not in its state, or why that could not be found out: then False."""
    if target.deployment is None:
        return True
    try:
        found_plan, _ = make_plan(target)
        found = orphans.find(target.stack, target.clients, target.terraform.state_pull(), found_plan)
    except TarmacError as error:
        say(f"Whether something exists that is not in the state could not be found out:\n{error}")
        return False
    if not found:
        say("Nothing of the deployment is missing from its state.")
        return True
    wanted = {one.address: one.import_id for one in found if one.address is not None}
    if wanted:
        say("These exist and are not in the state. Take them in with this command, then apply again:")
        say(f"  {diagnostics.import_command(target.stack, list(wanted.items()))}")
        say(f"More may be found then. All of it at once: ./tarmac apply {target.stack} --import-orphans")
    for orphan in found:
        if orphan.address is None:
            say(f"{orphan.arn} exists and has no place in the plan: delete it by hand if nothing uses it.")
            if orphan.deletion and not wanted:  # what is imported first may make room for it in the plan
                say(f"  {orphan.deletion} --region {target.region}")
    return True


def standing(target: Target) -> tuple[int, lock.Lock | None]:
    """How many resources the state in the bucket holds, and its lock where somebody holds it.

    No state counts as no resources, no bucket as no state. Raises TarmacError where AWS cannot be asked.
    """
    where = lock.location(target.folder)
    s3 = target.clients("s3", where.region)
    resources = lock.resources(where, s3)
    if resources is None:
        return 0, None
    return sum(len(resource["instances"]) for resource in resources), lock.read(where, s3)


def show_outputs(target: Target) -> bool:
    """Shows the outputs, one a line, the sensitive ones hidden; whether there are any."""
    values, hidden = target.terraform.output(), target.terraform.sensitive_outputs()
    width = max(map(len, values), default=0)
    for name, value in values.items():
        shown = ["(sensitive)"] if name in hidden else _lines(value)
        for label, line in zip([name, *[""] * (len(shown) - 1)], shown, strict=True):
            show(f"{label:<{width}}  {line}".rstrip())
    return bool(values)


def outputs(target: Target) -> dict[str, Any]:
    """The outputs by name, without the sensitive ones."""
    hidden = target.terraform.sensitive_outputs()
    return {name: value for name, value in target.terraform.output().items() if name not in hidden}


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {item}" for key, item in value.items()] or [""]
    if isinstance(value, list):
        return [str(item) for item in value] or [""]
    return ["" if value is None else str(value)]


class Stopwatch:
    """The time since it was made, for the last line of long work."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __str__(self) -> str:
        return duration(time.monotonic() - self._start)
