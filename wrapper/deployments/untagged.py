"""What no tag leads to and exists already though a plan is to create it: its creation would be refused, or doubled.

Everything else without tags is put rather than created (policies of roles and buckets, scaling targets, settings of a
bucket): putting it again is no error. Import ids: https://registry.terraform.io/providers/hashicorp/aws
"""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from wrapper.aws_clients import AwsClients
from wrapper.terraform.plan import Plan

Planned = dict[str, Any]


def _route(planned: Planned, clients: AwsClients) -> str | None:
    table, destination = planned["route_table_id"], planned["destination_cidr_block"]
    [found] = clients("ec2").describe_route_tables(RouteTableIds=[table])["RouteTables"]
    exists = any(route.get("DestinationCidrBlock") == destination for route in found["Routes"])
    return f"{table}_{destination}" if exists else None


def _route_table_association(planned: Planned, clients: AwsClients) -> str | None:
    subnet = planned["subnet_id"]
    by_subnet = [{"Name": "association.subnet-id", "Values": [subnet]}]
    found = clients("ec2").describe_route_tables(Filters=by_subnet)["RouteTables"]
    return f"{subnet}/{found[0]['RouteTableId']}" if found else None


def _eip_association(planned: Planned, clients: AwsClients) -> str | None:
    [address] = clients("ec2").describe_addresses(AllocationIds=[planned["allocation_id"]])["Addresses"]
    association: str | None = address.get("AssociationId")
    return association


def _mount_target(planned: Planned, clients: AwsClients) -> str | None:
    found = clients("efs").describe_mount_targets(FileSystemId=planned["file_system_id"])["MountTargets"]
    return next((one["MountTargetId"] for one in found if one["SubnetId"] == planned["subnet_id"]), None)


def default_egress_rules(group: str, clients: AwsClients) -> dict[str, str]:
    """The rules of a security group that AWS made with it, and that let everything out: their ids by range.

    Terraform's provider revokes them right after the creation, unless it is stopped between the two.
    https://docs.aws.amazon.com/vpc/latest/userguide/creating-security-groups.html
    """
    of_group = [{"Name": "group-id", "Values": [group]}]
    rules = clients("ec2").describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    made = [rule for rule in rules if rule["IsEgress"] and rule["IpProtocol"] == "-1" and not rule.get("Tags")]
    by_range = {rule.get("CidrIpv4") or rule.get("CidrIpv6"): str(rule["SecurityGroupRuleId"]) for rule in made}
    return {everything: by_range[everything] for everything in ("0.0.0.0/0", "::/0") if everything in by_range}


def _default_egress_rule(planned: Planned, clients: AwsClients) -> str | None:
    if planned["ip_protocol"] != "-1":
        return None
    return default_egress_rules(planned["security_group_id"], clients).get(planned["cidr_ipv4"])


def _schedule(planned: Planned, clients: AwsClients) -> str | None:
    group = planned.get("group_name") or "default"
    clients("scheduler").get_schedule(Name=planned["name"], GroupName=group)
    return f"{group}/{planned['name']}"


def _budget(planned: Planned, clients: AwsClients) -> str | None:
    account = clients("sts").get_caller_identity()["Account"]
    clients("budgets").describe_budget(AccountId=account, BudgetName=planned["name"])
    return f"{account}:{planned['name']}"


# Cost Explorer lives in one region, whose tags those of the deployment's region do not show; its names may be taken
# twice. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetAnomalyMonitors.html
def _anomaly_monitor(planned: Planned, clients: AwsClients) -> str | None:
    return _of_cost_explorer("Monitor", planned["name"], clients)


def _anomaly_subscription(planned: Planned, clients: AwsClients) -> str | None:
    return _of_cost_explorer("Subscription", planned["name"], clients)


def _of_cost_explorer(kind: str, name: str, clients: AwsClients) -> str | None:
    for page in clients("ce").get_paginator(f"get_anomaly_{kind.lower()}s").paginate():
        for one in page[f"Anomaly{kind}s"]:
            if one[f"{kind}Name"] == name:
                return str(one[f"{kind}Arn"])
    return None


# By type: the arguments that must be known to ask, and how to ask.
TYPES: dict[str, tuple[tuple[str, ...], Callable[[Planned, AwsClients], str | None]]] = {
    "aws_route": (("route_table_id", "destination_cidr_block"), _route),
    "aws_route_table_association": (("subnet_id",), _route_table_association),
    "aws_eip_association": (("allocation_id",), _eip_association),
    "aws_vpc_security_group_egress_rule": (("security_group_id", "ip_protocol", "cidr_ipv4"), _default_egress_rule),
    "aws_scheduler_schedule": (("name",), _schedule),
    "aws_efs_mount_target": (("file_system_id", "subnet_id"), _mount_target),
    "aws_budgets_budget": (("name",), _budget),
    "aws_ce_anomaly_monitor": (("name",), _anomaly_monitor),
    "aws_ce_anomaly_subscription": (("name",), _anomaly_subscription),
}


def find(plan: Plan, clients: AwsClients) -> list[tuple[str, str, str]]:
    """The type, address and import id of each; those whose arguments are unknown yet are left for the next plan."""
    found = []
    for change in plan.get("resource_changes", []):
        needed, ask = TYPES.get(change["type"], ((), None))
        planned = change["change"]["after"] or {}
        if ask is None or change["change"]["actions"] != ["create"] or not all(planned.get(one) for one in needed):
            continue
        try:
            import_id = ask(planned, clients)
        except ClientError as error:
            if "NotFound" not in error.response["Error"]["Code"]:
                raise
            import_id = None  # what it belongs to is gone
        if import_id:
            found.append((change["type"], change["address"], import_id))
    return found
