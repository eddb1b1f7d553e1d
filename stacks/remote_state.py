"""The stack that the other stacks stand on: the bucket of their state, and the repository of their image."""

from __future__ import annotations

from kit import aws
from kit import functions as fn
from kit.stack import App
from stacks.base import TarmacStack
from stacks.names import IMAGE_REPOSITORY
from stacks.settings import DEPLOYMENT_TAG, RESERVED_NAME, StateBucket

_KEPT_IMAGES = 20
_KEPT_STATE_DAYS = 90


class RemoteState(TarmacStack):
    """A bucket for Terraform's state: versioned, encrypted, TLS only, closed to the public. And an ECR repository.

    Made by `./tarmac bootstrap`, which first applies it with a local state and then moves that state into the bucket.
    """

    def __init__(self, app: App, name: str, *, account: str, state: StateBucket, in_bucket: bool) -> None:
        tags = {DEPLOYMENT_TAG: RESERVED_NAME, "ManagedBy": "Tarmac"}
        super().__init__(app, name, account=account, region=state.region, state=state if in_bucket else None, tags=tags)
        bucket = self._bucket(state.bucket)
        repository = self._repository()
        self.output("bucket", bucket.bucket, "Bucket that keeps Terraform's state.")
        self.output("image_repository", repository.repository_url, "Repository of the Airflow image.")

    def state_key(self) -> str:
        return f"{RESERVED_NAME}/terraform.tfstate"

    def _bucket(self, name: str) -> aws.S3Bucket:
        bucket = aws.S3Bucket(self, "state", bucket=name, lifecycle={"prevent_destroy": True}, tags={"Name": name})
        versioning = aws.S3BucketVersioning(
            self, "state", bucket=bucket.id, versioning_configuration={"status": "Enabled"}
        )
        aws.S3BucketServerSideEncryptionConfiguration(
            self,
            "state",
            bucket=bucket.id,
            rule=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        )
        closed = aws.S3BucketPublicAccessBlock(
            self,
            "state",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        aws.S3BucketLifecycleConfiguration(
            self,
            "state",
            bucket=bucket.id,
            rule=[
                {
                    "id": "old-versions",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {"noncurrent_days": _KEPT_STATE_DAYS},
                }
            ],
            depends_on=[versioning],
        )
        tls_only = aws.data.IamPolicyDocument(
            self,
            "state",
            statement=[
                {
                    "sid": "TlsOnly",
                    "effect": "Deny",
                    "actions": ["s3:*"],
                    "resources": [bucket.arn, f"{bucket.arn}/*"],
                    "principals": [{"type": "*", "identifiers": ["*"]}],
                    "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
                }
            ],
        )
        aws.S3BucketPolicy(self, "state", bucket=bucket.id, policy=tls_only.json, depends_on=[closed])
        return bucket

    def _repository(self) -> aws.EcrRepository:
        repository = aws.EcrRepository(
            self,
            "airflow",
            name=IMAGE_REPOSITORY,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configuration=[{"encryption_type": "AES256"}],
            tags={"Name": IMAGE_REPOSITORY},
        )
        rule = {
            "rulePriority": 1,
            "description": f"Keep {_KEPT_IMAGES} images",
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": _KEPT_IMAGES},
            "action": {"type": "expire"},
        }
        aws.EcrLifecyclePolicy(self, "airflow", repository=repository.name, policy=fn.jsonencode({"rules": [rule]}))
        return repository
