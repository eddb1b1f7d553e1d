"""S3: bucket policies with conditions, delete markers, and names in lists."""

import json
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from moto.core.responses import ActionResult
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response

from wrapper.embedded_aws.gaps.core import add, gap, replace


@gap
def policy_conditions() -> None:
    """Stock moto ignores the Condition of a bucket policy, so "deny without TLS" denies everything.

    AWS applies a statement only where its conditions hold. Here a statement with a condition never applies:
    requests to the embedded AWS carry nothing that a condition could sensibly be measured against.
    """

    @replace(FakeBucket)
    def get_permission(original: Callable[..., Any], self: FakeBucket, action: str, resource: str) -> Any:
        if self.policy is None:
            return original(action, resource)
        policy = json.loads(self.policy)
        statements = policy.get("Statement", [])
        if isinstance(statements, dict):
            statements = [statements]
        policy["Statement"] = [statement for statement in statements if not statement.get("Condition")]
        if not policy["Statement"]:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


@gap
def delete_marker_once_versioning_is_suspended() -> None:
    """Stock moto fails to delete a delete marker where versioning is suspended: the marker lacks `dispose`.

    AWS deletes it. Terraform suspends versioning before it empties and destroys a bucket, so without this a
    destroy never ends.
    """

    @add(FakeDeleteMarker)
    def dispose(self: FakeDeleteMarker) -> None:
        """A delete marker holds no buffer that would have to be released."""


@gap
def versions_are_listed_encoded_where_asked() -> None:
    """Stock moto lists versions without `encoding-type=url`, which the SDK of Terraform's provider asks for and undoes.

    AWS encodes them. Here a plus sign would become a space: what is deleted is another object, and emptying a bucket
    with Airflow's logs (`run_id=manual__2026-01-01T00:00:00+00:00`) never ends.
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
    """

    @replace(S3Response)
    def list_object_versions(original: Callable[..., Any], self: S3Response) -> Any:
        if self.querystring.get("encoding-type") != ["url"]:
            return original()
        plain = self.serialized

        def encoded(answer: ActionResult) -> Any:
            result = cast("dict[str, Any]", answer.result)
            for listed in (result, *result["Versions"], *result["DeleteMarkers"], *result.get("CommonPrefixes", [])):
                for name in ("Key", "Prefix", "Delimiter", "KeyMarker", "NextKeyMarker"):
                    if listed.get(name):
                        listed[name] = quote(listed[name])
            result["EncodingType"] = "url"
            return plain(answer)

        self.serialized = encoded  # type: ignore[method-assign,assignment]
        try:
            return original()
        finally:
            del self.serialized
