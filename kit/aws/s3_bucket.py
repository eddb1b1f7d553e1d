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

    S3BucketCorsRule = TypedDict(
        "S3BucketCorsRule",
        {
            "allowed_methods": Required["List[Text]"],
            "allowed_origins": Required["List[Text]"],
            "allowed_headers": NotRequired["List[Text] | None"],
            "expose_headers": NotRequired["List[Text] | None"],
            "max_age_seconds": NotRequired["Number | None"],
        },
    )

    S3BucketGrant = TypedDict(
        "S3BucketGrant",
        {
            "permissions": Required["List[Text]"],
            "type": Required["Text"],
            "id": NotRequired["Text | None"],
            "uri": NotRequired["Text | None"],
        },
    )

    S3BucketLifecycleRuleExpiration = TypedDict(
        "S3BucketLifecycleRuleExpiration",
        {
            "date": NotRequired["Text | None"],
            "days": NotRequired["Number | None"],
            "expired_object_delete_marker": NotRequired["Bool | None"],
        },
    )

    S3BucketLifecycleRuleNoncurrentVersionExpiration = TypedDict(
        "S3BucketLifecycleRuleNoncurrentVersionExpiration",
        {
            "days": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleRuleNoncurrentVersionTransition = TypedDict(
        "S3BucketLifecycleRuleNoncurrentVersionTransition",
        {
            "storage_class": Required["Text"],
            "days": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleRuleTransition = TypedDict(
        "S3BucketLifecycleRuleTransition",
        {
            "storage_class": Required["Text"],
            "date": NotRequired["Text | None"],
            "days": NotRequired["Number | None"],
        },
    )

    S3BucketLifecycleRule = TypedDict(
        "S3BucketLifecycleRule",
        {
            "enabled": Required["Bool"],
            "abort_incomplete_multipart_upload_days": NotRequired["Number | None"],
            "expiration": NotRequired["S3BucketLifecycleRuleExpiration | None"],
            "id": NotRequired["Text | None"],
            "noncurrent_version_expiration": NotRequired["S3BucketLifecycleRuleNoncurrentVersionExpiration | None"],
            "noncurrent_version_transition": NotRequired[
                "S3BucketLifecycleRuleNoncurrentVersionTransition | Sequence[S3BucketLifecycleRuleNoncurrentVersionTransition] | None"
            ],
            "prefix": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
            "transition": NotRequired[
                "S3BucketLifecycleRuleTransition | Sequence[S3BucketLifecycleRuleTransition] | None"
            ],
        },
    )

    S3BucketLogging = TypedDict(
        "S3BucketLogging",
        {
            "target_bucket": Required["Text"],
            "target_prefix": NotRequired["Text | None"],
        },
    )

    S3BucketObjectLockConfigurationRuleDefaultRetention = TypedDict(
        "S3BucketObjectLockConfigurationRuleDefaultRetention",
        {
            "mode": Required["Text"],
            "days": NotRequired["Number | None"],
            "years": NotRequired["Number | None"],
        },
    )

    S3BucketObjectLockConfigurationRule = TypedDict(
        "S3BucketObjectLockConfigurationRule",
        {
            "default_retention": Required["S3BucketObjectLockConfigurationRuleDefaultRetention"],
        },
    )

    S3BucketObjectLockConfiguration = TypedDict(
        "S3BucketObjectLockConfiguration",
        {
            "object_lock_enabled": NotRequired["Text | None"],
            "rule": NotRequired["S3BucketObjectLockConfigurationRule | None"],
        },
    )

    S3BucketReplicationConfigurationRulesDestinationAccessControlTranslation = TypedDict(
        "S3BucketReplicationConfigurationRulesDestinationAccessControlTranslation",
        {
            "owner": Required["Text"],
        },
    )

    S3BucketReplicationConfigurationRulesDestinationMetrics = TypedDict(
        "S3BucketReplicationConfigurationRulesDestinationMetrics",
        {
            "minutes": NotRequired["Number | None"],
            "status": NotRequired["Text | None"],
        },
    )

    S3BucketReplicationConfigurationRulesDestinationReplicationTime = TypedDict(
        "S3BucketReplicationConfigurationRulesDestinationReplicationTime",
        {
            "minutes": NotRequired["Number | None"],
            "status": NotRequired["Text | None"],
        },
    )

    S3BucketReplicationConfigurationRulesDestination = TypedDict(
        "S3BucketReplicationConfigurationRulesDestination",
        {
            "bucket": Required["Text"],
            "access_control_translation": NotRequired[
                "S3BucketReplicationConfigurationRulesDestinationAccessControlTranslation | None"
            ],
            "account_id": NotRequired["Text | None"],
            "metrics": NotRequired["S3BucketReplicationConfigurationRulesDestinationMetrics | None"],
            "replica_kms_key_id": NotRequired["Text | None"],
            "replication_time": NotRequired["S3BucketReplicationConfigurationRulesDestinationReplicationTime | None"],
            "storage_class": NotRequired["Text | None"],
        },
    )

    S3BucketReplicationConfigurationRulesFilter = TypedDict(
        "S3BucketReplicationConfigurationRulesFilter",
        {
            "prefix": NotRequired["Text | None"],
            "tags": NotRequired["Map[Text] | None"],
        },
    )

    S3BucketReplicationConfigurationRulesSourceSelectionCriteriaSseKmsEncryptedObjects = TypedDict(
        "S3BucketReplicationConfigurationRulesSourceSelectionCriteriaSseKmsEncryptedObjects",
        {
            "enabled": Required["Bool"],
        },
    )

    S3BucketReplicationConfigurationRulesSourceSelectionCriteria = TypedDict(
        "S3BucketReplicationConfigurationRulesSourceSelectionCriteria",
        {
            "sse_kms_encrypted_objects": NotRequired[
                "S3BucketReplicationConfigurationRulesSourceSelectionCriteriaSseKmsEncryptedObjects | None"
            ],
        },
    )

    S3BucketReplicationConfigurationRules = TypedDict(
        "S3BucketReplicationConfigurationRules",
        {
            "destination": Required["S3BucketReplicationConfigurationRulesDestination"],
            "status": Required["Text"],
            "delete_marker_replication_status": NotRequired["Text | None"],
            "filter": NotRequired["S3BucketReplicationConfigurationRulesFilter | None"],
            "id": NotRequired["Text | None"],
            "prefix": NotRequired["Text | None"],
            "priority": NotRequired["Number | None"],
            "source_selection_criteria": NotRequired[
                "S3BucketReplicationConfigurationRulesSourceSelectionCriteria | None"
            ],
        },
    )

    S3BucketReplicationConfiguration = TypedDict(
        "S3BucketReplicationConfiguration",
        {
            "role": Required["Text"],
            "rules": Required[
                "S3BucketReplicationConfigurationRules | Sequence[S3BucketReplicationConfigurationRules]"
            ],
        },
    )

    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault = TypedDict(
        "S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault",
        {
            "sse_algorithm": Required["Text"],
            "kms_master_key_id": NotRequired["Text | None"],
        },
    )

    S3BucketServerSideEncryptionConfigurationRule = TypedDict(
        "S3BucketServerSideEncryptionConfigurationRule",
        {
            "apply_server_side_encryption_by_default": Required[
                "S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault"
            ],
            "bucket_key_enabled": NotRequired["Bool | None"],
        },
    )

    S3BucketServerSideEncryptionConfiguration = TypedDict(
        "S3BucketServerSideEncryptionConfiguration",
        {
            "rule": Required["S3BucketServerSideEncryptionConfigurationRule"],
        },
    )

    S3BucketTimeouts = TypedDict(
        "S3BucketTimeouts",
        {
            "create": NotRequired["Text | None"],
            "delete": NotRequired["Text | None"],
            "read": NotRequired["Text | None"],
            "update": NotRequired["Text | None"],
        },
    )

    S3BucketVersioning = TypedDict(
        "S3BucketVersioning",
        {
            "enabled": NotRequired["Bool | None"],
            "mfa_delete": NotRequired["Bool | None"],
        },
    )

    S3BucketWebsite = TypedDict(
        "S3BucketWebsite",
        {
            "error_document": NotRequired["Text | None"],
            "index_document": NotRequired["Text | None"],
            "redirect_all_requests_to": NotRequired["Text | None"],
            "routing_rules": NotRequired["Text | None"],
        },
    )


class S3Bucket(Resource):
    """`aws_s3_bucket`: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"""

    TYPE = "aws_s3_bucket"
    SCHEMA = Schema(
        optional=frozenset(
            {
                "acceleration_status",
                "acl",
                "bucket",
                "bucket_prefix",
                "cors_rule",
                "force_destroy",
                "grant",
                "lifecycle_rule",
                "logging",
                "object_lock_configuration",
                "object_lock_enabled",
                "policy",
                "replication_configuration",
                "request_payer",
                "server_side_encryption_configuration",
                "tags",
                "tags_all",
                "timeouts",
                "versioning",
                "website",
            }
        ),
        blocks={
            "cors_rule": Schema(
                required=frozenset({"allowed_methods", "allowed_origins"}),
                optional=frozenset({"allowed_headers", "expose_headers", "max_age_seconds"}),
            ),
            "grant": Schema(required=frozenset({"permissions", "type"}), optional=frozenset({"id", "uri"})),
            "lifecycle_rule": Schema(
                required=frozenset({"enabled"}),
                optional=frozenset(
                    {
                        "abort_incomplete_multipart_upload_days",
                        "expiration",
                        "id",
                        "noncurrent_version_expiration",
                        "noncurrent_version_transition",
                        "prefix",
                        "tags",
                        "transition",
                    }
                ),
                blocks={
                    "expiration": Schema(optional=frozenset({"date", "days", "expired_object_delete_marker"})),
                    "noncurrent_version_expiration": Schema(optional=frozenset({"days"})),
                    "noncurrent_version_transition": Schema(
                        required=frozenset({"storage_class"}), optional=frozenset({"days"})
                    ),
                    "transition": Schema(required=frozenset({"storage_class"}), optional=frozenset({"date", "days"})),
                },
            ),
            "logging": Schema(required=frozenset({"target_bucket"}), optional=frozenset({"target_prefix"})),
            "object_lock_configuration": Schema(
                optional=frozenset({"object_lock_enabled", "rule"}),
                blocks={
                    "rule": Schema(
                        required=frozenset({"default_retention"}),
                        blocks={
                            "default_retention": Schema(
                                required=frozenset({"mode"}), optional=frozenset({"days", "years"})
                            )
                        },
                    )
                },
            ),
            "replication_configuration": Schema(
                required=frozenset({"role", "rules"}),
                blocks={
                    "rules": Schema(
                        required=frozenset({"destination", "status"}),
                        optional=frozenset(
                            {
                                "delete_marker_replication_status",
                                "filter",
                                "id",
                                "prefix",
                                "priority",
                                "source_selection_criteria",
                            }
                        ),
                        blocks={
                            "destination": Schema(
                                required=frozenset({"bucket"}),
                                optional=frozenset(
                                    {
                                        "access_control_translation",
                                        "account_id",
                                        "metrics",
                                        "replica_kms_key_id",
                                        "replication_time",
                                        "storage_class",
                                    }
                                ),
                                blocks={
                                    "access_control_translation": Schema(required=frozenset({"owner"})),
                                    "metrics": Schema(optional=frozenset({"minutes", "status"})),
                                    "replication_time": Schema(optional=frozenset({"minutes", "status"})),
                                },
                            ),
                            "filter": Schema(optional=frozenset({"prefix", "tags"})),
                            "source_selection_criteria": Schema(
                                optional=frozenset({"sse_kms_encrypted_objects"}),
                                blocks={"sse_kms_encrypted_objects": Schema(required=frozenset({"enabled"}))},
                            ),
                        },
                    )
                },
            ),
            "server_side_encryption_configuration": Schema(
                required=frozenset({"rule"}),
                blocks={
                    "rule": Schema(
                        required=frozenset({"apply_server_side_encryption_by_default"}),
                        optional=frozenset({"bucket_key_enabled"}),
                        blocks={
                            "apply_server_side_encryption_by_default": Schema(
                                required=frozenset({"sse_algorithm"}), optional=frozenset({"kms_master_key_id"})
                            )
                        },
                    )
                },
            ),
            "timeouts": Schema(optional=frozenset({"create", "delete", "read", "update"})),
            "versioning": Schema(optional=frozenset({"enabled", "mfa_delete"})),
            "website": Schema(
                optional=frozenset({"error_document", "index_document", "redirect_all_requests_to", "routing_rules"})
            ),
        },
    )
    ATTRIBUTES = frozenset(
        {
            "acceleration_status",
            "acl",
            "arn",
            "bucket",
            "bucket_domain_name",
            "bucket_prefix",
            "bucket_regional_domain_name",
            "cors_rule",
            "force_destroy",
            "grant",
            "hosted_zone_id",
            "id",
            "lifecycle_rule",
            "logging",
            "object_lock_configuration",
            "object_lock_enabled",
            "policy",
            "region",
            "replication_configuration",
            "request_payer",
            "server_side_encryption_configuration",
            "tags",
            "tags_all",
            "timeouts",
            "versioning",
            "website",
            "website_domain",
            "website_endpoint",
        }
    )

    if TYPE_CHECKING:
        acceleration_status: Expression
        acl: Expression
        arn: Expression
        bucket: Expression
        bucket_domain_name: Expression
        bucket_prefix: Expression
        bucket_regional_domain_name: Expression
        cors_rule: Expression
        force_destroy: Expression
        grant: Expression
        hosted_zone_id: Expression
        id: Expression
        lifecycle_rule: Expression
        logging: Expression
        object_lock_configuration: Expression
        object_lock_enabled: Expression
        policy: Expression
        region: Expression
        replication_configuration: Expression
        request_payer: Expression
        server_side_encryption_configuration: Expression
        tags: Expression
        tags_all: Expression
        timeouts: Expression
        versioning: Expression
        website: Expression
        website_domain: Expression
        website_endpoint: Expression

        def __init__(
            self,
            scope: Scope,
            block_name: str,
            /,
            *,
            acceleration_status: Text | None = None,
            acl: Text | None = None,
            bucket: Text | None = None,
            bucket_prefix: Text | None = None,
            cors_rule: S3BucketCorsRule | Sequence[S3BucketCorsRule] | None = None,
            force_destroy: Bool | None = None,
            grant: S3BucketGrant | Sequence[S3BucketGrant] | None = None,
            lifecycle_rule: S3BucketLifecycleRule | Sequence[S3BucketLifecycleRule] | None = None,
            logging: S3BucketLogging | None = None,
            object_lock_configuration: S3BucketObjectLockConfiguration | None = None,
            object_lock_enabled: Bool | None = None,
            policy: Text | None = None,
            replication_configuration: S3BucketReplicationConfiguration | None = None,
            request_payer: Text | None = None,
            server_side_encryption_configuration: S3BucketServerSideEncryptionConfiguration | None = None,
            tags: Map[Text] | None = None,
            tags_all: Map[Text] | None = None,
            timeouts: S3BucketTimeouts | None = None,
            versioning: S3BucketVersioning | None = None,
            website: S3BucketWebsite | None = None,
            count: Number | None = None,
            for_each: object = None,
            lifecycle: Lifecycle | None = None,
            depends_on: Iterable[HasAddress] = (),
            note: str | None = None,
        ) -> None: ...
