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


class VpcSecurityGroupIngressRule(Resource):
    """`aws_vpc_security_group_ingress_rule`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_vpc_security_group_ingress_rule"
    SCHEMA = Schema(
        required=frozenset({"ip_protocol", "security_group_id"}),
        optional=frozenset(
            {
                "cidr_ipv4",
                "cidr_ipv6",
                "description",
                "from_port",
                "prefix_list_id",
                "referenced_security_group_id",
                "tags",
                "to_port",
            }
        ),
    )
    ATTRIBUTES = frozenset(
        {
            "arn",
            "cidr_ipv4",
            "cidr_ipv6",
            "description",
            "from_port",
            "id",
            "ip_protocol",
            "prefix_list_id",
            "referenced_security_group_id",
            "security_group_id",
            "security_group_rule_id",
            "tags",
            "tags_all",
            "to_port",
        }
    )

    if TYPE_CHECKING:
        arn: Expression
        cidr_ipv4: Expression
        cidr_ipv6: Expression
        description: Expression
        from_port: Expression
        id: Expression
        ip_protocol: Expression
        prefix_list_id: Expression
        referenced_security_group_id: Expression
        security_group_id: Expression
        security_group_rule_id: Expression
        tags: Expression
        tags_all: Expression
        to_port: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            ip_protocol: Text,
            security_group_id: Text,
            cidr_ipv4: Text | None = None,
            cidr_ipv6: Text | None = None,
            description: Text | None = None,
            from_port: Number | None = None,
            prefix_list_id: Text | None = None,
            referenced_security_group_id: Text | None = None,
            tags: Map[Text] | None = None,
            to_port: Number | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
