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

    LbListenerRuleActionAuthenticateCognito = TypedDict(
        "LbListenerRuleActionAuthenticateCognito",
        {
            "user_pool_arn": Required["Text"],
            "user_pool_client_id": Required["Text"],
            "user_pool_domain": Required["Text"],
            "authentication_request_extra_params": NotRequired["Map[Text] | None"],
            "on_unauthenticated_request": NotRequired["Text | None"],
            "scope": NotRequired["Text | None"],
            "session_cookie_name": NotRequired["Text | None"],
            "session_timeout": NotRequired["Number | None"],
        },
    )

    LbListenerRuleActionAuthenticateOidc = TypedDict(
        "LbListenerRuleActionAuthenticateOidc",
        {
            "authorization_endpoint": Required["Text"],
            "client_id": Required["Text"],
            "client_secret": Required["Text"],
            "issuer": Required["Text"],
            "token_endpoint": Required["Text"],
            "user_info_endpoint": Required["Text"],
            "authentication_request_extra_params": NotRequired["Map[Text] | None"],
            "on_unauthenticated_request": NotRequired["Text | None"],
            "scope": NotRequired["Text | None"],
            "session_cookie_name": NotRequired["Text | None"],
            "session_timeout": NotRequired["Number | None"],
        },
    )

    LbListenerRuleActionFixedResponse = TypedDict(
        "LbListenerRuleActionFixedResponse",
        {
            "content_type": Required["Text"],
            "message_body": NotRequired["Text | None"],
            "status_code": NotRequired["Text | None"],
        },
    )

    LbListenerRuleActionForwardStickiness = TypedDict(
        "LbListenerRuleActionForwardStickiness",
        {
            "duration": Required["Number"],
            "enabled": NotRequired["Bool | None"],
        },
    )

    LbListenerRuleActionForwardTargetGroup = TypedDict(
        "LbListenerRuleActionForwardTargetGroup",
        {
            "arn": Required["Text"],
            "weight": NotRequired["Number | None"],
        },
    )

    LbListenerRuleActionForward = TypedDict(
        "LbListenerRuleActionForward",
        {
            "target_group": Required[
                "LbListenerRuleActionForwardTargetGroup | Sequence[LbListenerRuleActionForwardTargetGroup]"
            ],
            "stickiness": NotRequired["LbListenerRuleActionForwardStickiness | None"],
        },
    )

    LbListenerRuleActionRedirect = TypedDict(
        "LbListenerRuleActionRedirect",
        {
            "status_code": Required["Text"],
            "host": NotRequired["Text | None"],
            "path": NotRequired["Text | None"],
            "port": NotRequired["Text | None"],
            "protocol": NotRequired["Text | None"],
            "query": NotRequired["Text | None"],
        },
    )

    LbListenerRuleAction = TypedDict(
        "LbListenerRuleAction",
        {
            "type": Required["Text"],
            "authenticate_cognito": NotRequired["LbListenerRuleActionAuthenticateCognito | None"],
            "authenticate_oidc": NotRequired["LbListenerRuleActionAuthenticateOidc | None"],
            "fixed_response": NotRequired["LbListenerRuleActionFixedResponse | None"],
            "forward": NotRequired["LbListenerRuleActionForward | None"],
            "order": NotRequired["Number | None"],
            "redirect": NotRequired["LbListenerRuleActionRedirect | None"],
            "target_group_arn": NotRequired["Text | None"],
        },
    )

    LbListenerRuleConditionHostHeader = TypedDict(
        "LbListenerRuleConditionHostHeader",
        {
            "values": Required["List[Text]"],
        },
    )

    LbListenerRuleConditionHttpHeader = TypedDict(
        "LbListenerRuleConditionHttpHeader",
        {
            "http_header_name": Required["Text"],
            "values": Required["List[Text]"],
        },
    )

    LbListenerRuleConditionHttpRequestMethod = TypedDict(
        "LbListenerRuleConditionHttpRequestMethod",
        {
            "values": Required["List[Text]"],
        },
    )

    LbListenerRuleConditionPathPattern = TypedDict(
        "LbListenerRuleConditionPathPattern",
        {
            "values": Required["List[Text]"],
        },
    )

    LbListenerRuleConditionQueryString = TypedDict(
        "LbListenerRuleConditionQueryString",
        {
            "value": Required["Text"],
            "key": NotRequired["Text | None"],
        },
    )

    LbListenerRuleConditionSourceIp = TypedDict(
        "LbListenerRuleConditionSourceIp",
        {
            "values": Required["List[Text]"],
        },
    )

    LbListenerRuleCondition = TypedDict(
        "LbListenerRuleCondition",
        {
            "host_header": NotRequired["LbListenerRuleConditionHostHeader | None"],
            "http_header": NotRequired["LbListenerRuleConditionHttpHeader | None"],
            "http_request_method": NotRequired["LbListenerRuleConditionHttpRequestMethod | None"],
            "path_pattern": NotRequired["LbListenerRuleConditionPathPattern | None"],
            "query_string": NotRequired[
                "LbListenerRuleConditionQueryString | Sequence[LbListenerRuleConditionQueryString] | None"
            ],
            "source_ip": NotRequired["LbListenerRuleConditionSourceIp | None"],
        },
    )


class LbListenerRule(Resource):
    """`aws_lb_listener_rule`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_lb_listener_rule"
    SCHEMA = Schema(
        required=frozenset({"action", "condition", "listener_arn"}),
        optional=frozenset({"priority", "tags", "tags_all"}),
        blocks={
            "action": Schema(
                required=frozenset({"type"}),
                optional=frozenset(
                    {
                        "authenticate_cognito",
                        "authenticate_oidc",
                        "fixed_response",
                        "forward",
                        "order",
                        "redirect",
                        "target_group_arn",
                    }
                ),
                blocks={
                    "authenticate_cognito": Schema(
                        required=frozenset({"user_pool_arn", "user_pool_client_id", "user_pool_domain"}),
                        optional=frozenset(
                            {
                                "authentication_request_extra_params",
                                "on_unauthenticated_request",
                                "scope",
                                "session_cookie_name",
                                "session_timeout",
                            }
                        ),
                    ),
                    "authenticate_oidc": Schema(
                        required=frozenset(
                            {
                                "authorization_endpoint",
                                "client_id",
                                "client_secret",
                                "issuer",
                                "token_endpoint",
                                "user_info_endpoint",
                            }
                        ),
                        optional=frozenset(
                            {
                                "authentication_request_extra_params",
                                "on_unauthenticated_request",
                                "scope",
                                "session_cookie_name",
                                "session_timeout",
                            }
                        ),
                    ),
                    "fixed_response": Schema(
                        required=frozenset({"content_type"}), optional=frozenset({"message_body", "status_code"})
                    ),
                    "forward": Schema(
                        required=frozenset({"target_group"}),
                        optional=frozenset({"stickiness"}),
                        blocks={
                            "stickiness": Schema(required=frozenset({"duration"}), optional=frozenset({"enabled"})),
                            "target_group": Schema(required=frozenset({"arn"}), optional=frozenset({"weight"})),
                        },
                    ),
                    "redirect": Schema(
                        required=frozenset({"status_code"}),
                        optional=frozenset({"host", "path", "port", "protocol", "query"}),
                    ),
                },
            ),
            "condition": Schema(
                optional=frozenset(
                    {"host_header", "http_header", "http_request_method", "path_pattern", "query_string", "source_ip"}
                ),
                blocks={
                    "host_header": Schema(required=frozenset({"values"})),
                    "http_header": Schema(required=frozenset({"http_header_name", "values"})),
                    "http_request_method": Schema(required=frozenset({"values"})),
                    "path_pattern": Schema(required=frozenset({"values"})),
                    "query_string": Schema(required=frozenset({"value"}), optional=frozenset({"key"})),
                    "source_ip": Schema(required=frozenset({"values"})),
                },
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "action",
            "arn",
            "condition",
            "id",
            "listener_arn",
            "priority",
            "tags",
            "tags_all",
        }
    )

    if TYPE_CHECKING:
        action: Expression
        arn: Expression
        condition: Expression
        id: Expression
        listener_arn: Expression
        priority: Expression
        tags: Expression
        tags_all: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            action: LbListenerRuleAction | Sequence[LbListenerRuleAction],
            condition: LbListenerRuleCondition | Sequence[LbListenerRuleCondition],
            listener_arn: Text,
            priority: Number | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
