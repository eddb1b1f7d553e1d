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

    EfsBackupPolicyBackupPolicy = TypedDict(
        "EfsBackupPolicyBackupPolicy",
        {
            "status": Required["Text"],
        },
    )


class EfsBackupPolicy(Resource):
    """`aws_efs_backup_policy`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_efs_backup_policy"
    SCHEMA = Schema(
        required=frozenset({"backup_policy", "file_system_id"}),
        blocks={"backup_policy": Schema(required=frozenset({"status"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "backup_policy",
            "file_system_id",
            "id",
        }
    )

    if TYPE_CHECKING:
        backup_policy: Expression
        file_system_id: Expression
        id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            backup_policy: EfsBackupPolicyBackupPolicy,
            file_system_id: Text,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
