"""ECS: what a service was told, and a service that is steady.

Steady means that Terraform need not wait: as many tasks count as running as are desired. No task exists, no
target is registered with a load balancer, and nothing is said about health, because nothing runs.
"""

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.moto_api._internal import mock_random

from wrapper.embedded_aws.gaps.core import gap, replace

STORED = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "placementConstraints": "placement_constraints",
    "placementStrategy": "placement_strategy",
    "vpcLatticeConfigurations": "vpc_lattice_configurations",
}
"""Parameters of CreateService and UpdateService that moto drops, and the attributes its serializer reads."""

PER_DEPLOYMENT = ("serviceConnectConfiguration", "volumeConfigurations")
"""Parameters which AWS answers in the service's deployments, not in the service."""

DEFAULTS: dict[str, Any] = {
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
    "availability_zone_rebalancing": "ENABLED",
    "deployment_configuration": {"maximumPercent": 200, "minimumHealthyPercent": 100},
    "enable_ecs_managed_tags": False,
    "enable_execute_command": False,
}


def _store(service: Any, parameters: dict[str, Any]) -> None:
    """Store the parameters that were given; what was left out stays as it was."""
    for parameter, attribute in STORED.items():
        if parameters.get(parameter) is not None:
            setattr(service, attribute, parameters[parameter])
    if parameters.get("capacityProviderStrategy"):
        service.launch_type = None  # AWS answers one or the other
    for deployment in service.deployments:
        for parameter in PER_DEPLOYMENT:
            if parameters.get(parameter) is not None:
                deployment[parameter] = parameters[parameter]


@gap
def service_settings() -> None:
    """Stock moto drops the capacity provider strategy and more settings of a service; Terraform replaces it then.

    AWS answers them as they were given, and an update changes only what it names.
    """

    @replace(EC2ContainerServiceResponse)
    def create_service(original: Callable[[], ActionResult], self: EC2ContainerServiceResponse) -> ActionResult:
        result: Any = original()
        service = result.result["service"]
        for attribute, value in DEFAULTS.items():
            setattr(service, attribute, value)
        if self._get_param("launchType") is None and self._get_param("capacityProviderStrategy") is None:
            cluster = self.ecs_backend._get_cluster(service.cluster_name)
            default: Any = cluster.default_capacity_provider_strategy
            if default:
                service.capacity_provider_strategy, service.launch_type = default, None
        _store(service, self._get_params())
        return ActionResult({"service": service})

    @replace(EC2ContainerServiceResponse)
    def update_service(original: Callable[[], ActionResult], self: EC2ContainerServiceResponse) -> ActionResult:
        parameters = dict(self._get_params())
        cluster, name = self._get_param("cluster", "default"), self._get_param("service")
        before: Any = self.ecs_backend._get_service(cluster, name)
        deployment = before.deployment_configuration | (parameters.get("deploymentConfiguration") or {})
        result: Any = original()
        _store(result.result["service"], parameters | {"deploymentConfiguration": deployment})
        return ActionResult(result.result)


@gap
def steady_service() -> None:
    """Stock moto leaves the tasks of a service pending for ever: waiting for a steady state never ends.

    In AWS a deployment whose tasks stay up ends COMPLETED, with as many tasks running as are desired. Here nothing
    runs and nothing could fail, so every deployment ends like that: it says nothing about a service's health.
    """

    def settle(service: Any) -> None:
        desired = service.desired_count if service.status == "ACTIVE" else 0
        service.running_count, service.pending_count = desired, 0
        for deployment in service.deployments:
            deployment |= {
                "desiredCount": desired,
                "runningCount": desired,
                "pendingCount": 0,
                "status": "PRIMARY",
                "rolloutState": "COMPLETED",
                "rolloutStateReason": "The embedded AWS runs no tasks.",
                "taskDefinition": service.task_definition,
                "launchType": service.launch_type,
                "platformVersion": service.platform_version,
                "networkConfiguration": service.network_configuration,
            }

    @replace(EC2ContainerServiceBackend)
    def create_service(
        original: Callable[..., Service], self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any
    ) -> Service:
        service = original(*args, **kwargs)
        settle(service)
        return service

    @replace(EC2ContainerServiceBackend)
    def update_service(
        original: Callable[..., Service], self: EC2ContainerServiceBackend, service_properties: dict[str, Any]
    ) -> Service:
        task_definition = service_properties.get("task_definition")
        service = original(service_properties)
        if task_definition:
            service.task_definition = self.describe_task_definition(task_definition).arn
            for deployment in service.deployments:
                deployment |= {"id": f"ecs-svc/{mock_random.randint(0, 32**12)}", "createdAt": utcnow()}
        settle(service)
        return service

    @replace(EC2ContainerServiceBackend)
    def delete_service(
        original: Callable[..., Service], self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any
    ) -> Service:
        service = original(*args, **kwargs)
        settle(service)
        return service


@gap
def deleted_clusters_are_not_listed() -> None:
    """Stock moto goes on listing a cluster that was deleted.

    AWS keeps a deleted cluster describable for a while as INACTIVE, but does not list it.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
    """

    @replace(EC2ContainerServiceBackend)
    def list_clusters(original: Callable[[], list[str]], self: EC2ContainerServiceBackend) -> list[str]:
        return [cluster.arn for cluster in self.clusters.values() if cluster.status == "ACTIVE"]


@gap
def deleted_services_are_not_listed() -> None:
    """Stock moto goes on listing a service that was deleted.

    AWS keeps a deleted service describable for a while as INACTIVE, but does not list it.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
    """

    @replace(EC2ContainerServiceBackend)
    def list_services(
        original: Callable[..., list[str]], self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any
    ) -> list[str]:
        active = {service.arn for service in self.services.values() if service.status == "ACTIVE"}
        return [arn for arn in original(*args, **kwargs) if arn in active]
