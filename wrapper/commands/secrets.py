"""Verbs about a deployment's secrets. No value is ever shown."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from wrapper.commands.options import AsJson, Name, Yes
from wrapper.console import print_json, say, show
from wrapper.errors import TarmacError
from wrapper.exclusive import alone
from wrapper.secrets import backup, rotation
from wrapper.secrets import repair as repairs
from wrapper.secrets.catalog import NAMES
from wrapper.secrets.deployed import Deployed, Secret, find, refuse_while_locked
from wrapper.secrets.ecs import Ecs
from wrapper.secrets.rotations import REMARKS, Rotator
from wrapper.secrets.runtime import NothingRuns, Runtime
from wrapper.secrets.store import Description
from wrapper.synthesis import synthesize
from wrapper.target import Target, confirm
from wrapper.target import find as find_target


class _ListByDefault(TyperGroup):
    """A group whose verb is `list` where none is given."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_ListByDefault,
    no_args_is_help=True,
    help="List, repair and replace a deployment's secrets. 'secrets DEPLOYMENT' lists them. No value is ever shown.",
)


def runtime_of(target: Target) -> Runtime:
    """Where the containers of a deployment run."""
    return NothingRuns(target.stack) if target.is_embedded else Ecs(target.clients, target.stack)


@app.command("list")
def list_(name: Name, as_json: AsJson = False) -> None:
    """List the secrets and who reads each.

    With purpose, last change, versions, source, and whether one waits for its deletion.
    """
    deployed = find(_open(name))
    copies = backup.find(deployed.store, name)
    if as_json:
        print_json(
            {
                "backups": [
                    {"arn": one.arn, "changed": _date(one.changed), "label": one.label, "deletion": _date(one.deletion)}
                    for one in copies
                ],
                "deployment": name,
                "others": [_other(one) for one in deployed.others],
                "secrets": [_row(deployed, secret) for secret in deployed.secrets.values()],
            }
        )
        return
    width = max(map(len, deployed.secrets))
    for secret in deployed.secrets.values():
        lines = _lines(deployed, secret)
        for label, line in zip([secret.name, *[""] * (len(lines) - 1)], lines, strict=True):
            show(f"{label:<{width}}  {line}")
    for other in deployed.others:
        fate = f"is deleted on {other.deletion:%Y-%m-%d}" if other.deletion else "is not in the state"
        show(f"{other.name} carries the tag of {name} and {fate}: {other.arn}")
    for one in copies:
        show(f"A copy of the Fernet key is kept for {one.label}")


@app.command()
def repair(
    name: Name,
    new_fernet_key: Annotated[
        bool, typer.Option("--new-fernet-key", help="Make a new Fernet key where the old one is lost.")
    ] = False,
    fernet_from: Annotated[
        str | None,
        typer.Option(
            metavar="COPY", help="Also read what was encrypted with the keys of this copy, deployment, or secret's ARN."
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Bring back what is missing, and say what is wrong. Twice changes nothing."""
    target = _open(name)
    with alone(f"secrets-{name}"):
        refuse_while_locked(target)
        deployed = find(target)
        confirm(target, f"Repair the secrets of {name} in account {target.account}?", yes=yes)
        outcome = repairs.repair(deployed, new_fernet_key=new_fernet_key)
        for sentence in outcome.done:
            show(sentence)
        if fernet_from is not None:
            joined = repairs.join_fernet_keys(find(target), runtime_of(target), fernet_from)
            if joined is not None:
                rotation.run([joined])
                show(f"fernet: what was encrypted with the keys of {fernet_from} can be read.")
                say(f"./tarmac secrets rotate {name} fernet encrypts all of it anew with one key.")
                outcome.left = [one for one in outcome.left if not one.startswith("fernet: keys from a copy")]
                outcome.done.append("joined")
    if outcome.left:
        raise TarmacError("\n".join(outcome.left))
    if not outcome.done:
        say(f"The secrets of {name} are as they should be.")


@app.command()
def rotate(
    name: Name,
    which: Annotated[str, typer.Argument(metavar="NAME", help=f"One of {', '.join(NAMES)}.")],
    yes: Yes = False,
) -> None:
    """Replace one while the deployment runs on.

    After an interruption the same command goes on where it stopped.
    """
    target = _open(name)
    with alone(f"secrets-{name}"):
        refuse_while_locked(target)
        deployed = find(target)
        if which == "redis" and _has_no_password(target):
            show(f"The Redis of {name} has no password: its clients sign a token with their role. Nothing to rotate.")
            return
        if (one := deployed.secrets.get(which)) and one.is_from_vault and one.rotation is None:
            raise TarmacError(
                f"The secret {which} of {name} comes from Vault ({one.source.removeprefix('vault:')}).",
                f"Write a new value there, then run: ./tarmac secrets from-vault {name}",
            )
        planned = Rotator(deployed, target.clients, runtime_of(target)).rotation(which)
        if which in REMARKS:
            say(REMARKS[which])
        confirm(target, f"Replace the secret {which} of {name} in account {target.account}?", yes=yes)
        rotation.run([planned])
    show(f"The secret {which} of {name} is replaced.")


@app.command("from-vault")
def from_vault_(
    name: Name,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare, and change nothing.")] = False,
    yes: Yes = False,
) -> None:
    """Take values from HashiCorp Vault.

    The settings say where it is and what it holds; the deployment follows as in a rotation.
    """
    from wrapper.secrets import from_vault  # hvac is slow to load

    target = _open(name)
    with alone(f"secrets-{name}"):
        if not dry_run:
            refuse_while_locked(target)
        deployed = find(target)
        found = from_vault.compare(deployed, target, os.environ)
        for one in found:
            show(f"{one.name}: {one.says}")
        changed = [one for one in found if not one.is_settled]
        if dry_run or not changed:
            say(f"{len(changed)} of {len(found)} secrets of {name} would change." if dry_run else "Nothing to change.")
            return
        rotator = Rotator(deployed, target.clients, runtime_of(target))
        planned = [rotator.rotation(one.name, one.value, one.label) for one in changed if one.differs]
        for one in changed:
            if one.differs and one.name in REMARKS:
                say(REMARKS[one.name])
        confirm(target, f"Write these into {name} in account {target.account}?", yes=yes)
        from_vault.label_what_is_equal(deployed, changed)
        rotation.run(planned)
    show(f"{name} has its secrets {', '.join(one.name for one in found)} from Vault.")


@app.command("back-up")
def back_up(
    name: Name,
    label: Annotated[str, typer.Argument(metavar="SNAPSHOT", help="Name of the snapshot that the key belongs to.")],
) -> None:
    """Keep the Fernet key with a snapshot.

    The copy outlasts the deployment.
    """
    target = _open(name)
    kept = backup.keep(find(target), label)
    show(f"The Fernet key of {name} is kept as {kept}.")


def _open(name: str) -> Target:
    target = find_target(name)
    target.announce()
    synthesize()  # the stack says where its state is
    return target


def _has_no_password(target: Target) -> bool:
    broker = target.deployment.broker if target.deployment else None
    if broker is None:
        return False
    return broker.existing.authentication == "iam" if broker.existing else broker.mode == "elasticache"


def _row(deployed: Deployed, secret: Secret) -> dict[str, Any]:
    standing = secret.description
    return {
        "arn": secret.arn,
        "changed": _date(standing.changed) if standing else None,
        "condition": secret.condition,
        "name": secret.name,
        "purpose": secret.kind.purpose,
        "read_by": deployed.readers(secret),
        "rotation": secret.rotation,
        "source": secret.source,
        "versions": standing.versions if standing else {},
    }


def _other(one: Description) -> dict[str, Any]:
    return {"arn": one.arn, "deletion": _date(one.deletion), "name": one.name}


def _date(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _lines(deployed: Deployed, secret: Secret) -> list[str]:
    """What a person reads of a secret."""
    row = _row(deployed, secret)
    changed = f", changed {row['changed'].partition('T')[0]}" if row["changed"] else ""
    source = f", {secret.source}" if secret.current else ""
    under_way = ", a rotation is under way" if secret.rotation is not None else ""
    versions = [f"{version[-8:]} {', '.join(stages)}" for version, stages in row["versions"].items() if stages]
    readers = ", ".join(reader.rpartition("/")[2] for reader in row["read_by"]) or "nobody"
    return [
        secret.kind.purpose,
        f"{secret.condition}{changed}{source}{under_way}",
        f"read by {readers}",
        *([f"versions: {'; '.join(versions)}"] if versions else []),
    ]
