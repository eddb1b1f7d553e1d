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


class EcsCluster(DataSource):
    """`aws_ecs_cluster`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ecs_cluster"
    SCHEMA = Schema(required=frozenset({"cluster_name"}), optional=frozenset({"id", "tags"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "cluster_name",
            "id",
            "pending_tasks_count",
            "registered_container_instances_count",
            "running_tasks_count",
            "service_connect_defaults",
            "setting",
            "status",
            "tags",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        cluster_name: Expression
        id: Expression
        pending_tasks_count: Expression
        registered_container_instances_count: Expression
        running_tasks_count: Expression
        service_connect_defaults: Expression
        setting: Expression
        status: Expression
        tags: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            cluster_name: Text,
            id: Text | None = None,
            tags: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
