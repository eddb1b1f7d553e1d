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

    IamPolicyDocumentStatementCondition = TypedDict(
        "IamPolicyDocumentStatementCondition",
        {
            "test": Required["Text"],
            "values": Required["List[Text]"],
            "variable": Required["Text"],
        },
    )

    IamPolicyDocumentStatementNotPrincipals = TypedDict(
        "IamPolicyDocumentStatementNotPrincipals",
        {
            "identifiers": Required["List[Text]"],
            "type": Required["Text"],
        },
    )

    IamPolicyDocumentStatementPrincipals = TypedDict(
        "IamPolicyDocumentStatementPrincipals",
        {
            "identifiers": Required["List[Text]"],
            "type": Required["Text"],
        },
    )

    IamPolicyDocumentStatement = TypedDict(
        "IamPolicyDocumentStatement",
        {
            "actions": NotRequired["List[Text] | None"],
            "condition": NotRequired[
                "IamPolicyDocumentStatementCondition | Sequence[IamPolicyDocumentStatementCondition] | None"
            ],
            "effect": NotRequired["Text | None"],
            "not_actions": NotRequired["List[Text] | None"],
            "not_principals": NotRequired[
                "IamPolicyDocumentStatementNotPrincipals | Sequence[IamPolicyDocumentStatementNotPrincipals] | None"
            ],
            "not_resources": NotRequired["List[Text] | None"],
            "principals": NotRequired[
                "IamPolicyDocumentStatementPrincipals | Sequence[IamPolicyDocumentStatementPrincipals] | None"
            ],
            "resources": NotRequired["List[Text] | None"],
            "sid": NotRequired["Text | None"],
        },
    )


class IamPolicyDocument(DataSource):
    """`aws_iam_policy_document`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_iam_policy_document"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "id",
                "override_json",
                "override_policy_documents",
                "policy_id",
                "source_json",
                "source_policy_documents",
                "statement",
                "version",
            }
        ),
        blocks={
            "statement": Schema(
                optional=frozenset(
                    {
                        "actions",
                        "condition",
                        "effect",
                        "not_actions",
                        "not_principals",
                        "not_resources",
                        "principals",
                        "resources",
                        "sid",
                    }
                ),
                blocks={
                    "condition": Schema(required=frozenset({"test", "values", "variable"})),
                    "not_principals": Schema(required=frozenset({"identifiers", "type"})),
                    "principals": Schema(required=frozenset({"identifiers", "type"})),
                },
            )
        },
    )
    ATTRIBUTES = frozenset(
        {
            "id",
            "json",
            "minified_json",
            "override_json",
            "override_policy_documents",
            "policy_id",
            "source_json",
            "source_policy_documents",
            "statement",
            "version",
        }
    )

    if TYPE_CHECKING:
        id: Expression
        json: Expression
        minified_json: Expression
        override_json: Expression
        override_policy_documents: Expression
        policy_id: Expression
        source_json: Expression
        source_policy_documents: Expression
        statement: Expression
        version: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            id: Text | None = None,
            override_json: Text | None = None,
            override_policy_documents: List[Text] | None = None,
            policy_id: Text | None = None,
            source_json: Text | None = None,
            source_policy_documents: List[Text] | None = None,
            statement: IamPolicyDocumentStatement | Sequence[IamPolicyDocumentStatement] | None = None,
            version: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
