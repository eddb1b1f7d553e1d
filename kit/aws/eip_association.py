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


class EipAssociation(Resource):
    """`aws_eip_association`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_eip_association"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "allocation_id",
                "allow_reassociation",
                "instance_id",
                "network_interface_id",
                "private_ip_address",
                "public_ip",
            }
        )
    )
    ATTRIBUTES = frozenset(
        {
            "allocation_id",
            "allow_reassociation",
            "id",
            "instance_id",
            "network_interface_id",
            "private_ip_address",
            "public_ip",
        }
    )

    if TYPE_CHECKING:
        allocation_id: Expression
        allow_reassociation: Expression
        id: Expression
        instance_id: Expression
        network_interface_id: Expression
        private_ip_address: Expression
        public_ip: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            allocation_id: Text | None = None,
            allow_reassociation: Bool | None = None,
            instance_id: Text | None = None,
            network_interface_id: Text | None = None,
            private_ip_address: Text | None = None,
            public_ip: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
