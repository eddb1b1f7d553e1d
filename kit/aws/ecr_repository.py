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

    EcrRepositoryEncryptionConfiguration = TypedDict(
        "EcrRepositoryEncryptionConfiguration",
        {
            "encryption_type": NotRequired["Text | None"],
            "kms_key": NotRequired["Text | None"],
        },
    )

    EcrRepositoryImageScanningConfiguration = TypedDict(
        "EcrRepositoryImageScanningConfiguration",
        {
            "scan_on_push": Required["Bool"],
        },
    )

    EcrRepositoryTimeouts = TypedDict(
        "EcrRepositoryTimeouts",
        {
            "delete": NotRequired["Text | None"],
        },
    )


class EcrRepository(Resource):
    """`aws_ecr_repository`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ecr_repository"
    SCHEMA = Schema(
        required=frozenset({"name"}),
        optional=frozenset(
            {
                "encryption_configuration",
                "force_delete",
                "image_scanning_configuration",
                "image_tag_mutability",
                "tags",
                "tags_all",
                "timeouts",
            }
        ),
        blocks={
            "encryption_configuration": Schema(optional=frozenset({"encryption_type", "kms_key"})),
            "image_scanning_configuration": Schema(required=frozenset({"scan_on_push"})),
            "timeouts": Schema(optional=frozenset({"delete"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "encryption_configuration",
            "force_delete",
            "id",
            "image_scanning_configuration",
            "image_tag_mutability",
            "name",
            "registry_id",
            "repository_url",
            "tags",
            "tags_all",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        encryption_configuration: Expression
        force_delete: Expression
        id: Expression
        image_scanning_configuration: Expression
        image_tag_mutability: Expression
        name: Expression
        registry_id: Expression
        repository_url: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            encryption_configuration: EcrRepositoryEncryptionConfiguration
            | Sequence[EcrRepositoryEncryptionConfiguration]
            | None = None,
            force_delete: Bool | None = None,
            image_scanning_configuration: EcrRepositoryImageScanningConfiguration | None = None,
            image_tag_mutability: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: EcrRepositoryTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
