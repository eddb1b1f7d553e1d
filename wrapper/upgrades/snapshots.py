"""The snapshot of the database before an upgrade, with the Fernet key that belongs to it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from wrapper import diagnostics
from wrapper.console import say
from wrapper.errors import TarmacError
from wrapper.secrets import backup
from wrapper.secrets.deployed import Deployed
from wrapper.target import Target

TAG: Final = "UpgradeSnapshotOf"
"""Tag with the deployment's name. Not `Deployment`: whoever looks for what a destroy left behind must not find it."""

_TAG_CHARACTERS: Final = 20
_PAUSE_SECONDS: Final = 15
_ATTEMPTS: Final = 480
"""Two hours: a first snapshot of a large cluster takes its time; later ones hold what has changed since."""


def name_of(target: Target, tag: str, now: datetime | None = None) -> str:
    """The name of a snapshot that is taken now, before that tag.

    Letters, digits and single hyphens:
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
    """
    plain = re.sub(r"[^a-z0-9]+", "-", tag.lower())[:_TAG_CHARACTERS].strip("-")
    return f"{target.stack}-before-{plain}-{now or datetime.now(UTC):%Y%m%d-%H%M%S}"


def take(target: Target, deployed: Deployed, snapshot: str) -> None:
    """Takes the snapshot, keeps the Fernet key with it, and waits until it can be restored.

    Raises TarmacError where AWS refuses or it is not there in time; nothing else was changed by then.
    """
    rds = target.clients("rds")
    try:
        rds.create_db_cluster_snapshot(
            DBClusterSnapshotIdentifier=snapshot,
            DBClusterIdentifier=deployed.cluster_identifier,
            Tags=[{"Key": TAG, "Value": target.stack}, {"Key": "ManagedBy", "Value": "Tarmac"}],
        )
        kept = backup.keep(deployed, snapshot)
        say(f"Taking the snapshot {snapshot}; its Fernet key is kept as {kept}.")
        _wait(rds, snapshot)
    except WaiterError as error:
        raise TarmacError(
            f"The snapshot {snapshot} failed, or is not there after {_PAUSE_SECONDS * _ATTEMPTS // 60} minutes: "
            f"{error}. Nothing else was changed.",
            "Look at it in RDS, then run the command again.",
        ) from error
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"taking the snapshot {snapshot}") from error


def _wait(rds: Any, snapshot: str) -> None:
    waiter = rds.get_waiter("db_cluster_snapshot_available")
    waiter.wait(DBClusterSnapshotIdentifier=snapshot, WaiterConfig={"Delay": _PAUSE_SECONDS, "MaxAttempts": _ATTEMPTS})


def how_to_restore(snapshot: str) -> str:
    """How the snapshot becomes a deployment, in sentences."""
    return (
        f"The snapshot {snapshot} is kept. Only where the data itself is to go back to its moment: give a deployment "
        f"of another name `database: {{restore_from_snapshot: {snapshot}}}` and the image.tag of then, and run\n"
        "  ./tarmac apply NAME\n"
        f"  ./tarmac secrets repair NAME --fernet-from {snapshot}"
    )


def how_to_delete(target: Target, snapshot: str) -> str:
    """The command that takes the snapshot away."""
    return f"aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier {snapshot} --region {target.region}"
