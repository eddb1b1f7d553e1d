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

    EcsServiceAlarms = TypedDict(
        "EcsServiceAlarms",
        {
            "alarm_names": Required["List[Text]"],
            "enable": Required["Bool"],
            "rollback": Required["Bool"],
        },
    )

    EcsServiceCapacityProviderStrategy = TypedDict(
        "EcsServiceCapacityProviderStrategy",
        {
            "capacity_provider": Required["Text"],
            "base": NotRequired["Number | None"],
            "weight": NotRequired["Number | None"],
        },
    )

    EcsServiceDeploymentCircuitBreaker = TypedDict(
        "EcsServiceDeploymentCircuitBreaker",
        {
            "enable": Required["Bool"],
            "rollback": Required["Bool"],
        },
    )

    EcsServiceDeploymentController = TypedDict(
        "EcsServiceDeploymentController",
        {
            "type": NotRequired["Text | None"],
        },
    )

    EcsServiceLoadBalancer = TypedDict(
        "EcsServiceLoadBalancer",
        {
            "container_name": Required["Text"],
            "container_port": Required["Number"],
            "elb_name": NotRequired["Text | None"],
            "target_group_arn": NotRequired["Text | None"],
        },
    )

    EcsServiceNetworkConfiguration = TypedDict(
        "EcsServiceNetworkConfiguration",
        {
            "subnets": Required["List[Text]"],
            "assign_public_ip": NotRequired["Bool | None"],
            "security_groups": NotRequired["List[Text] | None"],
        },
    )

    EcsServiceOrderedPlacementStrategy = TypedDict(
        "EcsServiceOrderedPlacementStrategy",
        {
            "type": Required["Text"],
            "field": NotRequired["Text | None"],
        },
    )

    EcsServicePlacementConstraints = TypedDict(
        "EcsServicePlacementConstraints",
        {
            "type": Required["Text"],
            "expression": NotRequired["Text | None"],
        },
    )

    EcsServiceServiceConnectConfigurationLogConfigurationSecretOption = TypedDict(
        "EcsServiceServiceConnectConfigurationLogConfigurationSecretOption",
        {
            "name": Required["Text"],
            "value_from": Required["Text"],
        },
    )

    EcsServiceServiceConnectConfigurationLogConfiguration = TypedDict(
        "EcsServiceServiceConnectConfigurationLogConfiguration",
        {
            "log_driver": Required["Text"],
            "options": NotRequired["Map[Text] | None"],
            "secret_option": NotRequired[
                "EcsServiceServiceConnectConfigurationLogConfigurationSecretOption | Sequence[EcsServiceServiceConnectConfigurationLogConfigurationSecretOption] | None"
            ],
        },
    )

    EcsServiceServiceConnectConfigurationServiceClientAlias = TypedDict(
        "EcsServiceServiceConnectConfigurationServiceClientAlias",
        {
            "port": Required["Number"],
            "dns_name": NotRequired["Text | None"],
        },
    )

    EcsServiceServiceConnectConfigurationServiceTimeout = TypedDict(
        "EcsServiceServiceConnectConfigurationServiceTimeout",
        {
            "idle_timeout_seconds": NotRequired["Number | None"],
            "per_request_timeout_seconds": NotRequired["Number | None"],
        },
    )

    EcsServiceServiceConnectConfigurationServiceTlsIssuerCertAuthority = TypedDict(
        "EcsServiceServiceConnectConfigurationServiceTlsIssuerCertAuthority",
        {
            "aws_pca_authority_arn": Required["Text"],
        },
    )

    EcsServiceServiceConnectConfigurationServiceTls = TypedDict(
        "EcsServiceServiceConnectConfigurationServiceTls",
        {
            "issuer_cert_authority": Required["EcsServiceServiceConnectConfigurationServiceTlsIssuerCertAuthority"],
            "kms_key": NotRequired["Text | None"],
            "role_arn": NotRequired["Text | None"],
        },
    )

    EcsServiceServiceConnectConfigurationService = TypedDict(
        "EcsServiceServiceConnectConfigurationService",
        {
            "port_name": Required["Text"],
            "client_alias": NotRequired["EcsServiceServiceConnectConfigurationServiceClientAlias | None"],
            "discovery_name": NotRequired["Text | None"],
            "ingress_port_override": NotRequired["Number | None"],
            "timeout": NotRequired["EcsServiceServiceConnectConfigurationServiceTimeout | None"],
            "tls": NotRequired["EcsServiceServiceConnectConfigurationServiceTls | None"],
        },
    )

    EcsServiceServiceConnectConfiguration = TypedDict(
        "EcsServiceServiceConnectConfiguration",
        {
            "enabled": Required["Bool"],
            "log_configuration": NotRequired["EcsServiceServiceConnectConfigurationLogConfiguration | None"],
            "namespace": NotRequired["Text | None"],
            "service": NotRequired[
                "EcsServiceServiceConnectConfigurationService | Sequence[EcsServiceServiceConnectConfigurationService] | None"
            ],
        },
    )

    EcsServiceServiceRegistries = TypedDict(
        "EcsServiceServiceRegistries",
        {
            "registry_arn": Required["Text"],
            "container_name": NotRequired["Text | None"],
            "container_port": NotRequired["Number | None"],
            "port": NotRequired["Number | None"],
        },
    )

    EcsServiceTimeouts = TypedDict(
        "EcsServiceTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )

    EcsServiceVolumeConfigurationManagedEbsVolumeTagSpecifications = TypedDict(
        "EcsServiceVolumeConfigurationManagedEbsVolumeTagSpecifications",
        {
            "resource_type": Required["Text"],
            "propagate_tags": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
        },
    )

    EcsServiceVolumeConfigurationManagedEbsVolume = TypedDict(
        "EcsServiceVolumeConfigurationManagedEbsVolume",
        {
            "role_arn": Required["Text"],
            "encrypted": NotRequired["Bool | None"],
            "file_system_type": NotRequired["Text | None"],
            "iops": NotRequired["Number | None"],
            "kms_key_id": NotRequired["Text | None"],
            "size_in_gb": NotRequired["Number | None"],
            "snapshot_id": NotRequired["Text | None"],
            "tag_specifications": NotRequired[
                "EcsServiceVolumeConfigurationManagedEbsVolumeTagSpecifications | Sequence[EcsServiceVolumeConfigurationManagedEbsVolumeTagSpecifications] | None"
            ],
            "throughput": NotRequired["Number | None"],
            "volume_initialization_rate": NotRequired["Number | None"],
            "volume_type": NotRequired["Text | None"],
        },
    )

    EcsServiceVolumeConfiguration = TypedDict(
        "EcsServiceVolumeConfiguration",
        {
            "managed_ebs_volume": Required["EcsServiceVolumeConfigurationManagedEbsVolume"],
            "name": Required["Text"],
        },
    )

    EcsServiceVpcLatticeConfigurations = TypedDict(
        "EcsServiceVpcLatticeConfigurations",
        {
            "port_name": Required["Text"],
            "role_arn": Required["Text"],
            "target_group_arn": Required["Text"],
        },
    )


class EcsService(Resource):
    """`aws_ecs_service`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ecs_service"
    SCHEMA = Schema(
        required=frozenset({"name"}),
        optional=frozenset(
            {
                "alarms",
                "availability_zone_rebalancing",
                "capacity_provider_strategy",
                "cluster",
                "deployment_circuit_breaker",
                "deployment_controller",
                "deployment_maximum_percent",
                "deployment_minimum_healthy_percent",
                "desired_count",
                "enable_ecs_managed_tags",
                "enable_execute_command",
                "force_delete",
                "force_new_deployment",
                "health_check_grace_period_seconds",
                "iam_role",
                "launch_type",
                "load_balancer",
                "network_configuration",
                "ordered_placement_strategy",
                "placement_constraints",
                "platform_version",
                "propagate_tags",
                "scheduling_strategy",
                "service_connect_configuration",
                "service_registries",
                "tags",
                "tags_all",
                "task_definition",
                "timeouts",
                "triggers",
                "volume_configuration",
                "vpc_lattice_configurations",
                "wait_for_steady_state",
            }
        ),
        blocks={
            "alarms": Schema(required=frozenset({"alarm_names", "enable", "rollback"})),
            "capacity_provider_strategy": Schema(
                required=frozenset({"capacity_provider"}), optional=frozenset({"base", "weight"})
            ),
            "deployment_circuit_breaker": Schema(required=frozenset({"enable", "rollback"})),
            "deployment_controller": Schema(optional=frozenset({"type"})),
            "load_balancer": Schema(
                required=frozenset({"container_name", "container_port"}),
                optional=frozenset({"elb_name", "target_group_arn"}),
            ),
            "network_configuration": Schema(
                required=frozenset({"subnets"}), optional=frozenset({"assign_public_ip", "security_groups"})
            ),
            "ordered_placement_strategy": Schema(required=frozenset({"type"}), optional=frozenset({"field"})),
            "placement_constraints": Schema(required=frozenset({"type"}), optional=frozenset({"expression"})),
            "service_connect_configuration": Schema(
                required=frozenset({"enabled"}),
                optional=frozenset({"log_configuration", "namespace", "service"}),
                blocks={
                    "log_configuration": Schema(
                        required=frozenset({"log_driver"}),
                        optional=frozenset({"options", "secret_option"}),
                        blocks={"secret_option": Schema(required=frozenset({"name", "value_from"}))},
                    ),
                    "service": Schema(
                        required=frozenset({"port_name"}),
                        optional=frozenset(
                            {"client_alias", "discovery_name", "ingress_port_override", "timeout", "tls"}
                        ),
                        blocks={
                            "client_alias": Schema(required=frozenset({"port"}), optional=frozenset({"dns_name"})),
                            "timeout": Schema(
                                optional=frozenset({"idle_timeout_seconds", "per_request_timeout_seconds"})
                            ),
                            "tls": Schema(
                                required=frozenset({"issuer_cert_authority"}),
                                optional=frozenset({"kms_key", "role_arn"}),
                                blocks={"issuer_cert_authority": Schema(required=frozenset({"aws_pca_authority_arn"}))},
                            ),
                        },
                    ),
                },
            ),
            "service_registries": Schema(
                required=frozenset({"registry_arn"}), optional=frozenset({"container_name", "container_port", "port"})
            ),
            "timeouts": Schema(optional=frozenset({"create", "delete", "update"})),
            "volume_configuration": Schema(
                required=frozenset({"managed_ebs_volume", "name"}),
                blocks={
                    "managed_ebs_volume": Schema(
                        required=frozenset({"role_arn"}),
                        optional=frozenset(
                            {
                                "encrypted",
                                "file_system_type",
                                "iops",
                                "kms_key_id",
                                "size_in_gb",
                                "snapshot_id",
                                "tag_specifications",
                                "throughput",
                                "volume_initialization_rate",
                                "volume_type",
                            }
                        ),
                        blocks={
                            "tag_specifications": Schema(
                                required=frozenset({"resource_type"}), optional=frozenset({"propagate_tags", "tags"})
                            )
                        },
                    )
                },
            ),
            "vpc_lattice_configurations": Schema(required=frozenset({"port_name", "role_arn", "target_group_arn"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "alarms",
            "availability_zone_rebalancing",
            "capacity_provider_strategy",
            "cluster",
            "deployment_circuit_breaker",
            "deployment_controller",
            "deployment_maximum_percent",
            "deployment_minimum_healthy_percent",
            "desired_count",
            "enable_ecs_managed_tags",
            "enable_execute_command",
            "force_delete",
            "force_new_deployment",
            "health_check_grace_period_seconds",
            "iam_role",
            "id",
            "launch_type",
            "load_balancer",
            "name",
            "network_configuration",
            "ordered_placement_strategy",
            "placement_constraints",
            "platform_version",
            "propagate_tags",
            "scheduling_strategy",
            "service_connect_configuration",
            "service_registries",
            "tags",
            "tags_all",
            "task_definition",
            "timeouts",
            "triggers",
            "volume_configuration",
            "vpc_lattice_configurations",
            "wait_for_steady_state",
        }
    )

    if TYPE_CHECKING:
        alarms: Expression
        availability_zone_rebalancing: Expression
        capacity_provider_strategy: Expression
        cluster: Expression
        deployment_circuit_breaker: Expression
        deployment_controller: Expression
        deployment_maximum_percent: Expression
        deployment_minimum_healthy_percent: Expression
        desired_count: Expression
        enable_ecs_managed_tags: Expression
        enable_execute_command: Expression
        force_delete: Expression
        force_new_deployment: Expression
        health_check_grace_period_seconds: Expression
        iam_role: Expression
        id: Expression
        launch_type: Expression
        load_balancer: Expression
        name: Expression
        network_configuration: Expression
        ordered_placement_strategy: Expression
        placement_constraints: Expression
        platform_version: Expression
        propagate_tags: Expression
        scheduling_strategy: Expression
        service_connect_configuration: Expression
        service_registries: Expression
        tags: Expression
        tags_all: Expression
        task_definition: Expression
        timeouts: Expression
        triggers: Expression
        volume_configuration: Expression
        vpc_lattice_configurations: Expression
        wait_for_steady_state: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            name: Text,
            alarms: EcsServiceAlarms | None = None,
            availability_zone_rebalancing: Text | None = None,
            capacity_provider_strategy: EcsServiceCapacityProviderStrategy
            | Sequence[EcsServiceCapacityProviderStrategy]
            | None = None,
            cluster: Text | None = None,
            deployment_circuit_breaker: EcsServiceDeploymentCircuitBreaker | None = None,
            deployment_controller: EcsServiceDeploymentController | None = None,
            deployment_maximum_percent: Number | None = None,
            deployment_minimum_healthy_percent: Number | None = None,
            desired_count: Number | None = None,
            enable_ecs_managed_tags: Bool | None = None,
            enable_execute_command: Bool | None = None,
            force_delete: Bool | None = None,
            force_new_deployment: Bool | None = None,
            health_check_grace_period_seconds: Number | None = None,
            iam_role: Text | None = None,
            launch_type: Text | None = None,
            load_balancer: EcsServiceLoadBalancer | Sequence[EcsServiceLoadBalancer] | None = None,
            network_configuration: EcsServiceNetworkConfiguration | None = None,
            ordered_placement_strategy: EcsServiceOrderedPlacementStrategy
            | Sequence[EcsServiceOrderedPlacementStrategy]
            | None = None,
            placement_constraints: EcsServicePlacementConstraints
            | Sequence[EcsServicePlacementConstraints]
            | None = None,
            platform_version: Text | None = None,
            propagate_tags: Text | None = None,
            scheduling_strategy: Text | None = None,
            service_connect_configuration: EcsServiceServiceConnectConfiguration | None = None,
            service_registries: EcsServiceServiceRegistries | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            task_definition: Text | None = None,
            timeouts: EcsServiceTimeouts | None = None,
            triggers: Map[Text] | None = None,
            volume_configuration: EcsServiceVolumeConfiguration | None = None,
            vpc_lattice_configurations: EcsServiceVpcLatticeConfigurations
            | Sequence[EcsServiceVpcLatticeConfigurations]
            | None = None,
            wait_for_steady_state: Bool | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
