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


class ServiceDiscoveryPrivateDnsNamespace(Resource):
    """`aws_service_discovery_private_dns_namespace`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_service_discovery_private_dns_namespace"
    SCHEMA = Schema(required=frozenset({"name", "vpc"}), optional=frozenset({"description", "tags", "tags_all"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "hosted_zone",
            "id",
            "name",
            "tags",
            "tags_all",
            "vpc",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        hosted_zone: Expression
        id: Expression
        name: Expression
        tags: Expression
        tags_all: Expression
        vpc: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            vpc: Text,
            description: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
