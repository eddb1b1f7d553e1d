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

    LbAccessLogs = TypedDict(
        "LbAccessLogs",
        {
            "bucket": Required["Text"],
            "enabled": NotRequired["Bool | None"],
            "prefix": NotRequired["Text | None"],
        },
    )

    LbConnectionLogs = TypedDict(
        "LbConnectionLogs",
        {
            "bucket": Required["Text"],
            "enabled": NotRequired["Bool | None"],
            "prefix": NotRequired["Text | None"],
        },
    )

    LbIpamPools = TypedDict(
        "LbIpamPools",
        {
            "ipv4_ipam_pool_id": Required["Text"],
        },
    )

    LbMinimumLoadBalancerCapacity = TypedDict(
        "LbMinimumLoadBalancerCapacity",
        {
            "capacity_units": Required["Number"],
        },
    )

    LbSubnetMapping = TypedDict(
        "LbSubnetMapping",
        {
            "subnet_id": Required["Text"],
            "allocation_id": NotRequired["Text | None"],
            "ipv6_address": NotRequired["Text | None"],
            "private_ipv4_address": NotRequired["Text | None"],
        },
    )

    LbTimeouts = TypedDict(
        "LbTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class Lb(Resource):
    """`aws_lb`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_lb"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "access_logs",
                "client_keep_alive",
                "connection_logs",
                "customer_owned_ipv4_pool",
                "desync_mitigation_mode",
                "dns_record_client_routing_policy",
                "drop_invalid_header_fields",
                "enable_cross_zone_load_balancing",
                "enable_deletion_protection",
                "enable_http2",
                "enable_tls_version_and_cipher_suite_headers",
                "enable_waf_fail_open",
                "enable_xff_client_port",
                "enable_zonal_shift",
                "enforce_security_group_inbound_rules_on_private_link_traffic",
                "idle_timeout",
                "internal",
                "ip_address_type",
                "ipam_pools",
                "load_balancer_type",
                "minimum_load_balancer_capacity",
                "name",
                "name_prefix",
                "preserve_host_header",
                "security_groups",
                "subnet_mapping",
                "subnets",
                "tags",
                "tags_all",
                "timeouts",
                "xff_header_processing_mode",
            }
        ),
        blocks={
            "access_logs": Schema(required=frozenset({"bucket"}), optional=frozenset({"enabled", "prefix"})),
            "connection_logs": Schema(required=frozenset({"bucket"}), optional=frozenset({"enabled", "prefix"})),
            "ipam_pools": Schema(required=frozenset({"ipv4_ipam_pool_id"})),
            "minimum_load_balancer_capacity": Schema(required=frozenset({"capacity_units"})),
            "subnet_mapping": Schema(
                required=frozenset({"subnet_id"}),
                optional=frozenset({"allocation_id", "ipv6_address", "private_ipv4_address"}),
            ),
            "timeouts": Schema(optional=frozenset({"create", "delete", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "access_logs",
            "arn",
            "arn_suffix",
            "client_keep_alive",
            "connection_logs",
            "customer_owned_ipv4_pool",
            "desync_mitigation_mode",
            "dns_name",
            "dns_record_client_routing_policy",
            "drop_invalid_header_fields",
            "enable_cross_zone_load_balancing",
            "enable_deletion_protection",
            "enable_http2",
            "enable_tls_version_and_cipher_suite_headers",
            "enable_waf_fail_open",
            "enable_xff_client_port",
            "enable_zonal_shift",
            "enforce_security_group_inbound_rules_on_private_link_traffic",
            "id",
            "idle_timeout",
            "internal",
            "ip_address_type",
            "ipam_pools",
            "load_balancer_type",
            "minimum_load_balancer_capacity",
            "name",
            "name_prefix",
            "preserve_host_header",
            "security_groups",
            "subnet_mapping",
            "subnets",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_id",
            "xff_header_processing_mode",
            "zone_id",
        }
    )

    if TYPE_CHECKING:
        access_logs: Expression
        arn: Expression
        arn_suffix: Expression
        client_keep_alive: Expression
        connection_logs: Expression
        customer_owned_ipv4_pool: Expression
        desync_mitigation_mode: Expression
        dns_name: Expression
        dns_record_client_routing_policy: Expression
        drop_invalid_header_fields: Expression
        enable_cross_zone_load_balancing: Expression
        enable_deletion_protection: Expression
        enable_http2: Expression
        enable_tls_version_and_cipher_suite_headers: Expression
        enable_waf_fail_open: Expression
        enable_xff_client_port: Expression
        enable_zonal_shift: Expression
        enforce_security_group_inbound_rules_on_private_link_traffic: Expression
        id: Expression
        idle_timeout: Expression
        internal: Expression
        ip_address_type: Expression
        ipam_pools: Expression
        load_balancer_type: Expression
        minimum_load_balancer_capacity: Expression
        name: Expression
        name_prefix: Expression
        preserve_host_header: Expression
        security_groups: Expression
        subnet_mapping: Expression
        subnets: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        vpc_id: Expression
        xff_header_processing_mode: Expression
        zone_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            access_logs: LbAccessLogs | None = None,
            client_keep_alive: Number | None = None,
            connection_logs: LbConnectionLogs | None = None,
            customer_owned_ipv4_pool: Text | None = None,
            desync_mitigation_mode: Text | None = None,
            dns_record_client_routing_policy: Text | None = None,
            drop_invalid_header_fields: Bool | None = None,
            enable_cross_zone_load_balancing: Bool | None = None,
            enable_deletion_protection: Bool | None = None,
            enable_http2: Bool | None = None,
            enable_tls_version_and_cipher_suite_headers: Bool | None = None,
            enable_waf_fail_open: Bool | None = None,
            enable_xff_client_port: Bool | None = None,
            enable_zonal_shift: Bool | None = None,
            enforce_security_group_inbound_rules_on_private_link_traffic: Text | None = None,
            idle_timeout: Number | None = None,
            internal: Bool | None = None,
            ip_address_type: Text | None = None,
            ipam_pools: LbIpamPools | None = None,
            load_balancer_type: Text | None = None,
            minimum_load_balancer_capacity: LbMinimumLoadBalancerCapacity | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            preserve_host_header: Bool | None = None,
            security_groups: List[Text] | None = None,
            subnet_mapping: LbSubnetMapping | Sequence[LbSubnetMapping] | None = None,
            subnets: List[Text] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: LbTimeouts | None = None,
            xff_header_processing_mode: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
