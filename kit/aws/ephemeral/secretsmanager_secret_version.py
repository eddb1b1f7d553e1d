# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING

from kit.block import EphemeralResource, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, NotRequired, Required, TypedDict

    from kit.block import HasAddress, Lifecycle
    from kit.expressions import Bool, Expression, List, Map, Number, Text
    from kit.scope import Scope


class SecretsmanagerSecretVersion(EphemeralResource):
    """`aws_secretsmanager_secret_version`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_secretsmanager_secret_version"
    SCHEMA = Schema(required=frozenset({"secret_id"}), optional=frozenset({"version_id", "version_stage"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "created_date",
            "secret_binary",
            "secret_id",
            "secret_string",
            "version_id",
            "version_stage",
            "version_stages",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        created_date: Expression
        secret_binary: Expression
        secret_id: Expression
        secret_string: Expression
        version_id: Expression
        version_stage: Expression
        version_stages: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            secret_id: Text,
            version_id: Text | None = None,
            version_stage: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
