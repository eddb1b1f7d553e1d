"""Writes called.json anew: what Terraform's AWS provider calls while it applies, plans and destroys both stacks.

    python -m tests.security.record_calls

It takes some minutes. The calls are those in the provider's own log, each named as IAM names the action that allows it:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import tftest

from tests.stacks.synthesis import BUCKET, stack_root, synthesize
from wrapper.embedded_aws import EmbeddedAws

FILE: Final = Path(__file__).parent / "called.json"
LEVELS: Final = ("low", "high")

PREFIXES: Final = {
    "Application Auto Scaling": "application-autoscaling",
    "CloudWatch": "cloudwatch",
    "CloudWatch Logs": "logs",
    "EC2": "ec2",
    "ECR": "ecr",
    "ECS": "ecs",
    "EFS": "elasticfilesystem",
    "ElastiCache": "elasticache",
    "Elastic Load Balancing v2": "elasticloadbalancing",
    "IAM": "iam",
    "RDS": "rds",
    "S3": "s3",
    "SSM": "ssm",
    "STS": "sts",
    "Scheduler": "scheduler",
    "Secrets Manager": "secretsmanager",
    "ServiceDiscovery": "servicediscovery",
}
"""What IAM calls the services of AWS's SDK."""

OTHERWISE: Final = {
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}
"""Calls of S3 that IAM allows under another name."""

_ENTRY: Final = re.compile(r"\n(?=\d{4}-\d\d-\d\dT)")
_SERVICE: Final = re.compile(r'rpc\.service=(?:"([^"]+)"|(\S+))')
_METHOD: Final = re.compile(r'rpc\.method="?(\w+)')


def actions(log: str) -> Iterator[str]:
    """The action of each call in a log of the provider."""
    for entry in _ENTRY.split(log):
        service, method = _SERVICE.search(entry), _METHOD.search(entry)
        if service and method:
            prefix = PREFIXES[service.group(1) or service.group(2)]
            name = method.group(1)
            yield f"{prefix}:{OTHERWISE.get(name, name) if prefix == 's3' else name}"


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with EmbeddedAws(folder / "embedded-aws") as aws:
            synthesize(folder, {level: {"availability": level} for level in LEVELS}, embedded=BUCKET)
            roots = [stack_root(folder / "out" / "stacks" / level, aws.complete_environment()) for level in LEVELS]
            with ThreadPoolExecutor() as pool:
                lives = list(pool.map(_live, roots))
    planned = set().union(*(life["plan"] for life in lives))
    done = planned.union(*(life["apply"] | life["destroy"] for life in lives))
    types = set().union(*(life["types"] for life in lives))
    called = {"types": sorted(types), "plan": sorted(planned), "deploy": sorted(done)}
    FILE.write_text(json.dumps(called, indent=1) + "\n")


def _live(root: tftest.TerraformTest) -> dict[str, set[str]]:
    """Applies, plans and destroys; the actions of each, and the types of the resources."""
    plain, found = dict(root.env), {}
    for verb, options in (("apply", ["-auto-approve"]), ("plan", []), ("destroy", ["-auto-approve"])):
        log = Path(root.tfdir) / f"{verb}.log"
        root.env = {**plain, "TF_LOG_PROVIDER": "DEBUG", "TF_LOG_PATH": str(log)}
        root.execute_command(verb, *options)
        found[verb] = set(actions(log.read_text(errors="replace")))
        if verb == "apply":
            listed = root.execute_command("state", "list").out
            found["types"] = set(re.findall(r"^(?:module\.\w+\.)?(aws_\w+)\.", listed, re.MULTILINE))
    return found


if __name__ == "__main__":
    main()
