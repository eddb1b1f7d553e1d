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


class RdsCluster(DataSource):
    """`aws_rds_cluster`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_rds_cluster"
    SCHEMA = Schema(required=frozenset({"cluster_identifier"}), optional=frozenset({"id", "tags"}))
    ATTRIBUTES = frozenset(
        {
            "arn",
            "availability_zones",
            "backtrack_window",
            "backup_retention_period",
            "cluster_identifier",
            "cluster_members",
            "cluster_resource_id",
            "cluster_scalability_type",
            "database_insights_mode",
            "database_name",
            "db_cluster_parameter_group_name",
            "db_subnet_group_name",
            "db_system_id",
            "enabled_cloudwatch_logs_exports",
            "endpoint",
            "engine",
            "engine_mode",
            "engine_version",
            "final_snapshot_identifier",
            "hosted_zone_id",
            "iam_database_authentication_enabled",
            "iam_roles",
            "id",
            "kms_key_id",
            "master_user_secret",
            "master_username",
            "monitoring_interval",
            "monitoring_role_arn",
            "network_type",
            "port",
            "preferred_backup_window",
            "preferred_maintenance_window",
            "reader_endpoint",
            "replication_source_identifier",
            "storage_encrypted",
            "tags",
            "vpc_security_group_ids",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        availability_zones: Expression
        backtrack_window: Expression
        backup_retention_period: Expression
        cluster_identifier: Expression
        cluster_members: Expression
        cluster_resource_id: Expression
        cluster_scalability_type: Expression
        database_insights_mode: Expression
        database_name: Expression
        db_cluster_parameter_group_name: Expression
        db_subnet_group_name: Expression
        db_system_id: Expression
        enabled_cloudwatch_logs_exports: Expression
        endpoint: Expression
        engine: Expression
        engine_mode: Expression
        engine_version: Expression
        final_snapshot_identifier: Expression
        hosted_zone_id: Expression
        iam_database_authentication_enabled: Expression
        iam_roles: Expression
        id: Expression
        kms_key_id: Expression
        master_user_secret: Expression
        master_username: Expression
        monitoring_interval: Expression
        monitoring_role_arn: Expression
        network_type: Expression
        port: Expression
        preferred_backup_window: Expression
        preferred_maintenance_window: Expression
        reader_endpoint: Expression
        replication_source_identifier: Expression
        storage_encrypted: Expression
        tags: Expression
        vpc_security_group_ids: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            cluster_identifier: Text,
            id: Text | None = None,
            tags: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
