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

    AvailabilityZonesFilter = TypedDict(
        "AvailabilityZonesFilter",
        {
            "name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    AvailabilityZonesTimeouts = TypedDict(
        "AvailabilityZonesTimeouts",
        {
            "read": NotRequired["Text | None"],
        },
    )


class AvailabilityZones(DataSource):
    """`aws_availability_zones`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_availability_zones"
    SCHEMA = Schema(
        optional=frozenset(
            {"all_availability_zones", "exclude_names", "exclude_zone_ids", "filter", "id", "state", "timeouts"}
        ),
        blocks={
            "filter": Schema(required=frozenset({"name", "values"})),
            "timeouts": Schema(optional=frozenset({"read"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "all_availability_zones",
            "exclude_names",
            "exclude_zone_ids",
            "filter",
            "group_names",
            "id",
            "names",
            "state",
            "timeouts",
            "zone_ids",
        }
    )

    if TYPE_CHECKING:
        all_availability_zones: Expression
        exclude_names: Expression
        exclude_zone_ids: Expression
        filter: Expression
        group_names: Expression
        id: Expression
        names: Expression
        state: Expression
        timeouts: Expression
        zone_ids: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            all_availability_zones: Bool | None = None,
            exclude_names: List[Text] | None = None,
            exclude_zone_ids: List[Text] | None = None,
            filter: AvailabilityZonesFilter | Sequence[AvailabilityZonesFilter] | None = None,
            id: Text | None = None,
            state: Text | None = None,
            timeouts: AvailabilityZonesTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
