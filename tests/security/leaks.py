"""Looks for the values of a deployment's secrets wherever they must not be (N.6).

Whoever looks for nothing, or nowhere, finds nothing: so `looked_at` is returned too, for the tests to compare.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

Clients = Callable[[str], Any]
Text = tuple[str, str, bytes]
"""A kind of place ("object"), which of them, and what is written there."""

SHORTEST = 16
"""Bytes: anything shorter in a secret is a name (`airflow`), of which the whole deployment is full."""


@dataclass
class Findings:
    """Where a value was found, and how many places of each kind were looked at."""

    leaks: list[str] = field(default_factory=list)
    looked_at: Counter[str] = field(default_factory=Counter)


def values(clients: Clients) -> dict[str, str]:
    """Every value of every secret and of each of its versions, with the name of its secret."""
    manager = clients("secretsmanager")
    found: dict[str, str] = {}
    for page in manager.get_paginator("list_secrets").paginate():
        for secret in page["SecretList"]:
            for version in secret.get("SecretVersionsToStages", {}):
                answer = manager.get_secret_value(SecretId=secret["ARN"], VersionId=version)
                found |= dict.fromkeys(_parts(answer["SecretString"]), secret["Name"])
    return found


def _parts(text: str) -> list[str]:
    """The values in a secret: the texts of a JSON object, the keys of a list, or the text itself."""
    parts = list(json.loads(text).values()) if text.startswith("{") else text.split(",")
    return [part for part in map(str, parts) if len(part) >= SHORTEST]


def search(secrets: dict[str, str], texts: Iterable[Text]) -> Findings:
    """Looks for each value in each text, as it is and as JSON, URLs and base64 write it."""
    forms = [(form, name) for value, name in secrets.items() for form in _forms(value)]
    findings = Findings()
    for kind, which, written in texts:
        findings.looked_at[kind] += 1
        found = {name for form, name in forms if form in written}
        findings.leaks += [f"{kind} {which}: {name}" for name in sorted(found)]
    return findings


def _forms(value: str) -> set[bytes]:
    forms = {value, json.dumps(value)[1:-1], quote(value, safe=""), base64.b64encode(value.encode()).decode()}
    with contextlib.suppress(ValueError):
        forms.add(base64.b64decode(value, validate=True).decode("ascii"))  # a Fernet key is base64 of a random text
    return {form.encode() for form in forms if len(form) >= SHORTEST}


def in_account(clients: Clients) -> Iterator[Text]:
    """Objects of S3, Terraform's state among them; task definitions; user data; lines of logs."""
    yield from _objects(clients("s3"))
    ecs = clients("ecs")
    for status in ("ACTIVE", "INACTIVE"):
        for page in ecs.get_paginator("list_task_definitions").paginate(status=status):
            for arn in page["taskDefinitionArns"]:
                found = ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
                yield "task definition", arn, json.dumps(found, default=str).encode()
    ec2 = clients("ec2")
    for reservation in ec2.describe_instances()["Reservations"]:
        for instance in reservation["Instances"]:
            asked = ec2.describe_instance_attribute(InstanceId=instance["InstanceId"], Attribute="userData")
            yield "user data", instance["InstanceId"], base64.b64decode(asked["UserData"].get("Value", ""))
    logs = clients("logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            yield "log", group["logGroupName"], "\n".join(event["message"] for event in events).encode()


def _objects(s3: Any) -> Iterator[Text]:
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket["Name"]):
            for one in page.get("Versions", []):
                version = {} if one["VersionId"] == "null" else {"VersionId": one["VersionId"]}
                body = s3.get_object(Bucket=bucket["Name"], Key=one["Key"], **version)["Body"].read()
                yield "object", f"{bucket['Name']}/{one['Key']}", body


def in_folder(folder: Path) -> Iterator[Text]:
    """Every file below a folder, and what is packed in it: a plan is a zip. Links lead elsewhere and are left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or any(parent.is_symlink() for parent in path.parents):
            continue
        content = path.read_bytes()
        yield "file", str(path.relative_to(folder)), content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                for name in packed.namelist():
                    yield "file", f"{path.relative_to(folder)}/{name}", packed.read(name)
