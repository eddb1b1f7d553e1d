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

    LbTimeouts = TypedDict(
        "LbTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class Lb(DataSource):
    """`aws_lb`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_lb"
    SCHEMA = Schema(
        optional=frozenset({"arn", "id", "name", "tags", "timeouts"}),
        blocks={"timeouts": Schema(optional=frozenset({"read"}))},
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
            "name",
            "preserve_host_header",
            "security_groups",
            "subnet_mapping",
            "subnets",
            "tags",
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
        name: Expression
        preserve_host_header: Expression
        security_groups: Expression
        subnet_mapping: Expression
        subnets: Expression
        tags: Expression
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
            arn: Text | None = None,
            id: Text | None = None,
            name: Text | None = None,
            tags: Map[Text] | None = None,
            timeouts: LbTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
