"""Values of HashiCorp Vault's, on their way into Secrets Manager by the same steps as a rotation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wrapper.errors import TarmacError
from wrapper.secrets import vault
from wrapper.secrets.deployed import VAULT_LABEL, Deployed, Secret
from wrapper.target import Target


@dataclass(frozen=True)
class Comparison:
    """A value in Vault beside the deployment's own."""

    secret: Secret
    value: str = field(repr=False)
    label: str
    differs: bool

    @property
    def name(self) -> str:
        return self.secret.name

    @property
    def is_settled(self) -> bool:
        """Whether the value is there and says where it comes from."""
        return not self.differs and self.secret.source == self.label

    @property
    def says(self) -> str:
        """What would be done, in words."""
        version = f"version {self.label.rpartition(':')[2]} in Vault"
        if self.differs:
            return f"takes {version}"
        return f"is {version} already" if self.is_settled else f"has the value of {version}, and is marked so"


def compare(deployed: Deployed, target: Target, environment: Mapping[str, str]) -> list[Comparison]:
    """Reads Vault and the deployment; changes nothing.

    Raises TarmacError where the settings name no Vault, Vault does not give everything, or the deployment lacks a
    secret or was given it.
    """
    settings = target.deployment.secrets.vault if target.deployment else None
    if settings is None:
        raise TarmacError(
            f"The settings of {target.stack} name no Vault.", "Say where it is under secrets.vault (docs/secrets.md)."
        )
    for name in settings.names:
        if deployed.secret(name).is_given:
            raise TarmacError(
                f"The secret {name} of {target.stack} is given in the settings, so it does not come from Vault.",
                "Take its name out of secrets.vault.names.",
            )
    found = vault.read(settings, environment, target.clients)
    return [_compare(deployed, name, one) for name, one in found.items()]


def _compare(deployed: Deployed, name: str, found: vault.Found) -> Comparison:
    secret = deployed.secret(name)
    differs = secret.rotation is not None or not _is_same(deployed.value(name), found.value)
    return Comparison(secret, found.value, found.label, differs)


def _is_same(ours: str, theirs: str) -> bool:
    """Whether two values say the same; ours may hold more, as that of Redis does during a rotation."""
    try:
        mine, other = json.loads(ours), json.loads(theirs)
    except ValueError:
        return ours == theirs
    if isinstance(mine, dict) and isinstance(other, dict):
        return all(mine.get(key) == value for key, value in other.items())
    return ours == theirs


def label_what_is_equal(deployed: Deployed, comparisons: Sequence[Comparison]) -> None:
    """Marks values that are Vault's already, without writing them."""
    for one in comparisons:
        if one.differs or one.is_settled or one.secret.description is None:
            continue
        for label in one.secret.description.stages_of(one.secret.current):
            if label.startswith(VAULT_LABEL):
                deployed.store.move(str(one.secret.arn), label, to=None)
        deployed.store.move(str(one.secret.arn), one.label, to=one.secret.current)
