"""What a rotation needs of the place where containers run: one command in a container of its own, and new tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wrapper.errors import TarmacError
from wrapper.secrets.deployed import Service


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A command that runs once, in a container such as one of a service has, and ends.

    Attributes:
        doing: what happens, as in "making the role".
        service: the service whose task definition it borrows.
        container: the container in it: its image, environment, secrets and role.
        command: what it runs; None for the container's own command.
        environment: variables beside the container's own.
        pending: ARNs of secrets that it is given as they are to become, not as they are.
        network_of: a service in whose network it runs; None for its own.
    """

    doing: str
    service: Service
    container: str
    command: Sequence[str] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    network_of: Service | None = None


class Runtime(Protocol):
    """Where the containers of a deployment run."""

    def require(self) -> None:
        """Raises TarmacError where no errand can be run here."""

    def run(self, errand: Errand) -> None:
        """Runs an errand to its end; raises TarmacError with its last words where it fails."""

    def restart(self, services: Sequence[Service], *, since: datetime | None) -> None:
        """Replaces the tasks of these services, the old ones stopping when the new ones are healthy.

        A service that was replaced after `since` is only waited for. Raises TarmacError where new tasks do not become
        healthy: the old ones go on.
        """


class NothingRuns:
    """The embedded AWS without containers: there is nothing to restart, and nothing can be run."""

    def __init__(self, deployment: str) -> None:
        self.deployment = deployment

    def require(self) -> None:
        raise TarmacError(
            f"{self.deployment} lives on the embedded AWS, which runs no containers: this secret is replaced together "
            "with what runs in them.",
            "Nothing was changed. Rotate it where Airflow runs.",
        )

    def run(self, errand: Errand) -> None:
        self.require()

    def restart(self, services: Sequence[Service], *, since: datetime | None) -> None:
        """Nothing: a task that is started later reads the new value."""
