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


class ServiceDiscoveryInstance(Resource):
    """`aws_service_discovery_instance`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_service_discovery_instance"
    SCHEMA = Schema(required=frozenset({"attributes", "instance_id", "service_id"}))
    ATTRIBUTES = frozenset(
        {
            "attributes",
            "id",
            "instance_id",
            "service_id",
        }
    )

    if TYPE_CHECKING:
        attributes: Expression
        id: Expression
        instance_id: Expression
        service_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            attributes: Map[Text],
            instance_id: Text,
            service_id: Text,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
