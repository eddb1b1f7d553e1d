"""ElastiCache: parameter groups, subnet groups, and replication groups with their members."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import CacheSubnetGroupNotFound, ElastiCacheException
from moto.elasticache.models import CacheCluster, ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse

from wrapper.embedded_aws.gaps.core import add, gap, replace

DEFAULT_ENGINE_VERSIONS = {"redis": "7.1.0", "valkey": "8.0.1"}
"""What AWS takes where no version is asked for."""

DEFAULT_MAINTENANCE_WINDOW = "sun:05:30-sun:06:30"


class CacheParameterGroupNotFound(ElastiCacheException):
    """No parameter group has that name."""

    code = "CacheParameterGroupNotFound"


@dataclass
class CacheParameterGroup:
    """A parameter group; its attributes are serialized under AWS's names for them."""

    cache_parameter_group_name: str
    cache_parameter_group_family: str
    description: str
    arn: str
    is_global: bool = False
    parameters: dict[str, str] = field(default_factory=dict)


def _parameter_groups(response: ElastiCacheResponse) -> dict[str, CacheParameterGroup]:
    backend: Any = response.elasticache_backend
    groups: dict[str, CacheParameterGroup] = backend.__dict__.setdefault("cache_parameter_groups", {})
    return groups


def _parameter_group(response: ElastiCacheResponse) -> CacheParameterGroup:
    name = response._get_param("CacheParameterGroupName")
    try:
        return _parameter_groups(response)[name]
    except KeyError:
        raise CacheParameterGroupNotFound(f"CacheParameterGroup {name} not found.") from None


@gap
def parameter_groups() -> None:
    """Stock moto has no cache parameter groups.

    AWS has. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html
    """

    @add(ElastiCacheResponse)
    def create_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
        backend = self.elasticache_backend
        name = self._get_param("CacheParameterGroupName")
        group = CacheParameterGroup(
            cache_parameter_group_name=name,
            cache_parameter_group_family=self._get_param("CacheParameterGroupFamily"),
            description=self._get_param("Description"),
            arn=f"arn:{backend.partition}:elasticache:{backend.region_name}:{backend.account_id}:parametergroup:{name}",
        )
        _parameter_groups(self)[name] = group
        backend.tagging_service.tag_resource(group.arn, self._get_param("Tags") or [])
        return ActionResult({"CacheParameterGroup": group})

    @add(ElastiCacheResponse)
    def describe_cache_parameter_groups(self: ElastiCacheResponse) -> ActionResult:
        named = self._get_param("CacheParameterGroupName")
        groups = [_parameter_group(self)] if named else list(_parameter_groups(self).values())
        return ActionResult({"CacheParameterGroups": groups})

    @add(ElastiCacheResponse)
    def describe_cache_parameters(self: ElastiCacheResponse) -> ActionResult:
        parameters = _parameter_group(self).parameters
        return ActionResult(
            {
                "Parameters": [
                    {"ParameterName": name, "ParameterValue": value, "Source": "user"}
                    for name, value in parameters.items()
                ]
            }
        )

    @add(ElastiCacheResponse)
    def modify_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
        group = _parameter_group(self)
        for parameter in self._get_param("ParameterNameValues", []):
            group.parameters[parameter["ParameterName"]] = parameter["ParameterValue"]
        return ActionResult({"CacheParameterGroupName": group.cache_parameter_group_name})

    @add(ElastiCacheResponse)
    def reset_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
        group = _parameter_group(self)
        if self._get_bool_param("ResetAllParameters"):
            group.parameters.clear()
        for parameter in self._get_param("ParameterNameValues", []):
            group.parameters.pop(parameter["ParameterName"], None)
        return ActionResult({"CacheParameterGroupName": group.cache_parameter_group_name})

    @add(ElastiCacheResponse)
    def delete_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
        del _parameter_groups(self)[_parameter_group(self).cache_parameter_group_name]
        return EmptyResult()


@gap
def tags_of_parameter_and_user_groups() -> None:
    """Stock moto lists no tags of parameter groups and user groups: it takes their ARNs for invalid.

    AWS lists them, and refuses only what is no ElastiCache ARN.
    """

    @replace(ElastiCacheBackend)
    def list_tags_for_resource(original: Callable[..., Any], self: ElastiCacheBackend, arn: str) -> Any:
        if ":parametergroup:" in arn or ":usergroup:" in arn:
            return self.tagging_service.list_tags_for_resource(arn)
        return original(arn)


@gap
def subnet_group_changes() -> None:
    """Stock moto can neither delete nor modify a cache subnet group.

    AWS can. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheSubnetGroup.html
    """

    def name_of_existing(response: ElastiCacheResponse) -> str:
        name: str = response._get_param("CacheSubnetGroupName")
        if name not in response.elasticache_backend.cache_subnet_groups:
            raise CacheSubnetGroupNotFound(name)
        return name

    @add(ElastiCacheResponse)
    def delete_cache_subnet_group(self: ElastiCacheResponse) -> ActionResult:
        del self.elasticache_backend.cache_subnet_groups[name_of_existing(self)]
        return EmptyResult()

    @add(ElastiCacheResponse)
    def modify_cache_subnet_group(self: ElastiCacheResponse) -> ActionResult:
        backend = self.elasticache_backend
        old = backend.cache_subnet_groups.pop(name_of_existing(self))
        group = backend.create_cache_subnet_group(
            cache_subnet_group_name=old.cache_subnet_group_name,
            cache_subnet_group_description=self._get_param("CacheSubnetGroupDescription")
            or old.cache_subnet_group_description,
            subnet_ids=self._get_param("SubnetIds") or old.subnet_ids,
            tags=None,  # the tagging service still has them
        )
        return ActionResult({"CacheSubnetGroup": group})


def _full_version(group: ReplicationGroup) -> str:
    """AWS answers three numbers where two were asked for."""
    version = group.engine_version or DEFAULT_ENGINE_VERSIONS.get(group.engine, "7.1.0")
    return version if version.count(".") >= 2 else f"{version}.0"


def _set_members(backend: ElastiCacheBackend, group: Any, names: list[str]) -> None:
    """Make the group's members exactly `names`, each a cache cluster that mirrors the group's settings."""
    for removed in set(group.member_clusters) - set(names):
        backend.cache_clusters.pop(removed, None)
    group.member_clusters = names
    for name in names:
        member: Any = CacheCluster(
            account_id=backend.account_id,
            region_name=backend.region_name,
            cache_cluster_id=name,
            cache_node_type=group.cache_node_type,
            replication_group_id=group.replication_group_id,
            az_mode=None,
            preferred_availability_zone=None,
            num_cache_nodes=1,
            engine=group.engine,
            engine_version=_full_version(group),
            cache_parameter_group_name=group.cache_parameter_group_name,
            cache_subnet_group_name=group.cache_subnet_group_name,
            transit_encryption_enabled=group.transit_encryption_enabled,
            network_type=group.network_type,
            ip_discovery=group.ip_discovery,
            snapshot_name=None,
            preferred_maintenance_window=group.preferred_maintenance_window or DEFAULT_MAINTENANCE_WINDOW,
            port=group.port,
            notification_topic_arn=group.notification_topic_arn,
            auto_minor_version_upgrade=group.auto_minor_version_upgrade not in (False, "false"),
            snapshot_retention_limit=group.snapshot_retention_limit,
            snapshot_window=group.snapshot_window,
            auth_token=None,
            outpost_mode=None,
            preferred_outpost_arn=None,
            preferred_availability_zones=None,
            cache_security_group_names=None,
            security_group_ids=group.security_group_ids,
            tags=None,
            snapshot_arns=None,
            preferred_outpost_arns=None,
            log_delivery_configurations=[],
            cache_node_ids_to_remove=None,
            cache_node_ids_to_reboot=None,
        )
        member.num_cache_nodes = 1
        member.replication_group_id = group.replication_group_id
        member.snapshot_window = group.snapshot_window
        member.at_rest_encryption_enabled = group.at_rest_encryption_enabled
        member.transit_encryption_mode = group.transit_encryption_mode
        member.auth_token_enabled = group.auth_token_enabled
        member.cache_parameter_group = {
            "CacheParameterGroupName": group.cache_parameter_group_name,
            "ParameterApplyStatus": "in-sync",
        }
        member.security_groups = [
            {"SecurityGroupId": identifier, "Status": "active"} for identifier in group.security_group_ids or []
        ]
        backend.cache_clusters[name] = member


@gap
def number_of_members() -> None:
    """Stock moto ignores NumCacheClusters: a replication group without cluster mode always gets one member.

    AWS makes a primary and NumCacheClusters - 1 replicas.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    """

    @replace(ReplicationGroup)
    def _set_node_members_clusters_disabled(
        original: Callable[..., None], self: ReplicationGroup, **kwargs: Any
    ) -> None:
        replicas = max((kwargs["num_cache_clusters"] or 1) - 1, kwargs["replicas_per_node_group"] or 0)
        original(**(kwargs | {"replicas_per_node_group": replicas}))


@gap
def members_are_cache_clusters() -> None:
    """Stock moto lists the members of a replication group, but DescribeCacheClusters does not know them.

    In AWS each member is a cache cluster; Terraform reads version, windows and groups from the first one.
    """

    @replace(ElastiCacheBackend)
    def create_replication_group(original: Callable[..., Any], self: ElastiCacheBackend, **kwargs: Any) -> Any:
        group = original(**kwargs)
        if group.transit_encryption_enabled and not group.transit_encryption_mode:
            group.transit_encryption_mode = "required"  # what AWS takes where TLS is on and no mode is named
        _set_members(self, group, list(group.member_clusters))
        return group


@gap
def delete_replication_group() -> None:
    """Stock moto leaves a deleted replication group in the state "deleting" for ever.

    In AWS it is gone after a while, with its members and its place in user groups.
    """

    @replace(ElastiCacheBackend)
    def delete_replication_group(
        original: Callable[..., Any], self: ElastiCacheBackend, replication_group_id: str, **kwargs: Any
    ) -> Any:
        group = original(replication_group_id=replication_group_id, **kwargs)
        _set_members(self, group, [])
        del self.replication_groups[replication_group_id]
        return group


_SAME_NAME = {
    "CacheParameterGroupName": "cache_parameter_group_name",
    "SecurityGroupIds": "security_group_ids",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "SnapshotWindow": "snapshot_window",
    "EngineVersion": "engine_version",
    "NotificationTopicArn": "notification_topic_arn",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "TransitEncryptionEnabled": "transit_encryption_enabled",
    "TransitEncryptionMode": "transit_encryption_mode",
    "IpDiscovery": "ip_discovery",
    "ClusterMode": "cluster_mode",
}
"""Parameters of ModifyReplicationGroup that are stored as they are."""


@gap
def modify_replication_group() -> None:
    """Stock moto changes a few settings of a replication group and silently drops the others.

    AWS changes them all, in the members too.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
    """

    @replace(ElastiCacheResponse)
    def modify_replication_group(original: Callable[[], ActionResult], self: ElastiCacheResponse) -> ActionResult:
        result = original()
        backend = self.elasticache_backend
        group: Any = backend.replication_groups[self._get_param("ReplicationGroupId")]
        for parameter, attribute in _SAME_NAME.items():
            value = self._get_param(parameter)
            if value is not None:
                setattr(group, attribute, value)
        strategy = self._get_param("AuthTokenUpdateStrategy")
        if strategy:
            group.auth_token_enabled = strategy != "DELETE"
        removed = self._get_param("UserGroupIdsToRemove") or []
        added = self._get_param("UserGroupIdsToAdd") or []
        if self._get_bool_param("RemoveUserGroups"):
            removed = list(group.user_group_ids)
        group.user_group_ids = [known for known in group.user_group_ids if known not in removed] + added
        if self._get_param("LogDeliveryConfigurations"):
            group.log_delivery_configurations = [
                {**configuration, "Status": "active"}
                for configuration in self._get_param("LogDeliveryConfigurations")
                if configuration.get("Enabled", True)
            ]
        _set_members(backend, group, list(group.member_clusters))
        return result


@gap
def replica_count() -> None:
    """Stock moto has neither IncreaseReplicaCount nor DecreaseReplicaCount.

    AWS adds and removes replicas in place.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_IncreaseReplicaCount.html
    """

    def set_replica_count(self: ElastiCacheResponse) -> ActionResult:
        backend = self.elasticache_backend
        [group] = backend.describe_replication_groups(self._get_param("ReplicationGroupId"))
        node_group = group.node_groups[0]
        members = node_group["node_group_members"]
        wanted = self._get_int_param("NewReplicaCount") + 1
        del members[wanted:]
        while len(members) < wanted:
            name = f"{group.replication_group_id}-{len(members) + 1:0>3}"
            endpoint = {
                "address": members[0]["read_endpoint"]["address"].replace(members[0]["cache_cluster_id"], name, 1),
                "port": group.port,
            }
            members.append(
                members[0] | {"cache_cluster_id": name, "read_endpoint": endpoint, "current_role": "replica"}
            )
        _set_members(backend, group, [member["cache_cluster_id"] for member in members])
        return ActionResult({"ReplicationGroup": group})

    ElastiCacheResponse.increase_replica_count = set_replica_count  # type: ignore[attr-defined]
    ElastiCacheResponse.decrease_replica_count = set_replica_count  # type: ignore[attr-defined]
