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

    EfsFileSystemLifecyclePolicy = TypedDict(
        "EfsFileSystemLifecyclePolicy",
        {
            "transition_to_archive": NotRequired["Text | None"],
            "transition_to_ia": NotRequired["Text | None"],
            "transition_to_primary_storage_class": NotRequired["Text | None"],
        },
    )

    EfsFileSystemProtection = TypedDict(
        "EfsFileSystemProtection",
        {
            "replication_overwrite": NotRequired["Text | None"],
        },
    )


class EfsFileSystem(Resource):
    """`aws_efs_file_system`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_efs_file_system"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "availability_zone_name",
                "creation_token",
                "encrypted",
                "kms_key_id",
                "lifecycle_policy",
                "performance_mode",
                "protection",
                "provisioned_throughput_in_mibps",
                "tags",
                "tags_all",
                "throughput_mode",
            }
        ),
        blocks={
            "lifecycle_policy": Schema(
                optional=frozenset({"transition_to_archive", "transition_to_ia", "transition_to_primary_storage_class"})
            ),
            "protection": Schema(optional=frozenset({"replication_overwrite"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "availability_zone_id",
            "availability_zone_name",
            "creation_token",
            "dns_name",
            "encrypted",
            "id",
            "kms_key_id",
            "lifecycle_policy",
            "name",
            "number_of_mount_targets",
            "owner_id",
            "performance_mode",
            "protection",
            "provisioned_throughput_in_mibps",
            "size_in_bytes",
            "tags",
            "tags_all",
            "throughput_mode",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        availability_zone_id: Expression
        availability_zone_name: Expression
        creation_token: Expression
        dns_name: Expression
        encrypted: Expression
        id: Expression
        kms_key_id: Expression
        lifecycle_policy: Expression
        name: Expression
        number_of_mount_targets: Expression
        owner_id: Expression
        performance_mode: Expression
        protection: Expression
        provisioned_throughput_in_mibps: Expression
        size_in_bytes: Expression
        tags: Expression
        tags_all: Expression
        throughput_mode: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            availability_zone_name: Text | None = None,
            creation_token: Text | None = None,
            encrypted: Bool | None = None,
            kms_key_id: Text | None = None,
            lifecycle_policy: EfsFileSystemLifecyclePolicy | Sequence[EfsFileSystemLifecyclePolicy] | None = None,
            performance_mode: Text | None = None,
            protection: EfsFileSystemProtection | None = None,
            provisioned_throughput_in_mibps: Number | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            throughput_mode: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
