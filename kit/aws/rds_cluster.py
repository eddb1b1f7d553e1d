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

    RdsClusterRestoreToPointInTime = TypedDict(
        "RdsClusterRestoreToPointInTime",
        {
            "restore_to_time": NotRequired["Text | None"],
            "restore_type": NotRequired["Text | None"],
            "source_cluster_identifier": NotRequired["Text | None"],
            "source_cluster_resource_id": NotRequired["Text | None"],
            "use_latest_restorable_time": NotRequired["Bool | None"],
        },
    )

    RdsClusterS3Import = TypedDict(
        "RdsClusterS3Import",
        {
            "bucket_name": Required["Text"],
            "ingestion_role": Required["Text"],
            "source_engine": Required["Text"],
            "source_engine_version": Required["Text"],
            "bucket_prefix": NotRequired["Text | None"],
        },
    )

    RdsClusterScalingConfiguration = TypedDict(
        "RdsClusterScalingConfiguration",
        {
            "auto_pause": NotRequired["Bool | None"],
            "max_capacity": NotRequired["Number | None"],
            "min_capacity": NotRequired["Number | None"],
            "seconds_before_timeout": NotRequired["Number | None"],
            "seconds_until_auto_pause": NotRequired["Number | None"],
            "timeout_action": NotRequired["Text | None"],
        },
    )

    RdsClusterServerlessv2ScalingConfiguration = TypedDict(
        "RdsClusterServerlessv2ScalingConfiguration",
        {
            "max_capacity": Required["Number"],
            "min_capacity": Required["Number"],
            "seconds_until_auto_pause": NotRequired["Number | None"],
        },
    )

    RdsClusterTimeouts = TypedDict(
        "RdsClusterTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class RdsCluster(Resource):
    """`aws_rds_cluster`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_rds_cluster"
    SCHEMA = Schema(
        required=frozenset({"engine"}),
        optional=frozenset(
            {
                "allocated_storage",
                "allow_major_version_upgrade",
                "apply_immediately",
                "availability_zones",
                "backtrack_window",
                "backup_retention_period",
                "ca_certificate_identifier",
                "cluster_identifier",
                "cluster_identifier_prefix",
                "cluster_members",
                "cluster_scalability_type",
                "copy_tags_to_snapshot",
                "database_insights_mode",
                "database_name",
                "db_cluster_instance_class",
                "db_cluster_parameter_group_name",
                "db_instance_parameter_group_name",
                "db_subnet_group_name",
                "db_system_id",
                "delete_automated_backups",
                "deletion_protection",
                "domain",
                "domain_iam_role_name",
                "enable_global_write_forwarding",
                "enable_http_endpoint",
                "enable_local_write_forwarding",
                "enabled_cloudwatch_logs_exports",
                "engine_lifecycle_support",
                "engine_mode",
                "engine_version",
                "final_snapshot_identifier",
                "global_cluster_identifier",
                "iam_database_authentication_enabled",
                "iam_roles",
                "iops",
                "kms_key_id",
                "manage_master_user_password",
                "master_password",
                "master_password_wo",
                "master_password_wo_version",
                "master_user_secret_kms_key_id",
                "master_username",
                "monitoring_interval",
                "monitoring_role_arn",
                "network_type",
                "performance_insights_enabled",
                "performance_insights_kms_key_id",
                "performance_insights_retention_period",
                "port",
                "preferred_backup_window",
                "preferred_maintenance_window",
                "replication_source_identifier",
                "restore_to_point_in_time",
                "s3_import",
                "scaling_configuration",
                "serverlessv2_scaling_configuration",
                "skip_final_snapshot",
                "snapshot_identifier",
                "source_region",
                "storage_encrypted",
                "storage_type",
                "tags",
                "tags_all",
                "timeouts",
                "vpc_security_group_ids",
            }
        ),
        blocks={
            "restore_to_point_in_time": Schema(
                optional=frozenset(
                    {
                        "restore_to_time",
                        "restore_type",
                        "source_cluster_identifier",
                        "source_cluster_resource_id",
                        "use_latest_restorable_time",
                    }
                )
            ),
            "s3_import": Schema(
                required=frozenset({"bucket_name", "ingestion_role", "source_engine", "source_engine_version"}),
                optional=frozenset({"bucket_prefix"}),
            ),
            "scaling_configuration": Schema(
                optional=frozenset(
                    {
                        "auto_pause",
                        "max_capacity",
                        "min_capacity",
                        "seconds_before_timeout",
                        "seconds_until_auto_pause",
                        "timeout_action",
                    }
                )
            ),
            "serverlessv2_scaling_configuration": Schema(
                required=frozenset({"max_capacity", "min_capacity"}), optional=frozenset({"seconds_until_auto_pause"})
            ),
            "timeouts": Schema(optional=frozenset({"create", "delete", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "allocated_storage",
            "allow_major_version_upgrade",
            "apply_immediately",
            "arn",
            "availability_zones",
            "backtrack_window",
            "backup_retention_period",
            "ca_certificate_identifier",
            "ca_certificate_valid_till",
            "cluster_identifier",
            "cluster_identifier_prefix",
            "cluster_members",
            "cluster_resource_id",
            "cluster_scalability_type",
            "copy_tags_to_snapshot",
            "database_insights_mode",
            "database_name",
            "db_cluster_instance_class",
            "db_cluster_parameter_group_name",
            "db_instance_parameter_group_name",
            "db_subnet_group_name",
            "db_system_id",
            "delete_automated_backups",
            "deletion_protection",
            "domain",
            "domain_iam_role_name",
            "enable_global_write_forwarding",
            "enable_http_endpoint",
            "enable_local_write_forwarding",
            "enabled_cloudwatch_logs_exports",
            "endpoint",
            "engine",
            "engine_lifecycle_support",
            "engine_mode",
            "engine_version",
            "engine_version_actual",
            "final_snapshot_identifier",
            "global_cluster_identifier",
            "hosted_zone_id",
            "iam_database_authentication_enabled",
            "iam_roles",
            "id",
            "iops",
            "kms_key_id",
            "manage_master_user_password",
            "master_password",
            "master_password_wo",
            "master_password_wo_version",
            "master_user_secret",
            "master_user_secret_kms_key_id",
            "master_username",
            "monitoring_interval",
            "monitoring_role_arn",
            "network_type",
            "performance_insights_enabled",
            "performance_insights_kms_key_id",
            "performance_insights_retention_period",
            "port",
            "preferred_backup_window",
            "preferred_maintenance_window",
            "reader_endpoint",
            "replication_source_identifier",
            "restore_to_point_in_time",
            "s3_import",
            "scaling_configuration",
            "serverlessv2_scaling_configuration",
            "skip_final_snapshot",
            "snapshot_identifier",
            "source_region",
            "storage_encrypted",
            "storage_type",
            "tags",
            "tags_all",
            "timeouts",
            "vpc_security_group_ids",
        }
    )

    if TYPE_CHECKING:
        allocated_storage: Expression
        allow_major_version_upgrade: Expression
        apply_immediately: Expression
        arn: Expression
        availability_zones: Expression
        backtrack_window: Expression
        backup_retention_period: Expression
        ca_certificate_identifier: Expression
        ca_certificate_valid_till: Expression
        cluster_identifier: Expression
        cluster_identifier_prefix: Expression
        cluster_members: Expression
        cluster_resource_id: Expression
        cluster_scalability_type: Expression
        copy_tags_to_snapshot: Expression
        database_insights_mode: Expression
        database_name: Expression
        db_cluster_instance_class: Expression
        db_cluster_parameter_group_name: Expression
        db_instance_parameter_group_name: Expression
        db_subnet_group_name: Expression
        db_system_id: Expression
        delete_automated_backups: Expression
        deletion_protection: Expression
        domain: Expression
        domain_iam_role_name: Expression
        enable_global_write_forwarding: Expression
        enable_http_endpoint: Expression
        enable_local_write_forwarding: Expression
        enabled_cloudwatch_logs_exports: Expression
        endpoint: Expression
        engine: Expression
        engine_lifecycle_support: Expression
        engine_mode: Expression
        engine_version: Expression
        engine_version_actual: Expression
        final_snapshot_identifier: Expression
        global_cluster_identifier: Expression
        hosted_zone_id: Expression
        iam_database_authentication_enabled: Expression
        iam_roles: Expression
        id: Expression
        iops: Expression
        kms_key_id: Expression
        manage_master_user_password: Expression
        master_password: Expression
        master_password_wo: Expression
        master_password_wo_version: Expression
        master_user_secret: Expression
        master_user_secret_kms_key_id: Expression
        master_username: Expression
        monitoring_interval: Expression
        monitoring_role_arn: Expression
        network_type: Expression
        performance_insights_enabled: Expression
        performance_insights_kms_key_id: Expression
        performance_insights_retention_period: Expression
        port: Expression
        preferred_backup_window: Expression
        preferred_maintenance_window: Expression
        reader_endpoint: Expression
        replication_source_identifier: Expression
        restore_to_point_in_time: Expression
        s3_import: Expression
        scaling_configuration: Expression
        serverlessv2_scaling_configuration: Expression
        skip_final_snapshot: Expression
        snapshot_identifier: Expression
        source_region: Expression
        storage_encrypted: Expression
        storage_type: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        vpc_security_group_ids: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            engine: Text,
            allocated_storage: Number | None = None,
            allow_major_version_upgrade: Bool | None = None,
            apply_immediately: Bool | None = None,
            availability_zones: List[Text] | None = None,
            backtrack_window: Number | None = None,
            backup_retention_period: Number | None = None,
            ca_certificate_identifier: Text | None = None,
            cluster_identifier: Text | None = None,
            cluster_identifier_prefix: Text | None = None,
            cluster_members: List[Text] | None = None,
            cluster_scalability_type: Text | None = None,
            copy_tags_to_snapshot: Bool | None = None,
            database_insights_mode: Text | None = None,
            database_name: Text | None = None,
            db_cluster_instance_class: Text | None = None,
            db_cluster_parameter_group_name: Text | None = None,
            db_instance_parameter_group_name: Text | None = None,
            db_subnet_group_name: Text | None = None,
            db_system_id: Text | None = None,
            delete_automated_backups: Bool | None = None,
            deletion_protection: Bool | None = None,
            domain: Text | None = None,
            domain_iam_role_name: Text | None = None,
            enable_global_write_forwarding: Bool | None = None,
            enable_http_endpoint: Bool | None = None,
            enable_local_write_forwarding: Bool | None = None,
            enabled_cloudwatch_logs_exports: List[Text] | None = None,
            engine_lifecycle_support: Text | None = None,
            engine_mode: Text | None = None,
            engine_version: Text | None = None,
            final_snapshot_identifier: Text | None = None,
            global_cluster_identifier: Text | None = None,
            iam_database_authentication_enabled: Bool | None = None,
            iam_roles: List[Text] | None = None,
            iops: Number | None = None,
            kms_key_id: Text | None = None,
            manage_master_user_password: Bool | None = None,
            master_password: Text | None = None,
            master_password_wo: Text | None = None,
            master_password_wo_version: Number | None = None,
            master_user_secret_kms_key_id: Text | None = None,
            master_username: Text | None = None,
            monitoring_interval: Number | None = None,
            monitoring_role_arn: Text | None = None,
            network_type: Text | None = None,
            performance_insights_enabled: Bool | None = None,
            performance_insights_kms_key_id: Text | None = None,
            performance_insights_retention_period: Number | None = None,
            port: Number | None = None,
            preferred_backup_window: Text | None = None,
            preferred_maintenance_window: Text | None = None,
            replication_source_identifier: Text | None = None,
            restore_to_point_in_time: RdsClusterRestoreToPointInTime | None = None,
            s3_import: RdsClusterS3Import | None = None,
            scaling_configuration: RdsClusterScalingConfiguration | None = None,
            serverlessv2_scaling_configuration: RdsClusterServerlessv2ScalingConfiguration | None = None,
            skip_final_snapshot: Bool | None = None,
            snapshot_identifier: Text | None = None,
            source_region: Text | None = None,
            storage_encrypted: Bool | None = None,
            storage_type: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: RdsClusterTimeouts | None = None,
            vpc_security_group_ids: List[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
