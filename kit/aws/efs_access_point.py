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

    EfsAccessPointPosixUser = TypedDict(
        "EfsAccessPointPosixUser",
        {
            "gid": Required["Number"],
            "uid": Required["Number"],
            "secondary_gids": NotRequired["List[Number] | None"],
        },
    )

    EfsAccessPointRootDirectoryCreationInfo = TypedDict(
        "EfsAccessPointRootDirectoryCreationInfo",
        {
            "owner_gid": Required["Number"],
            "owner_uid": Required["Number"],
            "permissions": Required["Text"],
        },
    )

    EfsAccessPointRootDirectory = TypedDict(
        "EfsAccessPointRootDirectory",
        {
            "creation_info": NotRequired["EfsAccessPointRootDirectoryCreationInfo | None"],
            "path": NotRequired["Text | None"],
        },
    )


class EfsAccessPoint(Resource):
    """`aws_efs_access_point`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_efs_access_point"
    SCHEMA = Schema(
        required=frozenset({"file_system_id"}),
        optional=frozenset({"posix_user", "root_directory", "tags", "tags_all"}),
        blocks={
            "posix_user": Schema(required=frozenset({"gid", "uid"}), optional=frozenset({"secondary_gids"})),
            "root_directory": Schema(
                optional=frozenset({"creation_info", "path"}),
                blocks={"creation_info": Schema(required=frozenset({"owner_gid", "owner_uid", "permissions"}))},
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "file_system_arn",
            "file_system_id",
            "id",
            "owner_id",
            "posix_user",
            "root_directory",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        file_system_arn: Expression
        file_system_id: Expression
        id: Expression
        owner_id: Expression
        posix_user: Expression
        root_directory: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            file_system_id: Text,
            posix_user: EfsAccessPointPosixUser | None = None,
            root_directory: EfsAccessPointRootDirectory | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
