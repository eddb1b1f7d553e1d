"""What ECS would run: the services of a deployment, read back from the AWS on which it was applied.

Nothing here comes from our own Python: what the containers run is what a Fargate agent would be handed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from stacks.settings import DEPLOYMENT_TAG
from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.errors import TarmacError

_PAGE = 10
"""Services that ECS describes at once: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html"""


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """ECS's own terms; seconds, but for `retries`."""

    command: tuple[str, ...]
    interval: int = 30
    timeout: int = 5
    retries: int = 3
    start_period: int = 0


@dataclass(frozen=True, kw_only=True)
class Mount:
    """A directory of a container.

    `file_system` and `directory` name the place on the shared file system; both are empty for the task's own storage.
    """

    path: str
    volume: str
    read_only: bool
    file_system: str = ""
    directory: str = ""


@dataclass(frozen=True, kw_only=True)
class Container:
    """A container definition.

    Attributes:
        secrets: variables that ECS fills at the start, with the ARN of the secret and what else `valueFrom` says.
        stop_timeout: seconds between SIGTERM and SIGKILL.
        essential: whether the task ends with it.
        restarts: whether ECS starts it anew where it ends while its task goes on.
        public_port: the port to which the load balancer sends requests.
    """

    name: str
    image: str
    command: tuple[str, ...] | None = None
    entry_point: tuple[str, ...] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    read_only_root: bool = False
    dropped_capabilities: tuple[str, ...] = ()
    mounts: tuple[Mount, ...] = ()
    health_check: HealthCheck | None = None
    stop_timeout: int = 30
    essential: bool = True
    restarts: bool = False
    public_port: int | None = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """An ECS service and its task definition.

    Attributes:
        name: the service's name without that of the deployment.
        count: how many tasks run here.
        cpu: units of 1/1024 vCPU of a task.
        memory: MiB of a task.
        dns_names: private names that lead to its tasks.
        calls_aws: whether it has a role to call AWS with.
    """

    name: str
    count: int
    cpu: int
    memory: int
    containers: tuple[Container, ...]
    dns_names: tuple[str, ...] = ()
    calls_aws: bool = True


def read(deployment: str, cluster: str, clients: AwsClients) -> tuple[Task, ...]:
    """The services of that deployment in the ECS cluster.

    Raises TarmacError where AWS cannot be asked, or where there are none.
    """
    try:
        tasks = tuple(_tasks(deployment, cluster, clients))
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"reading the services of {deployment}") from error
    if not tasks:
        raise TarmacError(
            f"The ECS cluster {cluster} holds no service of {deployment}.", f"Apply it: ./tarmac apply {deployment}"
        )
    return tasks


def _tasks(deployment: str, cluster: str, clients: AwsClients) -> Iterator[Task]:
    ecs = clients("ecs")
    counts = _fewest(cluster, clients)
    names = _dns_names(clients)
    for service in _services(ecs, cluster):
        if _tag(service.get("tags", []), DEPLOYMENT_TAG) != deployment:
            continue
        definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
        public = {balancer["containerName"]: balancer["containerPort"] for balancer in service.get("loadBalancers", [])}
        yield replace(
            of_definition(service["serviceName"].removeprefix(f"{deployment}-"), definition, clients, public),
            count=counts.get(service["serviceName"], service["desiredCount"]),
            dns_names=tuple(
                name for registry in service.get("serviceRegistries", []) for name in names[registry["registryArn"]]
            ),
        )


def of_definition(
    name: str, definition: Mapping[str, Any], clients: AwsClients, public: Mapping[str, int] | None = None
) -> Task:
    """One task of a task definition as ECS describes it, under no DNS name.

    Args:
        public: the port of each container to which the load balancer sends requests.
    """
    volumes = {volume["name"]: volume for volume in definition.get("volumes", [])}
    return Task(
        name=name,
        count=1,
        cpu=int(definition["cpu"]),
        memory=int(definition["memory"]),
        containers=tuple(
            _container(described, volumes, clients, (public or {}).get(described["name"]))
            for described in definition["containerDefinitions"]
        ),
        calls_aws="taskRoleArn" in definition,
    )


def _services(ecs: Any, cluster: str) -> Iterator[dict[str, Any]]:
    arns = [arn for page in ecs.get_paginator("list_services").paginate(cluster=cluster) for arn in page["serviceArns"]]
    for start in range(0, len(arns), _PAGE):
        described = ecs.describe_services(cluster=cluster, services=arns[start : start + _PAGE], include=["TAGS"])
        yield from described["services"]


def _fewest(cluster: str, clients: AwsClients) -> dict[str, int]:
    """The lower bound of each service that can be scaled; one where that is none, as nothing here scales it up."""
    scaling = clients("application-autoscaling").get_paginator("describe_scalable_targets")
    prefix = f"service/{cluster}/"
    return {
        target["ResourceId"].removeprefix(prefix): max(1, target["MinCapacity"])
        for page in scaling.paginate(ServiceNamespace="ecs")
        for target in page["ScalableTargets"]
        if target["ResourceId"].startswith(prefix)
    }


def _dns_names(clients: AwsClients) -> dict[str, list[str]]:
    """The private DNS names of each Cloud Map service by its ARN: its own, and those that are aliases of it."""
    discovery = clients("servicediscovery")
    zones = {
        zone["Id"]: zone["Name"]
        for page in discovery.get_paginator("list_namespaces").paginate()
        for zone in page["Namespaces"]
    }
    names: dict[str, list[str]] = {}
    zone_of: dict[str, str] = {}
    aliases: dict[tuple[str, str], list[str]] = {}
    for page in discovery.get_paginator("list_services").paginate():
        for listed in page["Services"]:
            service = discovery.get_service(Id=listed["Id"])["Service"]
            zone = service.get("NamespaceId") or service["DnsConfig"]["NamespaceId"]
            own = f"{service['Name']}.{zones[zone]}"
            names[service["Arn"]], zone_of[service["Arn"]] = [own], zone
            for instance in discovery.list_instances(ServiceId=listed["Id"])["Instances"]:
                if target := instance["Attributes"].get("AWS_INSTANCE_CNAME"):
                    aliases.setdefault((zone, target), []).append(own)
    for arn, found in names.items():
        found += aliases.get((zone_of[arn], found[0]), [])
    return names


def _container(
    described: dict[str, Any], volumes: Mapping[str, dict[str, Any]], clients: AwsClients, public_port: int | None
) -> Container:
    check = described.get("healthCheck")
    capabilities = described.get("linuxParameters", {}).get("capabilities", {})
    return Container(
        name=described["name"],
        image=described["image"],
        command=_words(described.get("command")),
        entry_point=_words(described.get("entryPoint")),
        environment={one["name"]: one["value"] for one in described.get("environment", [])},
        secrets={one["name"]: one["valueFrom"] for one in described.get("secrets", [])},
        user=described.get("user"),
        read_only_root=bool(described.get("readonlyRootFilesystem")),
        dropped_capabilities=tuple(capabilities.get("drop", [])),
        mounts=tuple(_mount(mount, volumes, clients) for mount in described.get("mountPoints", [])),
        health_check=None
        if check is None
        else HealthCheck(
            command=tuple(check["command"]),
            interval=check.get("interval", HealthCheck.interval),
            timeout=check.get("timeout", HealthCheck.timeout),
            retries=check.get("retries", HealthCheck.retries),
            start_period=check.get("startPeriod", HealthCheck.start_period),
        ),
        stop_timeout=int(described.get("stopTimeout", Container.stop_timeout)),
        essential=bool(described.get("essential", True)),
        restarts=bool(described.get("restartPolicy", {}).get("enabled")),
        public_port=public_port,
    )


def _mount(mount: dict[str, Any], volumes: Mapping[str, dict[str, Any]], clients: AwsClients) -> Mount:
    files = volumes[mount["sourceVolume"]].get("efsVolumeConfiguration", {})
    directory = files.get("rootDirectory", "/") if files else ""
    if access_point := files.get("authorizationConfig", {}).get("accessPointId"):
        found = clients("efs").describe_access_points(AccessPointId=access_point)["AccessPoints"][0]
        directory = found["RootDirectory"]["Path"]
    return Mount(
        path=mount["containerPath"],
        volume=mount["sourceVolume"],
        read_only=bool(mount.get("readOnly")),
        file_system=files.get("fileSystemId", ""),
        directory=directory,
    )


def _words(command: list[str] | None) -> tuple[str, ...] | None:
    return None if command is None else tuple(command)


def _tag(tags: list[dict[str, str]], key: str) -> str | None:
    return next((tag["value"] for tag in tags if tag["key"] == key), None)
