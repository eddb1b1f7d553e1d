"""A bucket for the load balancer's log of requests, where one is wanted and none is given.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from __future__ import annotations

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, Expression, given, is_null, null, when
from modules.ecs_airflow.context import Context

PURPOSE = "requests"


def bucket(c: Context, create: Expression) -> Expression:
    """Writes the bucket; the name of it, or of the one that is given, once Elastic Load Balancing may write there."""
    m, i = c.module, c.i
    settings = i.load_balancer
    make = m.local("create_requests_bucket", create & settings.keep_access_logs & is_null(settings.access_logs))
    one = when(make, 1, 0)
    made = aws.S3Bucket(
        m,
        PURPOSE,
        count=one,
        bucket=f"{i.name}-{PURPOSE}-{c.account}-{c.region}",
        force_destroy=i.storage.force_destroy,
        tags=c.tags(PURPOSE),
    )
    blocked = aws.S3BucketPublicAccessBlock(
        m,
        PURPOSE,
        count=one,
        bucket=made[0].id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    aws.S3BucketOwnershipControls(
        m, PURPOSE, count=one, bucket=made[0].id, rule={"object_ownership": "BucketOwnerEnforced"}
    )
    aws.S3BucketServerSideEncryptionConfiguration(
        m,
        PURPOSE,
        count=one,
        bucket=made[0].id,
        rule=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        note="S3's own keys are the only ones with which Elastic Load Balancing can write.",
    )
    aws.S3BucketLifecycleConfiguration(
        m,
        PURPOSE,
        count=one,
        bucket=made[0].id,
        rule=[
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {},
                "expiration": {"days": i.storage.log_expiry_days},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
    )
    document = aws.data.IamPolicyDocument(
        m,
        f"{PURPOSE}_bucket",
        count=one,
        statement=[
            {
                "sid": "Delivery",
                "actions": ["s3:PutObject"],
                "resources": [f"{made[0].arn}/AWSLogs/{c.account}/*"],
                "principals": [{"type": "Service", "identifiers": ["logdelivery.elasticloadbalancing.amazonaws.com"]}],
            },
            {
                "sid": "TlsOnly",
                "effect": "Deny",
                "actions": ["s3:*"],
                "resources": [made[0].arn, f"{made[0].arn}/*"],
                "principals": [{"type": "*", "identifiers": ["*"]}],
                "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
            },
        ],
    )
    policy = aws.S3BucketPolicy(m, PURPOSE, count=one, bucket=made[0].id, policy=document[0].json, depends_on=[blocked])
    return m.local(
        "requests_bucket", when(make, fn.one(policy[ALL].bucket), fn.try_(given(settings.access_logs).bucket, null))
    )
