"""Copies of the Fernet key, each kept with what was encrypted by it.

A snapshot of the database is of no use without the key of its time. So a copy is a secret of its own: it belongs to no
Terraform and outlasts a destroy. It is named after the snapshot, or after the day on which a rotation retired the
key, for which continuous backups and older snapshots ask. It is encrypted by the key of KMS of the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from stacks.settings import DEPLOYMENT_TAG
from wrapper.errors import TarmacError
from wrapper.secrets import guard
from wrapper.secrets.deployed import Deployed
from wrapper.secrets.deployed import find as found_in
from wrapper.secrets.store import CURRENT, Description, Store
from wrapper.target import Target

TAG: Final = "FernetBackupOf"
"""Tag with the deployment's name. Not `Deployment`: whoever looks for what a destroy left behind must not find it."""

_LABEL_TAG: Final = "Backup"
_FOLDER: Final = "fernet-backup"


@dataclass(frozen=True)
class Backup:
    """A copy, by its label: the snapshot that it belongs to, or `until-` and a day."""

    label: str
    arn: str
    changed: datetime | None
    deletion: datetime | None


def keep(deployed: Deployed, label: str) -> str:
    """Keeps the Fernet key as it is now under that label; the copy's name. Keeping it again changes nothing.

    Where the label held another key (a snapshot of that name was made anew) both are kept, the newer first.

    Raises TarmacError where the deployment's key cannot be used or AWS refuses.
    """
    key = deployed.secret("fernet").description
    assert key is not None  # noqa: S101 - a secret that can be used has one
    return _keep(deployed.store, deployed.name, key, label)


def _keep(store: Store, deployment: str, key: Description, label: str) -> str:
    name, value = _name(deployment, label), store.value(key.arn) or ""
    standing = store.describe(name)
    if standing is None:
        store.create(
            name,
            value,
            description=f"Fernet key of {deployment} for {label}",
            kms_key=key.kms_key,
            tags={TAG: deployment, _LABEL_TAG: label, "ManagedBy": "Tarmac"},
        )
        return name
    if standing.deletion:
        store.restore(standing.arn)
    held = (store.value(standing.arn) or "").split(",")
    missing = [one for one in value.split(",") if one not in held]
    if missing:
        store.put(standing.arn, ",".join([*missing, *filter(None, held)]), ["AWSCURRENT"])
    return name


def last_snapshots(plan: dict[str, Any]) -> list[str]:
    """The names of the snapshots that an apply of the plan (as JSON) takes of databases before it deletes them.

    https://developer.hashicorp.com/terraform/internals/json-format#change-representation
    """
    deleted = [
        one["change"]["before"]
        for one in plan.get("resource_changes", [])
        if one["type"] == "aws_rds_cluster" and "delete" in one["change"]["actions"]
    ]
    return [
        cluster["final_snapshot_identifier"]
        for cluster in deleted
        if cluster.get("final_snapshot_identifier") and not cluster.get("skip_final_snapshot")
    ]


def keep_with_last_snapshots(target: Target, plan: dict[str, Any]) -> list[str]:
    """Keeps the key with each snapshot that an apply of the plan takes last; what was done, a sentence for each.

    A key that is lost already is said and stops nothing: an earlier try of the same destroy may have deleted it, after
    the copy was made. Raises TarmacError where AWS refuses.
    """
    labels = last_snapshots(plan)
    if not labels:
        return []
    here = [one["address"] for one in plan["resource_changes"] if one["change"]["before"]]
    deployed = found_in(target) if guard.fernet_addresses()[0] in here else None
    if deployed is None or deployed.secrets["fernet"].condition != "there":
        store = deployed.store if deployed else Store(target.clients("secretsmanager"))
        kept = {one.label for one in find(store, target.stack)}
        return [
            f"The Fernet key that belongs to the last snapshot {label} "
            + ("was kept before." if label in kept else "is lost, so no copy of it is kept.")
            for label in labels
        ]
    return [
        f"The Fernet key that belongs to the last snapshot {label} is kept as {keep(deployed, label)}."
        for label in labels
    ]


def keep_what_is_written_over(target: Target, plan: dict[str, Any]) -> list[str]:
    """Keeps the key where an apply of the plan writes a first value over one that stands; what was done.

    So it is where the state was lost and its resources are taken in again: the value of a secret cannot be. Without a
    database nothing was encrypted yet. Raises TarmacError where AWS refuses.
    """
    changes = {one["address"]: one["change"] for one in plan.get("resource_changes", [])}
    secret, value = (changes.get(address) for address in guard.fernet_addresses())
    databases = [one["change"] for one in plan.get("resource_changes", []) if one["type"] == "aws_rds_cluster"]
    if secret is None or value is None or value["actions"] != ["create"]:
        return []
    if not secret["before"] or not any(database["before"] for database in databases):
        return []
    store = Store(target.clients("secretsmanager"))
    key = store.describe(secret["before"]["arn"])  # the state may not know it yet: the same plan may import it
    if key is None or key.deletion or key.version_at(CURRENT) is None:
        return []
    label = f"until-{datetime.now(UTC):%Y-%m-%d}"
    kept = _keep(store, target.stack, key, label)
    return [
        f"A new Fernet key is written over the one that stands, which is kept as {kept}. Afterwards "
        f"let Airflow read what that has encrypted: ./tarmac secrets repair {target.stack} --fernet-from {label}"
    ]


def find(store: Store, deployment: str) -> list[Backup]:
    """The copies of a deployment, the newest first."""
    found = [
        Backup(one.name.removeprefix(f"{deployment}/{_FOLDER}/"), one.arn, one.changed, one.deletion)
        for one in store.tagged(TAG, deployment)
    ]
    return sorted(found, key=lambda one: str(one.changed), reverse=True)


def read(store: Store, deployment: str, label: str) -> str:
    """The keys in a copy: the deployment's own, another's with that label, or the key of the deployment of that name.

    A database that is restored under another name asks for the keys of the deployment that wrote it. Raises
    TarmacError where there is none, and where two deployments have a copy of that label.
    """
    standing = store.describe(_name(deployment, label))
    found = [standing] if standing and not standing.deletion else _of_others(store, label)
    if len(found) > 1:
        arns = ", ".join(one.arn for one in found)
        raise TarmacError(f"Several deployments have a Fernet key for {label}.", f"Name one by its ARN: {arns}.")
    value = store.value(found[0].arn) if found else None
    if not value:
        known = ", ".join(one.label for one in find(store, deployment)) or "none"
        raise TarmacError(f"There is no copy of the Fernet key of {deployment} for {label}.", f"There are: {known}.")
    return value


def _of_others(store: Store, label: str) -> list[Description]:
    copies = [one for one in store.tagged(_LABEL_TAG, label) if one.tags.get(TAG)]
    keys = [one for one in store.tagged(DEPLOYMENT_TAG, label) if one.name.startswith(f"{label}/airflow/fernet-")]
    return [one for one in [*copies, *keys] if not one.deletion]


def restored_from(plan: dict[str, Any]) -> str | None:
    """What an apply of the plan (as JSON) restores a database from: a snapshot's name, or a cluster's; or None."""
    for one in plan.get("resource_changes", []):
        if one["type"] != "aws_rds_cluster" or "create" not in one["change"]["actions"]:
            continue
        after = one["change"]["after"]
        for moment in after.get("restore_to_point_in_time") or []:
            return str(moment["source_cluster_identifier"]).rpartition(":")[2]
        if snapshot := after.get("snapshot_identifier"):
            return str(snapshot).rpartition(":cluster-snapshot:")[2]
    return None


def _name(deployment: str, label: str) -> str:
    # Automatic snapshots have a colon in their names (rds:…), which no secret may have.
    return f"{deployment}/{_FOLDER}/{label.replace(':', '/')}"
