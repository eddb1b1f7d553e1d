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


class SecretsmanagerSecretVersion(Resource):
    """`aws_secretsmanager_secret_version`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_secretsmanager_secret_version"
    SCHEMA = Schema(
        required=frozenset({"secret_id"}),
        optional=frozenset(
            {"secret_binary", "secret_string", "secret_string_wo", "secret_string_wo_version", "version_stages"}
        ),
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "has_secret_string_wo",
            "id",
            "secret_binary",
            "secret_id",
            "secret_string",
            "secret_string_wo",
            "secret_string_wo_version",
            "version_id",
            "version_stages",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        has_secret_string_wo: Expression
        id: Expression
        secret_binary: Expression
        secret_id: Expression
        secret_string: Expression
        secret_string_wo: Expression
        secret_string_wo_version: Expression
        version_id: Expression
        version_stages: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            secret_id: Text,
            secret_binary: Text | None = None,
            secret_string: Text | None = None,
            secret_string_wo: Text | None = None,
            secret_string_wo_version: Number | None = None,
            version_stages: List[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
