"""Gaps of the Resource Groups Tagging API: each kind of resource must be found by its tag."""

from typing import Any

from stock_moto import Aws, fills, unique


def _found(aws: Aws, owner: str) -> set[str]:
    """The service and type of each resource that carries the tag of this test, as its ARN has them."""
    pages = aws("resourcegroupstaggingapi").get_paginator("get_resources")
    found = pages.paginate(TagFilters=[{"Key": "Owner", "Values": [owner]}])
    arns = [one["ResourceARN"] for page in found for one in page["ResourceTagMappingList"]]
    return {f"{arn.split(':')[2]} {arn.split(':', 5)[5].replace('/', ':').split(':')[0]}" for arn in arns}


def _tags(owner: str) -> list[dict[str, str]]:
    return [{"Key": "Owner", "Value": owner}]


def _specification(kind: str, owner: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": _tags(owner)}]


@fills("tagging.ec2_resources")
def test_addresses_endpoints_rules_and_flow_logs_are_found_by_tag(aws: Aws) -> None:
    owner, ec2 = unique("owner"), aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.allocate_address(Domain="vpc", TagSpecifications=_specification("elastic-ip", owner))
    ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName=f"com.amazonaws.{ec2.meta.region_name}.s3",
        TagSpecifications=_specification("vpc-endpoint", owner),
    )
    group = ec2.create_security_group(GroupName=owner, Description="x", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}],
        TagSpecifications=_specification("security-group-rule", owner),
    )
    bucket = unique("flow-logs")
    aws("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": ec2.meta.region_name})
    ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination=f"arn:aws:s3:::{bucket}",
        TagSpecifications=_specification("vpc-flow-log", owner),
    )
    expected = {"ec2 elastic-ip", "ec2 vpc-endpoint", "ec2 security-group-rule", "ec2 vpc-flow-log"}
    assert _found(aws, owner) == expected


@fills("tagging.listeners_of_load_balancers")
def test_listeners_and_their_rules_are_found_by_tag(aws: Aws) -> None:
    owner, elbv2 = unique("owner"), aws("elbv2")
    subnets = [subnet["SubnetId"] for subnet in aws("ec2").describe_subnets()["Subnets"]][:2]
    [balancer] = elbv2.create_load_balancer(Name=owner, Subnets=subnets)["LoadBalancers"]
    answer = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]
    [listener] = elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=answer,
        Tags=_tags(owner),
    )["Listeners"]
    elbv2.create_rule(
        ListenerArn=listener["ListenerArn"],
        Priority=1,
        Conditions=[{"Field": "path-pattern", "Values": ["/flower"]}],
        Actions=answer,
        Tags=_tags(owner),
    )
    assert _found(aws, owner) == {"elasticloadbalancing listener", "elasticloadbalancing listener-rule"}


@fills("tagging.groups_of_databases")
def test_groups_of_databases_are_found_by_tag(aws: Aws) -> None:
    owner, rds = unique("owner"), aws("rds")
    subnets = [subnet["SubnetId"] for subnet in aws("ec2").describe_subnets()["Subnets"]]
    rds.create_db_subnet_group(
        DBSubnetGroupName=owner, DBSubnetGroupDescription="x", SubnetIds=subnets, Tags=_tags(owner)
    )
    family = {"DBParameterGroupFamily": "aurora-postgresql16", "Description": "x", "Tags": _tags(owner)}
    rds.create_db_cluster_parameter_group(DBClusterParameterGroupName=owner, **family)
    rds.create_db_parameter_group(DBParameterGroupName=owner, **family)
    assert _found(aws, owner) == {"rds subgrp", "rds cluster-pg", "rds pg"}


@fills("tagging.groups_of_caches")
def test_groups_of_caches_are_found_by_tag(aws: Aws) -> None:
    owner, elasticache = unique("owner"), aws("elasticache")
    elasticache.create_cache_parameter_group(
        CacheParameterGroupName=owner, CacheParameterGroupFamily="redis7", Description="x", Tags=_tags(owner)
    )
    elasticache.create_user(
        UserId=owner, UserName="default", Engine="redis", AccessString="on ~* +@all", NoPasswordRequired=True
    )
    elasticache.create_user_group(UserGroupId=owner, Engine="redis", UserIds=[owner], Tags=_tags(owner))
    assert _found(aws, owner) == {"elasticache parametergroup", "elasticache usergroup"}


@fills("tagging.cloud_map_resources")
def test_namespaces_and_their_services_are_found_by_tag(aws: Aws) -> None:
    owner, cloud_map = unique("owner"), aws("servicediscovery")
    vpc = aws("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    cloud_map.create_private_dns_namespace(Name=f"{owner}.internal", Vpc=vpc, Tags=_tags(owner))
    [namespace] = [one for one in cloud_map.list_namespaces()["Namespaces"] if one["Name"] == f"{owner}.internal"]
    cloud_map.create_service(Name="flower", NamespaceId=namespace["Id"], Tags=_tags(owner))
    assert _found(aws, owner) == {"servicediscovery namespace", "servicediscovery service"}
