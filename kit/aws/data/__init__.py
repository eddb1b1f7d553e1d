# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
"""Typed bindings of the AWS provider's data types that the modules use; each is imported when first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .availability_zones import AvailabilityZones as AvailabilityZones
    from .caller_identity import CallerIdentity as CallerIdentity
    from .ec2_managed_prefix_list import Ec2ManagedPrefixList as Ec2ManagedPrefixList
    from .ecs_cluster import EcsCluster as EcsCluster
    from .iam_policy_document import IamPolicyDocument as IamPolicyDocument
    from .lb import Lb as Lb
    from .lb_listener import LbListener as LbListener
    from .partition import Partition as Partition
    from .rds_cluster import RdsCluster as RdsCluster
    from .region import Region as Region
    from .route_tables import RouteTables as RouteTables
    from .secretsmanager_secret_version import SecretsmanagerSecretVersion as SecretsmanagerSecretVersion
    from .service_discovery_dns_namespace import ServiceDiscoveryDnsNamespace as ServiceDiscoveryDnsNamespace
    from .ssm_parameter import SsmParameter as SsmParameter
    from .subnet import Subnet as Subnet
    from .vpc import Vpc as Vpc

_CLASSES = {
    "AvailabilityZones": "availability_zones",
    "CallerIdentity": "caller_identity",
    "Ec2ManagedPrefixList": "ec2_managed_prefix_list",
    "EcsCluster": "ecs_cluster",
    "IamPolicyDocument": "iam_policy_document",
    "Lb": "lb",
    "LbListener": "lb_listener",
    "Partition": "partition",
    "RdsCluster": "rds_cluster",
    "Region": "region",
    "RouteTables": "route_tables",
    "SecretsmanagerSecretVersion": "secretsmanager_secret_version",
    "ServiceDiscoveryDnsNamespace": "service_discovery_dns_namespace",
    "SsmParameter": "ssm_parameter",
    "Subnet": "subnet",
    "Vpc": "vpc",
}
_PACKAGES: list[str] = []


if not TYPE_CHECKING:  # for mypy, what is not imported above is a mistake

    def __getattr__(name: str) -> object:
        import importlib

        from kit.block import unknown_argument

        if name in _PACKAGES:
            return importlib.import_module(f".{name}", __name__)
        if name.startswith("_") or name in _CLASSES.values():
            raise AttributeError(name)
        unknown_argument(__name__, [name], _CLASSES, kind="type")
        return getattr(importlib.import_module(f".{_CLASSES[name]}", __name__), name)
