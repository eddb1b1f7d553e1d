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

    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault = TypedDict(
        "S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault",
        {
            "sse_algorithm": Required["Text"],
            "kms_master_key_id": NotRequired["Text | None"],
        },
    )

    S3BucketServerSideEncryptionConfigurationRule = TypedDict(
        "S3BucketServerSideEncryptionConfigurationRule",
        {
            "apply_server_side_encryption_by_default": NotRequired[
                "S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault | None"
            ],
            "bucket_key_enabled": NotRequired["Bool | None"],
        },
    )


class S3BucketServerSideEncryptionConfiguration(Resource):
    """`aws_s3_bucket_server_side_encryption_configuration`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_s3_bucket_server_side_encryption_configuration"
    SCHEMA = Schema(
        required=frozenset({"bucket", "rule"}),
        optional=frozenset({"expected_bucket_owner"}),
        blocks={
            "rule": Schema(
                optional=frozenset({"apply_server_side_encryption_by_default", "bucket_key_enabled"}),
                blocks={
                    "apply_server_side_encryption_by_default": Schema(
                        required=frozenset({"sse_algorithm"}), optional=frozenset({"kms_master_key_id"})
                    )
                },
            )
        },
    )
    ATTRIBUTES = frozenset(
        {
            "bucket",
            "expected_bucket_owner",
            "id",
            "rule",
        }
    )

    if TYPE_CHECKING:
        bucket: Expression
        expected_bucket_owner: Expression
        id: Expression
        rule: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            bucket: Text,
            rule: S3BucketServerSideEncryptionConfigurationRule
            | Sequence[S3BucketServerSideEncryptionConfigurationRule],
            expected_bucket_owner: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
