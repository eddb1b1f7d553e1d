"""The vpc module: its slots, its ways out, and what becomes of it on the embedded AWS."""

import re
from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import boto3
import pytest
import tftest

from kit.module import InputError
from modules.vpc import ExistingVpc, Vpc
from wrapper.embedded_aws import EmbeddedAws
from wrapper.embedded_aws.inventory import inventory

Root = Callable[..., tftest.TerraformTest]
Resources = dict[str, dict[str, Any]]
PREFIXES = range(16, 22)
NATS = ("none", "instance", "single", "per_az")
NETWORKS: dict[str, dict[str, Any]] = {
    **{f"prefix-{prefix}": {"cidr_block": f"10.0.0.0/{prefix}", "az_count": 6, "nat": "none"} for prefix in PREFIXES},
    **{f"nat-{nat.replace('_', '-')}": {"az_count": 3, "nat": nat} for nat in NATS},
    "plain": {},
    "watched": {"interface_endpoints": ["ecr.api", "cn.com.amazonaws.cn-north-1.ecr.dkr"], "flow_logs": True},
}
TIERS = ("public", "private", "database")


def plan(root: tftest.TerraformTest, **networks: dict[str, Any]) -> Any:
    return root.plan(output=True, tf_vars={"networks": networks})


def changes(plan: Any) -> dict[str, list[str]]:
    """What is done to each resource that does not stay as it is, by its address inside the module."""
    return {
        address.split("].", 1)[1]: change["change"]["actions"]
        for address, change in plan.resource_changes.items()
        if change["mode"] == "managed" and change["change"]["actions"] != ["no-op"]
    }


def refusal(root: tftest.TerraformTest, **network: Any) -> str:
    """What Terraform says instead of a plan, on one line."""
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root, **{network.pop("name", "sample"): network})
    return " ".join(re.sub(r"[│╷╵]", " ", str(refused.value.cmd_error)).split())


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("vpc")


@pytest.fixture(scope="module")
def planned(root: tftest.TerraformTest) -> Any:
    """All of NETWORKS in one plan."""
    return plan(root, **NETWORKS)


@pytest.fixture(scope="module")
def networks(planned: Any) -> dict[str, Resources]:
    """What each network is made of: the planned values by address inside the module."""
    found: dict[str, Resources] = {name: {} for name in NETWORKS}
    for address, change in planned.resource_changes.items():
        if change["mode"] == "managed":
            name, inner = re.fullmatch(r'module\.vpc\["([^"]+)"\]\.(.+)', address).groups()  # type: ignore[union-attr]
            found[name][inner] = change["change"]["after"]
    return found


def expressions(planned: Any, resource: str, argument: str) -> set[str]:
    """What an argument refers to, as the configuration in the plan says."""
    for declared in planned.configuration["root_module"]["module_calls"]["vpc"]["module"]["resources"]:
        if declared["address"] == resource:
            return set(declared["expressions"].get(argument, {}).get("references", []))
    raise AssertionError(f"there is no {resource}")


class TestSlots:
    """Decision 15: a subnet has its place in the range whatever the number of zones."""

    @pytest.mark.parametrize("prefix", PREFIXES)
    def test_subnets_never_overlap(self, networks: dict[str, Resources], prefix: int) -> None:
        """P1.3: of the most zones, so of fewer as well: the slots of fewer are the first of these."""
        made = networks[f"prefix-{prefix}"]
        blocks = {address: IPv4Network(values["cidr_block"]) for address, values in made.items() if "subnet" in address}
        assert len(blocks) == 3 * 6
        assert not [pair for pair in combinations(sorted(blocks), 2) if blocks[pair[0]].overlaps(blocks[pair[1]])]
        assert all(block.subnet_of(IPv4Network(f"10.0.0.0/{prefix}")) for block in blocks.values())
        smallest = min(block.num_addresses for block in blocks.values())
        assert smallest >= 64, "ElastiCache, Aurora and a load balancer want some addresses free in each"

    def test_fewer_zones_have_the_first_slots(self, networks: dict[str, Resources]) -> None:
        """P1.3: two zones are the default."""
        for fewer in ("plain", "nat-none"):
            for address, values in networks[fewer].items():
                if "aws_subnet" in address:
                    assert values["cidr_block"] == networks["prefix-16"][address]["cidr_block"]
        assert [sum(f"aws_subnet.{tier}[" in address for address in networks["plain"]) for tier in TIERS] == [2, 2, 2]

    def test_the_subnets_of_a_tier_lie_each_in_another_zone(self, networks: dict[str, Resources]) -> None:
        """P1.3"""
        for tier in TIERS:
            zones = [networks["nat-none"][f"aws_subnet.{tier}[{zone}]"]["availability_zone"] for zone in range(3)]
            assert len(set(zones)) == 3

    def test_names_tell_no_zone(self, networks: dict[str, Resources]) -> None:
        """A zone that AWS adds to the region may come first in its list; a name with a zone in it would then lie."""
        names = [values["tags"]["Name"] for values in networks["plain"].values() if (values or {}).get("tags")]
        assert not [name for name in names if "us-east-1" in name]
        by_type = [
            (address.split(".")[0], values["tags"]["Name"])
            for address, values in networks["plain"].items()
            if values.get("tags")
        ]
        assert len(by_type) == len(set(by_type)), "a name tells one resource of a type from another"


class TestWayOut:
    """How private subnets reach out, and that databases do not."""

    @pytest.mark.parametrize(
        ("nat", "gateways", "instances", "routes"),
        [("none", 0, 0, 0), ("instance", 0, 1, 3), ("single", 1, 0, 3), ("per_az", 3, 0, 3)],
    )
    def test_each_private_subnet_has_its_route(
        self, networks: dict[str, Resources], nat: str, gateways: int, instances: int, routes: int
    ) -> None:
        """P1.3, P2.1"""
        made = networks[f"nat-{nat.replace('_', '-')}"]
        count = {
            kind: sum(address.startswith(f"{kind}[") for address in made)
            for kind in ("aws_nat_gateway.this", "aws_eip.nat_gateway", "aws_instance.nat", "aws_route.private")
        }
        assert count == {
            "aws_nat_gateway.this": gateways,
            "aws_eip.nat_gateway": gateways,
            "aws_instance.nat": instances,
            "aws_route.private": routes,
        }
        # The tables are there whatever leads out, so that a change moves routes and nothing else.
        assert sum(address.startswith("aws_route_table.private[") for address in made) == 3

    def test_the_public_subnets_alone_reach_the_internet_by_themselves(self, networks: dict[str, Resources]) -> None:
        """P1.3"""
        for made in networks.values():
            routes = [address for address in made if address.startswith("aws_route.")]
            assert {address.split("[")[0] for address in routes} <= {"aws_route.public", "aws_route.private"}
            assert made["aws_route.public[0]"]["destination_cidr_block"] == "0.0.0.0/0"

    def test_databases_have_no_route_out(self, planned: Any) -> None:
        """P2.1: their table gets no route but that of the network, and S3's."""
        for route in ("aws_route.public", "aws_route.private"):
            assert not [name for name in expressions(planned, route, "route_table_id") if "database" in name]
        assert "aws_route_table.database[0]" in expressions(
            planned, "aws_route_table_association.database", "route_table_id"
        )

    def test_a_nat_instance_forwards_and_is_closed(self, networks: dict[str, Resources]) -> None:
        made = networks["nat-instance"]
        assert made["aws_network_interface.nat_instance[0]"]["source_dest_check"] is False
        instance = made["aws_instance.nat[0]"]
        assert instance["metadata_options"][0]["http_tokens"] == "required"
        assert instance["root_block_device"][0]["encrypted"] is True
        sources = [made[f"aws_vpc_security_group_ingress_rule.nat_instance[{zone}]"]["cidr_ipv4"] for zone in range(3)]
        assert sources == [made[f"aws_subnet.private[{zone}]"]["cidr_block"] for zone in range(3)]


class TestEndpoints:
    def test_s3_is_reached_from_private_and_database_subnets_without_nat(
        self, planned: Any, networks: dict[str, Resources]
    ) -> None:
        """P2.1"""
        endpoint = networks["plain"]["aws_vpc_endpoint.s3[0]"]
        assert (endpoint["vpc_endpoint_type"], endpoint["service_name"]) == ("Gateway", "com.amazonaws.us-east-1.s3")
        tables = {name for name in expressions(planned, "aws_vpc_endpoint.s3", "route_table_ids") if "[" not in name}
        assert tables == {"aws_route_table.private", "aws_route_table.database"}

    def test_interface_endpoints_are_reached_from_the_network_alone(self, networks: dict[str, Resources]) -> None:
        """P2.1"""
        made = networks["watched"]
        short = made['aws_vpc_endpoint.interface["ecr.api"]']
        assert short["private_dns_enabled"] is True
        assert short["service_name"] == "com.amazonaws.us-east-1.ecr.api"
        full = made['aws_vpc_endpoint.interface["cn.com.amazonaws.cn-north-1.ecr.dkr"]']
        assert full["service_name"] == "cn.com.amazonaws.cn-north-1.ecr.dkr", "N.11: China has names of its own"
        (rule,) = made["aws_security_group.endpoints[0]"]["ingress"]
        assert (rule["from_port"], rule["to_port"], rule["cidr_blocks"]) == (443, 443, ["10.0.0.0/16"])
        assert not any("endpoint" in address and "s3" not in address for address in networks["plain"])


def test_flow_logs_have_a_role_of_their_own(networks: dict[str, Resources]) -> None:
    made = networks["watched"]
    assert made["aws_flow_log.this[0]"]["traffic_type"] == "ALL"
    assert made["aws_cloudwatch_log_group.flow_logs[0]"]["retention_in_days"] == 30
    trust = made["aws_iam_role.flow_logs[0]"]["assume_role_policy"]
    assert "vpc-flow-logs.amazonaws.com" in trust and "aws:SourceAccount" in trust
    assert not any("flow_log" in address for address in networks["plain"])


def test_the_default_security_group_is_emptied(networks: dict[str, Resources]) -> None:
    """P2.1: what is started without a group of its own reaches nothing. Without rules in it Terraform takes all out."""
    for made in networks.values():
        group = made["aws_default_security_group.this[0]"]
        assert not group.get("ingress") and not group.get("egress")


class TestExisting:
    """P0.2: a network that is given."""

    def test_nothing_is_made_of_it(self, terraform_root: Root) -> None:
        """Its IDs may be unknown at the plan, and the number of its subnets is known all the same."""
        root = terraform_root("vpc_existing")
        made = root.plan(output=True, tf_vars={"vpc": {}}).resource_changes
        assert not [a for a, c in made.items() if a.startswith("module.vpc.") and c["mode"] == "managed"]
        assert [a for a in made if a.startswith("terraform_data.")] == [
            "terraform_data.database[0]",
            "terraform_data.database[1]",
            "terraform_data.private[0]",
            "terraform_data.private[1]",
        ]

    def test_what_is_asked_for_by_name_is_made_for_all_of_its_ranges(
        self, root: tftest.TerraformTest, embedded_aws: EmbeddedAws, existing: dict[str, Any]
    ) -> None:
        made = plan(root, sample={"existing": existing, "interface_endpoints": ["ecr.api"], "flow_logs": True})
        assert set(changes(made)) == {
            "aws_cloudwatch_log_group.flow_logs[0]",
            "aws_flow_log.this[0]",
            "aws_iam_role.flow_logs[0]",
            "aws_iam_role_policy.flow_logs[0]",
            "aws_security_group.endpoints[0]",
            'aws_vpc_endpoint.interface["ecr.api"]',
        }
        after = {address.split("].", 1)[1]: c["change"]["after"] for address, c in made.resource_changes.items()}
        (rule,) = after["aws_security_group.endpoints[0]"]["ingress"]
        assert set(rule["cidr_blocks"]) == {"10.8.0.0/16", "100.64.0.0/16"}
        endpoint = after['aws_vpc_endpoint.interface["ecr.api"]']
        assert set(endpoint["subnet_ids"]) == set(existing["private_subnet_ids"])
        outputs = made.output_changes["vpc"]["after"]["sample"]
        assert (outputs["vpc_id"], outputs["cidr_block"]) == (existing["vpc_id"], "10.8.0.0/16")
        assert outputs["database_subnet_ids"] == existing["database_subnet_ids"]
        assert (outputs["public_subnet_ids"], outputs["availability_zones"]) == ([], [])

    @pytest.fixture
    def existing(self, embedded_aws: EmbeddedAws) -> Iterator[dict[str, Any]]:
        """A network with a secondary range, made without Terraform."""
        ec2 = client(embedded_aws, "ec2")
        vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
        ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="100.64.0.0/16")
        zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"100.64.{slot}.0/24", AvailabilityZone=zones[slot % 2])["Subnet"]
            for slot in range(4)
        ]
        ids = [subnet["SubnetId"] for subnet in subnets]
        yield {"vpc_id": vpc, "private_subnet_ids": ids[:2], "database_subnet_ids": ids[2:]}
        for subnet in ids:
            ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_vpc(VpcId=vpc)


BAD_INPUTS: list[tuple[dict[str, Any], str, str]] = [
    ({"cidr_block": "10.0.0.0/22"}, "cidr_block", "an IPv4 range with a prefix from /16 to /21"),
    ({"az_count": 1}, "az_count", "from 2 to 6"),
    ({"nat": "gateway"}, "nat", "one of none, instance, single, per_az"),
    ({"nat_instance_type": "t3.nano"}, "nat_instance_type", "a type with a Graviton processor, as in t4g.nano"),
    ({"interface_endpoints": ["ECR API"]}, "interface_endpoints", "each be the name of a service, as in ecr.api"),
    ({"flow_log_retention_days": 31}, "flow_log_retention_days", "be "),
]


@pytest.mark.parametrize(
    ("inputs", "key", "allowed"),
    [
        *BAD_INPUTS,
        ({"name": "Sample"}, "name", "1 to 31 lower-case letters, digits and single hyphens"),
        ({"cidr_block": "fd00::/16"}, "cidr_block", "an IPv4 range"),
        ({"cidr_block": "10.0.0.1/16"}, "cidr_block", "an IPv4 range"),
        ({"az_count": 7}, "az_count", "from 2 to 6"),
        ({"nat_instance_type": "g4dn.xlarge"}, "nat_instance_type", "Graviton"),
    ],
)
def test_a_wrong_input_is_refused_before_terraform_runs(inputs: dict[str, Any], key: str, allowed: str) -> None:
    with pytest.raises(InputError, match=re.escape(allowed)) as refused:
        Vpc.Inputs(**({"name": "sample"} | inputs))
    assert key in str(refused.value)


def test_a_wrong_existing_network_is_refused_before_terraform_runs() -> None:
    with pytest.raises(InputError, match="be the ID of a VPC, as in vpc-0123"):
        ExistingVpc(vpc_id="10.0.0.0/16", private_subnet_ids=[], database_subnet_ids=[])


def test_terraform_refuses_each_wrong_input_with_what_is_allowed(root: tftest.TerraformTest) -> None:
    wrong = {key: value for inputs, _, _ in BAD_INPUTS for key, value in inputs.items()}
    wrong["existing"] = {"vpc_id": "10.0.0.0/16", "private_subnet_ids": [], "database_subnet_ids": []}
    said = refusal(root, name="Sample", **wrong)
    for _, key, allowed in BAD_INPUTS:
        assert re.search(rf"{key} must {'' if allowed.startswith(('be', 'each')) else 'be '}{re.escape(allowed)}", said)
    assert "name must be 1 to 31 lower-case letters, digits and single hyphens" in said
    assert "existing.vpc_id must be the ID of a VPC, as in vpc-0123." in said


def test_more_zones_than_the_region_has_are_refused(terraform_root: Root) -> None:
    """In us-west-1 an account sees two zones."""
    root = terraform_root("vpc", AWS_REGION="us-west-1")
    assert "The region has fewer zones than az_count says." in refusal(root, az_count=3)


def client(embedded_aws: EmbeddedAws, service: str) -> Any:
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=embedded_aws.endpoint(),
        aws_access_key_id="embedded",
        aws_secret_access_key="embedded",
    )


@pytest.mark.apply
def test_a_network_grows_and_changes_its_way_out_in_place(terraform_root: Root, embedded_aws: EmbeddedAws) -> None:
    """P1.3, P2.1, decision 15: zones are added, NAT moves, and no subnet, route table or route is replaced."""
    root, ec2 = terraform_root("vpc"), client(embedded_aws, "ec2")
    endpoint = embedded_aws.endpoint()
    assert endpoint
    before = set(inventory(endpoint, "us-east-1"))

    def variables(az_count: int, nat: str) -> dict[str, Any]:
        extras = {"interface_endpoints": ["ecr.api"], "flow_logs": True}
        return {"networks": {"sample": {"az_count": az_count, "nat": nat, **extras}}}

    def planned_changes(az_count: int, nat: str) -> dict[str, list[str]]:
        return changes(root.plan(output=True, tf_vars=variables(az_count, nat)))

    def way_out() -> list[dict[str, Any]]:
        """The route out of each private subnet, asked of AWS."""
        tables = ec2.describe_route_tables(RouteTableIds=outputs["private_route_table_ids"])["RouteTables"]
        return [
            route for table in tables for route in table["Routes"] if route.get("DestinationCidrBlock") == "0.0.0.0/0"
        ]

    root.apply(tf_vars=variables(2, "instance"))
    assert planned_changes(2, "instance") == {}
    outputs = root.output()["vpc"]["sample"]

    (group,) = ec2.describe_security_groups(
        Filters=[{"Name": "vpc-id", "Values": [outputs["vpc_id"]]}, {"Name": "group-name", "Values": ["default"]}]
    )["SecurityGroups"]
    assert (group["IpPermissions"], group["IpPermissionsEgress"]) == ([], [])
    (table,) = ec2.describe_route_tables(RouteTableIds=[outputs["database_route_table_id"]])["RouteTables"]
    assert {route.get("DestinationCidrBlock") for route in table["Routes"]} <= {"10.0.0.0/16", None}
    (instance,) = ec2.describe_instances(
        Filters=[
            {"Name": "vpc-id", "Values": [outputs["vpc_id"]]},
            {"Name": "instance-state-name", "Values": ["running"]},
        ]
    )["Reservations"][0]["Instances"]
    interfaces = {interface["NetworkInterfaceId"] for interface in instance["NetworkInterfaces"]}
    assert [route["NetworkInterfaceId"] for route in way_out()] == [*interfaces] * 2
    volume = instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    (disk,) = ec2.describe_volumes(VolumeIds=[volume])["Volumes"]
    assert {tag["Key"]: tag["Value"] for tag in disk["Tags"]} == {"Name": "sample-nat", "Deployment": "sample"}, "P1.17"

    grown = planned_changes(3, "instance")
    assert {tuple(actions) for actions in grown.values() if actions != ["update"]} == {("create",)}
    assert {address.split("[")[0] for address, actions in grown.items() if actions == ["update"]} == {
        "aws_vpc_endpoint.interface",  # a subnet more
        "aws_vpc_endpoint.s3",  # a route table more
    }
    moved = planned_changes(2, "per_az")
    assert_only_routes_move(moved)

    root.apply(tf_vars=variables(3, "per_az"))
    assert planned_changes(3, "per_az") == {}
    grown_outputs = root.output()["vpc"]["sample"]
    for kept in ("private_subnet_ids", "public_subnet_ids", "database_subnet_ids", "private_route_table_ids"):
        assert grown_outputs[kept][:2] == outputs[kept], "the first two are the same as before"
        assert len(grown_outputs[kept]) == 3
    outputs = grown_outputs
    assert len({route["NatGatewayId"] for route in way_out()}) == 3
    assert_only_routes_move(planned_changes(3, "instance"))

    root.destroy(tf_vars=variables(3, "per_az"))
    assert set(inventory(endpoint, "us-east-1")) <= before


def assert_only_routes_move(found: dict[str, list[str]]) -> None:
    """NAT comes and goes; the routes stay and lead elsewhere; all else is untouched."""
    stays = {
        address: actions
        for address, actions in found.items()
        if "nat" not in address.split(".", 1)[1] and "nat_gateway" not in address
    }
    assert {address.split("[")[0] for address in stays} == {"aws_route.private"}
    assert {tuple(actions) for actions in stays.values()} == {("update",)}
