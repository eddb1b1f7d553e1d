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

    LbTargetGroupHealthCheck = TypedDict(
        "LbTargetGroupHealthCheck",
        {
            "enabled": NotRequired["Bool | None"],
            "healthy_threshold": NotRequired["Number | None"],
            "interval": NotRequired["Number | None"],
            "matcher": NotRequired["Text | None"],
            "path": NotRequired["Text | None"],
            "port": NotRequired["Text | None"],
            "protocol": NotRequired["Text | None"],
            "timeout": NotRequired["Number | None"],
            "unhealthy_threshold": NotRequired["Number | None"],
        },
    )

    LbTargetGroupStickiness = TypedDict(
        "LbTargetGroupStickiness",
        {
            "type": Required["Text"],
            "cookie_duration": NotRequired["Number | None"],
            "cookie_name": NotRequired["Text | None"],
            "enabled": NotRequired["Bool | None"],
        },
    )

    LbTargetGroupTargetFailover = TypedDict(
        "LbTargetGroupTargetFailover",
        {
            "on_deregistration": Required["Text"],
            "on_unhealthy": Required["Text"],
        },
    )

    LbTargetGroupTargetGroupHealthDnsFailover = TypedDict(
        "LbTargetGroupTargetGroupHealthDnsFailover",
        {
            "minimum_healthy_targets_count": NotRequired["Text | None"],
            "minimum_healthy_targets_percentage": NotRequired["Text | None"],
        },
    )

    LbTargetGroupTargetGroupHealthUnhealthyStateRouting = TypedDict(
        "LbTargetGroupTargetGroupHealthUnhealthyStateRouting",
        {
            "minimum_healthy_targets_count": NotRequired["Number | None"],
            "minimum_healthy_targets_percentage": NotRequired["Text | None"],
        },
    )

    LbTargetGroupTargetGroupHealth = TypedDict(
        "LbTargetGroupTargetGroupHealth",
        {
            "dns_failover": NotRequired["LbTargetGroupTargetGroupHealthDnsFailover | None"],
            "unhealthy_state_routing": NotRequired["LbTargetGroupTargetGroupHealthUnhealthyStateRouting | None"],
        },
    )

    LbTargetGroupTargetHealthState = TypedDict(
        "LbTargetGroupTargetHealthState",
        {
            "enable_unhealthy_connection_termination": Required["Bool"],
            "unhealthy_draining_interval": NotRequired["Number | None"],
        },
    )


class LbTargetGroup(Resource):
    """`aws_lb_target_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_lb_target_group"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "connection_termination",
                "deregistration_delay",
                "health_check",
                "ip_address_type",
                "lambda_multi_value_headers_enabled",
                "load_balancing_algorithm_type",
                "load_balancing_anomaly_mitigation",
                "load_balancing_cross_zone_enabled",
                "name",
                "name_prefix",
                "port",
                "preserve_client_ip",
                "protocol",
                "protocol_version",
                "proxy_protocol_v2",
                "slow_start",
                "stickiness",
                "tags",
                "tags_all",
                "target_failover",
                "target_group_health",
                "target_health_state",
                "target_type",
                "vpc_id",
            }
        ),
        blocks={
            "health_check": Schema(
                optional=frozenset(
                    {
                        "enabled",
                        "healthy_threshold",
                        "interval",
                        "matcher",
                        "path",
                        "port",
                        "protocol",
                        "timeout",
                        "unhealthy_threshold",
                    }
                )
            ),
            "stickiness": Schema(
                required=frozenset({"type"}), optional=frozenset({"cookie_duration", "cookie_name", "enabled"})
            ),
            "target_failover": Schema(required=frozenset({"on_deregistration", "on_unhealthy"})),
            "target_group_health": Schema(
                optional=frozenset({"dns_failover", "unhealthy_state_routing"}),
                blocks={
                    "dns_failover": Schema(
                        optional=frozenset({"minimum_healthy_targets_count", "minimum_healthy_targets_percentage"})
                    ),
                    "unhealthy_state_routing": Schema(
                        optional=frozenset({"minimum_healthy_targets_count", "minimum_healthy_targets_percentage"})
                    ),
                },
            ),
            "target_health_state": Schema(
                required=frozenset({"enable_unhealthy_connection_termination"}),
                optional=frozenset({"unhealthy_draining_interval"}),
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "arn_suffix",
            "connection_termination",
            "deregistration_delay",
            "health_check",
            "id",
            "ip_address_type",
            "lambda_multi_value_headers_enabled",
            "load_balancer_arns",
            "load_balancing_algorithm_type",
            "load_balancing_anomaly_mitigation",
            "load_balancing_cross_zone_enabled",
            "name",
            "name_prefix",
            "port",
            "preserve_client_ip",
            "protocol",
            "protocol_version",
            "proxy_protocol_v2",
            "slow_start",
            "stickiness",
            "tags",
            "tags_all",
            "target_failover",
            "target_group_health",
            "target_health_state",
            "target_type",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        arn_suffix: Expression
        connection_termination: Expression
        deregistration_delay: Expression
        health_check: Expression
        id: Expression
        ip_address_type: Expression
        lambda_multi_value_headers_enabled: Expression
        load_balancer_arns: Expression
        load_balancing_algorithm_type: Expression
        load_balancing_anomaly_mitigation: Expression
        load_balancing_cross_zone_enabled: Expression
        name: Expression
        name_prefix: Expression
        port: Expression
        preserve_client_ip: Expression
        protocol: Expression
        protocol_version: Expression
        proxy_protocol_v2: Expression
        slow_start: Expression
        stickiness: Expression
        tags: Expression
        tags_all: Expression
        target_failover: Expression
        target_group_health: Expression
        target_health_state: Expression
        target_type: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            connection_termination: Bool | None = None,
            deregistration_delay: Text | None = None,
            health_check: LbTargetGroupHealthCheck | None = None,
            ip_address_type: Text | None = None,
            lambda_multi_value_headers_enabled: Bool | None = None,
            load_balancing_algorithm_type: Text | None = None,
            load_balancing_anomaly_mitigation: Text | None = None,
            load_balancing_cross_zone_enabled: Text | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            port: Number | None = None,
            preserve_client_ip: Text | None = None,
            protocol: Text | None = None,
            protocol_version: Text | None = None,
            proxy_protocol_v2: Bool | None = None,
            slow_start: Number | None = None,
            stickiness: LbTargetGroupStickiness | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            target_failover: LbTargetGroupTargetFailover | Sequence[LbTargetGroupTargetFailover] | None = None,
            target_group_health: LbTargetGroupTargetGroupHealth | None = None,
            target_health_state: LbTargetGroupTargetHealthState
            | Sequence[LbTargetGroupTargetHealthState]
            | None = None,
            target_type: Text | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
