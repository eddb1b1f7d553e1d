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

    EcsTaskDefinitionEphemeralStorage = TypedDict(
        "EcsTaskDefinitionEphemeralStorage",
        {
            "size_in_gib": Required["Number"],
        },
    )

    EcsTaskDefinitionPlacementConstraints = TypedDict(
        "EcsTaskDefinitionPlacementConstraints",
        {
            "type": Required["Text"],
            "expression": NotRequired["Text | None"],
        },
    )

    EcsTaskDefinitionProxyConfiguration = TypedDict(
        "EcsTaskDefinitionProxyConfiguration",
        {
            "container_name": Required["Text"],
            "properties": NotRequired["Map[Text] | None"],
            "type": NotRequired["Text | None"],
        },
    )

    EcsTaskDefinitionRuntimePlatform = TypedDict(
        "EcsTaskDefinitionRuntimePlatform",
        {
            "cpu_architecture": NotRequired["Text | None"],
            "operating_system_family": NotRequired["Text | None"],
        },
    )

    EcsTaskDefinitionVolumeDockerVolumeConfiguration = TypedDict(
        "EcsTaskDefinitionVolumeDockerVolumeConfiguration",
        {
            "autoprovision": NotRequired["Bool | None"],
            "driver": NotRequired["Text | None"],
            "driver_opts": NotRequired["Map[Text] | None"],
            "labels": NotRequired["Map[Text] | None"],
            "scope": NotRequired["Text | None"],
        },
    )

    EcsTaskDefinitionVolumeEfsVolumeConfigurationAuthorizationConfig = TypedDict(
        "EcsTaskDefinitionVolumeEfsVolumeConfigurationAuthorizationConfig",
        {
            "access_point_id": NotRequired["Text | None"],
            "iam": NotRequired["Text | None"],
        },
    )

    EcsTaskDefinitionVolumeEfsVolumeConfiguration = TypedDict(
        "EcsTaskDefinitionVolumeEfsVolumeConfiguration",
        {
            "file_system_id": Required["Text"],
            "authorization_config": NotRequired[
                "EcsTaskDefinitionVolumeEfsVolumeConfigurationAuthorizationConfig | None"
            ],
            "root_directory": NotRequired["Text | None"],
            "transit_encryption": NotRequired["Text | None"],
            "transit_encryption_port": NotRequired["Number | None"],
        },
    )

    EcsTaskDefinitionVolumeFsxWindowsFileServerVolumeConfigurationAuthorizationConfig = TypedDict(
        "EcsTaskDefinitionVolumeFsxWindowsFileServerVolumeConfigurationAuthorizationConfig",
        {
            "credentials_parameter": Required["Text"],
            "domain": Required["Text"],
        },
    )

    EcsTaskDefinitionVolumeFsxWindowsFileServerVolumeConfiguration = TypedDict(
        "EcsTaskDefinitionVolumeFsxWindowsFileServerVolumeConfiguration",
        {
            "authorization_config": Required[
                "EcsTaskDefinitionVolumeFsxWindowsFileServerVolumeConfigurationAuthorizationConfig"
            ],
            "file_system_id": Required["Text"],
            "root_directory": Required["Text"],
        },
    )

    EcsTaskDefinitionVolume = TypedDict(
        "EcsTaskDefinitionVolume",
        {
            "name": Required["Text"],
            "configure_at_launch": NotRequired["Bool | None"],
            "docker_volume_configuration": NotRequired["EcsTaskDefinitionVolumeDockerVolumeConfiguration | None"],
            "efs_volume_configuration": NotRequired["EcsTaskDefinitionVolumeEfsVolumeConfiguration | None"],
            "fsx_windows_file_server_volume_configuration": NotRequired[
                "EcsTaskDefinitionVolumeFsxWindowsFileServerVolumeConfiguration | None"
            ],
            "host_path": NotRequired["Text | None"],
        },
    )


class EcsTaskDefinition(Resource):
    """`aws_ecs_task_definition`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ecs_task_definition"
    SCHEMA = Schema(
        required=frozenset({"container_definitions", "family"}),
        optional=frozenset(
            {
                "cpu",
                "enable_fault_injection",
                "ephemeral_storage",
                "execution_role_arn",
                "ipc_mode",
                "memory",
                "network_mode",
                "pid_mode",
                "placement_constraints",
                "proxy_configuration",
                "requires_compatibilities",
                "runtime_platform",
                "skip_destroy",
                "tags",
                "tags_all",
                "task_role_arn",
                "track_latest",
                "volume",
            }
        ),
        blocks={
            "ephemeral_storage": Schema(required=frozenset({"size_in_gib"})),
            "placement_constraints": Schema(required=frozenset({"type"}), optional=frozenset({"expression"})),
            "proxy_configuration": Schema(
                required=frozenset({"container_name"}), optional=frozenset({"properties", "type"})
            ),
            "runtime_platform": Schema(optional=frozenset({"cpu_architecture", "operating_system_family"})),
            "volume": Schema(
                required=frozenset({"name"}),
                optional=frozenset(
                    {
                        "configure_at_launch",
                        "docker_volume_configuration",
                        "efs_volume_configuration",
                        "fsx_windows_file_server_volume_configuration",
                        "host_path",
                    }
                ),
                blocks={
                    "docker_volume_configuration": Schema(
                        optional=frozenset({"autoprovision", "driver", "driver_opts", "labels", "scope"})
                    ),
                    "efs_volume_configuration": Schema(
                        required=frozenset({"file_system_id"}),
                        optional=frozenset(
                            {"authorization_config", "root_directory", "transit_encryption", "transit_encryption_port"}
                        ),
                        blocks={"authorization_config": Schema(optional=frozenset({"access_point_id", "iam"}))},
                    ),
                    "fsx_windows_file_server_volume_configuration": Schema(
                        required=frozenset({"authorization_config", "file_system_id", "root_directory"}),
                        blocks={
                            "authorization_config": Schema(required=frozenset({"credentials_parameter", "domain"}))
                        },
                    ),
                },
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "arn_without_revision",
            "container_definitions",
            "cpu",
            "enable_fault_injection",
            "ephemeral_storage",
            "execution_role_arn",
            "family",
            "id",
            "ipc_mode",
            "memory",
            "network_mode",
            "pid_mode",
            "placement_constraints",
            "proxy_configuration",
            "requires_compatibilities",
            "revision",
            "runtime_platform",
            "skip_destroy",
            "tags",
            "tags_all",
            "task_role_arn",
            "track_latest",
            "volume",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        arn_without_revision: Expression
        container_definitions: Expression
        cpu: Expression
        enable_fault_injection: Expression
        ephemeral_storage: Expression
        execution_role_arn: Expression
        family: Expression
        id: Expression
        ipc_mode: Expression
        memory: Expression
        network_mode: Expression
        pid_mode: Expression
        placement_constraints: Expression
        proxy_configuration: Expression
        requires_compatibilities: Expression
        revision: Expression
        runtime_platform: Expression
        skip_destroy: Expression
        tags: Expression
        tags_all: Expression
        task_role_arn: Expression
        track_latest: Expression
        volume: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            container_definitions: Text,
            family: Text,
            cpu: Text | None = None,
            enable_fault_injection: Bool | None = None,
            ephemeral_storage: EcsTaskDefinitionEphemeralStorage | None = None,
            execution_role_arn: Text | None = None,
            ipc_mode: Text | None = None,
            memory: Text | None = None,
            network_mode: Text | None = None,
            pid_mode: Text | None = None,
            placement_constraints: EcsTaskDefinitionPlacementConstraints
            | Sequence[EcsTaskDefinitionPlacementConstraints]
            | None = None,
            proxy_configuration: EcsTaskDefinitionProxyConfiguration | None = None,
            requires_compatibilities: List[Text] | None = None,
            runtime_platform: EcsTaskDefinitionRuntimePlatform | None = None,
            skip_destroy: Bool | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            task_role_arn: Text | None = None,
            track_latest: Bool | None = None,
            volume: EcsTaskDefinitionVolume | Sequence[EcsTaskDefinitionVolume] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
