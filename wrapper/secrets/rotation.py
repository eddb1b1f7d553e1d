"""How a secret is replaced while the deployment runs on: phases whose progress stands in the secret itself.

A phase makes a value and puts AWSPENDING on its version, tries it, moves AWSCURRENT there, and lets the deployment
follow. Tasks that start at any moment read AWSCURRENT, so a value becomes current only when it works beside the one
before it. Whoever runs the command again after an interruption goes on from the labels: a pending version that is not
current was not tried, or not successfully; one that is current was not followed by everybody.

The labels are those of AWS's own rotations:
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wrapper.console import say
from wrapper.errors import TarmacError
from wrapper.secrets import values
from wrapper.secrets.deployed import ROTATION_LABEL, VAULT_LABEL, Secret
from wrapper.secrets.store import CURRENT, FIRST, PENDING, Description, Store


def _nothing() -> None:
    pass


def _nothing_since(since: datetime | None) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One value on the way to the new one.

    Attributes:
        value: from the current value, the one of this phase.
        attempt: tries the pending value while the old one is current; raises TarmacError where it does not work.
        follow: lets the deployment follow after the value became current at the time that it is given. Both may run
            more than once.
    """

    value: Callable[[str], str]
    attempt: Callable[[], None] = _nothing
    follow: Callable[[datetime | None], None] = _nothing_since


@dataclass(kw_only=True)
class Rotation:
    """A secret on its way to another value.

    `title` is a word of its own for these phases ("ROTATE"). `source` is a label on the versions that says where they
    come from.
    """

    store: Store
    deployment: str
    secret: Secret
    title: str
    phases: Sequence[Phase]
    source: str | None = None
    position: int = 0

    @property
    def done(self) -> bool:
        return self.position >= len(self.phases)

    def _labels(self) -> list[str]:
        return [f"{ROTATION_LABEL}{self.title}-{number}" for number in range(1, len(self.phases) + 1)]

    @property
    def _label(self) -> str:
        return self._labels()[self.position]

    def _describe(self) -> Description:
        found = self.store.describe(str(self.secret.arn))
        if found is None:
            raise TarmacError(
                f"The secret {self.secret.name} of {self.deployment} is gone.",
                f"Run: ./tarmac secrets repair {self.deployment}",
            )
        return found

    def begin(self) -> None:
        """Finds out how far an earlier run came. Changes nothing.

        Raises TarmacError where somebody else rotates the secret.
        """
        found = self._describe()
        if found.rotates_itself:
            raise TarmacError(
                f"Secrets Manager itself rotates the secret {self.secret.name} of {self.deployment}.",
                f"Leave it to that, or end that first: aws secretsmanager cancel-rotate-secret --secret-id {found.arn}",
            )
        under_way = self.secret.rotation
        if under_way is None:
            return
        if under_way not in self._labels():
            whose = f"another change ({under_way})" if under_way else "somebody else's rotation"
            raise TarmacError(
                f"The secret {self.secret.name} of {self.deployment} is in the middle of {whose}.",
                f"Finish that first with {_command_of(under_way, self.deployment, self.secret.name)}."
                if under_way
                else f"Its pending version is {found.version_at(PENDING)}. Where that is dead, take its label off: aws "
                f"secretsmanager update-secret-version-stage --secret-id {found.arn} --version-stage {PENDING} "
                f"--remove-from-version-id {found.version_at(PENDING)}",
            )
        self.position = self._labels().index(under_way)
        say(f"{self.secret.name}: going on with step {self.position + 1} of {len(self.phases)} of an earlier run")

    def introduce(self) -> None:
        """Makes the value of this phase unless it is there, tries it, and makes it current."""
        found = self._describe()
        pending = found.version_at(PENDING)
        if pending is None or self._label not in found.stages_of(pending):
            pending = self._make(found)
        if pending != found.version_at(CURRENT):
            self.phases[self.position].attempt()
            self.store.move(found.arn, CURRENT, to=pending)
            say(f"{self.secret.name}: step {self.position + 1} of {len(self.phases)}: the new value is current")

    def _make(self, found: Description) -> str:
        current = self.store.value(found.arn) or ""
        value = self.phases[self.position].value(current)
        wrong = values.problem(self.secret.kind, value)
        if wrong:
            raise TarmacError(f"The new value of {self.secret.name} {wrong}. Nothing was changed.")
        if self.secret.first_version in found.versions:
            # Before it loses its other labels.
            self.store.move(found.arn, FIRST, to=self.secret.first_version)
        return self.store.put(found.arn, value, [PENDING, self._label, *self._sources(found)])

    def _sources(self, found: Description) -> list[str]:
        if self.source is not None:
            return [self.source]
        if self.position == 0:
            return []
        # A later step of what was begun with a value of Vault's, ended by a plain rotation.
        return [label for label in found.stages_of(found.version_at(CURRENT)) if label.startswith(VAULT_LABEL)]

    def settle(self) -> None:
        """Lets the deployment follow, and goes on to the next phase or ends."""
        found = self._describe()
        self.phases[self.position].follow(found.changed)
        self.position += 1
        if self.done:
            self.store.move(found.arn, PENDING, to=None)
            for label in self._labels():  # a label keeps a version, and with it an old key
                self.store.move(found.arn, label, to=None)
            for stages in self._describe().versions.values():
                for label in stages if CURRENT not in stages else ():
                    if label.startswith(VAULT_LABEL):
                        self.store.move(found.arn, label, to=None)
            say(f"{self.secret.name}: done")


def run(rotations: Sequence[Rotation]) -> None:
    """Brings all of them to their end, side by side, so that what restarts for several restarts once.

    Raises TarmacError where a step fails. The deployment then runs on, and running this again goes on from there.
    """
    for rotation in rotations:
        rotation.begin()
    while under_way := [rotation for rotation in rotations if not rotation.done]:
        for rotation in under_way:
            rotation.introduce()
        for rotation in under_way:
            rotation.settle()


def _command_of(label: str, deployment: str, name: str) -> str:
    if label.startswith(f"{ROTATION_LABEL}JOIN"):
        return f"./tarmac secrets repair {deployment}"
    return f"./tarmac secrets rotate {deployment} {name}"
