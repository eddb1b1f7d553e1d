"""What exists in an AWS, asked of AWS itself rather than of a Terraform state.

A test says with it that nothing is left after a destroy. What AWS makes by itself is left out (the default VPC
and its parts, the default security group, main route table and network ACL of every VPC, AWS-managed policies and
keys, default parameter groups, service-linked roles), and so is what only waits for the date of its deletion (KMS
keys, secrets) or is kept as history (terminated instances, deregistered task definitions, inactive services).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import jmespath  # type: ignore[import-untyped]

from wrapper.embedded_aws.process import ACCOUNT_ID


@dataclass(frozen=True)
class Listing:
    """One action that lists things, and the JMESPath expression that picks their ARNs or identifiers."""

    service: str
    operation: str
    expression: str
    parameters: tuple[tuple[str, Any], ...] = ()
    prefix: str = ""
    """Says what an identifier is that does not say it itself."""


LISTINGS = (
    Listing("acm", "list_certificates", "CertificateSummaryList[].CertificateArn"),
    Listing("cloudwatch", "describe_alarms", "MetricAlarms[].AlarmArn"),
    Listing("cloudwatch", "list_dashboards", "DashboardEntries[].DashboardArn"),
    Listing("ec2", "describe_vpcs", "Vpcs[?!IsDefault].VpcId"),
    Listing("ec2", "describe_subnets", "Subnets[?!DefaultForAz].SubnetId"),
    Listing("ec2", "describe_route_tables", "RouteTables[?!not_null(Associations[?Main] | [0])].RouteTableId"),
    Listing("ec2", "describe_network_acls", "NetworkAcls[?!IsDefault].NetworkAclId"),
    Listing("ec2", "describe_security_groups", "SecurityGroups[?GroupName!='default'].GroupId"),
    Listing("ec2", "describe_nat_gateways", "NatGateways[?State!='deleted'].NatGatewayId"),
    Listing("ec2", "describe_addresses", "Addresses[].AllocationId"),
    Listing("ec2", "describe_vpc_endpoints", "VpcEndpoints[?State!='deleted'].VpcEndpointId"),
    Listing("ec2", "describe_flow_logs", "FlowLogs[].FlowLogId"),
    Listing("ec2", "describe_instances", "Reservations[].Instances[?State.Name!='terminated'][].InstanceId"),
    Listing("ec2", "describe_volumes", "Volumes[].VolumeId"),
    Listing("ec2", "describe_network_interfaces", "NetworkInterfaces[].NetworkInterfaceId"),
    Listing("ec2", "describe_launch_templates", "LaunchTemplates[].LaunchTemplateId"),
    Listing("ec2", "describe_key_pairs", "KeyPairs[].KeyPairId"),
    Listing("ecr", "describe_repositories", "repositories[].repositoryArn"),
    Listing("ecs", "list_clusters", "clusterArns[]"),
    Listing("ecs", "list_task_definitions", "taskDefinitionArns[]", (("status", "ACTIVE"),)),
    Listing("efs", "describe_file_systems", "FileSystems[].FileSystemArn"),
    Listing("efs", "describe_access_points", "AccessPoints[].AccessPointArn"),
    Listing("elasticache", "describe_replication_groups", "ReplicationGroups[].ARN"),
    Listing("elasticache", "describe_cache_clusters", "CacheClusters[].ARN"),
    Listing("elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups[?CacheSubnetGroupName!='default'].ARN"),
    Listing(
        "elasticache",
        "describe_cache_parameter_groups",
        "CacheParameterGroups[?!starts_with(CacheParameterGroupName, 'default.')].ARN",
    ),
    Listing("elasticache", "describe_users", "Users[?UserId!='default'].ARN"),
    Listing("elasticache", "describe_user_groups", "UserGroups[].ARN"),
    Listing("elasticache", "describe_snapshots", "Snapshots[].ARN"),
    Listing("elbv2", "describe_load_balancers", "LoadBalancers[].LoadBalancerArn"),
    Listing("elbv2", "describe_target_groups", "TargetGroups[].TargetGroupArn"),
    Listing("events", "list_rules", "Rules[].Arn"),
    Listing("iam", "list_roles", "Roles[?!starts_with(Path, '/aws-service-role/')].Arn"),
    Listing("iam", "list_policies", "Policies[].Arn", (("Scope", "Local"),)),
    Listing("iam", "list_instance_profiles", "InstanceProfiles[].Arn"),
    Listing("iam", "list_users", "Users[].Arn"),
    Listing("iam", "list_groups", "Groups[].Arn"),
    Listing("kms", "list_aliases", "Aliases[?!starts_with(AliasName, 'alias/aws/')].AliasArn"),
    Listing("lambda", "list_functions", "Functions[].FunctionArn"),
    Listing("logs", "describe_log_groups", "logGroups[].arn"),
    Listing("rds", "describe_db_clusters", "DBClusters[].DBClusterArn"),
    Listing("rds", "describe_db_instances", "DBInstances[].DBInstanceArn"),
    Listing(
        "rds",
        "describe_db_cluster_snapshots",
        "DBClusterSnapshots[].DBClusterSnapshotArn",
        (("SnapshotType", "manual"),),
    ),
    Listing("rds", "describe_db_snapshots", "DBSnapshots[].DBSnapshotArn", (("SnapshotType", "manual"),)),
    Listing("rds", "describe_db_subnet_groups", "DBSubnetGroups[?DBSubnetGroupName!='default'].DBSubnetGroupArn"),
    Listing(
        "rds",
        "describe_db_cluster_parameter_groups",
        "DBClusterParameterGroups[?!starts_with(DBClusterParameterGroupName, 'default.')].DBClusterParameterGroupArn",
    ),
    Listing(
        "rds",
        "describe_db_parameter_groups",
        "DBParameterGroups[?!starts_with(DBParameterGroupName, 'default.')].DBParameterGroupArn",
    ),
    Listing("route53", "list_hosted_zones", "HostedZones[].Id"),
    Listing("s3", "list_buckets", "Buckets[].Name", prefix="arn:aws:s3:::"),
    Listing("scheduler", "list_schedules", "Schedules[].Arn"),
    Listing("secretsmanager", "list_secrets", "SecretList[?!DeletedDate].ARN"),
    Listing("servicediscovery", "list_namespaces", "Namespaces[].Arn"),
    Listing("servicediscovery", "list_services", "Services[].Arn"),
    Listing("sns", "list_topics", "Topics[].TopicArn"),
    Listing("sns", "list_subscriptions", "Subscriptions[].SubscriptionArn"),
    Listing("sqs", "list_queues", "QueueUrls[]"),
    Listing(
        "ssm", "describe_parameters", "Parameters[?!starts_with(Name, '/aws/service/')].Name", prefix="ssm:parameter"
    ),
)

Client = Callable[[str], Any]


def _list(client: Any, operation: str, expression: str, **parameters: Any) -> Iterator[str]:
    """Everything that the action lists, over all of its pages."""
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**parameters)
    else:
        pages = [getattr(client, operation)(**parameters)]
    for page in pages:
        yield from jmespath.search(expression, page) or []


def _internet_gateways(client: Client) -> Iterator[str]:
    ec2 = client("ec2")
    default = set(_list(ec2, "describe_vpcs", "Vpcs[?IsDefault].VpcId"))
    for gateway in ec2.describe_internet_gateways()["InternetGateways"]:
        if not default.intersection(attachment["VpcId"] for attachment in gateway["Attachments"]):
            yield gateway["InternetGatewayId"]


def _ecs_services(client: Client) -> Iterator[str]:
    for cluster in _list(client("ecs"), "list_clusters", "clusterArns[]"):
        yield from _list(client("ecs"), "list_services", "serviceArns[]", cluster=cluster)


def _mount_targets(client: Client) -> Iterator[str]:
    for file_system in _list(client("efs"), "describe_file_systems", "FileSystems[].FileSystemId"):
        yield from _list(
            client("efs"), "describe_mount_targets", "MountTargets[].MountTargetId", FileSystemId=file_system
        )


def _listeners(client: Client) -> Iterator[str]:
    for balancer in _list(client("elbv2"), "describe_load_balancers", "LoadBalancers[].LoadBalancerArn"):
        yield from _list(client("elbv2"), "describe_listeners", "Listeners[].ListenerArn", LoadBalancerArn=balancer)


def _kms_keys(client: Client) -> Iterator[str]:
    for key in _list(client("kms"), "list_keys", "Keys[].KeyId"):
        metadata = client("kms").describe_key(KeyId=key)["KeyMetadata"]
        if metadata["KeyManager"] == "CUSTOMER" and metadata["KeyState"] != "PendingDeletion":
            yield metadata["Arn"]


def _scaling(client: Client) -> Iterator[str]:
    scaling = client("application-autoscaling")
    for namespace in ("ecs", "rds"):
        parameters = {"ServiceNamespace": namespace}
        yield from _list(scaling, "describe_scalable_targets", "ScalableTargets[].ScalableTargetARN", **parameters)
        yield from _list(scaling, "describe_scaling_policies", "ScalingPolicies[].PolicyARN", **parameters)
        yield from _list(scaling, "describe_scheduled_actions", "ScheduledActions[].ScheduledActionARN", **parameters)


def _records(client: Client) -> Iterator[str]:
    """DNS records; the ones that every zone has by itself are left out."""
    for zone in _list(client("route53"), "list_hosted_zones", "HostedZones[].Id"):
        expression = "ResourceRecordSets[?Type!='NS' && Type!='SOA'].join(' ', ['record', Type, Name])"
        yield from _list(client("route53"), "list_resource_record_sets", expression, HostedZoneId=zone)


def _budgets(client: Client) -> Iterator[str]:
    account = client("sts").get_caller_identity()["Account"]
    for name in _list(client("budgets"), "describe_budgets", "Budgets[].BudgetName", AccountId=account):
        yield f"arn:aws:budgets::{account}:budget/{name}"


NESTED = (
    _budgets,
    _ecs_services,
    _internet_gateways,
    _kms_keys,
    _listeners,
    _mount_targets,
    _records,
    _scaling,
)
"""What is listed by more than one request."""


def inventory(source: str | boto3.session.Session, region: str) -> list[str]:
    """The ARN or identifier of everything that exists in the region and in the global services, sorted.

    `source` is the URL of an embedded AWS, or a boto3 session that knows where to ask.
    Raises botocore's ClientError where AWS refuses an action.
    """
    if isinstance(source, str):
        session = boto3.session.Session(
            aws_access_key_id=ACCOUNT_ID, aws_secret_access_key=ACCOUNT_ID, region_name=region
        )
        endpoint: str | None = source
    else:
        session, endpoint = source, None
    clients: dict[str, Any] = {}

    def client(service: str) -> Any:
        if service not in clients:
            clients[service] = session.client(service, region_name=region, endpoint_url=endpoint)
        return clients[service]

    found = [
        f"{listing.prefix}{item}"
        for listing in LISTINGS
        for item in _list(client(listing.service), listing.operation, listing.expression, **dict(listing.parameters))
    ]
    for nested in NESTED:
        found.extend(nested(client))
    return sorted(found)
