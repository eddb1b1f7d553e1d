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

    NetworkInterfaceAttachment = TypedDict(
        "NetworkInterfaceAttachment",
        {
            "device_index": Required["Number"],
            "instance": Required["Text"],
        },
    )


class NetworkInterface(Resource):
    """`aws_network_interface`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_network_interface"
    SCHEMA = Schema(
        required=frozenset({"subnet_id"}),
        optional=frozenset(
            {
                "attachment",
                "description",
                "enable_primary_ipv6",
                "interface_type",
                "ipv4_prefix_count",
                "ipv4_prefixes",
                "ipv6_address_count",
                "ipv6_address_list",
                "ipv6_address_list_enabled",
                "ipv6_addresses",
                "ipv6_prefix_count",
                "ipv6_prefixes",
                "private_ip",
                "private_ip_list",
                "private_ip_list_enabled",
                "private_ips",
                "private_ips_count",
                "security_groups",
                "source_dest_check",
                "tags",
                "tags_all",
            }
        ),
        blocks={"attachment": Schema(required=frozenset({"device_index", "instance"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "attachment",
            "description",
            "enable_primary_ipv6",
            "id",
            "interface_type",
            "ipv4_prefix_count",
            "ipv4_prefixes",
            "ipv6_address_count",
            "ipv6_address_list",
            "ipv6_address_list_enabled",
            "ipv6_addresses",
            "ipv6_prefix_count",
            "ipv6_prefixes",
            "mac_address",
            "outpost_arn",
            "owner_id",
            "private_dns_name",
            "private_ip",
            "private_ip_list",
            "private_ip_list_enabled",
            "private_ips",
            "private_ips_count",
            "security_groups",
            "source_dest_check",
            "subnet_id",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        attachment: Expression
        description: Expression
        enable_primary_ipv6: Expression
        id: Expression
        interface_type: Expression
        ipv4_prefix_count: Expression
        ipv4_prefixes: Expression
        ipv6_address_count: Expression
        ipv6_address_list: Expression
        ipv6_address_list_enabled: Expression
        ipv6_addresses: Expression
        ipv6_prefix_count: Expression
        ipv6_prefixes: Expression
        mac_address: Expression
        outpost_arn: Expression
        owner_id: Expression
        private_dns_name: Expression
        private_ip: Expression
        private_ip_list: Expression
        private_ip_list_enabled: Expression
        private_ips: Expression
        private_ips_count: Expression
        security_groups: Expression
        source_dest_check: Expression
        subnet_id: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            subnet_id: Text,
            attachment: NetworkInterfaceAttachment | Sequence[NetworkInterfaceAttachment] | None = None,
            description: Text | None = None,
            enable_primary_ipv6: Bool | None = None,
            interface_type: Text | None = None,
            ipv4_prefix_count: Number | None = None,
            ipv4_prefixes: List[Text] | None = None,
            ipv6_address_count: Number | None = None,
            ipv6_address_list: List[Text] | None = None,
            ipv6_address_list_enabled: Bool | None = None,
            ipv6_addresses: List[Text] | None = None,
            ipv6_prefix_count: Number | None = None,
            ipv6_prefixes: List[Text] | None = None,
            private_ip: Text | None = None,
            private_ip_list: List[Text] | None = None,
            private_ip_list_enabled: Bool | None = None,
            private_ips: List[Text] | None = None,
            private_ips_count: Number | None = None,
            security_groups: List[Text] | None = None,
            source_dest_check: Bool | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
