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

    LbListenerDefaultActionAuthenticateCognito = TypedDict(
        "LbListenerDefaultActionAuthenticateCognito",
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

    LbListenerDefaultActionAuthenticateOidc = TypedDict(
        "LbListenerDefaultActionAuthenticateOidc",
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

    LbListenerDefaultActionFixedResponse = TypedDict(
        "LbListenerDefaultActionFixedResponse",
        {
            "content_type": Required["Text"],
            "message_body": NotRequired["Text | None"],
            "status_code": NotRequired["Text | None"],
        },
    )

    LbListenerDefaultActionForwardStickiness = TypedDict(
        "LbListenerDefaultActionForwardStickiness",
        {
            "duration": Required["Number"],
            "enabled": NotRequired["Bool | None"],
        },
    )

    LbListenerDefaultActionForwardTargetGroup = TypedDict(
        "LbListenerDefaultActionForwardTargetGroup",
        {
            "arn": Required["Text"],
            "weight": NotRequired["Number | None"],
        },
    )

    LbListenerDefaultActionForward = TypedDict(
        "LbListenerDefaultActionForward",
        {
            "target_group": Required[
                "LbListenerDefaultActionForwardTargetGroup | Sequence[LbListenerDefaultActionForwardTargetGroup]"
            ],
            "stickiness": NotRequired["LbListenerDefaultActionForwardStickiness | None"],
        },
    )

    LbListenerDefaultActionRedirect = TypedDict(
        "LbListenerDefaultActionRedirect",
        {
            "status_code": Required["Text"],
            "host": NotRequired["Text | None"],
            "path": NotRequired["Text | None"],
            "port": NotRequired["Text | None"],
            "protocol": NotRequired["Text | None"],
            "query": NotRequired["Text | None"],
        },
    )

    LbListenerDefaultAction = TypedDict(
        "LbListenerDefaultAction",
        {
            "type": Required["Text"],
            "authenticate_cognito": NotRequired["LbListenerDefaultActionAuthenticateCognito | None"],
            "authenticate_oidc": NotRequired["LbListenerDefaultActionAuthenticateOidc | None"],
            "fixed_response": NotRequired["LbListenerDefaultActionFixedResponse | None"],
            "forward": NotRequired["LbListenerDefaultActionForward | None"],
            "order": NotRequired["Number | None"],
            "redirect": NotRequired["LbListenerDefaultActionRedirect | None"],
            "target_group_arn": NotRequired["Text | None"],
        },
    )

    LbListenerMutualAuthentication = TypedDict(
        "LbListenerMutualAuthentication",
        {
            "mode": Required["Text"],
            "advertise_trust_store_ca_names": NotRequired["Text | None"],
            "ignore_client_certificate_expiry": NotRequired["Bool | None"],
            "trust_store_arn": NotRequired["Text | None"],
        },
    )

    LbListenerTimeouts = TypedDict(
        "LbListenerTimeouts",
        {
            "create": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )


class LbListener(Resource):
    """`aws_lb_listener`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_lb_listener"
    SCHEMA = Schema(
        required=frozenset({"default_action", "load_balancer_arn"}),
        optional=frozenset(
            {
                "alpn_policy",
                "certificate_arn",
                "mutual_authentication",
                "port",
                "protocol",
                "routing_http_request_x_amzn_mtls_clientcert_header_name",
                "routing_http_request_x_amzn_mtls_clientcert_issuer_header_name",
                "routing_http_request_x_amzn_mtls_clientcert_leaf_header_name",
                "routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name",
                "routing_http_request_x_amzn_mtls_clientcert_subject_header_name",
                "routing_http_request_x_amzn_mtls_clientcert_validity_header_name",
                "routing_http_request_x_amzn_tls_cipher_suite_header_name",
                "routing_http_request_x_amzn_tls_version_header_name",
                "routing_http_response_access_control_allow_credentials_header_value",
                "routing_http_response_access_control_allow_headers_header_value",
                "routing_http_response_access_control_allow_methods_header_value",
                "routing_http_response_access_control_allow_origin_header_value",
                "routing_http_response_access_control_expose_headers_header_value",
                "routing_http_response_access_control_max_age_header_value",
                "routing_http_response_content_security_policy_header_value",
                "routing_http_response_server_enabled",
                "routing_http_response_strict_transport_security_header_value",
                "routing_http_response_x_content_type_options_header_value",
                "routing_http_response_x_frame_options_header_value",
                "ssl_policy",
                "tags",
                "tags_all",
                "tcp_idle_timeout_seconds",
                "timeouts",
            }
        ),
        blocks={
            "default_action": Schema(
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
            "mutual_authentication": Schema(
                required=frozenset({"mode"}),
                optional=frozenset(
                    {"advertise_trust_store_ca_names", "ignore_client_certificate_expiry", "trust_store_arn"}
                ),
            ),
            "timeouts": Schema(optional=frozenset({"create", "update"})),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "alpn_policy",
            "arn",
            "certificate_arn",
            "default_action",
            "id",
            "load_balancer_arn",
            "mutual_authentication",
            "port",
            "protocol",
            "routing_http_request_x_amzn_mtls_clientcert_header_name",
            "routing_http_request_x_amzn_mtls_clientcert_issuer_header_name",
            "routing_http_request_x_amzn_mtls_clientcert_leaf_header_name",
            "routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name",
            "routing_http_request_x_amzn_mtls_clientcert_subject_header_name",
            "routing_http_request_x_amzn_mtls_clientcert_validity_header_name",
            "routing_http_request_x_amzn_tls_cipher_suite_header_name",
            "routing_http_request_x_amzn_tls_version_header_name",
            "routing_http_response_access_control_allow_credentials_header_value",
            "routing_http_response_access_control_allow_headers_header_value",
            "routing_http_response_access_control_allow_methods_header_value",
            "routing_http_response_access_control_allow_origin_header_value",
            "routing_http_response_access_control_expose_headers_header_value",
            "routing_http_response_access_control_max_age_header_value",
            "routing_http_response_content_security_policy_header_value",
            "routing_http_response_server_enabled",
            "routing_http_response_strict_transport_security_header_value",
            "routing_http_response_x_content_type_options_header_value",
            "routing_http_response_x_frame_options_header_value",
            "ssl_policy",
            "tags",
            "tags_all",
            "tcp_idle_timeout_seconds",
            "timeouts",
        }
    )

    if TYPE_CHECKING:
        alpn_policy: Expression
        arn: Expression
        certificate_arn: Expression
        default_action: Expression
        id: Expression
        load_balancer_arn: Expression
        mutual_authentication: Expression
        port: Expression
        protocol: Expression
        routing_http_request_x_amzn_mtls_clientcert_header_name: Expression
        routing_http_request_x_amzn_mtls_clientcert_issuer_header_name: Expression
        routing_http_request_x_amzn_mtls_clientcert_leaf_header_name: Expression
        routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name: Expression
        routing_http_request_x_amzn_mtls_clientcert_subject_header_name: Expression
        routing_http_request_x_amzn_mtls_clientcert_validity_header_name: Expression
        routing_http_request_x_amzn_tls_cipher_suite_header_name: Expression
        routing_http_request_x_amzn_tls_version_header_name: Expression
        routing_http_response_access_control_allow_credentials_header_value: Expression
        routing_http_response_access_control_allow_headers_header_value: Expression
        routing_http_response_access_control_allow_methods_header_value: Expression
        routing_http_response_access_control_allow_origin_header_value: Expression
        routing_http_response_access_control_expose_headers_header_value: Expression
        routing_http_response_access_control_max_age_header_value: Expression
        routing_http_response_content_security_policy_header_value: Expression
        routing_http_response_server_enabled: Expression
        routing_http_response_strict_transport_security_header_value: Expression
        routing_http_response_x_content_type_options_header_value: Expression
        routing_http_response_x_frame_options_header_value: Expression
        ssl_policy: Expression
        tags: Expression
        tags_all: Expression
        tcp_idle_timeout_seconds: Expression
        timeouts: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            default_action: LbListenerDefaultAction | Sequence[LbListenerDefaultAction],
            load_balancer_arn: Text,
            alpn_policy: Text | None = None,
            certificate_arn: Text | None = None,
            mutual_authentication: LbListenerMutualAuthentication | None = None,
            port: Number | None = None,
            protocol: Text | None = None,
            routing_http_request_x_amzn_mtls_clientcert_header_name: Text | None = None,
            routing_http_request_x_amzn_mtls_clientcert_issuer_header_name: Text | None = None,
            routing_http_request_x_amzn_mtls_clientcert_leaf_header_name: Text | None = None,
            routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name: Text | None = None,
            routing_http_request_x_amzn_mtls_clientcert_subject_header_name: Text | None = None,
            routing_http_request_x_amzn_mtls_clientcert_validity_header_name: Text | None = None,
            routing_http_request_x_amzn_tls_cipher_suite_header_name: Text | None = None,
            routing_http_request_x_amzn_tls_version_header_name: Text | None = None,
            routing_http_response_access_control_allow_credentials_header_value: Text | None = None,
            routing_http_response_access_control_allow_headers_header_value: Text | None = None,
            routing_http_response_access_control_allow_methods_header_value: Text | None = None,
            routing_http_response_access_control_allow_origin_header_value: Text | None = None,
            routing_http_response_access_control_expose_headers_header_value: Text | None = None,
            routing_http_response_access_control_max_age_header_value: Text | None = None,
            routing_http_response_content_security_policy_header_value: Text | None = None,
            routing_http_response_server_enabled: Bool | None = None,
            routing_http_response_strict_transport_security_header_value: Text | None = None,
            routing_http_response_x_content_type_options_header_value: Text | None = None,
            routing_http_response_x_frame_options_header_value: Text | None = None,
            ssl_policy: Text | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            tcp_idle_timeout_seconds: Number | None = None,
            timeouts: LbListenerTimeouts | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
