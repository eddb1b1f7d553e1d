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

    ElasticacheReplicationGroupLogDeliveryConfiguration = TypedDict(
        "ElasticacheReplicationGroupLogDeliveryConfiguration",
        {
            "destination": Required["Text"],
            "destination_type": Required["Text"],
            "log_format": Required["Text"],
            "log_type": Required["Text"],
        },
    )

    ElasticacheReplicationGroupTimeouts = TypedDict(
        "ElasticacheReplicationGroupTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class ElasticacheReplicationGroup(Resource):
    """`aws_elasticache_replication_group`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_elasticache_replication_group"
    SCHEMA = Schema(
        required=frozenset({"description", "replication_group_id"}),
        optional=frozenset(
            {
                "apply_immediately",
                "at_rest_encryption_enabled",
                "auth_token",
                "auth_token_update_strategy",
                "auto_minor_version_upgrade",
                "automatic_failover_enabled",
                "cluster_mode",
                "data_tiering_enabled",
                "engine",
                "engine_version",
                "final_snapshot_identifier",
                "global_replication_group_id",
                "ip_discovery",
                "kms_key_id",
                "log_delivery_configuration",
                "maintenance_window",
                "multi_az_enabled",
                "network_type",
                "node_type",
                "notification_topic_arn",
                "num_cache_clusters",
                "num_node_groups",
                "parameter_group_name",
                "port",
                "preferred_cache_cluster_azs",
                "replicas_per_node_group",
                "security_group_ids",
                "security_group_names",
                "snapshot_arns",
                "snapshot_name",
                "snapshot_retention_limit",
                "snapshot_window",
                "subnet_group_name",
                "tags",
                "tags_all",
                "timeouts",
                "transit_encryption_enabled",
                "transit_encryption_mode",
                "user_group_ids",
            }
        ),
        blocks={
            "log_delivery_configuration": Schema(
                required=frozenset({"destination", "destination_type", "log_format", "log_type"})
            ),
            "timeouts": Schema(optional=frozenset({"create", "delete", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "apply_immediately",
            "arn",
            "at_rest_encryption_enabled",
            "auth_token",
            "auth_token_update_strategy",
            "auto_minor_version_upgrade",
            "automatic_failover_enabled",
            "cluster_enabled",
            "cluster_mode",
            "configuration_endpoint_address",
            "data_tiering_enabled",
            "description",
            "engine",
            "engine_version",
            "engine_version_actual",
            "final_snapshot_identifier",
            "global_replication_group_id",
            "id",
            "ip_discovery",
            "kms_key_id",
            "log_delivery_configuration",
            "maintenance_window",
            "member_clusters",
            "multi_az_enabled",
            "network_type",
            "node_type",
            "notification_topic_arn",
            "num_cache_clusters",
            "num_node_groups",
            "parameter_group_name",
            "port",
            "preferred_cache_cluster_azs",
            "primary_endpoint_address",
            "reader_endpoint_address",
            "replicas_per_node_group",
            "replication_group_id",
            "security_group_ids",
            "security_group_names",
            "snapshot_arns",
            "snapshot_name",
            "snapshot_retention_limit",
            "snapshot_window",
            "subnet_group_name",
            "tags",
            "tags_all",
            "timeouts",
            "transit_encryption_enabled",
            "transit_encryption_mode",
            "user_group_ids",
        }
    )

    if TYPE_CHECKING:
        apply_immediately: Expression
        arn: Expression
        at_rest_encryption_enabled: Expression
        auth_token: Expression
        auth_token_update_strategy: Expression
        auto_minor_version_upgrade: Expression
        automatic_failover_enabled: Expression
        cluster_enabled: Expression
        cluster_mode: Expression
        configuration_endpoint_address: Expression
        data_tiering_enabled: Expression
        description: Expression
        engine: Expression
        engine_version: Expression
        engine_version_actual: Expression
        final_snapshot_identifier: Expression
        global_replication_group_id: Expression
        id: Expression
        ip_discovery: Expression
        kms_key_id: Expression
        log_delivery_configuration: Expression
        maintenance_window: Expression
        member_clusters: Expression
        multi_az_enabled: Expression
        network_type: Expression
        node_type: Expression
        notification_topic_arn: Expression
        num_cache_clusters: Expression
        num_node_groups: Expression
        parameter_group_name: Expression
        port: Expression
        preferred_cache_cluster_azs: Expression
        primary_endpoint_address: Expression
        reader_endpoint_address: Expression
        replicas_per_node_group: Expression
        replication_group_id: Expression
        security_group_ids: Expression
        security_group_names: Expression
        snapshot_arns: Expression
        snapshot_name: Expression
        snapshot_retention_limit: Expression
        snapshot_window: Expression
        subnet_group_name: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        transit_encryption_enabled: Expression
        transit_encryption_mode: Expression
        user_group_ids: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            description: Text,
            replication_group_id: Text,
            apply_immediately: Bool | None = None,
            at_rest_encryption_enabled: Text | None = None,
            auth_token: Text | None = None,
            auth_token_update_strategy: Text | None = None,
            auto_minor_version_upgrade: Text | None = None,
            automatic_failover_enabled: Bool | None = None,
            cluster_mode: Text | None = None,
            data_tiering_enabled: Bool | None = None,
            engine: Text | None = None,
            engine_version: Text | None = None,
            final_snapshot_identifier: Text | None = None,
            global_replication_group_id: Text | None = None,
            ip_discovery: Text | None = None,
            kms_key_id: Text | None = None,
            log_delivery_configuration: ElasticacheReplicationGroupLogDeliveryConfiguration
            | Sequence[ElasticacheReplicationGroupLogDeliveryConfiguration]
            | None = None,
            maintenance_window: Text | None = None,
            multi_az_enabled: Bool | None = None,
            network_type: Text | None = None,
            node_type: Text | None = None,
            notification_topic_arn: Text | None = None,
            num_cache_clusters: Number | None = None,
            num_node_groups: Number | None = None,
            parameter_group_name: Text | None = None,
            port: Number | None = None,
            preferred_cache_cluster_azs: List[Text] | None = None,
            replicas_per_node_group: Number | None = None,
            security_group_ids: List[Text] | None = None,
            security_group_names: List[Text] | None = None,
            snapshot_arns: List[Text] | None = None,
            snapshot_name: Text | None = None,
            snapshot_retention_limit: Number | None = None,
            snapshot_window: Text | None = None,
            subnet_group_name: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: ElasticacheReplicationGroupTimeouts | None = None,
            transit_encryption_enabled: Bool | None = None,
            transit_encryption_mode: Text | None = None,
            user_group_ids: List[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
