"""Makes what is missing of a deployment's secrets, and says what is wrong with those that are there.

Nothing that is there is replaced. A lost Fernet key is not made anew unasked: every connection and every variable in
the database would become unreadable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from wrapper.errors import TarmacError
from wrapper.secrets import backup, guard, values
from wrapper.secrets.deployed import ROTATION_LABEL, Deployed, Secret
from wrapper.secrets.rotation import Phase, Rotation
from wrapper.secrets.runtime import Runtime
from wrapper.secrets.store import CURRENT, FIRST, PREVIOUS, Description

JOIN: str = "JOIN"
"""Title of the change that adds keys from a copy; see `Rotation`."""


@dataclass
class Outcome:
    """What was done, and what a person must do: sentences."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def repair(deployed: Deployed, *, new_fernet_key: bool = False) -> Outcome:
    """Restores secrets that wait for their deletion and gives a value to those without one.

    `new_fernet_key` consents to a new Fernet key where the old one cannot be found. Raises TarmacError where AWS
    refuses.
    """
    outcome = Outcome()
    for secret in deployed.secrets.values():
        if secret.is_given:
            if secret.condition != "there":
                outcome.left.append(
                    f"{secret.name}: given in the settings, and {secret.condition}; mend it where it is made."
                )
            continue
        _bring_back(deployed, secret, outcome, new_fernet_key=new_fernet_key)
    return outcome


def _bring_back(deployed: Deployed, secret: Secret, outcome: Outcome, *, new_fernet_key: bool) -> None:
    store, name = deployed.store, secret.name
    if secret.arn is None or secret.description is None:
        outcome.left.append(_gone(deployed, secret))
        return
    standing: Description = secret.description
    if standing.deletion:
        store.restore(secret.arn)
        outcome.done.append(f"{name}: its deletion is called off.")
    labels = standing.stages_of(secret.first_version)
    if secret.first_version in standing.versions and FIRST not in labels and CURRENT not in labels:
        store.move(secret.arn, FIRST, to=secret.first_version)
        outcome.done.append(f"{name}: the version that Terraform wrote is kept from being cleaned up.")
    if secret.current is None:
        _give_value(deployed, secret, standing, outcome, new_fernet_key=new_fernet_key)
        return
    value = store.value(secret.arn) or ""
    wrong = values.problem(secret.kind, value)
    if wrong:
        outcome.left.append(f"{name}: {_mend_malformed(deployed, secret, wrong)}")
    if secret.rotation is not None:
        outcome.left.append(_unfinished(deployed, secret))


def _give_value(
    deployed: Deployed, secret: Secret, standing: Description, outcome: Outcome, *, new_fernet_key: bool
) -> None:
    """A value for a secret that has none, or none that is current."""
    store, name, arn = deployed.store, secret.name, str(secret.arn)
    before = standing.version_at(PREVIOUS)
    if before is not None:
        store.move(arn, CURRENT, to=before)
        outcome.done.append(f"{name}: the value before is current again.")
        return
    again = "The next apply writes it once more, as Terraform's first value."
    if name == "fernet":
        copies = [one for one in backup.find(store, deployed.name) if not one.deletion]
        if copies:
            # Were it written here, the next apply would put a new key in its place: Terraform knows of no value.
            outcome.left.append(
                f"{name}: it has no value. {_apply_anew(deployed)} gives it one; then bring the old key back: "
                f"./tarmac secrets repair {deployed.name} --fernet-from {copies[0].label}"
            )
            return
        if not new_fernet_key:
            outcome.left.append(
                f"{name}: it is lost, and no copy of it is kept. A new one makes every connection and variable in the "
                f"database unreadable. If they may be lost: ./tarmac secrets repair {deployed.name} --new-fernet-key"
            )
            return
    if name in ("master", "redis-administrator"):
        outcome.left.append(
            f"{name}: it has no value, and one made here would not be the server's. "
            f"./tarmac apply {deployed.name} writes both."
        )
        return
    store.put(arn, values.first_value(secret.kind, _username(secret)), [CURRENT])
    outcome.done.append(f"{name}: it had no value and was given one. {again}")


def _username(secret: Secret) -> str | None:
    return "airflow" if secret.name == "database" else None


def _gone(deployed: Deployed, secret: Secret) -> str:
    after = ""
    if secret.name == "fernet":
        copies = backup.find(deployed.store, deployed.name)
        after = (
            f" Then bring the old key back: ./tarmac secrets repair {deployed.name} --fernet-from {copies[0].label}"
            if copies
            else " Connections and variables in the database cannot be read with the new key, and no copy of the old "
            "one is kept."
        )
    if secret.arn is None:
        return f"{secret.name}: it was never made. ./tarmac apply {deployed.name} makes it, with a value.{after}"
    command = _apply_anew(deployed) if secret.name == "fernet" else f"./tarmac apply {deployed.name}"
    return f"{secret.name}: it is gone for good. {command} makes it, with a value.{after}"


def _apply_anew(deployed: Deployed) -> str:
    """The command that makes a lost Fernet key anew: without the option it stops (guard.py)."""
    options = " ".join(f"--allow-replace '{address}'" for address in guard.fernet_addresses())
    return f"./tarmac apply {deployed.name} {options}"


def _mend_malformed(deployed: Deployed, secret: Secret, wrong: str) -> str:
    if secret.description and secret.description.version_at(PREVIOUS):
        return (
            f"its value {wrong}. The one before is kept: aws secretsmanager update-secret-version-stage --secret-id "
            f"{secret.arn} --version-stage {CURRENT} --move-to-version-id {secret.description.version_at(PREVIOUS)} "
            f"--remove-from-version-id {secret.current}"
        )
    if secret.kind.form == "key":
        return f"its value {wrong}. Replace it: ./tarmac secrets rotate {deployed.name} {secret.name}"
    return f"its value {wrong}. Write a right one with: aws secretsmanager put-secret-value --secret-id {secret.arn}"


def _unfinished(deployed: Deployed, secret: Secret) -> str:
    if not secret.rotation:
        return f"{secret.name}: somebody else's rotation is under way."
    if secret.rotation.startswith(f"{ROTATION_LABEL}{JOIN}"):
        return f"{secret.name}: keys from a copy are being added. Run that command again: it goes on where it stopped."
    return (
        f"{secret.name}: a rotation was interrupted, and the deployment runs on. Finish it: "
        f"./tarmac secrets rotate {deployed.name} {secret.name}"
    )


def join_fernet_keys(deployed: Deployed, runtime: Runtime, label: str) -> Rotation | None:
    """The change that lets Airflow read what was encrypted with the keys of a copy; None where it can already.

    `label` names the copy or another deployment, or is the ARN of another secret that holds a Fernet key, such as that
    of an earlier deployment of the same name. What is written later is encrypted with the present key; a rotation
    rewrites the rest.

    Raises TarmacError where there is no such copy.
    """
    secret, store = deployed.secret("fernet"), deployed.store
    old = _keys_of_another(deployed, label) if label.startswith("arn:") else backup.read(store, deployed.name, label)
    present = values.fernet_keys(deployed.value("fernet"))
    if secret.rotation is None and set(values.fernet_keys(old)) <= set(present):
        return None

    def follow(since: datetime | None) -> None:
        runtime.restart(deployed.services_reading("fernet"), since=since)

    value: Callable[[str], str] = lambda current: values.joined_keys(current, old)  # noqa: E731
    return Rotation(
        store=store,
        deployment=deployed.name,
        secret=secret,
        title=JOIN,
        phases=[Phase(value=value, follow=follow)],
    )


def _keys_of_another(deployed: Deployed, arn: str) -> str:
    standing = deployed.store.describe(arn)
    if standing is None:
        raise TarmacError(f"There is no secret {arn}.", f"./tarmac secrets {deployed.name} lists those that are left.")
    if standing.deletion:
        deployed.store.restore(arn)
    value = deployed.store.value(arn) or ""
    wrong = values.problem(deployed.secret("fernet").kind, value)
    if wrong:
        raise TarmacError(f"The value of the secret {arn} {wrong}. Nothing was changed.")
    return value
