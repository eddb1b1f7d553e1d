"""AWS Secrets Manager, as the verbs about secrets need it: versions and their staging labels.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.errors import TarmacError

CURRENT: Final = "AWSCURRENT"
PENDING: Final = "AWSPENDING"
PREVIOUS: Final = "AWSPREVIOUS"

FIRST: Final = "TERRAFORM"
"""On the version that Terraform wrote. AWS deletes versions without a label, and Terraform would then write the
secret again, with another value."""

_MISSING: Final = "ResourceNotFoundException"


class Description:
    """What Secrets Manager says of a secret, without its value."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.arn: str = answer["ARN"]
        self.name: str = answer["Name"]
        self.changed: datetime | None = answer.get("LastChangedDate")
        self.deletion: datetime | None = answer.get("DeletedDate")
        self.kms_key: str | None = answer.get("KmsKeyId")
        self.rotates_itself: bool = bool(answer.get("RotationEnabled"))
        self.tags: dict[str, str] = {tag["Key"]: tag["Value"] for tag in answer.get("Tags") or ()}
        versions = answer.get("VersionIdsToStages") or answer.get("SecretVersionsToStages") or {}
        self.versions: dict[str, list[str]] = {version: sorted(stages) for version, stages in versions.items()}

    def version_at(self, stage: str) -> str | None:
        """The version with that label."""
        return next((version for version, stages in self.versions.items() if stage in stages), None)

    def stages_of(self, version: str | None) -> list[str]:
        """The labels of a version."""
        return self.versions.get(version or "", [])


class Store:
    """Secrets Manager of one region. Every method raises TarmacError where AWS refuses."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def describe(self, secret: str) -> Description | None:
        """The secret, also one that waits for its deletion; None where there is none."""
        try:
            return Description(self._client.describe_secret(SecretId=secret))
        except ClientError as error:
            if error.response["Error"]["Code"] == _MISSING:
                return None
            raise diagnostics.explain_aws(error, f"looking at the secret {secret}") from error
        except BotoCoreError as error:
            raise diagnostics.explain_aws(error, f"looking at the secret {secret}") from error

    def tagged(self, key: str, value: str) -> Iterator[Description]:
        """The secrets with that tag, those that wait for their deletion too."""
        # AWS compares beginnings, and takes the two filters apart from each other.
        filters = [{"Key": "tag-key", "Values": [key]}, {"Key": "tag-value", "Values": [value]}]
        try:
            pages = self._client.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True, Filters=filters)
            found = [Description(one) for page in pages for one in page["SecretList"]]
        except (ClientError, BotoCoreError) as error:
            raise diagnostics.explain_aws(error, "listing the secrets") from error
        yield from (one for one in found if one.tags.get(key) == value)

    def value(self, secret: str, *, stage: str | None = None, version: str | None = None) -> str | None:
        """A value: the current one unless a stage or a version is named. None where there is no such version."""
        which = {"VersionStage": stage} if stage else {"VersionId": version} if version else {}
        try:
            answer = self._client.get_secret_value(SecretId=secret, **which)
        except ClientError as error:
            if error.response["Error"]["Code"] == _MISSING:
                return None
            raise diagnostics.explain_aws(error, f"reading the secret {secret}") from error
        except BotoCoreError as error:
            raise diagnostics.explain_aws(error, f"reading the secret {secret}") from error
        return str(answer.get("SecretString", ""))

    def put(self, secret: str, value: str, stages: Sequence[str]) -> str:
        """Writes a version with these labels, taking them from others; its id."""
        token = str(uuid.uuid4())
        answer = self._call(
            f"writing the secret {secret}",
            "put_secret_value",
            SecretId=secret,
            SecretString=value,
            VersionStages=list(stages),
            ClientRequestToken=token,
        )
        return str(answer["VersionId"])

    def move(self, secret: str, stage: str, *, to: str | None) -> None:
        """Puts a label on a version, or with None on none."""
        description = self.describe(secret)
        holder = description.version_at(stage) if description else None
        if holder == to:
            return
        where = {"MoveToVersionId": to} if to else {}
        source = {"RemoveFromVersionId": holder} if holder else {}
        self._call(
            f"moving the label {stage} of the secret {secret}",
            "update_secret_version_stage",
            SecretId=secret,
            VersionStage=stage,
            **where,
            **source,
        )

    def restore(self, secret: str) -> None:
        """Calls off the deletion."""
        self._call(f"restoring the secret {secret}", "restore_secret", SecretId=secret)

    def create(self, name: str, value: str, *, description: str, kms_key: str | None, tags: Mapping[str, str]) -> str:
        """Makes a secret; its ARN."""
        key = {"KmsKeyId": kms_key} if kms_key else {}
        answer = self._call(
            f"making the secret {name}",
            "create_secret",
            Name=name,
            SecretString=value,
            Description=description,
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            ClientRequestToken=str(uuid.uuid4()),
            **key,
        )
        return str(answer["ARN"])

    def _call(self, doing: str, operation: str, **parameters: Any) -> Any:
        try:
            return getattr(self._client, operation)(**parameters)
        except (ClientError, BotoCoreError) as error:
            raise _explain(error, doing) from error


def _explain(error: Exception, doing: str) -> TarmacError:
    text = str(error)
    if "was marked for deletion" in text or "scheduled for deletion" in text:
        return TarmacError(
            f"A secret waits for its deletion, so it takes no value. It happened while {doing}.",
            "Bring it back with: ./tarmac secrets repair DEPLOYMENT",
        )
    return diagnostics.explain_aws(error, doing)
