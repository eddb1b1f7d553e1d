"""What a killed apply left in AWS without writing it into Terraform's state, and how to take it in.

Found by the tag that every resource of a deployment carries from its creation on, or, where a type has no tags, by
asking for what a plan is to create (untagged.py). What AWS makes by itself and tags alike (tasks, their network
interfaces, snapshots) is left alone.

What the state holds as tainted is listed too: an interrupt cancels the waiting for something that AWS goes on making.
Importing it keeps it; the next apply would replace it.
Import ids: the "Import" section of each resource's page in https://registry.terraform.io/providers/hashicorp/aws
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from stacks.settings import DEPLOYMENT_TAG
from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.deployments import untagged


@dataclass(frozen=True)
class Kind:
    """Resources whose ARN matches `arn`, which are one of the Terraform `types`.

    `import_id` is made of the groups of the pattern, of {arn}, and of what the plan says ({vpc}).
    """

    arn: re.Pattern[str]
    types: tuple[str, ...]
    import_id: str = "{id}"


def _kind(service: str, resource: str, types: str, import_id: str = "{id}") -> Kind:
    return Kind(re.compile(rf"arn:[^:]+:{service}:[^:]*:[^:]*:{resource}"), tuple(types.split()), import_id)


# Task definitions are missing on purpose: one that no state knows costs nothing and stands in nobody's way.
KINDS = (
    _kind("ec2", "vpc/(?P<id>.+)", "aws_vpc"),
    _kind("ec2", "subnet/(?P<id>.+)", "aws_subnet"),
    _kind("ec2", "route-table/(?P<id>.+)", "aws_route_table"),
    _kind("ec2", "internet-gateway/(?P<id>.+)", "aws_internet_gateway"),
    _kind("ec2", "natgateway/(?P<id>.+)", "aws_nat_gateway"),
    _kind("ec2", "elastic-ip/(?P<id>.+)", "aws_eip"),
    _kind("ec2", "security-group/(?P<id>.+)", "aws_security_group"),
    _kind(
        "ec2",
        "security-group-rule/(?P<id>.+)",
        "aws_vpc_security_group_ingress_rule aws_vpc_security_group_egress_rule",
    ),
    _kind("ec2", "vpc-endpoint/(?P<id>.+)", "aws_vpc_endpoint"),
    _kind("ec2", "vpc-flow-log/(?P<id>.+)", "aws_flow_log"),
    _kind("ec2", "instance/(?P<id>.+)", "aws_instance"),
    _kind("ec2", "network-interface/(?P<id>.+)", "aws_network_interface"),
    _kind("elasticloadbalancing", r"loadbalancer/\w+/(?P<name>[^/]+)/.+", "aws_lb", "{arn}"),
    _kind("elasticloadbalancing", "targetgroup/(?P<name>[^/]+)/.+", "aws_lb_target_group", "{arn}"),
    _kind("elasticloadbalancing", "listener/.+", "aws_lb_listener", "{arn}"),
    _kind("elasticloadbalancing", "listener-rule/.+", "aws_lb_listener_rule", "{arn}"),
    _kind("ecs", "cluster/(?P<id>.+)", "aws_ecs_cluster"),
    _kind("ecs", "service/(?P<id>[^/]+/(?P<name>.+))", "aws_ecs_service"),
    _kind("rds", "cluster:(?P<id>.+)", "aws_rds_cluster"),
    _kind("rds", "db:(?P<id>.+)", "aws_rds_cluster_instance aws_db_instance"),
    _kind("rds", "subgrp:(?P<id>.+)", "aws_db_subnet_group"),
    _kind("rds", "cluster-pg:(?P<id>.+)", "aws_rds_cluster_parameter_group"),
    _kind("rds", "pg:(?P<id>.+)", "aws_db_parameter_group"),
    _kind("elasticache", "replicationgroup:(?P<id>.+)", "aws_elasticache_replication_group"),
    _kind("elasticache", "subnetgroup:(?P<id>.+)", "aws_elasticache_subnet_group"),
    _kind("elasticache", "parametergroup:(?P<id>.+)", "aws_elasticache_parameter_group"),
    _kind("elasticache", "user:(?P<id>.+)", "aws_elasticache_user"),
    _kind("elasticache", "usergroup:(?P<id>.+)", "aws_elasticache_user_group"),
    _kind("elasticfilesystem", "file-system/(?P<id>.+)", "aws_efs_file_system"),
    _kind("elasticfilesystem", "access-point/(?P<id>.+)", "aws_efs_access_point"),
    _kind("iam", "role/(?:.+/)?(?P<id>[^/]+)", "aws_iam_role"),
    _kind("iam", "policy/(?:.+/)?(?P<name>[^/]+)", "aws_iam_policy", "{arn}"),
    _kind("kms", "key/(?P<id>.+)", "aws_kms_key"),
    _kind("logs", r"log-group:(?P<id>[^:]+)(?::\*)?", "aws_cloudwatch_log_group"),
    _kind("secretsmanager", r"secret:(?P<name>.+)-\w{6}", "aws_secretsmanager_secret", "{arn}"),
    _kind("s3", "(?P<id>[^/]+)", "aws_s3_bucket"),
    _kind(
        "servicediscovery",
        "namespace/(?P<namespace>.+)",
        "aws_service_discovery_private_dns_namespace",
        "{namespace}:{vpc}",
    ),
    _kind("servicediscovery", "service/(?P<id>.+)", "aws_service_discovery_service"),
    _kind("ecr", "repository/(?P<id>.+)", "aws_ecr_repository"),
    _kind("cloudwatch", "alarm:(?P<id>.+)", "aws_cloudwatch_metric_alarm"),
    _kind("sns", "(?P<name>[^:]+)", "aws_sns_topic", "{arn}"),
)

#: AWS and others make these by themselves with the same tags: only one that the plan has a place for is an orphan.
ONLY_WITH_PLACE = ("aws_network_interface",)

# How to delete what a killed apply made twice. Nothing that holds data is here.
DELETION = {
    "aws_vpc": "ec2 delete-vpc --vpc-id {id}",
    "aws_subnet": "ec2 delete-subnet --subnet-id {id}",
    "aws_route_table": "ec2 delete-route-table --route-table-id {id}",
    "aws_internet_gateway": "ec2 delete-internet-gateway --internet-gateway-id {id}",
    "aws_nat_gateway": "ec2 delete-nat-gateway --nat-gateway-id {id}",
    "aws_eip": "ec2 release-address --allocation-id {id}",
    "aws_security_group": "ec2 delete-security-group --group-id {id}",
    "aws_vpc_security_group_ingress_rule": (
        "ec2 revoke-security-group-ingress --group-id {group} --security-group-rule-ids {id}"
    ),
    "aws_vpc_security_group_egress_rule": (
        "ec2 revoke-security-group-egress --group-id {group} --security-group-rule-ids {id}"
    ),
    "aws_vpc_endpoint": "ec2 delete-vpc-endpoints --vpc-endpoint-ids {id}",
    "aws_flow_log": "ec2 delete-flow-logs --flow-log-ids {id}",
    "aws_instance": "ec2 terminate-instances --instance-ids {id}",
    "aws_lb": "elbv2 delete-load-balancer --load-balancer-arn {id}",
    "aws_lb_target_group": "elbv2 delete-target-group --target-group-arn {id}",
    "aws_lb_listener": "elbv2 delete-listener --listener-arn {id}",
    "aws_lb_listener_rule": "elbv2 delete-rule --rule-arn {id}",
    "aws_efs_access_point": "efs delete-access-point --access-point-id {id}",
    "aws_rds_cluster_parameter_group": ("rds delete-db-cluster-parameter-group --db-cluster-parameter-group-name {id}"),
}

# Of two for one address the one that others use is kept: what uses each, and how it names it.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
USERS = {
    "aws_vpc": ("describe_subnets", "Subnets", "vpc-id"),
    "aws_subnet": ("describe_network_interfaces", "NetworkInterfaces", "subnet-id"),
    "aws_security_group": ("describe_network_interfaces", "NetworkInterfaces", "group-id"),
}

# What lives in a VPC, which a plan may know: how to ask which one.
IN_VPC = {
    "aws_subnet": ("describe_subnets", "Subnets", "SubnetIds"),
    "aws_route_table": ("describe_route_tables", "RouteTables", "RouteTableIds"),
    "aws_security_group": ("describe_security_groups", "SecurityGroups", "GroupIds"),
    "aws_vpc_endpoint": ("describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointIds"),
}

# The arguments by which the provider's resources are told apart; a plan knows them before the apply.
IDENTIFYING = (
    "name",
    "bucket",
    "identifier",
    "cluster_identifier",
    "replication_group_id",
    "user_id",
    "user_group_id",
    "creation_token",
    "alarm_name",
)

# Of a rule of a security group the tags say little: these, as the plan and as AWS name them, say all.
RULE_ARGUMENTS = {
    "security_group_id": "GroupId",
    "description": "Description",
    "ip_protocol": "IpProtocol",
    "from_port": "FromPort",
    "to_port": "ToPort",
    "cidr_ipv4": "CidrIpv4",
    "cidr_ipv6": "CidrIpv6",
    "prefix_list_id": "PrefixListId",
}


@dataclass(frozen=True)
class Orphan:
    """A resource of the deployment that its state lacks; `address` is None where the plan has no place for it.

    `deletion` is the command of the AWS CLI that removes it, where nothing is lost with it.
    """

    arn: str
    type: str
    import_id: str
    address: str | None
    deletion: str | None = None


def find(deployment: str, clients: AwsClients, state: dict[str, Any], plan: dict[str, Any]) -> list[Orphan]:
    """All orphans of the deployment, by ARN, one for an address; raises TarmacError where AWS cannot be asked.

    `state` is what `Terraform.state_pull` gives, `plan` what `Terraform.show` gives for a fresh plan. Importing some
    may let the next plan know more, and so find more.
    """
    known, tainted = _known(state)
    found = []
    try:
        for arn, tags in sorted(_tagged(deployment, clients), key=lambda one: one[0]):
            kind, match = _kind_of(arn)
            if kind is None or match is None or not known.isdisjoint({arn, *_ids(kind, match)}):
                continue
            if not _is_no_orphan(arn, match, clients):
                found.append(_orphan(arn, tags, kind, match, plan, clients))
        found = [one for one in found if one.address or one.type not in ONLY_WITH_PLACE]
        found = _one_for_an_address(found, tainted, clients)
        for type_, address, import_id in untagged.find(plan, clients):
            found.append(Orphan(import_id, type_, import_id, address))
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"looking for resources of {deployment} that the state lacks") from error
    return found


def is_held(attributes: dict[str, Any], import_id: str) -> bool:
    """Whether a resource in the state, of these attributes, is the one with that import id."""
    held = [str(attributes[name]) for name in ("id", "arn") if attributes.get(name)]
    return any(one == import_id or one.endswith(f"/{import_id}") or import_id.startswith(f"{one}:") for one in held)


def _kind_of(arn: str) -> tuple[Kind | None, re.Match[str] | None]:
    for kind in KINDS:
        match = kind.arn.fullmatch(arn)
        if match:
            return kind, match
    return None, None


def _known(state: dict[str, Any]) -> tuple[set[str], list[dict[str, Any]]]:
    """The ARNs in the state with the ids as `type id` (an id alone may be the name of two things); what is tainted."""
    known, tainted = set(), []
    for resource in state.get("resources", []):
        if resource["mode"] == "managed":
            for instance in resource["instances"]:
                attributes = instance.get("attributes") or {}
                if instance.get("status") == "tainted":
                    tainted.append(attributes)
                else:
                    identifier = str(attributes.get("id"))  # of an ECS service, which has no arn, it is the ARN
                    known |= {str(attributes.get("arn")), f"{resource['type']} {identifier}"}
                    known |= {identifier} if identifier.startswith("arn:") else set()
    return known, tainted


def _one_for_an_address(found: list[Orphan], tainted: list[dict[str, Any]], clients: AwsClients) -> list[Orphan]:
    """The others lose their place: best is what the state holds as tainted, then what most others use."""
    by_address: dict[str | None, list[Orphan]] = {}
    for orphan in found:
        by_address.setdefault(orphan.address, []).append(orphan)
    chosen = {
        address: max(twins, key=lambda one: _worth(one, tainted, clients)) if len(twins) > 1 else twins[0]
        for address, twins in by_address.items()
        if address is not None
    }
    return [
        orphan if orphan.address is None or chosen[orphan.address] is orphan else replace(orphan, address=None)
        for orphan in found
    ]


def _worth(orphan: Orphan, tainted: list[dict[str, Any]], clients: AwsClients) -> tuple[bool, int]:
    users = 0
    if orphan.type in USERS:
        operation, key, by = USERS[orphan.type]
        answer = getattr(clients("ec2"), operation)(Filters=[{"Name": by, "Values": [orphan.import_id]}])
        users = len(answer[key])
    return any(is_held(attributes, orphan.import_id) for attributes in tainted), users


def _ids(kind: Kind, match: re.Match[str]) -> set[str]:
    identifier = next(iter(match.groupdict().values()), None)
    return {f"{one} {identifier}" for one in kind.types}


def _tagged(deployment: str, clients: AwsClients) -> Iterator[tuple[str, dict[str, str]]]:
    pages = clients("resourcegroupstaggingapi").get_paginator("get_resources")
    for page in pages.paginate(TagFilters=[{"Key": DEPLOYMENT_TAG, "Values": [deployment]}]):
        for one in page["ResourceTagMappingList"]:
            yield one["ResourceARN"].removesuffix(":*"), {tag["Key"]: tag["Value"] for tag in one["Tags"]}
    # The tagging API leaves out roles: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
    iam = clients("iam")
    for page in iam.get_paginator("list_roles").paginate():
        for role in page["Roles"]:
            if role["RoleName"].startswith(deployment):  # every name carries it; asking each role takes a call
                tags = {tag["Key"]: tag["Value"] for tag in iam.list_role_tags(RoleName=role["RoleName"])["Tags"]}
                if tags.get(DEPLOYMENT_TAG) == deployment:
                    yield role["Arn"], tags


def _is_no_orphan(arn: str, match: re.Match[str], clients: AwsClients) -> bool:
    """Whether AWS still shows something that is deleted, or is to be; or it is adopted rather than created."""
    service = arn.split(":")[2]
    try:
        if service == "kms":
            return str(clients("kms").describe_key(KeyId=arn)["KeyMetadata"]["KeyState"]) == "PendingDeletion"
        if service == "secretsmanager":
            return "DeletedDate" in clients("secretsmanager").describe_secret(SecretId=arn)
        if ":natgateway/" in arn:
            gateways = clients("ec2").describe_nat_gateways(NatGatewayIds=[match["id"]])["NatGateways"]
            return all(gateway["State"] in ("deleting", "deleted", "failed") for gateway in gateways)
        if ":vpc-endpoint/" in arn:
            endpoints = clients("ec2").describe_vpc_endpoints(VpcEndpointIds=[match["id"]])["VpcEndpoints"]
            return all(endpoint["State"].lower() in ("deleting", "deleted") for endpoint in endpoints)
        if ":security-group/" in arn:  # that of the VPC itself is tagged by whoever adopts it
            groups = clients("ec2").describe_security_groups(GroupIds=[match["id"]])["SecurityGroups"]
            return all(group["GroupName"] == "default" for group in groups)
        if ":instance/" in arn:  # shown for an hour after its end
            groups = clients("ec2").describe_instances(InstanceIds=[match["id"]])["Reservations"]
            states = [one["State"]["Name"] for group in groups for one in group["Instances"]]
            return all(state in ("shutting-down", "terminated") for state in states)
        if service == "ecs" and ":cluster/" in arn:
            clusters = clients("ecs").describe_clusters(clusters=[arn])["clusters"]
            return all(cluster["status"] == "INACTIVE" for cluster in clusters)
        if service == "ecs":
            cluster = match["id"].partition("/")[0]
            services = clients("ecs").describe_services(cluster=cluster, services=[arn])["services"]
            return all(one["status"] in ("DRAINING", "INACTIVE") for one in services)
    except ClientError as error:
        if "NotFound" in error.response["Error"]["Code"]:
            return True
        raise
    return False


def _orphan(
    arn: str, tags: dict[str, str], kind: Kind, match: re.Match[str], plan: dict[str, Any], clients: AwsClients
) -> Orphan:
    types, group = kind.types, ""
    if "aws_vpc_security_group_ingress_rule" in types:
        rule = clients("ec2").describe_security_group_rules(SecurityGroupRuleIds=[match["id"]])["SecurityGroupRules"][0]
        types, group = types[1:] if rule["IsEgress"] else types[:1], rule["GroupId"]
        places = [place for place in _to_create(plan, types) if _is_rule(place["change"]["after"], rule)]
    else:
        names = {tags.get("Name"), *match.groupdict().values()} - {None}
        places = [place for place in _to_create(plan, types) if names & _names(place["change"]["after"])]
        places = [place for place in places if _may_be_in_vpc(place, match, clients)]
    place = places[0] if len(places) == 1 else None
    planned = place["change"]["after"] if place else {}
    values = {"arn": arn, **match.groupdict()}
    if "namespace" in values:
        values["vpc"] = planned.get("vpc") or _vpc_of_namespace(values["namespace"], clients)
    kept, import_id = place["type"] if place else types[0], kind.import_id.format(**values)
    deletion = f"aws {DELETION[kept].format(id=import_id, group=group)}" if kept in DELETION else None
    return Orphan(arn, kept, import_id, place["address"] if place else None, deletion)


def _vpc_of_namespace(namespace: str, clients: AwsClients) -> str:
    """A plan does not know it before the VPC itself is imported; the namespace's hosted zone does."""
    properties = clients("servicediscovery").get_namespace(Id=namespace)["Namespace"]["Properties"]
    zone = clients("route53").get_hosted_zone(Id=properties["DnsProperties"]["HostedZoneId"])
    vpc: str = zone["VPCs"][0]["VPCId"]
    return vpc


def _may_be_in_vpc(place: dict[str, Any], match: re.Match[str], clients: AwsClients) -> bool:
    """Whether it lives in the VPC that the plan says, where the plan can say."""
    wanted = place["change"]["after"].get("vpc_id")
    if not wanted or place["type"] not in IN_VPC:
        return True
    operation, key, by = IN_VPC[place["type"]]
    return all(one["VpcId"] == wanted for one in getattr(clients("ec2"), operation)(**{by: [match["id"]]})[key])


def _to_create(plan: dict[str, Any], types: tuple[str, ...]) -> list[dict[str, Any]]:
    """What the plan creates, also in place of what is tainted."""
    found = plan.get("resource_changes", [])
    return [
        one
        for one in found
        if one["type"] in types
        and (one["change"]["actions"] == ["create"] or one.get("action_reason") == "replace_because_tainted")
    ]


def _names(planned: dict[str, Any]) -> set[str]:
    tags = planned.get("tags_all") or planned.get("tags") or {}
    values = [tags.get("Name"), *(planned.get(argument) for argument in IDENTIFYING)]
    return {value for value in values if isinstance(value, str) and value}


def _is_rule(planned: dict[str, Any], rule: dict[str, Any]) -> bool:
    """Whether nothing that the plan knows of the rule differs."""
    known = [(planned.get(argument), rule.get(name)) for argument, name in RULE_ARGUMENTS.items()]
    known.append((planned.get("referenced_security_group_id"), rule.get("ReferencedGroupInfo", {}).get("GroupId")))
    return all(value is None or value == found for value, found in known)
