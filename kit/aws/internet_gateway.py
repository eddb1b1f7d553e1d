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

    InternetGatewayTimeouts = TypedDict(
        "InternetGatewayTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class InternetGateway(Resource):
    """`aws_internet_gateway`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_internet_gateway"
    SCHEMA = Schema(
        optional=frozenset({"tags", "tags_all", "timeouts", "vpc_id"}),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "id",
            "owner_id",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        id: Expression
        owner_id: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: InternetGatewayTimeouts | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
