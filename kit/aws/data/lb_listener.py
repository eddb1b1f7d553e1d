# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING

from kit.block import DataSource, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, NotRequired, Required, TypedDict

    from kit.block import HasAddress, Lifecycle
    from kit.expressions import Bool, Expression, List, Map, Number, Text
    from kit.scope import Scope

    LbListenerTimeouts = TypedDict(
        "LbListenerTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class LbListener(DataSource):
    """`aws_lb_listener`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_lb_listener"
    SCHEMA = Schema(
        optional=frozenset({"arn", "id", "load_balancer_arn", "port", "tags", "timeouts"}),
        blocks={"timeouts": Schema(optional=frozenset({"read"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "alpn_policy",
            "arn",
            "certificate_arn",
            "default_action",
            "id",
            "load_balancer_arn",
            "mutual_authentication",
            "port",
            "protocol",
            "ssl_policy",
            "tags",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        alpn_policy: Expression
        arn: Expression
        certificate_arn: Expression
        default_action: Expression
        id: Expression
        load_balancer_arn: Expression
        mutual_authentication: Expression
        port: Expression
        protocol: Expression
        ssl_policy: Expression
        tags: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            arn: Text | None = None,
            id: Text | None = None,
            load_balancer_arn: Text | None = None,
            port: Number | None = None,
            tags: Map[Text] | None = None,
            timeouts: LbListenerTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
