"""Verbs of a deployment, the same in an account and on the embedded AWS."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from stacks.settings import Deployment, load
from wrapper import images
from wrapper.account import status as account_status
from wrapper.commands.options import AllowReplace, AsJson, ImportOrphans, Name, Yes
from wrapper.console import print_json, results, say, show
from wrapper.containers import report
from wrapper.deployments.destroys import destroy_all, explain_removed
from wrapper.deployments.runs import (
    Stopwatch,
    apply_plan,
    outputs,
    plan_apply,
    refuse_loss,
    show_outputs,
    show_plan,
    standing,
    write_summary,
)
from wrapper.errors import TarmacError
from wrapper.synthesis import synthesize
from wrapper.target import confirm, embedded_aws, find, require_deployment
from wrapper.terraform import plan as plans


def plan(
    name: Name, as_json: AsJson = False, allow_replace: AllowReplace = None, import_orphans: ImportOrphans = False
) -> int:
    """Say what an apply would change.

    The exit code is 0 for nothing, 2 for changes, 1 for an error and where data would be destroyed. A summary as
    Markdown is written into .tarmac/plans and, in GitHub Actions, into the step's summary.
    """
    target = find(name)
    target.announce()
    synthesize()
    images.require(target)
    found, changed = plan_apply(target, import_orphans=import_orphans)
    summary = write_summary(target, found)
    allowed = set(allow_replace or ())
    if as_json:
        print_json(
            {
                "account": target.account,
                "changes": changed,
                "counts": plans.counts(found),
                "data_at_risk": [danger.address for danger in plans.data_at_risk(found, allowed)],
                "notices": plans.notices(found),
                "region": target.region,
                "replacements": plans.replacements(found),
                "stack": target.stack,
                "summary": summary,
            }
        )
    else:
        show_plan(target, found)
        say(f"As Markdown: {summary}")
    refuse_loss(target, found, allowed)
    return 2 if changed else 0


def apply(
    name: Name,
    yes: Yes = False,
    as_json: AsJson = False,
    allow_replace: AllowReplace = None,
    import_orphans: ImportOrphans = False,
) -> None:
    """Bring a deployment to what the settings say."""
    watch = Stopwatch()
    target = find(name)
    target.announce()
    synthesize()
    images.require(target)
    found, changed = plan_apply(target, import_orphans=import_orphans)
    if not as_json:
        show_plan(target, found)
    if changed:
        allowed = set(allow_replace or ())
        refuse_loss(target, found, allowed)
        confirm(target, f"Apply this to {name} in account {target.account}?", yes=yes)
        apply_plan(target, found, allowed=allowed)
    if as_json:
        print_json(outputs(target))
    else:
        show_outputs(target)
    say(f"{name} is as the settings say, after {watch}.")


def destroy(name: Name, yes: Yes = False) -> None:
    """Destroy a deployment, but for what the settings keep."""
    watch = Stopwatch()
    explain_removed(load(), name)
    target = find(name)
    target.announce()
    if target.deployment is None:
        raise TarmacError(
            f"{name} holds the state of every deployment, so it is not destroyed from here.",
            "Destroy the deployments first; then empty and delete the bucket by hand if it is not needed.",
        )
    synthesize()
    question = f"Destroy {name} in account {target.account}, with its data?"
    if destroy_all(target, lambda: confirm(target, question, yes=yes)):
        say(f"{name} is destroyed, after {watch}.")
    else:
        say(f"Nothing of {name} is deployed, so nothing was destroyed.")


def output(name: Name, as_json: AsJson = False) -> None:
    """Print the outputs of a deployment."""
    target = find(name)
    target.announce()
    synthesize()
    target.terraform.init()
    if as_json:
        print_json(outputs(target))
    elif not show_outputs(target):
        say(f"{name} has no outputs yet; ./tarmac apply {name} makes them.")


def status(
    name: Annotated[str | None, typer.Argument(metavar="DEPLOYMENT", help="By default, all in the settings.")] = None,
    as_json: AsJson = False,
    check: Annotated[bool, typer.Option("--check", help="Ask every endpoint; 1 for a failure.")] = False,
) -> int:
    """Show what is deployed and how it runs.

    The exit code is 1 where that could not be found out.
    """
    settings = load()
    found = [require_deployment(settings, name)] if name else list(settings.deployments.values())
    endpoint = embedded_aws().endpoint()
    if endpoint or not all(deployment.is_embedded for deployment in found):
        synthesize()  # the stacks say where their state is
    rows = [_row(deployment, endpoint) for deployment in found]
    unknown = any(row["problem"] for row in rows)
    names = [deployment.name for deployment in found]
    local = {name: report.describe(*one) for name, one in report.local_deployments(names).items()}
    services = _in_accounts(found, rows)
    checked = {name: report.check(*one) for name, one in report.local_deployments(names).items()} if check else {}
    failed = check and (not checked or any(result.problem for one in checked.values() for result in one))
    if as_json:
        endpoints = {name: [vars(result) for result in one] for name, one in checked.items()}
        print_json(
            {
                "containers": local,
                "deployments": rows,
                "endpoint": endpoint,
                "endpoints": endpoints,
                "services": services,
            }
        )
        return 1 if failed or unknown else 0
    if endpoint:
        show(f"The embedded AWS answers at {endpoint}")
    else:
        show("The embedded AWS does not run. Start it with: ./tarmac up")
    table = Table("deployment", "account", "region", "resources", "lock")
    for row in rows:
        counted = "unknown" if row["problem"] else str(row["resources"] or "none")
        held = "unknown" if row["problem"] else row["lock"] or "free"
        table.add_row(row["deployment"], row["account"], row["region"], counted, held)
    results.print(table)
    for row in rows:
        if row["problem"]:
            say(f"{row['deployment']}: {row['problem']}")
    for name, described in services.items():
        account_status.show_description(name, described)
    for name, described in local.items():
        report.show_description(name, described)
        if name in checked:
            report.show_check(checked[name])
    if check and not checked:
        say("Nothing runs in containers here, so there is no endpoint to ask. Start it with: ./tarmac up")
    return 1 if failed or unknown else 0


def _in_accounts(found: list[Deployment], rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """How each deployment runs of which something is deployed in an account."""
    described = {}
    for deployment, row in zip(found, rows, strict=True):
        if deployment.is_embedded or row["problem"] or not row["resources"]:
            continue
        try:
            described[deployment.name] = account_status.describe(find(deployment.name))
        except TarmacError as error:
            problem = f"How {deployment.name} runs could not be asked: {error}"
            described[deployment.name] = account_status.nothing(problem)
    return described


def _row(deployment: Deployment, endpoint: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "account": deployment.account,
        "deployment": deployment.name,
        "lock": None,
        "problem": None,
        "region": deployment.region,
        "resources": 0,
    }
    if deployment.is_embedded and endpoint is None:
        return row  # what was in it is gone with it
    try:
        row["resources"], held = standing(find(deployment.name))
        row["lock"] = str(held) if held else None
    except TarmacError as error:
        row["problem"] = str(error)
    return row
