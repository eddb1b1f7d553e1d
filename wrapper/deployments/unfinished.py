"""Keeps what an interrupt caught half made, so that the next apply goes on with it.

An interrupt cancels the requests that wait for AWS, and AWS goes on all the same. What the state knows already,
Terraform marks as tainted: the next apply would make it anew, which a bucket's name does not allow and a database's
protection neither. Without the mark, the next plan compares it with the configuration and changes what it lacks.
https://developer.hashicorp.com/terraform/cli/commands/untaint

What the state does not know yet, because the answer of AWS was cut off with the request, is remembered by its address,
beside the state: the next apply looks whether it exists, and takes it in. No other address is ever taken in unasked,
for it might be somebody else's of the same name.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.deployments import imports, orphans
from wrapper.target import Target
from wrapper.terraform import lock
from wrapper.terraform.plan import Plan, created


def keep(target: Target, found: Plan, addresses: Collection[str]) -> list[str]:
    """Keeps those of the addresses, which an interrupt caught, that the plan `found` was to create.

    Returns those that the state holds and that are no longer marked; the others are remembered for the next apply.
    Raises TarmacError where the state or AWS cannot be changed.
    """
    caught = created(found) & set(addresses)
    state = target.terraform.state_pull()
    half_made = [(address, id_) for address, id_ in tainted(state) if address in caught]
    lost = caught - set(target.terraform.state_list()) if state else caught
    if lost and target.deployment is not None:  # bootstrap looks for what it makes by itself
        remember(target, lost | recall(target))
    imports.finish_groups(target, half_made, found)
    for address, _ in half_made:
        target.terraform.untaint(address)
    return [address for address, _ in half_made]


def tainted(state: dict[str, Any]) -> list[tuple[str, str]]:
    """Address and id of each resource that a state marks so."""
    found = []
    for resource in state.get("resources", []):
        address = ".".join(filter(None, [resource.get("module"), resource["type"], resource["name"]]))
        for instance in resource["instances"]:
            if instance.get("status") == "tainted" and "deposed" not in instance:
                index = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
                found.append((address + index, str((instance.get("attributes") or {}).get("id"))))
    return found


def lost(target: Target, found: Plan, addresses: Collection[str]) -> dict[str, str]:
    """The import ids of those of the addresses that the plan `found` is to create although they exist."""
    if not addresses:
        return {}
    orphaned = orphans.find(target.stack, target.clients, target.terraform.state_pull(), found)
    return {one.address: one.import_id for one in orphaned if one.address is not None and one.address in addresses}


def remember(target: Target, addresses: Collection[str]) -> None:
    """Writes the addresses beside the state, for whoever applies next; raises TarmacError where AWS refuses."""
    where, body = lock.location(target.folder), json.dumps(sorted(addresses), indent=2).encode()
    s3 = target.clients("s3", where.region)
    try:
        s3.put_object(Bucket=where.bucket, Key=_key(where), Body=body, ContentType="application/json")
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"noting what was being made beside {where}") from error


def recall(target: Target) -> set[str]:
    """The addresses that were remembered; raises TarmacError where AWS cannot be asked."""
    where = lock.location(target.folder)
    try:
        body = target.clients("s3", where.region).get_object(Bucket=where.bucket, Key=_key(where))["Body"].read()
        return set(json.loads(body))
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404"):
            return set()
        raise diagnostics.explain_aws(error, f"reading what an interrupted apply noted beside {where}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"reading what an interrupted apply noted beside {where}") from error


def forget(target: Target) -> None:
    """Removes what was remembered, where there is anything; raises TarmacError where AWS refuses."""
    if not recall(target):
        return
    where = lock.location(target.folder)
    try:
        target.clients("s3", where.region).delete_object(Bucket=where.bucket, Key=_key(where))
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"removing what an interrupted apply noted beside {where}") from error


def _key(where: lock.StateLocation) -> str:
    return f"{where.key}.unfinished"
