"""Gaps in EC2 and Cloud Map."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from stock_moto import REGION, Aws, fills, unique


def _vpc(aws: Aws) -> str:
    identifier: str = aws("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return identifier


def _subnet(aws: Aws) -> str:
    subnet = aws("ec2").create_subnet(VpcId=_vpc(aws), CidrBlock="10.0.0.0/24")["Subnet"]
    identifier: str = subnet["SubnetId"]
    return identifier


@fills("ec2.description_of_rule_between_groups")
def test_a_rule_between_security_groups_keeps_its_description(aws: Aws) -> None:
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    one, other = (
        ec2.create_security_group(GroupName=unique("group"), Description="test", VpcId=vpc)["GroupId"] for _ in range(2)
    )
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "UserIdGroupPairs": [{"GroupId": other, "Description": "scheduler to database"}],
    }
    ec2.authorize_security_group_ingress(GroupId=one, IpPermissions=[permission])
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [one]}])["SecurityGroupRules"]
    [rule] = [rule for rule in rules if not rule["IsEgress"]]
    assert rule["Description"] == "scheduler to database"


@fills("ec2.changed_rule_for_all_protocols_has_no_ports")
def test_a_rule_for_all_protocols_is_changed_without_ports(aws: Aws) -> None:
    ec2 = aws("ec2")
    group = ec2.create_security_group(GroupName=unique("group"), Description="test", VpcId=_vpc(aws))["GroupId"]
    of_group = [{"Name": "group-id", "Values": [group]}]
    [rule] = ec2.describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    changed = {"IpProtocol": "-1", "CidrIpv4": "0.0.0.0/0", "Description": "out"}
    ec2.modify_security_group_rules(
        GroupId=group,
        SecurityGroupRules=[{"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": changed}],
    )
    [after] = ec2.describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    assert after == {**rule, "Description": "out"}


@fills("ec2.deleted_nat_gateway_frees_its_interface")
def test_a_deleted_nat_gateway_leaves_no_interface_and_frees_its_address(aws: Aws) -> None:
    ec2 = aws("ec2")
    subnet = _subnet(aws)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    ec2.delete_nat_gateway(NatGatewayId=gateway)
    [described] = ec2.describe_addresses(AllocationIds=[address])["Addresses"]
    assert "AssociationId" not in described
    filters = [{"Name": "subnet-id", "Values": [subnet]}]
    assert ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"] == []
    ec2.release_address(AllocationId=address)


def _instance(aws: Aws, **settings: Any) -> Any:
    parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    image = aws("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    launched = aws("ec2").run_instances(ImageId=image, InstanceType="t4g.nano", MinCount=1, MaxCount=1, **settings)
    return launched["Instances"][0]


@fills("ec2.security_groups_of_an_instance")
def test_an_instance_answers_the_security_groups_of_its_interface(aws: Aws) -> None:
    ec2 = aws("ec2")
    vpc = _vpc(aws)
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=unique("nat"), Description="nat", VpcId=vpc)["GroupId"]
    interface = {"DeviceIndex": 0, "SubnetId": subnet, "Groups": [group], "AssociatePublicIpAddress": True}
    instance = _instance(aws, NetworkInterfaces=[interface])
    assert [group["GroupId"] for group in instance["SecurityGroups"]] == [group]


@fills("ec2.interface_ends_with_its_instance")
def test_the_interface_of_a_terminated_instance_is_gone(aws: Aws) -> None:
    subnet = _subnet(aws)
    instance = _instance(aws, NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": subnet}])
    aws("ec2").terminate_instances(InstanceIds=[instance["InstanceId"]])
    filters = [{"Name": "subnet-id", "Values": [subnet]}]
    assert aws("ec2").describe_network_interfaces(Filters=filters)["NetworkInterfaces"] == []


@fills("ec2.default_disk_key_is_managed_by_aws")
def test_the_default_key_of_volumes_belongs_to_aws(aws: Aws) -> None:
    volume = aws("ec2").create_volume(AvailabilityZone="eu-west-1a", Size=8, Encrypted=True)
    assert aws("kms").describe_key(KeyId=volume["KmsKeyId"])["KeyMetadata"]["KeyManager"] == "AWS"


def _namespace(aws: Aws, vpc: str, name: str) -> Any:
    discovery = aws("servicediscovery")
    operation = discovery.create_private_dns_namespace(Name=name, Vpc=vpc, CreatorRequestId=unique("request"))
    identifier = discovery.get_operation(OperationId=operation["OperationId"])["Operation"]["Targets"]["NAMESPACE"]
    return discovery.get_namespace(Id=identifier)["Namespace"]


def _zone(namespace: Any) -> str:
    identifier: str = namespace["Properties"]["DnsProperties"]["HostedZoneId"]
    return identifier


@fills("service_discovery.hosted_zone_of_a_private_namespace")
def test_a_private_namespace_has_a_zone_of_its_name_in_its_vpc(aws: Aws) -> None:
    """P0.4: an alias beside the names of Cloud Map is a record of this zone."""
    vpc, name = _vpc(aws), unique("airflow")
    zone = _zone(_namespace(aws, vpc, name))
    assert not zone.startswith("/hostedzone/")
    answer = aws("route53").get_hosted_zone(Id=zone)
    assert answer["HostedZone"]["Name"] == f"{name}."
    assert answer["HostedZone"]["Config"]["PrivateZone"] is True
    assert [attached["VPCId"] for attached in answer["VPCs"]] == [vpc]


@fills("service_discovery.several_namespaces_in_a_vpc")
def test_a_vpc_takes_several_namespaces_but_each_name_once(aws: Aws) -> None:
    vpc, name = _vpc(aws), unique("airflow")
    _namespace(aws, vpc, name)
    _namespace(aws, vpc, f"other.{name}")
    _namespace(aws, _vpc(aws), name)
    with pytest.raises(ClientError, match="ConflictingDomainExists"):
        _namespace(aws, vpc, name)


@fills("service_discovery.delete_namespace")
def test_a_namespace_takes_its_zone_along_once_it_is_empty(aws: Aws) -> None:
    discovery = aws("servicediscovery")
    namespace = _namespace(aws, _vpc(aws), unique("airflow"))
    service = discovery.create_service(
        Name="api-server", NamespaceId=namespace["Id"], DnsConfig={"DnsRecords": [{"Type": "A", "TTL": 10}]}
    )["Service"]["Id"]
    with pytest.raises(ClientError, match="ResourceInUse"):
        discovery.delete_namespace(Id=namespace["Id"])
    discovery.delete_service(Id=service)
    discovery.delete_namespace(Id=namespace["Id"])
    with pytest.raises(ClientError, match="NoSuchHostedZone"):
        aws("route53").get_hosted_zone(Id=_zone(namespace))


@fills("ssm.public_images_in_every_region")
def test_public_parameters_name_images_in_every_partition(aws: Aws) -> None:
    for region in ("cn-north-1", "us-gov-west-1"):
        name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
        image = aws("ssm", region).get_parameter(Name=name)["Parameter"]["Value"]
        [described] = aws("ec2", region).describe_images(ImageIds=[image])["Images"]
        assert described["Architecture"] == "arm64"


@fills("ec2.changed_gateway_endpoint_keeps_its_routes")
def test_a_gateway_endpoint_leads_from_the_route_tables_that_it_has_now(aws: Aws) -> None:
    ec2 = aws("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    first, second = (ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"] for _ in range(2))

    def leads_to_s3(table_id: str) -> bool:
        [table] = ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
        return any("DestinationPrefixListId" in route for route in table["Routes"])

    created = ec2.create_vpc_endpoint(
        VpcId=vpc_id, ServiceName=f"com.amazonaws.{REGION}.s3", VpcEndpointType="Gateway", RouteTableIds=[first]
    )
    endpoint_id = created["VpcEndpoint"]["VpcEndpointId"]
    assert leads_to_s3(first)
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint_id, AddRouteTableIds=[second], RemoveRouteTableIds=[first])
    assert (leads_to_s3(first), leads_to_s3(second)) == (False, True)
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint_id])
    assert not leads_to_s3(second)
