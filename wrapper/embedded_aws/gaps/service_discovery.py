"""Cloud Map: private DNS namespaces and their hosted zones."""

from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.route53.models import Route53Backend, route53_backends
from moto.servicediscovery.exceptions import ConflictingDomainExists
from moto.servicediscovery.models import ServiceDiscoveryBackend
from moto.utilities.utils import get_partition

from wrapper.embedded_aws.gaps.core import gap, replace


class ResourceInUse(JsonRESTError):
    """What is to be deleted still contains something."""

    def __init__(self, message: str) -> None:
        super().__init__("ResourceInUse", message)


def _route53(backend: ServiceDiscoveryBackend) -> Route53Backend:
    return route53_backends[backend.account_id][get_partition(backend.region_name)]


@gap
def several_namespaces_in_a_vpc() -> None:
    """Stock moto allows one private namespace in a VPC.

    AWS refuses only a second one of the same name there.
    https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html
    """

    @replace(ServiceDiscoveryBackend)
    def create_private_dns_namespace(
        original: Callable[..., str], self: ServiceDiscoveryBackend, name: str, vpc: str, **parameters: Any
    ) -> str:
        if any(namespace.vpc == vpc and namespace.name == name for namespace in self.namespaces.values()):
            raise ConflictingDomainExists(vpc)
        operation = original(name=name, vpc=f"{vpc}/{name}", **parameters)  # a VPC that no other namespace is in
        self.namespaces[self.operations[operation].targets["NAMESPACE"]].vpc = vpc
        return operation


@gap
def hosted_zone_of_a_private_namespace() -> None:
    """Stock moto names the hosted zone of a private namespace "<name>-hz", outside any VPC, and prefixes its ID.

    In AWS the zone has the namespace's name and belongs to its VPC, so records beside those of Cloud Map fit in.
    https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html
    """

    @replace(ServiceDiscoveryBackend)
    def create_private_dns_namespace(
        original: Callable[..., str], self: ServiceDiscoveryBackend, **parameters: Any
    ) -> str:
        operation = original(**parameters)
        namespace = self.namespaces[self.operations[operation].targets["NAMESPACE"]]
        route53 = _route53(self)
        route53.delete_hosted_zone(namespace.dns_properties["HostedZoneId"])
        zone = route53.create_hosted_zone(
            f"{namespace.name}.",
            private_zone=True,
            vpcid=parameters["vpc"],
            vpcregion=self.region_name,
            comment="Created by AWS Cloud Map",
        )
        namespace.dns_properties["HostedZoneId"] = zone.resource_id
        return operation


@gap
def delete_namespace() -> None:
    """Stock moto keeps the hosted zone of a deleted namespace, and deletes a namespace that has services.

    AWS deletes the zone with it, and refuses while there are services or other records in it.
    https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteNamespace.html
    """

    @replace(ServiceDiscoveryBackend)
    def delete_namespace(original: Callable[..., str], self: ServiceDiscoveryBackend, namespace_id: str) -> str:
        namespace = self.namespaces.get(namespace_id)
        if any(service.namespace_id == namespace_id for service in self.services.values()):
            raise ResourceInUse(f"The namespace {namespace_id} still has services.")
        zone_id = ((namespace and namespace.dns_properties) or {}).get("HostedZoneId")
        if zone_id:
            zone = _route53(self).get_hosted_zone(zone_id)
            if any(record.type not in ("NS", "SOA") for record in zone.rrsets):
                raise ResourceInUse(f"The hosted zone {zone_id} of the namespace {namespace_id} still has records.")
            _route53(self).delete_hosted_zone(zone_id)
        return original(namespace_id)
