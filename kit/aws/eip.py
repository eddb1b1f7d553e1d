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

    EipTimeouts = TypedDict(
        "EipTimeouts",
        {
            "delete": NotRequired["Text | None"],
            "read": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class Eip(Resource):
    """`aws_eip`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_eip"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "address",
                "associate_with_private_ip",
                "customer_owned_ipv4_pool",
                "domain",
                "instance",
                "ipam_pool_id",
                "network_border_group",
                "network_interface",
                "public_ipv4_pool",
                "tags",
                "tags_all",
                "timeouts",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"delete", "read", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "address",
            "allocation_id",
            "arn",
            "associate_with_private_ip",
            "association_id",
            "carrier_ip",
            "customer_owned_ip",
            "customer_owned_ipv4_pool",
            "domain",
            "id",
            "instance",
            "ipam_pool_id",
            "network_border_group",
            "network_interface",
            "private_dns",
            "private_ip",
            "ptr_record",
            "public_dns",
            "public_ip",
            "public_ipv4_pool",
            "tags",
            "tags_all",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        address_: Expression
        allocation_id: Expression
        arn: Expression
        associate_with_private_ip: Expression
        association_id: Expression
        carrier_ip: Expression
        customer_owned_ip: Expression
        customer_owned_ipv4_pool: Expression
        domain: Expression
        id: Expression
        instance: Expression
        ipam_pool_id: Expression
        network_border_group: Expression
        network_interface: Expression
        private_dns: Expression
        private_ip: Expression
        ptr_record: Expression
        public_dns: Expression
        public_ip: Expression
        public_ipv4_pool: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            address: Text | None = None,
            associate_with_private_ip: Text | None = None,
            customer_owned_ipv4_pool: Text | None = None,
            domain: Text | None = None,
            instance: Text | None = None,
            ipam_pool_id: Text | None = None,
            network_border_group: Text | None = None,
            network_interface: Text | None = None,
            public_ipv4_pool: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: EipTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
