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

    RdsClusterInstanceTimeouts = TypedDict(
        "RdsClusterInstanceTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class RdsClusterInstance(Resource):
    """`aws_rds_cluster_instance`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_rds_cluster_instance"
    SCHEMA = Schema(
        required=frozenset({"cluster_identifier", "engine", "instance_class"}),
        optional=frozenset(
            {
                "apply_immediately",
                "auto_minor_version_upgrade",
                "availability_zone",
                "ca_cert_identifier",
                "copy_tags_to_snapshot",
                "custom_iam_instance_profile",
                "db_parameter_group_name",
                "db_subnet_group_name",
                "engine_version",
                "force_destroy",
                "identifier",
                "identifier_prefix",
                "monitoring_interval",
                "monitoring_role_arn",
                "performance_insights_enabled",
                "performance_insights_kms_key_id",
                "performance_insights_retention_period",
                "preferred_backup_window",
                "preferred_maintenance_window",
                "promotion_tier",
                "publicly_accessible",
                "tags",
                "tags_all",
                "timeouts",
            }
        ),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete", "update"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "apply_immediately",
            "arn",
            "auto_minor_version_upgrade",
            "availability_zone",
            "ca_cert_identifier",
            "cluster_identifier",
            "copy_tags_to_snapshot",
            "custom_iam_instance_profile",
            "db_parameter_group_name",
            "db_subnet_group_name",
            "dbi_resource_id",
            "endpoint",
            "engine",
            "engine_version",
            "engine_version_actual",
            "force_destroy",
            "id",
            "identifier",
            "identifier_prefix",
            "instance_class",
            "kms_key_id",
            "monitoring_interval",
            "monitoring_role_arn",
            "network_type",
            "performance_insights_enabled",
            "performance_insights_kms_key_id",
            "performance_insights_retention_period",
            "port",
            "preferred_backup_window",
            "preferred_maintenance_window",
            "promotion_tier",
            "publicly_accessible",
            "storage_encrypted",
            "tags",
            "tags_all",
            "timeouts",
            "writer",
        }
    )

    if TYPE_CHECKING:
        apply_immediately: Expression
        arn: Expression
        auto_minor_version_upgrade: Expression
        availability_zone: Expression
        ca_cert_identifier: Expression
        cluster_identifier: Expression
        copy_tags_to_snapshot: Expression
        custom_iam_instance_profile: Expression
        db_parameter_group_name: Expression
        db_subnet_group_name: Expression
        dbi_resource_id: Expression
        endpoint: Expression
        engine: Expression
        engine_version: Expression
        engine_version_actual: Expression
        force_destroy: Expression
        id: Expression
        identifier: Expression
        identifier_prefix: Expression
        instance_class: Expression
        kms_key_id: Expression
        monitoring_interval: Expression
        monitoring_role_arn: Expression
        network_type: Expression
        performance_insights_enabled: Expression
        performance_insights_kms_key_id: Expression
        performance_insights_retention_period: Expression
        port: Expression
        preferred_backup_window: Expression
        preferred_maintenance_window: Expression
        promotion_tier: Expression
        publicly_accessible: Expression
        storage_encrypted: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        writer: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            cluster_identifier: Text,
            engine: Text,
            instance_class: Text,
            apply_immediately: Bool | None = None,
            auto_minor_version_upgrade: Bool | None = None,
            availability_zone: Text | None = None,
            ca_cert_identifier: Text | None = None,
            copy_tags_to_snapshot: Bool | None = None,
            custom_iam_instance_profile: Text | None = None,
            db_parameter_group_name: Text | None = None,
            db_subnet_group_name: Text | None = None,
            engine_version: Text | None = None,
            force_destroy: Bool | None = None,
            identifier: Text | None = None,
            identifier_prefix: Text | None = None,
            monitoring_interval: Number | None = None,
            monitoring_role_arn: Text | None = None,
            performance_insights_enabled: Bool | None = None,
            performance_insights_kms_key_id: Text | None = None,
            performance_insights_retention_period: Number | None = None,
            preferred_backup_window: Text | None = None,
            preferred_maintenance_window: Text | None = None,
            promotion_tier: Number | None = None,
            publicly_accessible: Bool | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: RdsClusterInstanceTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
