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

    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy = TypedDict(
        "EcsClusterCapacityProvidersDefaultCapacityProviderStrategy",
        {
            "capacity_provider": Required["Text"],
            "base": NotRequired["Number | None"],
            "weight": NotRequired["Number | None"],
        },
    )


class EcsClusterCapacityProviders(Resource):
    """`aws_ecs_cluster_capacity_providers`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ecs_cluster_capacity_providers"
    SCHEMA = Schema(
        required=frozenset({"cluster_name"}),
        optional=frozenset({"capacity_providers", "default_capacity_provider_strategy"}),
        blocks={
            "default_capacity_provider_strategy": Schema(
                required=frozenset({"capacity_provider"}), optional=frozenset({"base", "weight"})
            )
        },
    )
    ATTRIBUTES = frozenset(
        {
            "capacity_providers",
            "cluster_name",
            "default_capacity_provider_strategy",
            "id",
        }
    )

    if TYPE_CHECKING:
        capacity_providers: Expression
        cluster_name: Expression
        default_capacity_provider_strategy: Expression
        id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            cluster_name: Text,
            capacity_providers: List[Text] | None = None,
            default_capacity_provider_strategy: EcsClusterCapacityProvidersDefaultCapacityProviderStrategy
            | Sequence[EcsClusterCapacityProvidersDefaultCapacityProviderStrategy]
            | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
