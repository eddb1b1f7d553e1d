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


class CloudwatchLogGroup(Resource):
    """`aws_cloudwatch_log_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_cloudwatch_log_group"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "kms_key_id",
                "log_group_class",
                "name",
                "name_prefix",
                "retention_in_days",
                "skip_destroy",
                "tags",
                "tags_all",
            }
        )
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "kms_key_id",
            "log_group_class",
            "name",
            "name_prefix",
            "retention_in_days",
            "skip_destroy",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        kms_key_id: Expression
        log_group_class: Expression
        name: Expression
        name_prefix: Expression
        retention_in_days: Expression
        skip_destroy: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            kms_key_id: Text | None = None,
            log_group_class: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            retention_in_days: Number | None = None,
            skip_destroy: Bool | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
