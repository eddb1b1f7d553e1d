"""The whole of the settings: where state lives, and the deployments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, field_validator

from stacks.settings.base import Problem, Section
from stacks.settings.deployment import NAME_KEY, Deployment
from stacks.settings.values import Account, BucketName, Region


class StateBucket(Section):
    """The bucket in which an account keeps Terraform state."""

    bucket: BucketName = Field(description="Name of the bucket.")
    region: Region = Field(description="Region of the bucket.")


class Settings(Section):
    """What the settings file says."""

    state: Mapping[Account, StateBucket] = Field(
        default_factory=dict,
        description="Where each account keeps Terraform state; `./tarmac bootstrap` writes an entry.",
    )
    deployments: Mapping[str, Deployment] = Field(
        min_length=1, description="The deployments, by name. Each is a stack of its own."
    )

    def state_of(self, account: str) -> StateBucket | None:
        """Give the state bucket of an account (12 digits, or `embedded`); None before it was bootstrapped."""
        return self.state.get(account)

    @field_validator("state", mode="before")
    @classmethod
    def _none_yet(cls, value: Any) -> Any:
        return {} if value is None else value

    @field_validator("deployments", mode="before")
    @classmethod
    def _name_each(cls, value: Any) -> Any:
        """Hand each deployment its key as its name."""
        if not isinstance(value, Mapping):
            return value
        return {
            name: {**(deployment or {}), NAME_KEY: name} if isinstance(deployment, Mapping | None) else deployment
            for name, deployment in value.items()
        }

    def rules(self) -> Iterator[Problem]:
        yield from self._shared("Cloud Map namespace in one VPC", _namespace)
        yield from self._shared("listener priority", _priority)

    def _shared(self, what: str, place: Any) -> Iterator[Problem]:
        """Yield deployments that would take the same place, which `place` names: a key path, and an identity."""
        taken: dict[Any, str] = {}
        for name, deployment in self.deployments.items():
            found = place(deployment)
            if found is None:
                continue
            path, identity = found
            if identity in taken:
                yield Problem(
                    ("deployments", name, *path), f"is the same {what} as that of '{taken[identity]}'; give another"
                )
            taken.setdefault(identity, name)


def _namespace(deployment: Deployment) -> tuple[tuple[str, ...], Any] | None:
    network = deployment.network.existing
    if network is None:
        return None
    path = ("cluster", "existing", "namespace_name") if deployment.cluster.existing else ("cluster", "namespace")
    return path, (deployment.account, deployment.region, network.vpc_id, deployment.cluster.namespace_name)


def _priority(deployment: Deployment) -> tuple[tuple[str, ...], Any] | None:
    listener = deployment.load_balancer.existing
    if listener is None:
        return None
    return ("load_balancer", "existing", "priority"), (listener.listener_arn, listener.priority)
