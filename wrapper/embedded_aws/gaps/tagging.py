"""Resource Groups Tagging API: the resources that it must list beside those which moto lists.

What AWS lists: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
ARNs: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Callable, Iterator
from typing import Any

from moto.core.resource_tagging import TaggedResource, make_tag_matcher, match_resource_type
from moto.ec2.models import EC2Backend
from moto.elasticache.models import ElastiCacheBackend
from moto.elbv2.models import ELBv2Backend
from moto.rds.models import RDSBackend
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from moto.servicediscovery.models import servicediscovery_backends

from wrapper.embedded_aws.gaps.core import gap, replace

Listing = Callable[..., Iterator[TaggedResource]]


@gap
def ec2_resources() -> None:
    """Stock moto lists no Elastic IPs, endpoints and security-group rules, and no flow logs by their ARN.

    AWS lists them all; the ARN of a flow log has the resource type vpc-flow-log.
    """

    @replace(EC2Backend)
    def iter_tagged_resources(original: Listing, self: Any) -> Iterator[TaggedResource]:
        for resource in original():
            if resource.resource_type == "ec2:flow-logs":
                resource.arn = resource.arn.replace(":flow-logs/", ":vpc-flow-log/")
            yield resource
        groups = [group for groups in self.groups.values() for group in groups.values()]
        rules = [rule for group in groups for rule in [*group.ingress_rules, *group.egress_rules]]
        identifiers = {
            "elastic-ip": [address.allocation_id for address in self.addresses],
            "vpc-endpoint": list(self.vpc_end_points),
            "security-group-rule": [rule.id for rule in rules],
        }
        for kind, ids in identifiers.items():
            for one in ids:
                arn = f"arn:{self.partition}:ec2:{self.region_name}:{self.account_id}:{kind}/{one}"
                yield TaggedResource(arn, dict(self.tags.get(one, {})), f"ec2:{kind}")


@gap
def listeners_of_load_balancers() -> None:
    """Stock moto lists no listeners of load balancers and none of their rules. AWS does."""

    @replace(ELBv2Backend)
    def iter_tagged_resources(original: Listing, self: Any) -> Iterator[TaggedResource]:
        yield from original()
        for balancer in self.load_balancers.values():
            for listener in balancer.listeners.values():
                rules = [("listener-rule", rule.arn) for rule in listener.rules.values()]
                for kind, arn in [("listener", listener.arn), *rules]:
                    tags = self.tagging_service.get_tag_dict_for_resource(arn)
                    yield TaggedResource(arn, tags, f"elasticloadbalancing:{kind}")


@gap
def groups_of_databases() -> None:
    """Stock moto lists no subnet groups and parameter groups of RDS. AWS does."""

    @replace(RDSBackend)
    def iter_tagged_resources(original: Listing, self: Any) -> Iterator[TaggedResource]:
        yield from original()
        kinds = {
            "subgrp": self.subnet_groups,
            "pg": self.db_parameter_groups,
            "cluster-pg": self.db_cluster_parameter_groups,
        }
        for kind, groups in kinds.items():
            for group in groups.values():
                tags = {tag["Key"]: tag["Value"] for tag in group.get_tags()}
                yield TaggedResource(group.arn, tags, f"rds:{kind}")


@gap
def groups_of_caches() -> None:
    """Stock moto lists no parameter groups and user groups of ElastiCache. AWS does."""

    @replace(ElastiCacheBackend)
    def iter_tagged_resources(original: Listing, self: Any) -> Iterator[TaggedResource]:
        yield from original()
        # Both are fillers' own: see elasticache.py and elasticache_users.py.
        for kind, attribute in (("parametergroup", "cache_parameter_groups"), ("usergroup", "user_groups")):
            for group in self.__dict__.get(attribute, {}).values():
                tags = self.tagging_service.get_tag_dict_for_resource(group.arn)
                yield TaggedResource(group.arn, tags, f"elasticache:{kind}")


@gap
def cloud_map_resources() -> None:
    """Stock moto lists no namespaces and services of Cloud Map. AWS does."""

    @replace(ResourceGroupsTaggingAPIBackend)
    def _get_resources_generator(
        original: Listing,
        self: Any,
        tag_filters: list[dict[str, Any]] | None = None,
        resource_type_filters: list[str] | None = None,
        resource_arn_list: list[str] | None = None,
    ) -> Iterator[TaggedResource]:
        yield from original(tag_filters, resource_type_filters, resource_arn_list)
        backend = servicediscovery_backends[self.account_id][self.region_name]
        wanted = make_tag_matcher(tag_filters)
        for kind, resources in (("namespace", backend.namespaces), ("service", backend.services)):
            for one in resources.values():
                tags = backend.tagger.get_tag_dict_for_resource(one.arn)
                by_type = match_resource_type(f"servicediscovery:{kind}", resource_type_filters)
                if tags and wanted(tags) and by_type and one.arn in (resource_arn_list or [one.arn]):
                    yield TaggedResource(one.arn, tags, f"servicediscovery:{kind}")
