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

    EcsClusterConfigurationExecuteCommandConfigurationLogConfiguration = TypedDict(
        "EcsClusterConfigurationExecuteCommandConfigurationLogConfiguration",
        {
            "cloud_watch_encryption_enabled": NotRequired["Bool | None"],
            "cloud_watch_log_group_name": NotRequired["Text | None"],
            "s3_bucket_encryption_enabled": NotRequired["Bool | None"],
            "s3_bucket_name": NotRequired["Text | None"],
            "s3_key_prefix": NotRequired["Text | None"],
        },
    )

    EcsClusterConfigurationExecuteCommandConfiguration = TypedDict(
        "EcsClusterConfigurationExecuteCommandConfiguration",
        {
            "kms_key_id": NotRequired["Text | None"],
            "log_configuration": NotRequired[
                "EcsClusterConfigurationExecuteCommandConfigurationLogConfiguration | None"
            ],
            "logging": NotRequired["Text | None"],
        },
    )

    EcsClusterConfigurationManagedStorageConfiguration = TypedDict(
        "EcsClusterConfigurationManagedStorageConfiguration",
        {
            "fargate_ephemeral_storage_kms_key_id": NotRequired["Text | None"],
            "kms_key_id": NotRequired["Text | None"],
        },
    )

    EcsClusterConfiguration = TypedDict(
        "EcsClusterConfiguration",
        {
            "execute_command_configuration": NotRequired["EcsClusterConfigurationExecuteCommandConfiguration | None"],
            "managed_storage_configuration": NotRequired["EcsClusterConfigurationManagedStorageConfiguration | None"],
        },
    )

    EcsClusterServiceConnectDefaults = TypedDict(
        "EcsClusterServiceConnectDefaults",
        {
            "namespace": Required["Text"],
        },
    )

    EcsClusterSetting = TypedDict(
        "EcsClusterSetting",
        {
            "name": Required["Text"],
            "value": Required["Text"],
        },
    )


class EcsCluster(Resource):
    """`aws_ecs_cluster`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ecs_cluster"
    SCHEMA = Schema(
        required=frozenset({"name"}),
        optional=frozenset({"configuration", "service_connect_defaults", "setting", "tags", "tags_all"}),
        blocks={
            "configuration": Schema(
                optional=frozenset({"execute_command_configuration", "managed_storage_configuration"}),
                blocks={
                    "execute_command_configuration": Schema(
                        optional=frozenset({"kms_key_id", "log_configuration", "logging"}),
                        blocks={
                            "log_configuration": Schema(
                                optional=frozenset(
                                    {
                                        "cloud_watch_encryption_enabled",
                                        "cloud_watch_log_group_name",
                                        "s3_bucket_encryption_enabled",
                                        "s3_bucket_name",
                                        "s3_key_prefix",
                                    }
                                )
                            )
                        },
                    ),
                    "managed_storage_configuration": Schema(
                        optional=frozenset({"fargate_ephemeral_storage_kms_key_id", "kms_key_id"})
                    ),
                },
            ),
            "service_connect_defaults": Schema(required=frozenset({"namespace"})),
            "setting": Schema(required=frozenset({"name", "value"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "configuration",
            "id",
            "name",
            "service_connect_defaults",
            "setting",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        configuration: Expression
        id: Expression
        name: Expression
        service_connect_defaults: Expression
        setting: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            configuration: EcsClusterConfiguration | None = None,
            service_connect_defaults: EcsClusterServiceConnectDefaults | None = None,
            setting: EcsClusterSetting | Sequence[EcsClusterSetting] | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
