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

    Ec2ManagedPrefixListFilter = TypedDict(
        "Ec2ManagedPrefixListFilter",
        {
            "name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    Ec2ManagedPrefixListTimeouts = TypedDict(
        "Ec2ManagedPrefixListTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class Ec2ManagedPrefixList(DataSource):
    """`aws_ec2_managed_prefix_list`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_ec2_managed_prefix_list"
    SCHEMA = Schema(
        optional=frozenset({"filter", "id", "name", "tags", "timeouts"}),
        blocks={
            "filter": Schema(required=frozenset({"name", "values"})),
            "timeouts": Schema(optional=frozenset({"read"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "address_family",
            "arn",
            "entries",
            "filter",
            "id",
            "max_entries",
            "name",
            "owner_id",
            "tags",
            "timeouts",
            "version",
        }
    )

    if TYPE_CHECKING:
        address_family: Expression
        arn: Expression
        entries: Expression
        filter: Expression
        id: Expression
        max_entries: Expression
        name: Expression
        owner_id: Expression
        tags: Expression
        timeouts: Expression
        version: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            filter: Ec2ManagedPrefixListFilter | Sequence[Ec2ManagedPrefixListFilter] | None = None,
            id: Text | None = None,
            name: Text | None = None,
            tags: Map[Text] | None = None,
            timeouts: Ec2ManagedPrefixListTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
