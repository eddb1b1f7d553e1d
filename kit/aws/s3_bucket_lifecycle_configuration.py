# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING

from kit.block import Resource, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, NotRequired, Required, TypedDict

    from kit.block import HasAddress, Lifecycle
    from kit.expressions import Bool, Expression, List, Map, Number, Text
    from kit.scope import Scope

    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload = TypedDict(
        "S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload",
        {
            "days_after_initiation": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleConfigurationRuleExpiration = TypedDict(
        "S3BucketLifecycleConfigurationRuleExpiration",
        {
            "date": NotRequired["Text | None"],
            "days": NotRequired["Number | None"],
            "expired_object_delete_marker": NotRequired["Bool | None"],
        },
    )

    S3BucketLifecycleConfigurationRuleFilterAnd = TypedDict(
        "S3BucketLifecycleConfigurationRuleFilterAnd",
        {
            "object_size_greater_than": NotRequired["Number | None"],
            "object_size_less_than": NotRequired["Number | None"],
            "prefix": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
        },
    )

    S3BucketLifecycleConfigurationRuleFilterTag = TypedDict(
        "S3BucketLifecycleConfigurationRuleFilterTag",
        {
            "key": Required["Text"],
            "value": Required["Text"],
        },
    )

    S3BucketLifecycleConfigurationRuleFilter = TypedDict(
        "S3BucketLifecycleConfigurationRuleFilter",
        {
            "and": NotRequired[
                "S3BucketLifecycleConfigurationRuleFilterAnd | Sequence[S3BucketLifecycleConfigurationRuleFilterAnd] | None"
            ],
            "object_size_greater_than": NotRequired["Number | None"],
            "object_size_less_than": NotRequired["Number | None"],
            "prefix": NotRequired["Text | None"],
            "tag": NotRequired[
                "S3BucketLifecycleConfigurationRuleFilterTag | Sequence[S3BucketLifecycleConfigurationRuleFilterTag] | None"
            ],
        },
    )

    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration = TypedDict(
        "S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration",
        {
            "noncurrent_days": Required["Number"],
            "newer_noncurrent_versions": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleConfigurationRuleNoncurrentVersionTransition = TypedDict(
        "S3BucketLifecycleConfigurationRuleNoncurrentVersionTransition",
        {
            "noncurrent_days": Required["Number"],
            "storage_class": Required["Text"],
            "newer_noncurrent_versions": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleConfigurationRuleTransition = TypedDict(
        "S3BucketLifecycleConfigurationRuleTransition",
        {
            "storage_class": Required["Text"],
            "date": NotRequired["Text | None"],
            "days": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleConfigurationRule = TypedDict(
        "S3BucketLifecycleConfigurationRule",
        {
            "id": Required["Text"],
            "status": Required["Text"],
            "abort_incomplete_multipart_upload": NotRequired[
                "S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload | Sequence[S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload] | None"
            ],
            "expiration": NotRequired[
                "S3BucketLifecycleConfigurationRuleExpiration | Sequence[S3BucketLifecycleConfigurationRuleExpiration] | None"
            ],
            "filter": NotRequired[
                "S3BucketLifecycleConfigurationRuleFilter | Sequence[S3BucketLifecycleConfigurationRuleFilter] | None"
            ],
            "noncurrent_version_expiration": NotRequired[
                "S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration | Sequence[S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration] | None"
            ],
            "noncurrent_version_transition": NotRequired[
                "S3BucketLifecycleConfigurationRuleNoncurrentVersionTransition | Sequence[S3BucketLifecycleConfigurationRuleNoncurrentVersionTransition] | None"
            ],
            "prefix": NotRequired["Text | None"],
            "transition": NotRequired[
                "S3BucketLifecycleConfigurationRuleTransition | Sequence[S3BucketLifecycleConfigurationRuleTransition] | None"
            ],
        },
    )

    S3BucketLifecycleConfigurationTimeouts = TypedDict(
        "S3BucketLifecycleConfigurationTimeouts",
        {
            "create": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class S3BucketLifecycleConfiguration(Resource):
    """`aws_s3_bucket_lifecycle_configuration`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_s3_bucket_lifecycle_configuration"
    SCHEMA = Schema(
        required=frozenset({"bucket"}),
        optional=frozenset({"expected_bucket_owner", "rule", "timeouts", "transition_default_minimum_object_size"}),
        blocks={
            "rule": Schema(
                required=frozenset({"id", "status"}),
                optional=frozenset(
                    {
                        "abort_incomplete_multipart_upload",
                        "expiration",
                        "filter",
                        "noncurrent_version_expiration",
                        "noncurrent_version_transition",
                        "prefix",
                        "transition",
                    }
                ),
                blocks={
                    "abort_incomplete_multipart_upload": Schema(optional=frozenset({"days_after_initiation"})),
                    "expiration": Schema(optional=frozenset({"date", "days", "expired_object_delete_marker"})),
                    "filter": Schema(
                        optional=frozenset(
                            {"and", "object_size_greater_than", "object_size_less_than", "prefix", "tag"}
                        ),
                        blocks={
                            "and": Schema(
                                optional=frozenset(
                                    {"object_size_greater_than", "object_size_less_than", "prefix", "tags"}
                                )
                            ),
                            "tag": Schema(required=frozenset({"key", "value"})),
                        },
                    ),
                    "noncurrent_version_expiration": Schema(
                        required=frozenset({"noncurrent_days"}), optional=frozenset({"newer_noncurrent_versions"})
                    ),
                    "noncurrent_version_transition": Schema(
                        required=frozenset({"noncurrent_days", "storage_class"}),
                        optional=frozenset({"newer_noncurrent_versions"}),
                    ),
                    "transition": Schema(required=frozenset({"storage_class"}), optional=frozenset({"date", "days"})),
                },
            ),
            "timeouts": Schema(optional=frozenset({"create", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "bucket",
            "expected_bucket_owner",
            "id",
            "rule",
            "timeouts",
            "transition_default_minimum_object_size",
        }
    )

    if TYPE_CHECKING:
        bucket: Expression
        expected_bucket_owner: Expression
        id: Expression
        rule: Expression
        timeouts: Expression
        transition_default_minimum_object_size: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            bucket: Text,
            expected_bucket_owner: Text | None = None,
            rule: S3BucketLifecycleConfigurationRule | Sequence[S3BucketLifecycleConfigurationRule] | None = None,
            timeouts: S3BucketLifecycleConfigurationTimeouts | None = None,
            transition_default_minimum_object_size: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
