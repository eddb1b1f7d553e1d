"""The lock that Terraform keeps beside a state in S3: who holds it, and its release.

With `use_lockfile` the lock is an object named like the state with `.tflock` behind it:
https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.errors import TarmacError


@dataclass(frozen=True)
class StateLocation:
    """Where the state of a stack is: a bucket, the key in it, and the bucket's region."""

    bucket: str
    key: str
    region: str

    @property
    def lock_key(self) -> str:
        return f"{self.key}.tflock"

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True)
class Lock:
    """A lock that is held: `operation` as in "apply", `created` as RFC 3339 in UTC."""

    id: str
    who: str
    operation: str
    created: str
    terraform: str

    def __str__(self) -> str:
        since = self.created.partition(".")[0].replace("T", " ")
        return f"{self.who} runs {self.operation} since {since} UTC (lock {self.id})"


def location(folder: Path) -> StateLocation:
    """Where the stack synthesized into `folder` keeps its state; raises TarmacError where it is not S3."""
    file = folder / "cdk.tf.json"
    try:
        backend = json.loads(file.read_text())["terraform"]["backend"]["s3"]
        return StateLocation(backend["bucket"], backend["key"], backend["region"])
    except FileNotFoundError as error:
        raise TarmacError(
            f"The stack {folder.name} is not synthesized: {file} is missing.", f"Run './tarmac synth {folder.name}'."
        ) from error
    except (KeyError, ValueError) as error:
        raise TarmacError(
            f"The stack {folder.name} keeps its state elsewhere than in S3, so it has no such lock."
        ) from error


def read(state: StateLocation, s3: Any) -> Lock | None:
    """The lock of that state, or None where nobody holds it."""
    try:
        body = s3.get_object(Bucket=state.bucket, Key=state.lock_key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return None
        raise diagnostics.explain_aws(error, f"reading the lock of {state}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"reading the lock of {state}") from error
    try:
        found = json.loads(body)
        lock_id = str(found["ID"])
    except (ValueError, KeyError, TypeError) as error:
        raise TarmacError(
            f"s3://{state.bucket}/{state.lock_key} is no lock of Terraform's.",
            "Look at it, and delete it if it is in the way.",
        ) from error
    return Lock(
        id=lock_id,
        who=found.get("Who") or "somebody",
        operation=found.get("Operation", "").removeprefix("OperationType").lower() or "an operation",
        created=found.get("Created", ""),
        terraform=found.get("Version", ""),
    )


def resources(state: StateLocation, s3: Any) -> list[dict[str, Any]] | None:
    """What Terraform manages, as the state says it; nothing where there is no state, None where there is no bucket.

    Raises TarmacError where AWS cannot be asked.
    """
    try:
        body = s3.get_object(Bucket=state.bucket, Key=state.key)["Body"].read()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in ("NoSuchKey", "NoSuchBucket"):
            return [] if code == "NoSuchKey" else None
        raise diagnostics.explain_aws(error, f"reading {state}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"reading {state}") from error
    return [one for one in json.loads(body).get("resources", []) if one["mode"] == "managed"]


def release(state: StateLocation, lock_id: str, s3: Any) -> None:
    """Delete the lock, but only that one: raises TarmacError where it is gone or another run holds the state by now."""
    held = read(state, s3)
    if held is None:
        raise TarmacError(f"The lock {lock_id} of {state} is already released.")
    if held.id != lock_id:
        raise TarmacError(f"The lock {lock_id} of {state} is gone; by now {held}.", "Nothing was released.")
    try:
        s3.delete_object(Bucket=state.bucket, Key=state.lock_key)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"releasing the lock of {state}") from error


def running_here(folder: Path) -> list[int]:
    """The process ids of Terraform still at work in that folder of this machine: their lock is alive."""
    found = []
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "terraform" and Path(process.cwd()) == folder.resolve():
                found.append(process.pid)
        except (psutil.Error, OSError):
            continue  # it ended, or belongs to somebody else
    return found
