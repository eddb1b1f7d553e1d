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

    IamRoleInlinePolicy = TypedDict(
        "IamRoleInlinePolicy",
        {
            "name": NotRequired["Text | None"],
            "policy": NotRequired["Text | None"],
        },
    )


class IamRole(Resource):
    """`aws_iam_role`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_iam_role"
    SCHEMA = Schema(
        required=frozenset({"assume_role_policy"}),
        optional=frozenset(
            {
                "description",
                "force_detach_policies",
                "inline_policy",
                "managed_policy_arns",
                "max_session_duration",
                "name",
                "name_prefix",
                "path",
                "permissions_boundary",
                "tags",
                "tags_all",
            }
        ),
        blocks={"inline_policy": Schema(optional=frozenset({"name", "policy"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "assume_role_policy",
            "create_date",
            "description",
            "force_detach_policies",
            "id",
            "inline_policy",
            "managed_policy_arns",
            "max_session_duration",
            "name",
            "name_prefix",
            "path",
            "permissions_boundary",
            "tags",
            "tags_all",
            "unique_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        assume_role_policy: Expression
        create_date: Expression
        description: Expression
        force_detach_policies: Expression
        id: Expression
        inline_policy: Expression
        managed_policy_arns: Expression
        max_session_duration: Expression
        name: Expression
        name_prefix: Expression
        path: Expression
        permissions_boundary: Expression
        tags: Expression
        tags_all: Expression
        unique_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            assume_role_policy: Text,
            description: Text | None = None,
            force_detach_policies: Bool | None = None,
            inline_policy: IamRoleInlinePolicy | Sequence[IamRoleInlinePolicy] | None = None,
            managed_policy_arns: List[Text] | None = None,
            max_session_duration: Number | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            path: Text | None = None,
            permissions_boundary: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
