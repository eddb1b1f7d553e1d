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

    VpcEndpointDnsOptions = TypedDict(
        "VpcEndpointDnsOptions",
        {
            "dns_record_ip_type": NotRequired["Text | None"],
            "private_dns_only_for_inbound_resolver_endpoint": NotRequired["Bool | None"],
        },
    )

    VpcEndpointSubnetConfiguration = TypedDict(
        "VpcEndpointSubnetConfiguration",
        {
            "ipv4": NotRequired["Text | None"],
            "ipv6": NotRequired["Text | None"],
            "subnet_id": NotRequired["Text | None"],
        },
    )

    VpcEndpointTimeouts = TypedDict(
        "VpcEndpointTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class VpcEndpoint(Resource):
    """`aws_vpc_endpoint`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_vpc_endpoint"
    SCHEMA = Schema(
        required=frozenset({"vpc_id"}),
        optional=frozenset(
            {
                "auto_accept",
                "dns_options",
                "ip_address_type",
                "policy",
                "private_dns_enabled",
                "resource_configuration_arn",
                "route_table_ids",
                "security_group_ids",
                "service_name",
                "service_network_arn",
                "service_region",
                "subnet_configuration",
                "subnet_ids",
                "tags",
                "tags_all",
                "timeouts",
                "vpc_endpoint_type",
            }
        ),
        blocks={
            "dns_options": Schema(
                optional=frozenset({"dns_record_ip_type", "private_dns_only_for_inbound_resolver_endpoint"})
            ),
            "subnet_configuration": Schema(optional=frozenset({"ipv4", "ipv6", "subnet_id"})),
            "timeouts": Schema(optional=frozenset({"create", "delete", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "auto_accept",
            "cidr_blocks",
            "dns_entry",
            "dns_options",
            "id",
            "ip_address_type",
            "network_interface_ids",
            "owner_id",
            "policy",
            "prefix_list_id",
            "private_dns_enabled",
            "requester_managed",
            "resource_configuration_arn",
            "route_table_ids",
            "security_group_ids",
            "service_name",
            "service_network_arn",
            "service_region",
            "state",
            "subnet_configuration",
            "subnet_ids",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_endpoint_type",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        auto_accept: Expression
        cidr_blocks: Expression
        dns_entry: Expression
        dns_options: Expression
        id: Expression
        ip_address_type: Expression
        network_interface_ids: Expression
        owner_id: Expression
        policy: Expression
        prefix_list_id: Expression
        private_dns_enabled: Expression
        requester_managed: Expression
        resource_configuration_arn: Expression
        route_table_ids: Expression
        security_group_ids: Expression
        service_name: Expression
        service_network_arn: Expression
        service_region: Expression
        state: Expression
        subnet_configuration: Expression
        subnet_ids: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        vpc_endpoint_type: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            vpc_id: Text,
            auto_accept: Bool | None = None,
            dns_options: VpcEndpointDnsOptions | None = None,
            ip_address_type: Text | None = None,
            policy: Text | None = None,
            private_dns_enabled: Bool | None = None,
            resource_configuration_arn: Text | None = None,
            route_table_ids: List[Text] | None = None,
            security_group_ids: List[Text] | None = None,
            service_name: Text | None = None,
            service_network_arn: Text | None = None,
            service_region: Text | None = None,
            subnet_configuration: VpcEndpointSubnetConfiguration
            | Sequence[VpcEndpointSubnetConfiguration]
            | None = None,
            subnet_ids: List[Text] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: VpcEndpointTimeouts | None = None,
            vpc_endpoint_type: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
