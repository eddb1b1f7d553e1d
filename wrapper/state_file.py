"""The state of a stack as Terraform wrote it into S3, read without Terraform."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.target import Target
from wrapper.terraform import lock

State = dict[str, Any]
Resource = dict[str, Any]


def read(target: Target) -> State:
    """The state, empty where there is none; the stack must have been synthesized.

    Raises TarmacError where AWS cannot be asked.
    """
    where = lock.location(target.folder)
    try:
        body = target.clients("s3", where.region).get_object(Bucket=where.bucket, Key=where.key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket"):
            return {}
        raise diagnostics.explain_aws(error, f"reading {where}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"reading {where}") from error
    state: State = json.loads(body)
    return state


def resources(state: State) -> Iterator[Resource]:
    """Each managed resource with its module, type, name, key and attributes."""
    for resource in state.get("resources", []):
        if resource["mode"] == "managed":
            for instance in resource["instances"]:
                yield {
                    "module": resource.get("module", ""),
                    "type": resource["type"],
                    "name": resource["name"],
                    "key": instance.get("index_key"),
                    "attributes": instance["attributes"],
                }


def outputs(state: State) -> dict[str, Any]:
    """The stack's outputs by name."""
    return {name: output["value"] for name, output in state.get("outputs", {}).items()}
