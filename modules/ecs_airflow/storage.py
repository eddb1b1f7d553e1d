"""The buckets of task logs and of DAGs, and the shared file system."""

from __future__ import annotations

from dataclasses import dataclass

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, Expression, count, given, is_null, is_set, null, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import ExistingBucket

AIRFLOW_USER = 50000
AIRFLOW_GROUP = 0
LOG_PREFIX = "logs"
OLD_VERSION_DAYS = 30


@dataclass(frozen=True)
class Files:
    """The shared file system; its blocks have no instance where there is none."""

    wanted: Expression
    system: aws.EfsFileSystem
    access_points: dict[str, aws.EfsAccessPoint]
    mount_targets: aws.EfsMountTarget
    policy: aws.EfsFileSystemPolicy


def bucket(c: Context, purpose: str, existing: ExistingBucket | None) -> Expression:
    """A bucket that none but TLS reaches and nobody reads in public; the name of it, or of the one that is given."""
    m, i = c.module, c.i
    wanted = m.local(f"create_{purpose}_bucket", is_null(existing))
    one = when(wanted, 1, 0)
    made = aws.S3Bucket(
        m,
        purpose,
        count=one,
        bucket=f"{i.name}-{purpose}-{c.account}-{c.region}",
        force_destroy=i.storage.force_destroy,
        tags=c.tags(purpose),
    )
    name = m.local(f"{purpose}_bucket", when(wanted, fn.one(made[ALL].id), fn.try_(given(existing).name, null)))
    blocked = aws.S3BucketPublicAccessBlock(
        m,
        purpose,
        count=one,
        bucket=made[0].id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    aws.S3BucketOwnershipControls(
        m, purpose, count=one, bucket=made[0].id, rule={"object_ownership": "BucketOwnerEnforced"}
    )
    aws.S3BucketServerSideEncryptionConfiguration(
        m,
        purpose,
        count=one,
        bucket=made[0].id,
        rule=[
            {
                "bucket_key_enabled": is_set(i.kms_key_arn),
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": when(is_null(i.kms_key_arn), "AES256", "aws:kms"),
                    "kms_master_key_id": i.kms_key_arn,
                },
            }
        ],
    )
    tls_only = aws.data.IamPolicyDocument(
        m,
        f"{purpose}_bucket",
        count=one,
        statement=[
            {
                "sid": "TlsOnly",
                "effect": "Deny",
                "actions": ["s3:*"],
                "resources": [made[0].arn, f"{made[0].arn}/*"],
                "principals": [{"type": "*", "identifiers": ["*"]}],
                "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
            }
        ],
    )
    aws.S3BucketPolicy(m, purpose, count=one, bucket=made[0].id, policy=tls_only[0].json, depends_on=[blocked])
    return name


def expire_logs(c: Context) -> None:
    """Task logs go after a while."""
    aws.S3BucketLifecycleConfiguration(
        c.module,
        "logs",
        count=when(Expression("local.create_logs_bucket"), 1, 0),
        bucket=Expression("aws_s3_bucket.logs[0].id"),
        rule=[
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {"prefix": f"{LOG_PREFIX}/"},
                "expiration": {"days": c.i.storage.log_expiry_days},
            },
            {
                "id": "forget-unfinished-uploads",
                "status": "Enabled",
                "filter": {},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            },
        ],
    )


def keep_versions(c: Context) -> None:
    """A DAG that was overwritten or deleted can be had back for a while."""
    versioning = aws.S3BucketVersioning(
        c.module,
        "dags",
        count=when(Expression("local.create_dags_bucket"), 1, 0),
        bucket=Expression("aws_s3_bucket.dags[0].id"),
        versioning_configuration={"status": "Enabled"},
    )
    aws.S3BucketLifecycleConfiguration(
        c.module,
        "dags",
        count=when(Expression("local.create_dags_bucket"), 1, 0),
        bucket=Expression("aws_s3_bucket.dags[0].id"),
        rule=[
            {
                "id": "forget-old-versions",
                "status": "Enabled",
                "filter": {},
                "noncurrent_version_expiration": {"noncurrent_days": OLD_VERSION_DAYS},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
        depends_on=[versioning],
    )


def files(c: Context, security_group: aws.SecurityGroup) -> Files:
    """The file system, an access point for each use, and a mount target in each of the tasks' subnets."""
    m, i = c.module, c.i
    wanted = i.storage.efs
    one = when(wanted, 1, 0)
    system = aws.EfsFileSystem(
        m,
        "this",
        count=one,
        encrypted=True,
        kms_key_id=i.kms_key_arn,
        throughput_mode="elastic",
        tags=c.tags("files"),
        note="Elastic, because in bursting mode a small file system runs out of credits and DAGs stop loading.",
    )
    document = aws.data.IamPolicyDocument(
        m,
        "files",
        count=one,
        statement=[
            {
                "sid": "TlsOnly",
                "effect": "Deny",
                "actions": ["*"],
                "resources": [system[0].arn],
                "principals": [{"type": "AWS", "identifiers": ["*"]}],
                "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
            }
        ],
    )
    policy = aws.EfsFileSystemPolicy(
        m,
        "this",
        count=one,
        file_system_id=system[0].id,
        policy=document[0].json,
        note="A file system with a policy lets in nobody whose role does not say so.",
    )
    aws.EfsBackupPolicy(
        m,
        "this",
        count=one,
        file_system_id=system[0].id,
        backup_policy={"status": when(i.storage.efs_backup, "ENABLED", "DISABLED")},
    )
    mount_targets = aws.EfsMountTarget(
        m,
        "this",
        count=when(wanted, fn.length(i.subnet_ids), 0),
        file_system_id=system[0].id,
        subnet_id=Expression("var.subnet_ids")[count.index],
        security_groups=[security_group[0].id],
    )
    access_points = {
        name: _access_point(c, system, name, f"/{name}", AIRFLOW_USER, AIRFLOW_GROUP)
        for name in (table.DAGS, table.SHARED)
    }
    access_points["root"] = aws.EfsAccessPoint(
        m,
        "root",
        count=one,
        file_system_id=system[0].id,
        posix_user={"uid": 0, "gid": 0},
        root_directory={"path": "/"},
        tags=c.tags("root"),
        note="For on-demand tasks of the user's own, which see everything.",
    )
    return Files(wanted, system, access_points, mount_targets, policy)  # type: ignore[arg-type]


def _access_point(
    c: Context, system: aws.EfsFileSystem, name: str, path: str, user: int, group: int
) -> aws.EfsAccessPoint:
    return aws.EfsAccessPoint(
        c.module,
        name,
        count=when(c.i.storage.efs, 1, 0),
        file_system_id=system[0].id,
        posix_user={"uid": user, "gid": group},
        root_directory={
            "path": path,
            "creation_info": {"owner_uid": user, "owner_gid": group, "permissions": "0775"},
        },
        tags=c.tags(name),
    )
