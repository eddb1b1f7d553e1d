"""The verb that asks what a first apply needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Annotated

import typer

from stacks.settings import load
from wrapper.commands.options import AsJson
from wrapper.console import print_json, say, show
from wrapper.doctor import account, machine
from wrapper.doctor.check import Check, as_json
from wrapper.target import Target, embedded_aws, require_deployment


def doctor(
    name: Annotated[str | None, typer.Argument(metavar="DEPLOYMENT", help="By default, all in the settings.")] = None,
    json: AsJson = False,
) -> int:
    """Ask what a first apply needs.

    Terraform and its provider, credentials, region, the state bucket, the image, service-linked roles and quotas: a
    line each, ok, missing or cannot tell, with what to do. Nothing is changed. The exit code is 1 where anything that
    an apply needs is missing or could not be asked.
    """
    settings = load()
    found = [require_deployment(settings, name)] if name else list(settings.deployments.values())
    local = list(_shown("this machine", machine.checks(), quiet=json))
    groups: dict[str, list[Check]] = {}
    for deployment in found:
        target = Target(deployment.name, deployment.account, deployment.region, dict(os.environ), settings)
        asked = _embedded() if deployment.is_embedded else account.checks(target, deployment)
        title = f"{deployment.name}: {target.where}, region {target.region}"
        groups[deployment.name] = list(_shown(title, asked, quiet=json))
    asked_all = [*local, *(check for checks in groups.values() for check in checks)]
    failing = [check for check in asked_all if check.fails]
    if json:
        deployments = {name: [as_json(check) for check in checks] for name, checks in groups.items()}
        print_json({"deployments": deployments, "machine": [as_json(check) for check in local]})
    say(
        f"{len(failing)} of {len(asked_all)} checks need attention."
        if failing
        else "Nothing that an apply needs is missing."
    )
    return 1 if failing else 0


def _shown(title: str, checks: Iterator[Check], *, quiet: bool) -> Iterator[Check]:
    """Each check, shown as soon as it is answered."""
    if not quiet:
        show(title)
    for check in checks:
        if not quiet:
            show(f"  {check.state:<11}  {check.name}: {check.says}{f' {check.hint}' if check.hint else ''}")
        yield check


def _embedded() -> Iterator[Check]:
    """The embedded AWS has no quotas, and ./tarmac up makes all that it needs."""
    endpoint = embedded_aws().endpoint()
    says = f"It runs at {endpoint}." if endpoint else "It does not run; ./tarmac up starts it."
    yield Check("embedded AWS", "ok", says)
