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

    ServiceDiscoveryServiceDnsConfigDnsRecords = TypedDict(
        "ServiceDiscoveryServiceDnsConfigDnsRecords",
        {
            "ttl": Required["Number"],
            "type": Required["Text"],
        },
    )

    ServiceDiscoveryServiceDnsConfig = TypedDict(
        "ServiceDiscoveryServiceDnsConfig",
        {
            "dns_records": Required[
                "ServiceDiscoveryServiceDnsConfigDnsRecords | Sequence[ServiceDiscoveryServiceDnsConfigDnsRecords]"
            ],
            "namespace_id": Required["Text"],
            "routing_policy": NotRequired["Text | None"],
        },
    )

    ServiceDiscoveryServiceHealthCheckConfig = TypedDict(
        "ServiceDiscoveryServiceHealthCheckConfig",
        {
            "failure_threshold": NotRequired["Number | None"],
            "resource_path": NotRequired["Text | None"],
            "type": NotRequired["Text | None"],
        },
    )

    ServiceDiscoveryServiceHealthCheckCustomConfig = TypedDict(
        "ServiceDiscoveryServiceHealthCheckCustomConfig",
        {
            "failure_threshold": NotRequired["Number | None"],
        },
    )


class ServiceDiscoveryService(Resource):
    """`aws_service_discovery_service`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_service_discovery_service"
    SCHEMA = Schema(
        required=frozenset({"name"}),
        optional=frozenset(
            {
                "description",
                "dns_config",
                "force_destroy",
                "health_check_config",
                "health_check_custom_config",
                "namespace_id",
                "tags",
                "tags_all",
                "type",
            }
        ),
        blocks={
            "dns_config": Schema(
                required=frozenset({"dns_records", "namespace_id"}),
                optional=frozenset({"routing_policy"}),
                blocks={"dns_records": Schema(required=frozenset({"ttl", "type"}))},
            ),
            "health_check_config": Schema(optional=frozenset({"failure_threshold", "resource_path", "type"})),
            "health_check_custom_config": Schema(optional=frozenset({"failure_threshold"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "description",
            "dns_config",
            "force_destroy",
            "health_check_config",
            "health_check_custom_config",
            "id",
            "name",
            "namespace_id",
            "tags",
            "tags_all",
            "type",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        description: Expression
        dns_config: Expression
        force_destroy: Expression
        health_check_config: Expression
        health_check_custom_config: Expression
        id: Expression
        name: Expression
        namespace_id: Expression
        tags: Expression
        tags_all: Expression
        type: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            description: Text | None = None,
            dns_config: ServiceDiscoveryServiceDnsConfig | None = None,
            force_destroy: Bool | None = None,
            health_check_config: ServiceDiscoveryServiceHealthCheckConfig | None = None,
            health_check_custom_config: ServiceDiscoveryServiceHealthCheckCustomConfig | None = None,
            namespace_id: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            type: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
