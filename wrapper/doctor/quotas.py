"""Whether what a deployment needs fits into the account's quotas, beside what is there already.

Codes: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html (Fargate) and
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from botocore.exceptions import ClientError

from stacks.settings import Deployment, Interruptible
from wrapper.aws_clients import AwsClients
from wrapper.doctor.check import DENIED, Check, ask, code_of

_REDIS_VCPU: Final = 0.25
"""vCPU of the Redis container, the smallest size of Fargate."""

_SCALABLE_TARGETS: Final = re.compile(
    r"scalable targets.*(ECS|Elastic Container)|(ECS|Elastic Container).*scalable targets", re.I
)
_USAGE_WINDOW: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Quota:
    """A quota of the account: how Service Quotas calls it, and how much the deployment takes of it."""

    name: str
    service: str
    code: str
    unit: str
    needs: float


def needs(deployment: Deployment) -> dict[str, float]:
    """What a deployment takes at its largest: vCPU on demand and on Spot, addresses, VPCs, scalable targets.

    A rolling deployment starts new tasks before the old ones stop, so each task counts twice.
    """
    on_demand = spot = 0.0
    sizes = [*deployment.components.by_name().values(), *deployment.queues.values()]
    for size in sizes:
        vcpu = 2 * size.cpu / 1024 * size.max_count
        share = size.spot_percent / 100 if isinstance(size, Interruptible) else 0.0
        on_demand += vcpu * (1 - share)
        spot += vcpu * share
    targets = len(sizes)
    if deployment.broker.existing is None and deployment.broker.mode == "fargate":
        on_demand += _REDIS_VCPU
        targets += 1
    made = deployment.network.existing is None
    addresses = {"none": 0, "instance": 1, "single": 1, "per_az": deployment.network.az_count}[deployment.network.nat]
    return {
        "on_demand": on_demand,
        "spot": spot,
        "addresses": addresses if made else 0,
        "vpcs": 1 if made else 0,
        "targets": targets,
    }


def checks(clients: AwsClients, deployment: Deployment) -> Iterator[Check]:
    """Every quota that the deployment takes something of."""
    wanted = needs(deployment)
    ec2 = clients("ec2")
    mine = [{"Name": "tag:Deployment", "Values": [deployment.name]}]
    for quota, count in (
        (Quota("quota: Fargate vCPU", "fargate", "L-3032A538", "vCPU", wanted["on_demand"]), None),
        (Quota("quota: Fargate Spot vCPU", "fargate", "L-36FBB829", "vCPU", wanted["spot"]), None),
        (
            Quota("quota: Elastic IP addresses", "ec2", "L-0263D0A3", "addresses", wanted["addresses"]),
            lambda: (
                len(ec2.describe_addresses()["Addresses"]),
                len(ec2.describe_addresses(Filters=mine)["Addresses"]),
            ),
        ),
        (
            Quota("quota: VPCs", "vpc", "L-F678F1CE", "VPCs", wanted["vpcs"]),
            lambda: (_count_vpcs(ec2, []), _count_vpcs(ec2, mine)),
        ),
    ):
        if quota.needs:
            yield _ask(clients, quota, count)
    yield ask("quota: Auto Scaling targets", lambda: _scalable_targets(clients, deployment, wanted["targets"]))


def _ask(clients: AwsClients, quota: Quota, count: Callable[[], tuple[int, int]] | None) -> Check:
    def question() -> Check:
        found = _value(clients("service-quotas"), quota)
        if found is None:
            hint = f"Look into Service Quotas for {quota.service} {quota.code} in this region."
            return Check(quota.name, "cannot tell", f"Service Quotas knows no {quota.service} {quota.code} here.", hint)
        if count is not None:
            used, own = count()
            return _compare(quota, float(found["Value"]), used, own)
        return _compare(quota, float(found["Value"]), _usage(clients, found), 0)

    return ask(quota.name, question)


def _value(client: Any, quota: Quota) -> dict[str, Any] | None:
    """The account's own value, otherwise AWS's default; None where there is no such quota."""
    for operation in (client.get_service_quota, client.get_aws_default_service_quota):
        try:
            answer: dict[str, Any] = operation(ServiceCode=quota.service, QuotaCode=quota.code)["Quota"]
        except ClientError as error:
            # An emulator may lack the second operation altogether.
            if code_of(error) in DENIED or code_of(error) not in ("NoSuchResourceException", "NotImplemented", "501"):
                raise
        else:
            return answer
    return None


def _usage(clients: AwsClients, quota: dict[str, Any]) -> float | None:
    """What CloudWatch saw in use of it, None where it may not be asked.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/monitoring-fargate-usage.html
    """
    metric = quota.get("UsageMetric")
    if not metric:
        return None
    now = datetime.now(UTC)
    try:
        points = clients("cloudwatch").get_metric_statistics(
            Namespace=metric["MetricNamespace"],
            MetricName=metric["MetricName"],
            Dimensions=[{"Name": name, "Value": value} for name, value in metric["MetricDimensions"].items()],
            StartTime=now - _USAGE_WINDOW,
            EndTime=now,
            Period=300,
            Statistics=["Maximum"],
        )["Datapoints"]
    except ClientError:
        return None  # the quota alone says nearly as much
    return max((float(point["Maximum"]) for point in points), default=0.0)


def _compare(quota: Quota, value: float, used: float | None, own: float) -> Check:
    others = max((used or 0) - own, 0)
    in_use = "use unknown" if used is None else f"{used:g} in use"
    says = f"{value:g} {quota.unit} ({in_use}), and the deployment takes up to {quota.needs:g}."
    if others + quota.needs <= value:
        return Check(quota.name, "ok", says)
    command = (
        f"aws service-quotas request-service-quota-increase --service-code {quota.service} --quota-code {quota.code} "
        f"--desired-value {others + quota.needs:.0f}"
    )
    return Check(quota.name, "missing", says, f"Ask for more: {command}")


def _count_vpcs(ec2: Any, filters: list[dict[str, Any]]) -> int:
    pages = ec2.get_paginator("describe_vpcs").paginate(Filters=filters)
    return sum(len(page["Vpcs"]) for page in pages)


def _scalable_targets(clients: AwsClients, deployment: Deployment, needed: float) -> Check:
    name = "quota: Auto Scaling targets"
    client = clients("service-quotas")
    value = None
    try:
        arguments: dict[str, Any] = {"ServiceCode": "application-autoscaling"}
        while value is None:
            page = client.list_aws_default_service_quotas(**arguments)
            value = next((one for one in page["Quotas"] if _SCALABLE_TARGETS.search(one["QuotaName"])), None)
            if "NextToken" not in page:
                break
            arguments["NextToken"] = page["NextToken"]
    except ClientError as error:
        if code_of(error) != "NoSuchResourceException":
            raise
    if value is None:
        hint = "Look into Service Quotas for application-autoscaling; AWS grants 3000 for ECS by default."
        return Check(name, "cannot tell", "Service Quotas names no scalable targets of ECS here.", hint)
    quota = Quota(name, "application-autoscaling", str(value["QuotaCode"]), "targets", needed)
    granted = _value(client, quota) or value
    pages = (
        clients("application-autoscaling").get_paginator("describe_scalable_targets").paginate(ServiceNamespace="ecs")
    )
    there = [target["ResourceId"] for page in pages for target in page["ScalableTargets"]]
    own = sum(resource.startswith(f"service/{deployment.name}/") for resource in there)
    return _compare(quota, float(granted["Value"]), len(there), own)
