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

    S3BucketOwnershipControlsRule = TypedDict(
        "S3BucketOwnershipControlsRule",
        {
            "object_ownership": Required["Text"],
        },
    )


class S3BucketOwnershipControls(Resource):
    """`aws_s3_bucket_ownership_controls`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_s3_bucket_ownership_controls"
    SCHEMA = Schema(
        required=frozenset({"bucket", "rule"}), blocks={"rule": Schema(required=frozenset({"object_ownership"}))}
    )
    ATTRIBUTES = frozenset(
        {
            "bucket",
            "id",
            "rule",
        }
    )

    if TYPE_CHECKING:
        bucket: Expression
        id: Expression
        rule: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            bucket: Text,
            rule: S3BucketOwnershipControlsRule,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
