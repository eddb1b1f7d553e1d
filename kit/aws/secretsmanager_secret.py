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

    SecretsmanagerSecretReplica = TypedDict(
        "SecretsmanagerSecretReplica",
        {
            "region": Required["Text"],
            "kms_key_id": NotRequired["Text | None"],
        },
    )


class SecretsmanagerSecret(Resource):
    """`aws_secretsmanager_secret`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_secretsmanager_secret"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "description",
                "force_overwrite_replica_secret",
                "kms_key_id",
                "name",
                "name_prefix",
                "policy",
                "recovery_window_in_days",
                "replica",
                "tags",
                "tags_all",
            }
        ),
        blocks={"replica": Schema(required=frozenset({"region"}), optional=frozenset({"kms_key_id"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "force_overwrite_replica_secret",
            "id",
            "kms_key_id",
            "name",
            "name_prefix",
            "policy",
            "recovery_window_in_days",
            "replica",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        force_overwrite_replica_secret: Expression
        id: Expression
        kms_key_id: Expression
        name: Expression
        name_prefix: Expression
        policy: Expression
        recovery_window_in_days: Expression
        replica: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            description: Text | None = None,
            force_overwrite_replica_secret: Bool | None = None,
            kms_key_id: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            policy: Text | None = None,
            recovery_window_in_days: Number | None = None,
            replica: SecretsmanagerSecretReplica | Sequence[SecretsmanagerSecretReplica] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
