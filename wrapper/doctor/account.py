"""What the account must have: credentials of its own, an enabled region, roles, the state bucket and the image."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from stacks.names import image_reference
from stacks.settings import Deployment
from wrapper import images
from wrapper.doctor import quotas
from wrapper.doctor.check import DENIED, Check, ask, cannot_tell, code_of
from wrapper.errors import TarmacError
from wrapper.target import Target

_HOME_REGIONS: Final = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""Where a partition answers whatever regions an account has enabled."""


def checks(target: Target, deployment: Deployment) -> Iterator[Check]:
    """Every check of a deployment's account; after credentials that are not its own nothing more is asked."""
    yield (found := credentials(target, deployment))
    if found.fails:
        return
    yield (enabled := ask("region", lambda: region(target, deployment)))
    if enabled.state == "missing":
        return
    yield ask("state bucket", lambda: state_bucket(target))
    yield image(target, deployment)
    for name, service, role in _roles(deployment):
        yield ask(f"role: {name}", partial(_role, target, name, service, role))
    yield from quotas.checks(target.clients, deployment)


def credentials(target: Target, deployment: Deployment) -> Check:
    """Whether there are credentials, and whether they are those of the account in the settings."""
    name = "credentials"
    try:
        found = target.clients("sts", _HOME_REGIONS[deployment.partition]).get_caller_identity()
    except (ClientError, BotoCoreError) as error:
        refused = cannot_tell(name, error)
        return Check(name, "missing", refused.says, refused.hint)
    except TarmacError as error:
        return Check(name, "missing", error.message, error.hint)
    if found["Account"] != target.account:
        return Check(
            name,
            "missing",
            f"They are those of account {found['Account']}, and {deployment.name} lives in account {target.account}.",
            "Choose the right ones, for example with AWS_PROFILE, or correct the account in the settings.",
        )
    return Check(name, "ok", f"{found['Arn']} in account {target.account}.")


def region(target: Target, deployment: Deployment) -> Check:
    """Whether the account may use the region: those that are younger than 2019 are closed until they are enabled.

    https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
    """
    name, wanted = "region", deployment.region
    ec2 = target.clients("ec2", _HOME_REGIONS[deployment.partition])
    try:
        found = ec2.describe_regions(RegionNames=[wanted], AllRegions=True)["Regions"]
    except ClientError as error:
        if code_of(error) != "InvalidParameterValue":
            raise
        found = []
    if not found:
        return Check(name, "missing", f"AWS has no region {wanted}.", "Correct the region in the settings.")
    if found[0].get("OptInStatus") == "not-opted-in":
        command = f"aws account enable-region --region-name {wanted}"
        return Check(name, "missing", f"{wanted} is not enabled in this account.", f"Enable it: {command}")
    return Check(name, "ok", f"{wanted} is enabled.")


def state_bucket(target: Target) -> Check:
    """Whether the bucket of Terraform's state is there, and the account's own."""
    name, hint = "state bucket", f"Make it: ./tarmac bootstrap --account {target.account}"
    state = target.settings.state_of(target.account)
    if state is None:
        return Check(name, "missing", f"The settings name none for account {target.account}.", hint)
    try:
        target.clients("s3", state.region).head_bucket(Bucket=state.bucket, ExpectedBucketOwner=target.account)
    except ClientError as error:
        if code_of(error) not in ("404", "NoSuchBucket"):
            raise
        return Check(name, "missing", f"{state.bucket} does not exist.", hint)
    return Check(name, "ok", f"{state.bucket} in {state.region}.")


def image(target: Target, deployment: Deployment) -> Check:
    """Whether the image is in ECR, for the architecture that the tasks ask for."""
    name, reference = "image", image_reference(deployment)
    try:
        images.require(target)
    except TarmacError as error:
        cause = error.__cause__
        if isinstance(cause, BotoCoreError) or (isinstance(cause, ClientError) and code_of(cause) in DENIED):
            return Check(name, "cannot tell", " ".join(error.message.split()), error.hint)
        said = error.message.removesuffix(", so nothing was changed.").removesuffix(" Nothing was changed.")
        return Check(name, "missing", f"{said.rstrip('.')}.", error.hint)
    if ".dkr.ecr" not in reference:
        return Check(name, "ok", f"{reference} is in a registry that is not asked.")
    return Check(name, "ok", f"{reference} for {deployment.image.architecture}.")


def _roles(deployment: Deployment) -> Iterator[tuple[str, str, str]]:
    """The service-linked roles that the deployment's resources need: what for, the service, the role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
    """
    yield "ECS", "ecs.amazonaws.com", "AWSServiceRoleForECS"
    if deployment.load_balancer.existing is None:
        yield "load balancer", "elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"
    if deployment.database.existing is None:
        yield "database", "rds.amazonaws.com", "AWSServiceRoleForRDS"
    if deployment.broker.existing is None and deployment.broker.mode == "elasticache":
        yield "ElastiCache", "elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"
    yield (
        "Auto Scaling",
        "ecs.application-autoscaling.amazonaws.com",
        "AWSServiceRoleForApplicationAutoScaling_ECSService",
    )


def _role(target: Target, name: str, service: str, role: str) -> Check:
    # By its path and not by its name: who may list roles need not know how AWS spells each.
    pages = target.clients("iam").get_paginator("list_roles").paginate(PathPrefix=f"/aws-service-role/{service}/")
    found = [one["RoleName"] for page in pages for one in page["Roles"]]
    if found:
        return Check(f"role: {name}", "ok", f"{found[0]}.")
    command = f"aws iam create-service-linked-role --aws-service-name {service}"
    return Check(f"role: {name}", "missing", f"{role} does not exist.", f"Make it once for the account: {command}")
