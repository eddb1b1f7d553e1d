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

    InstanceCapacityReservationSpecificationCapacityReservationTarget = TypedDict(
        "InstanceCapacityReservationSpecificationCapacityReservationTarget",
        {
            "capacity_reservation_id": NotRequired["Text | None"],
            "capacity_reservation_resource_group_arn": NotRequired["Text | None"],
        },
    )

    InstanceCapacityReservationSpecification = TypedDict(
        "InstanceCapacityReservationSpecification",
        {
            "capacity_reservation_preference": NotRequired["Text | None"],
            "capacity_reservation_target": NotRequired[
                "InstanceCapacityReservationSpecificationCapacityReservationTarget | None"
            ],
        },
    )

    InstanceCpuOptions = TypedDict(
        "InstanceCpuOptions",
        {
            "amd_sev_snp": NotRequired["Text | None"],
            "core_count": NotRequired["Number | None"],
            "threads_per_core": NotRequired["Number | None"],
        },
    )

    InstanceCreditSpecification = TypedDict(
        "InstanceCreditSpecification",
        {
            "cpu_credits": NotRequired["Text | None"],
        },
    )

    InstanceEbsBlockDevice = TypedDict(
        "InstanceEbsBlockDevice",
        {
            "device_name": Required["Text"],
            "delete_on_termination": NotRequired["Bool | None"],
            "encrypted": NotRequired["Bool | None"],
            "iops": NotRequired["Number | None"],
            "kms_key_id": NotRequired["Text | None"],
            "snapshot_id": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
            "tags_all": NotRequired["Map[Text] | None"],
            "throughput": NotRequired["Number | None"],
            "volume_size": NotRequired["Number | None"],
            "volume_type": NotRequired["Text | None"],
        },
    )

    InstanceEnclaveOptions = TypedDict(
        "InstanceEnclaveOptions",
        {
            "enabled": NotRequired["Bool | None"],
        },
    )

    InstanceEphemeralBlockDevice = TypedDict(
        "InstanceEphemeralBlockDevice",
        {
            "device_name": Required["Text"],
            "no_device": NotRequired["Bool | None"],
            "virtual_name": NotRequired["Text | None"],
        },
    )

    InstanceInstanceMarketOptionsSpotOptions = TypedDict(
        "InstanceInstanceMarketOptionsSpotOptions",
        {
            "instance_interruption_behavior": NotRequired["Text | None"],
            "max_price": NotRequired["Text | None"],
            "spot_instance_type": NotRequired["Text | None"],
            "valid_until": NotRequired["Text | None"],
        },
    )

    InstanceInstanceMarketOptions = TypedDict(
        "InstanceInstanceMarketOptions",
        {
            "market_type": NotRequired["Text | None"],
            "spot_options": NotRequired["InstanceInstanceMarketOptionsSpotOptions | None"],
        },
    )

    InstanceLaunchTemplate = TypedDict(
        "InstanceLaunchTemplate",
        {
            "id": NotRequired["Text | None"],
            "name": NotRequired["Text | None"],
            "version": NotRequired["Text | None"],
        },
    )

    InstanceMaintenanceOptions = TypedDict(
        "InstanceMaintenanceOptions",
        {
            "auto_recovery": NotRequired["Text | None"],
        },
    )

    InstanceMetadataOptions = TypedDict(
        "InstanceMetadataOptions",
        {
            "http_endpoint": NotRequired["Text | None"],
            "http_protocol_ipv6": NotRequired["Text | None"],
            "http_put_response_hop_limit": NotRequired["Number | None"],
            "http_tokens": NotRequired["Text | None"],
            "instance_metadata_tags": NotRequired["Text | None"],
        },
    )

    InstanceNetworkInterface = TypedDict(
        "InstanceNetworkInterface",
        {
            "device_index": Required["Number"],
            "network_interface_id": Required["Text"],
            "delete_on_termination": NotRequired["Bool | None"],
            "network_card_index": NotRequired["Number | None"],
        },
    )

    InstancePrivateDnsNameOptions = TypedDict(
        "InstancePrivateDnsNameOptions",
        {
            "enable_resource_name_dns_a_record": NotRequired["Bool | None"],
            "enable_resource_name_dns_aaaa_record": NotRequired["Bool | None"],
            "hostname_type": NotRequired["Text | None"],
        },
    )

    InstanceRootBlockDevice = TypedDict(
        "InstanceRootBlockDevice",
        {
            "delete_on_termination": NotRequired["Bool | None"],
            "encrypted": NotRequired["Bool | None"],
            "iops": NotRequired["Number | None"],
            "kms_key_id": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
            "tags_all": NotRequired["Map[Text] | None"],
            "throughput": NotRequired["Number | None"],
            "volume_size": NotRequired["Number | None"],
            "volume_type": NotRequired["Text | None"],
        },
    )

    InstanceTimeouts = TypedDict(
        "InstanceTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "read": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class Instance(Resource):
    """`aws_instance`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_instance"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "ami",
                "associate_public_ip_address",
                "availability_zone",
                "capacity_reservation_specification",
                "cpu_options",
                "credit_specification",
                "disable_api_stop",
                "disable_api_termination",
                "ebs_block_device",
                "ebs_optimized",
                "enable_primary_ipv6",
                "enclave_options",
                "ephemeral_block_device",
                "get_password_data",
                "hibernation",
                "host_id",
                "host_resource_group_arn",
                "iam_instance_profile",
                "instance_initiated_shutdown_behavior",
                "instance_market_options",
                "instance_type",
                "ipv6_address_count",
                "ipv6_addresses",
                "key_name",
                "launch_template",
                "maintenance_options",
                "metadata_options",
                "monitoring",
                "network_interface",
                "placement_group",
                "placement_partition_number",
                "private_dns_name_options",
                "private_ip",
                "root_block_device",
                "secondary_private_ips",
                "security_groups",
                "source_dest_check",
                "subnet_id",
                "tags",
                "tags_all",
                "tenancy",
                "timeouts",
                "user_data",
                "user_data_base64",
                "user_data_replace_on_change",
                "volume_tags",
                "vpc_security_group_ids",
            }
        ),
        blocks={
            "capacity_reservation_specification": Schema(
                optional=frozenset({"capacity_reservation_preference", "capacity_reservation_target"}),
                blocks={
                    "capacity_reservation_target": Schema(
                        optional=frozenset({"capacity_reservation_id", "capacity_reservation_resource_group_arn"})
                    )
                },
            ),
            "cpu_options": Schema(optional=frozenset({"amd_sev_snp", "core_count", "threads_per_core"})),
            "credit_specification": Schema(optional=frozenset({"cpu_credits"})),
            "ebs_block_device": Schema(
                required=frozenset({"device_name"}),
                optional=frozenset(
                    {
                        "delete_on_termination",
                        "encrypted",
                        "iops",
                        "kms_key_id",
                        "snapshot_id",
                        "tags",
                        "tags_all",
                        "throughput",
                        "volume_size",
                        "volume_type",
                    }
                ),
            ),
            "enclave_options": Schema(optional=frozenset({"enabled"})),
            "ephemeral_block_device": Schema(
                required=frozenset({"device_name"}), optional=frozenset({"no_device", "virtual_name"})
            ),
            "instance_market_options": Schema(
                optional=frozenset({"market_type", "spot_options"}),
                blocks={
                    "spot_options": Schema(
                        optional=frozenset(
                            {"instance_interruption_behavior", "max_price", "spot_instance_type", "valid_until"}
                        )
                    )
                },
            ),
            "launch_template": Schema(optional=frozenset({"id", "name", "version"})),
            "maintenance_options": Schema(optional=frozenset({"auto_recovery"})),
            "metadata_options": Schema(
                optional=frozenset(
                    {
                        "http_endpoint",
                        "http_protocol_ipv6",
                        "http_put_response_hop_limit",
                        "http_tokens",
                        "instance_metadata_tags",
                    }
                )
            ),
            "network_interface": Schema(
                required=frozenset({"device_index", "network_interface_id"}),
                optional=frozenset({"delete_on_termination", "network_card_index"}),
            ),
            "private_dns_name_options": Schema(
                optional=frozenset(
                    {"enable_resource_name_dns_a_record", "enable_resource_name_dns_aaaa_record", "hostname_type"}
                )
            ),
            "root_block_device": Schema(
                optional=frozenset(
                    {
                        "delete_on_termination",
                        "encrypted",
                        "iops",
                        "kms_key_id",
                        "tags",
                        "tags_all",
                        "throughput",
                        "volume_size",
                        "volume_type",
                    }
                )
            ),
            "timeouts": Schema(optional=frozenset({"create", "delete", "read", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "ami",
            "arn",
            "associate_public_ip_address",
            "availability_zone",
            "capacity_reservation_specification",
            "cpu_options",
            "credit_specification",
            "disable_api_stop",
            "disable_api_termination",
            "ebs_block_device",
            "ebs_optimized",
            "enable_primary_ipv6",
            "enclave_options",
            "ephemeral_block_device",
            "get_password_data",
            "hibernation",
            "host_id",
            "host_resource_group_arn",
            "iam_instance_profile",
            "id",
            "instance_initiated_shutdown_behavior",
            "instance_lifecycle",
            "instance_market_options",
            "instance_state",
            "instance_type",
            "ipv6_address_count",
            "ipv6_addresses",
            "key_name",
            "launch_template",
            "maintenance_options",
            "metadata_options",
            "monitoring",
            "network_interface",
            "outpost_arn",
            "password_data",
            "placement_group",
            "placement_partition_number",
            "primary_network_interface_id",
            "private_dns",
            "private_dns_name_options",
            "private_ip",
            "public_dns",
            "public_ip",
            "root_block_device",
            "secondary_private_ips",
            "security_groups",
            "source_dest_check",
            "spot_instance_request_id",
            "subnet_id",
            "tags",
            "tags_all",
            "tenancy",
            "timeouts",
            "user_data",
            "user_data_base64",
            "user_data_replace_on_change",
            "volume_tags",
            "vpc_security_group_ids",
        }
    )

    if TYPE_CHECKING:
        ami: Expression
        arn: Expression
        associate_public_ip_address: Expression
        availability_zone: Expression
        capacity_reservation_specification: Expression
        cpu_options: Expression
        credit_specification: Expression
        disable_api_stop: Expression
        disable_api_termination: Expression
        ebs_block_device: Expression
        ebs_optimized: Expression
        enable_primary_ipv6: Expression
        enclave_options: Expression
        ephemeral_block_device: Expression
        get_password_data: Expression
        hibernation: Expression
        host_id: Expression
        host_resource_group_arn: Expression
        iam_instance_profile: Expression
        id: Expression
        instance_initiated_shutdown_behavior: Expression
        instance_lifecycle: Expression
        instance_market_options: Expression
        instance_state: Expression
        instance_type: Expression
        ipv6_address_count: Expression
        ipv6_addresses: Expression
        key_name: Expression
        launch_template: Expression
        maintenance_options: Expression
        metadata_options: Expression
        monitoring: Expression
        network_interface: Expression
        outpost_arn: Expression
        password_data: Expression
        placement_group: Expression
        placement_partition_number: Expression
        primary_network_interface_id: Expression
        private_dns: Expression
        private_dns_name_options: Expression
        private_ip: Expression
        public_dns: Expression
        public_ip: Expression
        root_block_device: Expression
        secondary_private_ips: Expression
        security_groups: Expression
        source_dest_check: Expression
        spot_instance_request_id: Expression
        subnet_id: Expression
        tags: Expression
        tags_all: Expression
        tenancy: Expression
        timeouts: Expression
        user_data: Expression
        user_data_base64: Expression
        user_data_replace_on_change: Expression
        volume_tags: Expression
        vpc_security_group_ids: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            ami: Text | None = None,
            associate_public_ip_address: Bool | None = None,
            availability_zone: Text | None = None,
            capacity_reservation_specification: InstanceCapacityReservationSpecification | None = None,
            cpu_options: InstanceCpuOptions | None = None,
            credit_specification: InstanceCreditSpecification | None = None,
            disable_api_stop: Bool | None = None,
            disable_api_termination: Bool | None = None,
            ebs_block_device: InstanceEbsBlockDevice | Sequence[InstanceEbsBlockDevice] | None = None,
            ebs_optimized: Bool | None = None,
            enable_primary_ipv6: Bool | None = None,
            enclave_options: InstanceEnclaveOptions | None = None,
            ephemeral_block_device: InstanceEphemeralBlockDevice | Sequence[InstanceEphemeralBlockDevice] | None = None,
            get_password_data: Bool | None = None,
            hibernation: Bool | None = None,
            host_id: Text | None = None,
            host_resource_group_arn: Text | None = None,
            iam_instance_profile: Text | None = None,
            instance_initiated_shutdown_behavior: Text | None = None,
            instance_market_options: InstanceInstanceMarketOptions | None = None,
            instance_type: Text | None = None,
            ipv6_address_count: Number | None = None,
            ipv6_addresses: List[Text] | None = None,
            key_name: Text | None = None,
            launch_template: InstanceLaunchTemplate | None = None,
            maintenance_options: InstanceMaintenanceOptions | None = None,
            metadata_options: InstanceMetadataOptions | None = None,
            monitoring: Bool | None = None,
            network_interface: InstanceNetworkInterface | Sequence[InstanceNetworkInterface] | None = None,
            placement_group: Text | None = None,
            placement_partition_number: Number | None = None,
            private_dns_name_options: InstancePrivateDnsNameOptions | None = None,
            private_ip: Text | None = None,
            root_block_device: InstanceRootBlockDevice | None = None,
            secondary_private_ips: List[Text] | None = None,
            security_groups: List[Text] | None = None,
            source_dest_check: Bool | None = None,
            subnet_id: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            tenancy: Text | None = None,
            timeouts: InstanceTimeouts | None = None,
            user_data: Text | None = None,
            user_data_base64: Text | None = None,
            user_data_replace_on_change: Bool | None = None,
            volume_tags: Map[Text] | None = None,
            vpc_security_group_ids: List[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
