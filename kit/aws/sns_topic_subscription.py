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


class SnsTopicSubscription(Resource):
    """`aws_sns_topic_subscription`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_sns_topic_subscription"
    SCHEMA = Schema(
        required=frozenset({"endpoint", "protocol", "topic_arn"}),
        optional=frozenset(
            {
                "confirmation_timeout_in_minutes",
                "delivery_policy",
                "endpoint_auto_confirms",
                "filter_policy",
                "filter_policy_scope",
                "raw_message_delivery",
                "redrive_policy",
                "replay_policy",
                "subscription_role_arn",
            }
        ),
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "confirmation_timeout_in_minutes",
            "confirmation_was_authenticated",
            "delivery_policy",
            "endpoint",
            "endpoint_auto_confirms",
            "filter_policy",
            "filter_policy_scope",
            "id",
            "owner_id",
            "pending_confirmation",
            "protocol",
            "raw_message_delivery",
            "redrive_policy",
            "replay_policy",
            "subscription_role_arn",
            "topic_arn",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        confirmation_timeout_in_minutes: Expression
        confirmation_was_authenticated: Expression
        delivery_policy: Expression
        endpoint: Expression
        endpoint_auto_confirms: Expression
        filter_policy: Expression
        filter_policy_scope: Expression
        id: Expression
        owner_id: Expression
        pending_confirmation: Expression
        protocol: Expression
        raw_message_delivery: Expression
        redrive_policy: Expression
        replay_policy: Expression
        subscription_role_arn: Expression
        topic_arn: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            endpoint: Text,
            protocol: Text,
            topic_arn: Text,
            confirmation_timeout_in_minutes: Number | None = None,
            delivery_policy: Text | None = None,
            endpoint_auto_confirms: Bool | None = None,
            filter_policy: Text | None = None,
            filter_policy_scope: Text | None = None,
            raw_message_delivery: Bool | None = None,
            redrive_policy: Text | None = None,
            replay_policy: Text | None = None,
            subscription_role_arn: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
