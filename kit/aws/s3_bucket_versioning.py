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

    S3BucketVersioningVersioningConfiguration = TypedDict(
        "S3BucketVersioningVersioningConfiguration",
        {
            "status": Required["Text"],
            "mfa_delete": NotRequired["Text | None"],
        },
    )


class S3BucketVersioning(Resource):
    """`aws_s3_bucket_versioning`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_s3_bucket_versioning"
    SCHEMA = Schema(
        required=frozenset({"bucket", "versioning_configuration"}),
        optional=frozenset({"expected_bucket_owner", "mfa"}),
        blocks={"versioning_configuration": Schema(required=frozenset({"status"}), optional=frozenset({"mfa_delete"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "bucket",
            "expected_bucket_owner",
            "id",
            "mfa",
            "versioning_configuration",
        }
    )

    if TYPE_CHECKING:
        bucket: Expression
        expected_bucket_owner: Expression
        id: Expression
        mfa: Expression
        versioning_configuration: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            bucket: Text,
            versioning_configuration: S3BucketVersioningVersioningConfiguration,
            expected_bucket_owner: Text | None = None,
            mfa: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
