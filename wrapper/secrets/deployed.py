"""What of a deployment's secrets stands in AWS. Found in Terraform's state, by tags and in ECS; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from stacks.settings import DEPLOYMENT_TAG, Deployment
from wrapper import diagnostics, state_file
from wrapper.errors import TarmacError
from wrapper.secrets import catalog
from wrapper.secrets.catalog import Kind
from wrapper.secrets.store import CURRENT, PENDING, Description, Store
from wrapper.target import Target
from wrapper.terraform import lock

VAULT_LABEL: Final = "vault:"
"""Beginning of the label on a version that came from Vault; behind it stand path and version there."""

ROTATION_LABEL: Final = "TARMAC-"
"""Beginning of the label that says how far a rotation is."""

_SERVICES_AT_ONCE: Final = 10
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html"""


@dataclass(frozen=True)
class Service:
    """An ECS service and what its containers are given."""

    name: str
    cluster: str
    task_definition: str
    network: dict[str, Any]
    secrets: dict[str, frozenset[str]]
    """ARNs of the secrets of each container."""

    def reads(self, arn: str) -> bool:
        return any(arn in arns for arns in self.secrets.values())


@dataclass(frozen=True)
class Secret:
    """One secret of a deployment; `description` is None where AWS has none."""

    kind: Kind
    arn: str | None
    description: Description | None
    first_version: str | None = None
    """The version that Terraform wrote."""
    is_given: bool = False
    """Whether the settings name it: then it belongs to somebody else."""

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def current(self) -> str | None:
        """The version that tasks read when they start."""
        return self.description.version_at(CURRENT) if self.description else None

    @property
    def source(self) -> str:
        """Where the current value comes from."""
        labels = self.description.stages_of(self.current) if self.description else []
        for label in labels:
            if label.startswith(VAULT_LABEL):
                return label
        if self.is_given:
            return "given in the settings"
        if self.current is None:
            return "nowhere"
        return "Terraform's first" if self.current == self.first_version else "a later version"

    @property
    def is_from_vault(self) -> bool:
        return self.source.startswith(VAULT_LABEL)

    @property
    def rotation(self) -> str | None:
        """The label of a rotation that is under way; empty for one that is not ours."""
        version = self.description.version_at(PENDING) if self.description else None
        if version is None or self.description is None:
            return None
        ours = [label for label in self.description.stages_of(version) if label.startswith(ROTATION_LABEL)]
        return ours[0] if ours else ""

    @property
    def condition(self) -> str:
        """Whether it can be used, in words."""
        if self.arn is None:
            return "not made yet"
        if self.description is None:
            return "gone"
        if self.description.deletion:
            return f"waits for its deletion on {self.description.deletion:%Y-%m-%d}"
        return "without a value" if self.current is None else "there"


@dataclass(frozen=True)
class Deployed:
    """A deployment as it stands: its secrets by name, what else carries its tag, its services, its outputs."""

    name: str
    store: Store
    secrets: dict[str, Secret]
    others: list[Description]
    services: list[Service]
    outputs: dict[str, Any]
    cluster_identifier: str | None = None

    def secret(self, name: str) -> Secret:
        """The secret of that name.

        Raises TarmacError where the deployment has none, or where it cannot be used as it stands.
        """
        found = self.secrets.get(name)
        if found is None:
            known = ", ".join(self.secrets)
            raise TarmacError(f"{self.name} has no secret '{name}'.", f"It has: {known}.")
        if found.condition != "there":
            raise TarmacError(
                f"The secret {name} of {self.name} is not usable: it is {found.condition}.",
                f"Run first: ./tarmac secrets repair {self.name}",
            )
        return found

    def arn(self, name: str) -> str:
        """The ARN of a secret that can be used; raises TarmacError as `secret` does."""
        return str(self.secret(name).arn)

    def value(self, name: str) -> str:
        """The current value of a secret that can be used; raises TarmacError as `secret` does."""
        return self.store.value(self.arn(name)) or ""

    def readers(self, secret: Secret) -> list[str]:
        """The containers that are given a secret, each with its service."""
        return [
            f"{service.name}/{container}"
            for service in self.services
            for container, arns in service.secrets.items()
            if secret.arn in arns
        ]

    def services_reading(self, name: str) -> list[Service]:
        """The services whose tasks are given a secret."""
        arn = self.arn(name)
        return [service for service in self.services if service.reads(arn)]

    def service_of(self, container: str) -> Service:
        """The service in which a container runs; raises TarmacError where there is none."""
        for service in self.services:
            if container in service.secrets:
                return service
        raise TarmacError(
            f"{self.name} has no service with a container '{container}'.", f"Run: ./tarmac apply {self.name}"
        )


def find(target: Target) -> Deployed:
    """Looks at a deployment; its stack must have been synthesized.

    Raises TarmacError where it is not deployed, or AWS cannot be asked.
    """
    settings = target.deployment
    if settings is None:
        raise TarmacError(f"{target.stack} keeps Terraform's state; it has no secrets.")
    state = state_file.read(target)
    store = Store(target.clients("secretsmanager"))
    resources = list(state_file.resources(state))
    if not any(resource["type"] == "aws_secretsmanager_secret" for resource in resources):
        raise TarmacError(
            f"{target.stack} has no secrets: nothing of it is deployed.",
            f"./tarmac apply {target.stack} makes them, with their first values.",
        )
    secrets = _secrets(settings, resources, store)
    known = {secret.arn for secret in secrets.values()}
    others = [one for one in store.tagged(DEPLOYMENT_TAG, target.stack) if one.arn not in known]
    clusters = [one["attributes"] for one in resources if one["type"] == "aws_rds_cluster"]
    return Deployed(
        name=target.stack,
        store=store,
        secrets=secrets,
        others=others,
        services=_services(resources, target.clients("ecs")),
        outputs=state_file.outputs(state),
        cluster_identifier=clusters[0].get("cluster_identifier") if clusters else None,
    )


def refuse_while_locked(target: Target) -> None:
    """Raises TarmacError while Terraform is at work on the deployment."""
    where = lock.location(target.folder)
    held = lock.read(where, target.clients("s3", where.region))
    if held is not None:
        raise TarmacError(
            f"The state of {target.stack} is locked: {held}. Nothing was changed.",
            f"Wait until it ends. Where that run is dead, './tarmac unlock {target.stack}' releases the lock.",
        )


def _secrets(settings: Deployment, resources: list[dict[str, Any]], store: Store) -> dict[str, Secret]:
    found: dict[str, Secret] = {}
    own = catalog.expected(settings)
    for kind in (*own, *([catalog.ADMINISTRATOR] if any(kind.name == "redis" for kind in own) else [])):
        resource = _one(kind, resources, "aws_secretsmanager_secret")
        if resource is None and kind is catalog.ADMINISTRATOR:
            continue
        arn = resource["arn"] if resource else None
        version = _one(kind, resources, "aws_secretsmanager_secret_version")
        found[kind.name] = Secret(
            kind, arn, store.describe(arn) if arn else None, version["version_id"] if version else None
        )
    for name, arn in catalog.given(settings).items():
        given = catalog.by_name(name)
        assert given is not None  # noqa: S101 - both come from one table
        found[name] = Secret(given, arn, store.describe(arn), is_given=True)
    return found


def _one(kind: Kind, resources: list[dict[str, Any]], type_: str) -> dict[str, Any] | None:
    for one in resources:
        place = (one["module"], one["type"], one["name"])
        if place == (kind.module, type_, kind.resource) and kind.key in (None, one["key"]):
            attributes: dict[str, Any] = one["attributes"]
            return attributes
    return None


def _services(resources: list[dict[str, Any]], ecs: Any) -> list[Service]:
    wanted: dict[str, list[str]] = {}
    for one in resources:
        if one["type"] == "aws_ecs_service":
            wanted.setdefault(one["attributes"]["cluster"], []).append(one["attributes"]["name"])
    found = []
    try:
        for cluster, names in wanted.items():
            for first in range(0, len(names), _SERVICES_AT_ONCE):
                part = sorted(names)[first : first + _SERVICES_AT_ONCE]
                for service in ecs.describe_services(cluster=cluster, services=part)["services"]:
                    if service["status"] == "ACTIVE":
                        found.append(_service(service, cluster, ecs))
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS who reads which secret") from error
    return found


def _service(service: dict[str, Any], cluster: str, ecs: Any) -> Service:
    definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    return Service(
        name=service["serviceName"],
        cluster=cluster,
        task_definition=service["taskDefinition"],
        network=service.get("networkConfiguration") or {},
        secrets={
            container["name"]: frozenset(catalog.arn_of(one["valueFrom"]) for one in container.get("secrets") or ())
            for container in definition["containerDefinitions"]
        },
    )
