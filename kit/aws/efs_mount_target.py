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

    EfsMountTargetTimeouts = TypedDict(
        "EfsMountTargetTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
        },
    )


class EfsMountTarget(Resource):
    """`aws_efs_mount_target`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_efs_mount_target"
    SCHEMA = Schema(
        required=frozenset({"file_system_id", "subnet_id"}),
        optional=frozenset({"ip_address", "security_groups", "timeouts"}),
        blocks={"timeouts": Schema(optional=frozenset({"create", "delete"}))},
    )
    ATTRIBUTES = frozenset(
        {
            "availability_zone_id",
            "availability_zone_name",
            "dns_name",
            "file_system_arn",
            "file_system_id",
            "id",
            "ip_address",
            "mount_target_dns_name",
            "network_interface_id",
            "owner_id",
            "security_groups",
            "subnet_id",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        availability_zone_id: Expression
        availability_zone_name: Expression
        dns_name: Expression
        file_system_arn: Expression
        file_system_id: Expression
        id: Expression
        ip_address: Expression
        mount_target_dns_name: Expression
        network_interface_id: Expression
        owner_id: Expression
        security_groups: Expression
        subnet_id: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            file_system_id: Text,
            subnet_id: Text,
            ip_address: Text | None = None,
            security_groups: List[Text] | None = None,
            timeouts: EfsMountTargetTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
