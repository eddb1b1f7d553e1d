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

    Route53RecordAlias = TypedDict(
        "Route53RecordAlias",
        {
            "evaluate_target_health": Required["Bool"],
            "name": Required["Text"],
            "zone_id": Required["Text"],
        },
    )

    Route53RecordCidrRoutingPolicy = TypedDict(
        "Route53RecordCidrRoutingPolicy",
        {
            "collection_id": Required["Text"],
            "location_name": Required["Text"],
        },
    )

    Route53RecordFailoverRoutingPolicy = TypedDict(
        "Route53RecordFailoverRoutingPolicy",
        {
            "type": Required["Text"],
        },
    )

    Route53RecordGeolocationRoutingPolicy = TypedDict(
        "Route53RecordGeolocationRoutingPolicy",
        {
            "continent": NotRequired["Text | None"],
            "country": NotRequired["Text | None"],
            "subdivision": NotRequired["Text | None"],
        },
    )

    Route53RecordGeoproximityRoutingPolicyCoordinates = TypedDict(
        "Route53RecordGeoproximityRoutingPolicyCoordinates",
        {
            "latitude": Required["Text"],
            "longitude": Required["Text"],
        },
    )

    Route53RecordGeoproximityRoutingPolicy = TypedDict(
        "Route53RecordGeoproximityRoutingPolicy",
        {
            "aws_region": NotRequired["Text | None"],
            "bias": NotRequired["Number | None"],
            "coordinates": NotRequired[
                "Route53RecordGeoproximityRoutingPolicyCoordinates | Sequence[Route53RecordGeoproximityRoutingPolicyCoordinates] | None"
            ],
            "local_zone_group": NotRequired["Text | None"],
        },
    )

    Route53RecordLatencyRoutingPolicy = TypedDict(
        "Route53RecordLatencyRoutingPolicy",
        {
            "region": Required["Text"],
        },
    )

    Route53RecordTimeouts = TypedDict(
        "Route53RecordTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )

    Route53RecordWeightedRoutingPolicy = TypedDict(
        "Route53RecordWeightedRoutingPolicy",
        {
            "weight": Required["Number"],
        },
    )


class Route53Record(Resource):
    """`aws_route53_record`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_route53_record"
    SCHEMA = Schema(
        required=frozenset({"name", "type", "zone_id"}),
        optional=frozenset(
            {
                "alias",
                "allow_overwrite",
                "cidr_routing_policy",
                "failover_routing_policy",
                "geolocation_routing_policy",
                "geoproximity_routing_policy",
                "health_check_id",
                "latency_routing_policy",
                "multivalue_answer_routing_policy",
                "records",
                "set_identifier",
                "timeouts",
                "ttl",
                "weighted_routing_policy",
            }
        ),
        blocks={
            "alias": Schema(required=frozenset({"evaluate_target_health", "name", "zone_id"})),
            "cidr_routing_policy": Schema(required=frozenset({"collection_id", "location_name"})),
            "failover_routing_policy": Schema(required=frozenset({"type"})),
            "geolocation_routing_policy": Schema(optional=frozenset({"continent", "country", "subdivision"})),
            "geoproximity_routing_policy": Schema(
                optional=frozenset({"aws_region", "bias", "coordinates", "local_zone_group"}),
                blocks={"coordinates": Schema(required=frozenset({"latitude", "longitude"}))},
            ),
            "latency_routing_policy": Schema(required=frozenset({"region"})),
            "timeouts": Schema(optional=frozenset({"create", "delete", "update"})),
            "weighted_routing_policy": Schema(required=frozenset({"weight"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "alias",
            "allow_overwrite",
            "cidr_routing_policy",
            "failover_routing_policy",
            "fqdn",
            "geolocation_routing_policy",
            "geoproximity_routing_policy",
            "health_check_id",
            "id",
            "latency_routing_policy",
            "multivalue_answer_routing_policy",
            "name",
            "records",
            "set_identifier",
            "timeouts",
            "ttl",
            "type",
            "weighted_routing_policy",
            "zone_id",
        }
    )

    if TYPE_CHECKING:
        alias: Expression
        allow_overwrite: Expression
        cidr_routing_policy: Expression
        failover_routing_policy: Expression
        fqdn: Expression
        geolocation_routing_policy: Expression
        geoproximity_routing_policy: Expression
        health_check_id: Expression
        id: Expression
        latency_routing_policy: Expression
        multivalue_answer_routing_policy: Expression
        name: Expression
        records: Expression
        set_identifier: Expression
        timeouts: Expression
        ttl: Expression
        type: Expression
        weighted_routing_policy: Expression
        zone_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            type: Text,
            zone_id: Text,
            alias: Route53RecordAlias | None = None,
            allow_overwrite: Bool | None = None,
            cidr_routing_policy: Route53RecordCidrRoutingPolicy | None = None,
            failover_routing_policy: Route53RecordFailoverRoutingPolicy | None = None,
            geolocation_routing_policy: Route53RecordGeolocationRoutingPolicy | None = None,
            geoproximity_routing_policy: Route53RecordGeoproximityRoutingPolicy | None = None,
            health_check_id: Text | None = None,
            latency_routing_policy: Route53RecordLatencyRoutingPolicy | None = None,
            multivalue_answer_routing_policy: Bool | None = None,
            records: List[Text] | None = None,
            set_identifier: Text | None = None,
            timeouts: Route53RecordTimeouts | None = None,
            ttl: Number | None = None,
            weighted_routing_policy: Route53RecordWeightedRoutingPolicy | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
