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


class SecretsmanagerRandomPassword(EphemeralResource):
    """`aws_secretsmanager_random_password`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_secretsmanager_random_password"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "exclude_characters",
                "exclude_lowercase",
                "exclude_numbers",
                "exclude_punctuation",
                "exclude_uppercase",
                "include_space",
                "password_length",
                "require_each_included_type",
            }
        )
    )
    ATTRIBUTES = frozenset(
        {
            "exclude_characters",
            "exclude_lowercase",
            "exclude_numbers",
            "exclude_punctuation",
            "exclude_uppercase",
            "include_space",
            "password_length",
            "random_password",
            "require_each_included_type",
        }
    )

    if TYPE_CHECKING:
        exclude_characters: Expression
        exclude_lowercase: Expression
        exclude_numbers: Expression
        exclude_punctuation: Expression
        exclude_uppercase: Expression
        include_space: Expression
        password_length: Expression
        random_password: Expression
        require_each_included_type: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            exclude_characters: Text | None = None,
            exclude_lowercase: Bool | None = None,
            exclude_numbers: Bool | None = None,
            exclude_punctuation: Bool | None = None,
            exclude_uppercase: Bool | None = None,
            include_space: Bool | None = None,
            password_length: Number | None = None,
            require_each_included_type: Bool | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
