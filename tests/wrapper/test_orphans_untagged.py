"""What a killed apply left and no tag leads to; what the state holds as tainted; two for one place."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from stacks.settings import DEPLOYMENT_TAG
from wrapper.aws_clients import AwsClients
from wrapper.deployments import imports, orphans, untagged
from wrapper.embedded_aws import gaps

REGION = "eu-central-1"


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsClients]:
    """moto in this process, as the embedded AWS has it."""
    gaps.fill()
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield AwsClients(keys, REGION)


def to_create(address: str, **after: Any) -> dict[str, Any]:
    return {"address": address, "type": address.split(".")[0], "change": {"actions": ["create"], "after": after}}


def tags(deployment: str, name: str, kind: str) -> list[dict[str, Any]]:
    values = {DEPLOYMENT_TAG: deployment, "Name": name}
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in values.items()]}]


def network(clients: AwsClients, deployment: str) -> tuple[str, str]:
    """A VPC with a subnet, both tagged."""
    ec2 = clients("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags(deployment, "net", "vpc"))["Vpc"]["VpcId"]
    specification = tags(deployment, "sub", "subnet")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24", TagSpecifications=specification)["Subnet"]
    return vpc, subnet["SubnetId"]


def test_a_schedule_that_exists_is_found_by_its_name(clients: AwsClients) -> None:
    clients("scheduler").create_schedule(
        Name="there",
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:ecs:eu-central-1:1:cluster/a", "RoleArn": "arn:aws:iam::1:role/a"},
    )
    plan = {"resource_changes": [to_create("aws_scheduler_schedule.one", name="there")]}
    assert untagged.find(plan, clients) == [("aws_scheduler_schedule", "aws_scheduler_schedule.one", "default/there")]
    plan = {"resource_changes": [to_create("aws_scheduler_schedule.one", name="elsewhere")]}
    assert untagged.find(plan, clients) == []


def test_a_budget_and_the_look_out_for_unusual_costs_are_found_by_their_names(clients: AwsClients) -> None:
    kinds = ("aws_budgets_budget", "aws_ce_anomaly_monitor", "aws_ce_anomaly_subscription")
    plan = {"resource_changes": [to_create(f"{kind}.this", name="prod") for kind in kinds]}
    assert untagged.find(plan, clients) == []
    limit = {"Amount": "300", "Unit": "USD"}
    budget = {"BudgetName": "prod", "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    clients("budgets").create_budget(AccountId="123456789012", Budget=budget)
    ce = clients("ce")
    tagged = {"Tags": {"Key": DEPLOYMENT_TAG, "Values": ["prod"]}}
    arns = {}
    for name in ("other", "prod"):
        monitor = {"MonitorName": name, "MonitorType": "CUSTOM", "MonitorSpecification": tagged}
        arns[name] = ce.create_anomaly_monitor(AnomalyMonitor=monitor)["MonitorArn"]
    subscription = {"SubscriptionName": "prod", "MonitorArnList": [arns["prod"]], "Frequency": "IMMEDIATE"}
    topic = [{"Type": "SNS", "Address": "arn:aws:sns:eu-central-1:123456789012:prod"}]
    made = ce.create_anomaly_subscription(AnomalySubscription=subscription | {"Subscribers": topic})
    found = [import_id for _, _, import_id in untagged.find(plan, clients)]
    assert found == ["123456789012:prod", arns["prod"], made["SubscriptionArn"]]


def test_a_route_and_an_association_that_exist_are_found_by_what_the_plan_knows(clients: AwsClients) -> None:
    ec2 = clients("ec2")
    vpc, subnet = network(clients, "untagged")
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    plan = {
        "resource_changes": [
            to_create("aws_route.out", route_table_id=table, destination_cidr_block="0.0.0.0/0"),
            to_create("aws_route.unknown_table", destination_cidr_block="0.0.0.0/0"),
            to_create("aws_route.table_is_gone", route_table_id="rtb-1", destination_cidr_block="0.0.0.0/0"),
            to_create("aws_route_table_association.one", subnet_id=subnet),
        ]
    }
    assert untagged.find(plan, clients) == []
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    assert untagged.find(plan, clients) == [
        ("aws_route", "aws_route.out", f"{table}_0.0.0.0/0"),
        ("aws_route_table_association", "aws_route_table_association.one", f"{subnet}/{table}"),
    ]


def test_a_mount_target_and_an_association_of_an_address_are_found(clients: AwsClients) -> None:
    ec2, efs = clients("ec2"), clients("efs")
    _, subnet = network(clients, "untagged")
    files = efs.create_file_system(CreationToken="one")["FileSystemId"]
    target = efs.create_mount_target(FileSystemId=files, SubnetId=subnet)["MountTargetId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    interface = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    association = ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface)["AssociationId"]
    plan = {
        "resource_changes": [
            to_create("aws_efs_mount_target.this", file_system_id=files, subnet_id=subnet),
            to_create("aws_eip_association.nat", allocation_id=address),
        ]
    }
    assert [import_id for _, _, import_id in untagged.find(plan, clients)] == [target, association]


def group_with_its_default_rule(clients: AwsClients, deployment: str) -> str:
    """A tagged security group as AWS makes it, before Terraform's provider takes the rule of AWS from it."""
    vpc, _ = network(clients, deployment)
    specification = tags(deployment, "group", "security-group")
    made = clients("ec2").create_security_group(
        GroupName=deployment, Description="x", VpcId=vpc, TagSpecifications=specification
    )
    group: str = made["GroupId"]
    return group


def test_the_egress_rule_that_aws_gives_a_new_group_is_found_where_one_of_ours_would_collide(
    clients: AwsClients,
) -> None:
    group = group_with_its_default_rule(clients, "collides")
    anywhere = {"security_group_id": group, "cidr_ipv4": "0.0.0.0/0"}
    plan = {
        "resource_changes": [
            to_create("aws_vpc_security_group_egress_rule.all", ip_protocol="-1", **anywhere),
            to_create("aws_vpc_security_group_egress_rule.https", ip_protocol="tcp", from_port=443, **anywhere),
            to_create("aws_vpc_security_group_egress_rule.group_is_unknown", ip_protocol="-1", cidr_ipv4="0.0.0.0/0"),
        ]
    }
    rule = untagged.default_egress_rules(group, clients)["0.0.0.0/0"]
    kind = "aws_vpc_security_group_egress_rule"
    assert untagged.find(plan, clients) == [(kind, f"{kind}.all", rule)]

    clients("ec2").create_tags(Resources=[rule], Tags=[{"Key": "Name", "Value": "ours"}])
    assert untagged.find(plan, clients) == [], "a rule with tags is found by its tags"


def importing(address: str, **expressions: Any) -> dict[str, Any]:
    """The plan of an import of a security group in module.vpc, whose block says these arguments."""
    block = {"type": "aws_security_group", "name": address.split(".")[-1], "expressions": expressions}
    return {
        "resource_changes": [
            {
                "address": f"module.vpc[0].{address}[0]",
                "module_address": "module.vpc[0]",
                "type": block["type"],
                "name": block["name"],
                "change": {"actions": ["update"], "importing": {}},
            }
        ],
        "configuration": {"root_module": {"module_calls": {"vpc": {"module": {"resources": [block]}}}}},
    }


def test_a_group_that_is_taken_in_no_longer_lets_everything_out(clients: AwsClients) -> None:
    """T0.1: a group that was cut short keeps AWS's rule, and no plan would show it."""
    group = group_with_its_default_rule(clients, "cut-short")
    plan = importing("aws_security_group.nat")
    pairs = [("module.vpc[0].aws_security_group.nat[0]", group)]
    assert imports.without_default_egress("cut-short", pairs, plan, clients) == [group]
    assert untagged.default_egress_rules(group, clients) == {}
    assert imports.without_default_egress("cut-short", pairs, plan, clients) == []


def test_a_group_that_says_its_egress_or_that_somebody_else_made_keeps_its_rules(clients: AwsClients) -> None:
    group = group_with_its_default_rule(clients, "ours")
    pairs = [("module.vpc[0].aws_security_group.nat[0]", group)]
    assert imports.without_default_egress("ours", pairs, importing("aws_security_group.nat", egress={}), clients) == []
    assert imports.without_default_egress("another", pairs, importing("aws_security_group.nat"), clients) == []
    assert untagged.default_egress_rules(group, clients)


def test_of_two_for_one_address_the_used_one_is_kept(clients: AwsClients) -> None:
    unused = clients("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags("twins", "net", "vpc"))
    used, _ = network(clients, "twins")
    plan = {"resource_changes": [to_create("aws_vpc.this", tags_all={"Name": "net"})]}
    found = {one.import_id: one for one in orphans.find("twins", clients, {}, plan) if one.type == "aws_vpc"}
    assert found[used].address == "aws_vpc.this"
    other = found[unused["Vpc"]["VpcId"]]
    assert other.address is None
    assert other.deletion == f"aws ec2 delete-vpc --vpc-id {other.import_id}"


def test_a_subnet_of_another_vpc_has_no_place(clients: AwsClients) -> None:
    _, elsewhere = network(clients, "elsewhere")
    vpc, subnet = network(clients, "elsewhere")
    plan = {"resource_changes": [to_create("aws_subnet.one", vpc_id=vpc, tags_all={"Name": "sub"})]}
    found = {one.import_id: one.address for one in orphans.find("elsewhere", clients, {}, plan)}
    assert (found[subnet], found[elsewhere]) == ("aws_subnet.one", None)


def test_what_is_tainted_is_kept_rather_than_a_twin_of_it(clients: AwsClients) -> None:
    """An interrupt cancels the waiting for a creation, and AWS goes on with it."""
    tainted = clients("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags("taint", "net", "vpc"))
    tainted_id = tainted["Vpc"]["VpcId"]
    network(clients, "taint")
    instance = {"status": "tainted", "attributes": {"id": tainted_id}}
    state = {"resources": [{"mode": "managed", "type": "aws_vpc", "instances": [instance]}]}
    change = to_create("aws_vpc.this", tags_all={"Name": "net"})
    change["change"]["actions"] = ["delete", "create"]
    replaced = {"resource_changes": [change | {"action_reason": "replace_because_tainted"}]}
    found = orphans.find("taint", clients, state, replaced)
    assert [one.import_id for one in found if one.address == "aws_vpc.this"] == [tainted_id]


@pytest.mark.parametrize(
    ("attributes", "import_id"),
    [
        ({"id": "vpc-1"}, "vpc-1"),
        ({"id": "arn:aws:ecs:eu-central-1:123456789012:cluster/airflow"}, "airflow"),
        ({"id": "arn:aws:ecs:eu-central-1:123456789012:service/airflow/worker"}, "airflow/worker"),
        ({"id": "ns-1"}, "ns-1:vpc-1"),
    ],
)
def test_an_import_id_is_known_again_in_the_state(attributes: dict[str, str], import_id: str) -> None:
    assert orphans.is_held(attributes, import_id)
    assert not orphans.is_held(attributes, "another")


def test_network_interfaces_that_aws_made_are_left_alone(clients: AwsClients) -> None:
    _, subnet = network(clients, "interfaces")
    specification = tags("interfaces", "task", "network-interface")
    clients("ec2").create_network_interface(SubnetId=subnet, TagSpecifications=specification)
    assert "aws_network_interface" not in {one.type for one in orphans.find("interfaces", clients, {}, {})}


def test_a_terminated_instance_is_no_orphan(clients: AwsClients) -> None:
    ec2 = clients("ec2")
    image = boto3.client("ec2", region_name=REGION).describe_images()["Images"][0]["ImageId"]
    specification = tags("ended", "nat", "instance")
    [instance] = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, TagSpecifications=specification)["Instances"]
    assert [one.type for one in orphans.find("ended", clients, {}, {})] == ["aws_instance"]
    ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
    assert orphans.find("ended", clients, {}, {}) == []


def test_the_default_security_group_of_a_vpc_is_no_orphan(clients: AwsClients) -> None:
    """aws_default_security_group adopts it, and AWS refuses to delete it."""
    ec2 = clients("ec2")
    vpc, _ = network(clients, "default-group")
    by_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    [group] = ec2.describe_security_groups(Filters=by_vpc)["SecurityGroups"]
    ec2.create_tags(Resources=[group["GroupId"]], Tags=tags("default-group", "default", "x")[0]["Tags"])
    found = {one.type for one in orphans.find("default-group", clients, {}, {})}
    assert found == {"aws_vpc", "aws_subnet"}


def test_a_namespace_is_imported_with_its_vpc_though_the_plan_does_not_know_it_yet(clients: AwsClients) -> None:
    vpc, _ = network(clients, "spaces")
    cloud_map = clients("servicediscovery")
    named = tags("spaces", "namespace", "x")[0]["Tags"]
    cloud_map.create_private_dns_namespace(Name="spaces.internal", Vpc=vpc, Tags=named)
    plan = {"resource_changes": [to_create("aws_service_discovery_private_dns_namespace.this", name="spaces.internal")]}
    plan["resource_changes"][0]["change"]["after"]["tags_all"] = {"Name": "namespace"}
    [found] = [one for one in orphans.find("spaces", clients, {}, plan) if "namespace" in one.type]
    assert found.address and found.import_id.endswith(f":{vpc}")


def test_an_ecs_service_is_known_by_its_id_which_is_its_arn(clients: AwsClients) -> None:
    ecs = clients("ecs")
    ecs.create_cluster(clusterName="known")
    container = {"name": "one", "image": "one", "memory": 512}
    ecs.register_task_definition(family="known", containerDefinitions=[container])
    named = [{"key": DEPLOYMENT_TAG, "value": "known"}]
    made = ecs.create_service(cluster="known", serviceName="one", taskDefinition="known", desiredCount=0, tags=named)
    arn = made["service"]["serviceArn"]
    assert [one.arn for one in orphans.find("known", clients, {}, {})] == [arn]
    instance = {"attributes": {"id": arn}}
    state = {"resources": [{"mode": "managed", "type": "aws_ecs_service", "instances": [instance]}]}
    assert orphans.find("known", clients, state, {}) == []
