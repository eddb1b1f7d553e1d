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

    Wafv2WebAclAssociationTimeouts = TypedDict(
        "Wafv2WebAclAssociationTimeouts",
        {
            "create": NotRequired["Text | None"],
        },
    )


class Wafv2WebAclAssociation(Resource):
    """`aws_wafv2_web_acl_association`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_wafv2_web_acl_association"
    SCHEMA = Schema(
        required=frozenset({"resource_arn", "web_acl_arn"}),
        optional=frozenset({"timeouts"}),
        blocks={"timeouts": Schema(optional=frozenset({"create"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "id",
            "resource_arn",
            "timeouts",
            "web_acl_arn",
        }
    )

    if TYPE_CHECKING:
        id: Expression
        resource_arn: Expression
        timeouts: Expression
        web_acl_arn: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            resource_arn: Text,
            web_acl_arn: Text,
            timeouts: Wafv2WebAclAssociationTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
