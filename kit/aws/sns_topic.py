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


class SnsTopic(Resource):
    """`aws_sns_topic`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_sns_topic"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "application_failure_feedback_role_arn",
                "application_success_feedback_role_arn",
                "application_success_feedback_sample_rate",
                "archive_policy",
                "content_based_deduplication",
                "delivery_policy",
                "display_name",
                "fifo_throughput_scope",
                "fifo_topic",
                "firehose_failure_feedback_role_arn",
                "firehose_success_feedback_role_arn",
                "firehose_success_feedback_sample_rate",
                "http_failure_feedback_role_arn",
                "http_success_feedback_role_arn",
                "http_success_feedback_sample_rate",
                "kms_master_key_id",
                "lambda_failure_feedback_role_arn",
                "lambda_success_feedback_role_arn",
                "lambda_success_feedback_sample_rate",
                "name",
                "name_prefix",
                "policy",
                "signature_version",
                "sqs_failure_feedback_role_arn",
                "sqs_success_feedback_role_arn",
                "sqs_success_feedback_sample_rate",
                "tags",
                "tags_all",
                "tracing_config",
            }
        )
    )
    ATTRIBUTES = frozenset(
        {
            "application_failure_feedback_role_arn",
            "application_success_feedback_role_arn",
            "application_success_feedback_sample_rate",
            "archive_policy",
            "arn",
            "beginning_archive_time",
            "content_based_deduplication",
            "delivery_policy",
            "display_name",
            "fifo_throughput_scope",
            "fifo_topic",
            "firehose_failure_feedback_role_arn",
            "firehose_success_feedback_role_arn",
            "firehose_success_feedback_sample_rate",
            "http_failure_feedback_role_arn",
            "http_success_feedback_role_arn",
            "http_success_feedback_sample_rate",
            "id",
            "kms_master_key_id",
            "lambda_failure_feedback_role_arn",
            "lambda_success_feedback_role_arn",
            "lambda_success_feedback_sample_rate",
            "name",
            "name_prefix",
            "owner",
            "policy",
            "signature_version",
            "sqs_failure_feedback_role_arn",
            "sqs_success_feedback_role_arn",
            "sqs_success_feedback_sample_rate",
            "tags",
            "tags_all",
            "tracing_config",
        }
    )

    if TYPE_CHECKING:
        application_failure_feedback_role_arn: Expression
        application_success_feedback_role_arn: Expression
        application_success_feedback_sample_rate: Expression
        archive_policy: Expression
        arn: Expression
        beginning_archive_time: Expression
        content_based_deduplication: Expression
        delivery_policy: Expression
        display_name: Expression
        fifo_throughput_scope: Expression
        fifo_topic: Expression
        firehose_failure_feedback_role_arn: Expression
        firehose_success_feedback_role_arn: Expression
        firehose_success_feedback_sample_rate: Expression
        http_failure_feedback_role_arn: Expression
        http_success_feedback_role_arn: Expression
        http_success_feedback_sample_rate: Expression
        id: Expression
        kms_master_key_id: Expression
        lambda_failure_feedback_role_arn: Expression
        lambda_success_feedback_role_arn: Expression
        lambda_success_feedback_sample_rate: Expression
        name: Expression
        name_prefix: Expression
        owner: Expression
        policy: Expression
        signature_version: Expression
        sqs_failure_feedback_role_arn: Expression
        sqs_success_feedback_role_arn: Expression
        sqs_success_feedback_sample_rate: Expression
        tags: Expression
        tags_all: Expression
        tracing_config: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            application_failure_feedback_role_arn: Text | None = None,
            application_success_feedback_role_arn: Text | None = None,
            application_success_feedback_sample_rate: Number | None = None,
            archive_policy: Text | None = None,
            content_based_deduplication: Bool | None = None,
            delivery_policy: Text | None = None,
            display_name: Text | None = None,
            fifo_throughput_scope: Text | None = None,
            fifo_topic: Bool | None = None,
            firehose_failure_feedback_role_arn: Text | None = None,
            firehose_success_feedback_role_arn: Text | None = None,
            firehose_success_feedback_sample_rate: Number | None = None,
            http_failure_feedback_role_arn: Text | None = None,
            http_success_feedback_role_arn: Text | None = None,
            http_success_feedback_sample_rate: Number | None = None,
            kms_master_key_id: Text | None = None,
            lambda_failure_feedback_role_arn: Text | None = None,
            lambda_success_feedback_role_arn: Text | None = None,
            lambda_success_feedback_sample_rate: Number | None = None,
            name: Text | None = None,
            name_prefix: Text | None = None,
            policy: Text | None = None,
            signature_version: Number | None = None,
            sqs_failure_feedback_role_arn: Text | None = None,
            sqs_success_feedback_role_arn: Text | None = None,
            sqs_success_feedback_sample_rate: Number | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            tracing_config: Text | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
