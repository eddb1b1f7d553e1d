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

    FlowLogDestinationOptions = TypedDict(
        "FlowLogDestinationOptions",
        {
            "file_format": NotRequired["Text | None"],
            "hive_compatible_partitions": NotRequired["Bool | None"],
            "per_hour_partition": NotRequired["Bool | None"],
        },
    )


class FlowLog(Resource):
    """`aws_flow_log`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_flow_log"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "deliver_cross_account_role",
                "destination_options",
                "eni_id",
                "iam_role_arn",
                "log_destination",
                "log_destination_type",
                "log_format",
                "max_aggregation_interval",
                "subnet_id",
                "tags",
                "tags_all",
                "traffic_type",
                "transit_gateway_attachment_id",
                "transit_gateway_id",
                "vpc_id",
            }
        ),
        blocks={
            "destination_options": Schema(
                optional=frozenset({"file_format", "hive_compatible_partitions", "per_hour_partition"})
            )
        },
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "deliver_cross_account_role",
            "destination_options",
            "eni_id",
            "iam_role_arn",
            "id",
            "log_destination",
            "log_destination_type",
            "log_format",
            "max_aggregation_interval",
            "subnet_id",
            "tags",
            "tags_all",
            "traffic_type",
            "transit_gateway_attachment_id",
            "transit_gateway_id",
            "vpc_id",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        deliver_cross_account_role: Expression
        destination_options: Expression
        eni_id: Expression
        iam_role_arn: Expression
        id: Expression
        log_destination: Expression
        log_destination_type: Expression
        log_format: Expression
        max_aggregation_interval: Expression
        subnet_id: Expression
        tags: Expression
        tags_all: Expression
        traffic_type: Expression
        transit_gateway_attachment_id: Expression
        transit_gateway_id: Expression
        vpc_id: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            deliver_cross_account_role: Text | None = None,
            destination_options: FlowLogDestinationOptions | None = None,
            eni_id: Text | None = None,
            iam_role_arn: Text | None = None,
            log_destination: Text | None = None,
            log_destination_type: Text | None = None,
            log_format: Text | None = None,
            max_aggregation_interval: Number | None = None,
            subnet_id: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            traffic_type: Text | None = None,
            transit_gateway_attachment_id: Text | None = None,
            transit_gateway_id: Text | None = None,
            vpc_id: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
