"""The vpc module."""

from __future__ import annotations

from kit import aws
from kit import functions as fn
from kit.checks import (
    are_subnet_ids,
    between,
    every,
    is_cidr,
    is_key_arn,
    is_log_retention,
    is_name,
    is_policy_arn,
    is_vpc_id,
    matches,
    one_of,
)
from kit.expressions import ALL, Bool, Expression, List, Map, Number, Text, count, for_list, given, is_null, when
from kit.module import Module, ModuleInputs, ModuleOutputs, Object, output, variable
from modules.vpc.endpoints import Endpoints
from modules.vpc.flow_logs import FlowLogs
from modules.vpc.nat import Nat

# AWS has at most six zones in a region; the slots are laid out for all six, so that a zone more or less moves nobody.
MAX_ZONES = 6


class ExistingVpc(Object):
    """A network that is there already; nothing is made in it but what is asked for by name."""

    vpc_id: Text = variable("ID of the network.", check=is_vpc_id)
    public_subnet_ids: List[Text] = variable("Subnets for load balancers.", default=[], check=are_subnet_ids)
    private_subnet_ids: List[Text] = variable(
        "Subnets for tasks and interface endpoints, each in another zone.", check=are_subnet_ids
    )
    database_subnet_ids: List[Text] = variable("Subnets for databases, in two zones at least.", check=are_subnet_ids)


class Vpc(Module):
    """A network: public, private and database subnets in each zone, and the way out of them.

    Every subnet has a fixed slot in the range, one for each tier and zone wherever the number of zones stands, so a
    change of size replaces nothing. Private subnets take the upper half of the range (an eighth of that half each),
    public and database subnets share the lower half.

    A change of `nat` moves routes in place. What leaves the private subnets is cut off meanwhile, some minutes at
    most where a NAT instance gives way to gateways, and is seen outside under another address afterwards.

    Network ACLs stay as AWS makes them, open: security groups decide who reaches whom.
    """

    class Inputs(ModuleInputs):
        name: Text = variable(
            "Prefix of every resource name.",
            check=is_name(31),
        )
        cidr_block: Text = variable("IPv4 range of the network.", default="10.0.0.0/16", check=is_cidr(16, 21))
        az_count: Number = variable("Availability Zones to span.", default=2, check=between(2, MAX_ZONES))
        nat: Text = variable(
            "How private subnets reach out: not at all, by a NAT instance, a NAT gateway, or one in each zone.",
            default="single",
            check=one_of("none", "instance", "single", "per_az"),
        )
        nat_instance_type: Text = variable(
            "Type of the NAT instance, with a Graviton processor.",
            default="t4g.nano",
            check=matches(r"^[a-z]+[0-9]+g[a-z]*\.[a-z0-9]+$", "be a type with a Graviton processor, as in t4g.nano"),
        )
        interface_endpoints: List[Text] = variable(
            "AWS services that are reached without leaving the network: short names as in ecr.api, or full ones as in "
            "cn.com.amazonaws.cn-north-1.ecr.api.",
            default=[],
            check=every(matches("^[a-z0-9][a-z0-9.-]*$", "be the name of a service, as in ecr.api")),
        )
        flow_logs: Bool = variable("Whether accepted and rejected traffic is logged to CloudWatch.", default=False)
        flow_log_retention_days: Number = variable(
            "Days for which flow logs are kept.", default=30, check=is_log_retention
        )
        kms_key_arn: Text | None = variable(
            "Key that encrypts the flow logs; AWS's own where null.", default=None, check=is_key_arn
        )
        existing: ExistingVpc | None = variable("A network to use instead of a new one.", default=None)
        permissions_boundary_arn: Text | None = variable(
            "Permissions boundary of the roles made here.", default=None, check=is_policy_arn
        )
        tags: Map[Text] = variable("Tags of every resource.", default={})

    class Outputs(ModuleOutputs):
        vpc_id: Text = output("ID of the network.")
        cidr_block: Text = output("IPv4 range of the network.")
        availability_zones: List[Text] = output("Zones that are spanned; empty for an existing network.")
        public_subnet_ids: List[Text] = output("One for each zone.")
        private_subnet_ids: List[Text] = output("One for each zone.")
        database_subnet_ids: List[Text] = output("One for each zone.")
        public_route_table_id: Text = output("Route table of the public subnets; null for an existing network.")
        private_route_table_ids: List[Text] = output("One for each zone; empty for an existing network.")
        database_route_table_id: Text = output("Route table of the database subnets; null for an existing network.")
        nat_public_ips: List[Text] = output("Addresses from which private subnets are seen outside.")
        s3_prefix_list_id: Text = output("Prefix list of S3's gateway endpoint; null for an existing network.")
        endpoint_security_group_id: Text = output("Security group of the interface endpoints; null without any.")
        flow_log_group_name: Text = output("CloudWatch log group of the flow logs; null without them.")

    def build(self, i: Inputs) -> Outputs:
        self.i = i
        self.create = self.local("create", is_null(i.existing), note="Nothing of a network that is given is created.")
        self.zone_count = self.local("zone_count", when(self.create, i.az_count, 0))
        self._network()
        self._subnets()
        self._route_tables()
        with self.file("nat.tf"):
            nat = Nat(self)
        with self.file("endpoints.tf"):
            endpoints = Endpoints(self)
        with self.file("flow_logs.tf"):
            flow_logs = FlowLogs(self)
        existing = given(i.existing)
        return self.Outputs(
            vpc_id=self.vpc_id,
            cidr_block=self.vpc_cidr_block,
            availability_zones=self.public[ALL].availability_zone,
            public_subnet_ids=when(self.create, self.public[ALL].id, existing.public_subnet_ids),
            private_subnet_ids=when(self.create, self.private[ALL].id, existing.private_subnet_ids),
            database_subnet_ids=when(self.create, self.database[ALL].id, existing.database_subnet_ids),
            public_route_table_id=fn.one(self.public_routes[ALL].id),
            private_route_table_ids=self.private_routes[ALL].id,
            database_route_table_id=fn.one(self.database_routes[ALL].id),
            nat_public_ips=fn.concat(nat.gateway_address[ALL].public_ip, nat.instance_address[ALL].public_ip),
            s3_prefix_list_id=fn.one(endpoints.s3[ALL].prefix_list_id),
            endpoint_security_group_id=fn.one(endpoints.security_group[ALL].id),
            flow_log_group_name=fn.one(flow_logs.log_group[ALL].name),
        )

    def tags(self, suffix: str) -> Expression:
        """The tags of a resource, its name among them."""
        return fn.merge(self.i.tags, {"Name": f"{self.i.name}-{suffix}"})

    def _network(self) -> None:
        i = self.i
        self.available = aws.data.AvailabilityZones(
            self,
            "available",
            state="available",
            filter=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
            lifecycle={
                "postcondition": [
                    {
                        "condition": fn.length(Expression("self.names")) >= self.zone_count,
                        "error_message": "The region has fewer zones than az_count says.",
                    }
                ]
            },
            note="Local Zones and Wavelength Zones have no Fargate and no Aurora.",
        )
        self.vpc = aws.Vpc(
            self,
            "this",
            count=when(self.create, 1, 0),
            cidr_block=i.cidr_block,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=fn.merge(i.tags, {"Name": i.name}),
        )
        given_vpc = aws.data.Vpc(self, "existing", count=when(self.create, 0, 1), id=given(i.existing).vpc_id)
        self.vpc_id = self.local("vpc_id", when(self.create, fn.one(self.vpc[ALL].id), fn.one(given_vpc[ALL].id)))
        self.vpc_cidr_block = self.local(
            "vpc_cidr_block", when(self.create, i.cidr_block, fn.one(given_vpc[ALL].cidr_block))
        )
        given_ranges = for_list(
            given_vpc[0].cidr_block_associations,
            lambda item: item.cidr_block,
            where=lambda item: item.state == "associated",
        )
        self.vpc_cidr_blocks = self.local(
            "vpc_cidr_blocks",
            when(self.create, [i.cidr_block], given_ranges),
            note="An existing network may have secondary ranges.",
        )
        aws.DefaultSecurityGroup(
            self,
            "this",
            count=when(self.create, 1, 0),
            vpc_id=self.vpc_id,
            tags=self.tags("default"),
            note="Emptied: whatever is started without a security group of its own reaches nothing.",
        )
        self.internet_gateway = aws.InternetGateway(
            self, "this", count=when(self.create, 1, 0), vpc_id=self.vpc_id, tags=fn.merge(i.tags, {"Name": i.name})
        )

    def _subnets(self) -> None:
        i = self.i
        lower = fn.cidrsubnet(i.cidr_block, 1, 0)
        upper = fn.cidrsubnet(i.cidr_block, 1, 1)
        self.public = self._tier(
            "public", fn.cidrsubnet(lower, 4, count.index), "Load balancers and NAT live here; tasks need not."
        )
        self.private = self._tier(
            "private",
            fn.cidrsubnet(upper, 3, count.index),
            "Tasks live here. A zone that AWS adds to a region may come first in its list; it moves no subnet.",
        )
        self.database = self._tier(
            "database", fn.cidrsubnet(lower, 4, count.index + 8), "Databases live here, with no route out."
        )

    def _tier(self, tier: str, cidr_block: Expression, note: str) -> aws.Subnet:
        return aws.Subnet(
            self,
            tier,
            count=self.zone_count,
            vpc_id=self.vpc_id,
            availability_zone=self.available.names[count.index],
            cidr_block=cidr_block,
            tags=fn.merge(self.i.tags, {"Name": f"{self.i.name}-{tier}-{count.index}", "Tier": tier}),
            lifecycle={"ignore_changes": ["availability_zone"]},
            note=note,
        )

    def _route_tables(self) -> None:
        self.public_routes = aws.RouteTable(
            self, "public", count=when(self.create, 1, 0), vpc_id=self.vpc_id, tags=self.tags("public")
        )
        aws.Route(
            self,
            "public",
            count=when(self.create, 1, 0),
            route_table_id=self.public_routes[0].id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=self.internet_gateway[0].id,
        )
        aws.RouteTableAssociation(
            self,
            "public",
            count=self.zone_count,
            route_table_id=self.public_routes[0].id,
            subnet_id=self.public[count.index].id,
        )
        self.private_routes = aws.RouteTable(
            self,
            "private",
            count=self.zone_count,
            vpc_id=self.vpc_id,
            tags=self.tags(f"private-{count.index}"),
            note="One for each zone, whatever NAT there is, so that a change of NAT moves routes and nothing else.",
        )
        aws.RouteTableAssociation(
            self,
            "private",
            count=self.zone_count,
            route_table_id=self.private_routes[count.index].id,
            subnet_id=self.private[count.index].id,
        )
        self.database_routes = aws.RouteTable(
            self, "database", count=when(self.create, 1, 0), vpc_id=self.vpc_id, tags=self.tags("database")
        )
        aws.RouteTableAssociation(
            self,
            "database",
            count=self.zone_count,
            route_table_id=self.database_routes[0].id,
            subnet_id=self.database[count.index].id,
        )
