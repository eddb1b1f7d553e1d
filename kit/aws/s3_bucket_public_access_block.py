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


class S3BucketPublicAccessBlock(Resource):
    """`aws_s3_bucket_public_access_block`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_s3_bucket_public_access_block"
    SCHEMA = Schema(
        required=frozenset({"bucket"}),
        optional=frozenset(
            {"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}
        ),
    )
    ATTRIBUTES = frozenset(
        {
            "block_public_acls",
            "block_public_policy",
            "bucket",
            "id",
            "ignore_public_acls",
            "restrict_public_buckets",
        }
    )

    if TYPE_CHECKING:
        block_public_acls: Expression
        block_public_policy: Expression
        bucket: Expression
        id: Expression
        ignore_public_acls: Expression
        restrict_public_buckets: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            bucket: Text,
            block_public_acls: Bool | None = None,
            block_public_policy: Bool | None = None,
            ignore_public_acls: Bool | None = None,
            restrict_public_buckets: Bool | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
