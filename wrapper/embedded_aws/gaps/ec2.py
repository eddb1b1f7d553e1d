"""EC2: security-group rules, NAT gateways, gateway endpoints, instances and the key of their disks."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models.elastic_block_store import EBSBackend
from moto.ec2.models.instances import Instance
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend
from moto.kms.models import kms_backends

from wrapper.embedded_aws.gaps.core import gap, replace


@gap
def description_of_rule_between_groups() -> None:
    """Stock moto loses the description of a security-group rule that names another group.

    AWS keeps a description whatever the rule's source is.
    """

    def description(self: SecurityGroupRule) -> str | None:
        return self.ip_range.get("Description") or self.source_group.get("Description")

    setattr(SecurityGroupRule, "description", property(description))  # noqa: B010  mypy refuses a plain assignment


@gap
def changed_rule_for_all_protocols_has_no_ports() -> None:
    """Stock moto refuses a change of a rule for all protocols, because it names no ports.

    AWS wants ports with TCP, UDP and ICMP alone.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html
    """

    @replace(SecurityGroupBackend)
    def modify_security_group_rules(
        original: Callable[..., None], self: Any, group_id: str, rules: dict[str, dict[str, Any]]
    ) -> None:
        portless = [rule_id for rule_id, rule in rules.items() if rule.get("IpProtocol") == "-1"]
        ports = {"FromPort": -1, "ToPort": -1}
        original(group_id, {id_: (ports if id_ in portless else {}) | rule for id_, rule in rules.items()})
        group = self.get_security_group_by_name_or_id(group_id)
        for rule in map(group.get_rule, portless):
            rule.from_port = rule.to_port = None


@gap
def deleted_nat_gateway_frees_its_interface() -> None:
    """Stock moto keeps the network interface of a deleted NAT gateway, and its hold on the Elastic IP.

    AWS deletes the interface and disassociates the address.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html
    """

    @replace(NatGatewayBackend)
    def delete_nat_gateway(original: Callable[..., NatGateway], self: Any, nat_gateway_id: str) -> NatGateway:
        gateway = original(nat_gateway_id)
        for address in gateway.address_set:
            if address.get("associationId"):
                self.disassociate_address(association_id=address["associationId"])
        if gateway._eni.id in self.enis:
            self.delete_network_interface(gateway._eni.id)
        return gateway


@gap
def changed_gateway_endpoint_keeps_its_routes() -> None:
    """Stock moto makes no route for a route table that is added to a gateway endpoint, and then cannot delete it.

    AWS adds the route to the service to a table that is added, and removes it from one that is removed.
    https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
    """

    @replace(VPCBackend)
    def modify_vpc_endpoint(original: Callable[..., None], self: Any, vpc_id: str, *args: Any, **kwargs: Any) -> None:
        [endpoint] = self.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])
        before = set(endpoint.route_table_ids)
        original(vpc_id, *args, **kwargs)
        prefix_list = endpoint.destination_prefix_list_id
        if prefix_list is None:
            return
        for added in set(endpoint.route_table_ids) - before:
            self.create_route(added, None, gateway_id=vpc_id, destination_prefix_list_id=prefix_list)
        for removed in before - set(endpoint.route_table_ids):
            self.delete_route(removed, prefix_list)


@gap
def security_groups_of_an_instance() -> None:
    """Stock moto answers no security groups for an instance whose groups were given with its network interface.

    AWS answers those of the primary interface. Terraform gives them so where it asks for a public address.
    """

    @replace(Instance)
    def prep_nics(original: Callable[..., None], self: Instance, *args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        if not self.security_groups and 0 in self.nics:
            self.security_groups = list(self.nics[0]._group_set)


@gap
def interface_ends_with_its_instance() -> None:
    """Stock moto keeps the network interfaces of a terminated instance unless it was told to delete them.

    AWS deletes what it made at launch unless it was told to keep it.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html
    """

    @replace(Instance)
    def prep_nics(
        original: Callable[..., None], self: Instance, nic_spec: list[dict[str, Any]], *args: Any, **kwargs: Any
    ) -> None:
        for interface in nic_spec:
            if "NetworkInterfaceId" not in interface:
                interface.setdefault("DeleteOnTermination", True)
        original(nic_spec, *args, **kwargs)
        if not nic_spec and 0 in self.nics:
            self.nics[0].delete_on_termination = True


@gap
def default_disk_key_is_managed_by_aws() -> None:
    """Stock moto says of the default key for encrypted volumes that the customer manages it.

    AWS manages it. https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
    """

    @replace(EBSBackend)
    def _create_default_encryption_key(original: Callable[[], str], self: Any) -> str:
        arn = original()
        kms_backends[self.account_id][self.region_name].describe_key(arn.rsplit("/", 1)[-1]).key_manager = "AWS"
        return arn
