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

    KmsKeyTimeouts = TypedDict(
        "KmsKeyTimeouts",
        {
            "create": NotRequired["Text | None"],
        },
    )


class KmsKey(Resource):
    """`aws_kms_key`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_kms_key"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "bypass_policy_lockout_safety_check",
                "custom_key_store_id",
                "customer_master_key_spec",
                "deletion_window_in_days",
                "description",
                "enable_key_rotation",
                "is_enabled",
                "key_usage",
                "multi_region",
                "policy",
                "rotation_period_in_days",
                "tags",
                "tags_all",
                "timeouts",
                "xks_key_id",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"create"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "bypass_policy_lockout_safety_check",
            "custom_key_store_id",
            "customer_master_key_spec",
            "deletion_window_in_days",
            "description",
            "enable_key_rotation",
            "id",
            "is_enabled",
            "key_id",
            "key_usage",
            "multi_region",
            "policy",
            "rotation_period_in_days",
            "tags",
            "tags_all",
            "timeouts",
            "xks_key_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        bypass_policy_lockout_safety_check: Expression
        custom_key_store_id: Expression
        customer_master_key_spec: Expression
        deletion_window_in_days: Expression
        description: Expression
        enable_key_rotation: Expression
        id: Expression
        is_enabled: Expression
        key_id: Expression
        key_usage: Expression
        multi_region: Expression
        policy: Expression
        rotation_period_in_days: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        xks_key_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            bypass_policy_lockout_safety_check: Bool | None = None,
            custom_key_store_id: Text | None = None,
            customer_master_key_spec: Text | None = None,
            deletion_window_in_days: Number | None = None,
            description: Text | None = None,
            enable_key_rotation: Bool | None = None,
            is_enabled: Bool | None = None,
            key_usage: Text | None = None,
            multi_region: Bool | None = None,
            policy: Text | None = None,
            rotation_period_in_days: Number | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: KmsKeyTimeouts | None = None,
            xks_key_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
