"""Stops before a plan would put a new Fernet key where the old one was deleted by hand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from wrapper.errors import TarmacError
from wrapper.secrets.catalog import by_name

_TYPES: Final = ("aws_secretsmanager_secret", "aws_secretsmanager_secret_version")


def lost_fernet_key(plan: dict[str, Any]) -> str | None:
    """The address of the Fernet key that a plan (as JSON) makes anew because it vanished from AWS, or None.

    A secret that waits for its deletion counts as vanished: Terraform takes it for gone.
    https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
    """
    addresses = fernet_addresses()
    vanished = {
        one["address"] for one in plan.get("resource_drift", []) if one["change"]["actions"] == ["delete"]
    }.intersection(addresses)
    made = {one["address"] for one in plan.get("resource_changes", []) if "create" in one["change"]["actions"]}
    return next((address for address in addresses if address in vanished & made), None)


def fernet_addresses() -> list[str]:
    """Where Terraform has the Fernet key: the secret, and the value in it."""
    kind = by_name("fernet")
    assert kind is not None  # noqa: S101 - it stands in the table
    return [f'{kind.module}.{type_}.{kind.resource}["{kind.key}"]' for type_ in _TYPES]


def refuse_lost_fernet_key(plan: dict[str, Any], deployment: str, allowed: Collection[str] = ()) -> None:
    """Raises TarmacError where a plan makes the Fernet key anew and `allowed` does not name its address."""
    address = lost_fernet_key(plan)
    if address is not None and address not in allowed:
        raise TarmacError(
            f"The Fernet key of {deployment} is gone from AWS, and this plan puts a new one in its place: no "
            "connection and no variable in the database could be read. Nothing was changed.",
            f"Bring it back first: ./tarmac secrets repair {deployment}. Where that says that it is gone for good, "
            f"repeat the command with --allow-replace '{address}'",
        )
