"""The secrets of the containers: what ECS would fill in, written where nobody but the user reads it.

They stand in files of mode 0600 in the work folder, one for each container: never in an argument list, never in the
compose file. The engine itself keeps the environment of a container, as ECS does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.errors import TarmacError

_ARN_PARTS = 7
"""Parts of a secret's ARN. Behind them `valueFrom` may say a key, a version stage and a version:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html"""


@dataclass(frozen=True)
class Secret:
    """The text of a secret, and the version that it is of: a change of the version restarts a container."""

    value: str = field(repr=False)
    version: str


class Secrets:
    """Secrets Manager, asked once for each secret."""

    def __init__(self, clients: AwsClients) -> None:
        self._clients = clients
        self._read: dict[tuple[str, str, str], Secret] = {}

    def resolve(self, value_from: str) -> Secret:
        """What ECS fills in for `valueFrom`: a secret, or one key of it.

        Raises TarmacError where there is no such secret or no such key.
        """
        parts = value_from.split(":")
        if len(parts) < _ARN_PARTS or parts[2] != "secretsmanager":
            raise TarmacError(
                f"{value_from} is no secret of Secrets Manager, so it cannot be handed to a local container.",
                "Keep it in Secrets Manager, or start without containers: ./tarmac up --no-containers",
            )
        key, stage, version = [*parts[_ARN_PARTS:], "", "", ""][:3]
        whole = self._get(":".join(parts[:_ARN_PARTS]), stage, version)
        if not key:
            return whole
        try:
            return Secret(str(json.loads(whole.value)[key]), whole.version)
        except (ValueError, KeyError, TypeError) as error:
            raise TarmacError(f"The secret {value_from} has no key {key}.") from error

    def _get(self, arn: str, stage: str, version: str) -> Secret:
        wanted = (arn, stage, version)
        if wanted not in self._read:
            more = {"VersionStage": stage} if stage else {}
            more |= {"VersionId": version} if version else {}
            try:
                found = self._clients("secretsmanager").get_secret_value(SecretId=arn, **more)
            except (ClientError, BotoCoreError) as error:
                raise diagnostics.explain_aws(error, f"reading the secret {arn}") from error
            self._read[wanted] = Secret(found["SecretString"], found["VersionId"])
        return self._read[wanted]


def environment_file(values: Mapping[str, str]) -> str:
    """The variables as Podman and Docker read them literally: a line each, nothing quoted, nothing expanded.

    JSON that goes over several lines is put on one. Raises TarmacError for another secret that has several.
    """
    lines = []
    for name, value in sorted(values.items()):
        if "\n" in value or "\r" in value:
            try:
                value = json.dumps(json.loads(value))
            except ValueError as error:
                raise TarmacError(
                    f"The secret in {name} goes over several lines, which a local container cannot be handed.",
                    "Keep it in one line, as base64 or JSON for example.",
                ) from error
        lines.append(f"{name}={value}\n")
    return "".join(lines)


def write_private(file: Path, text: str) -> None:
    """Writes a file that only its owner reads, from its first byte on."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
