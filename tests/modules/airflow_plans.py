"""Plans of the ecs_airflow module as its tests read them: values by the resource's name and key."""

import re
from typing import Any

Values = dict[str, Any]

NAMES = {"api-server", "scheduler", "dag-processor", "triggerer", "worker", "flower"}
"""The components, each a service of its own."""


def planned(plan: Any, kind: str) -> dict[str, Values]:
    """The values of each resource of a type after the plan, by name and key: `this["worker"]`."""
    changes = [c for c in plan.get("resource_changes", []) if c["type"] == kind and c["mode"] == "managed"]
    inside = [change for change in changes if change["address"].startswith("module.airflow.")]
    return {change["address"].split(f"{kind}.")[1]: change["change"]["after"] for change in inside}


def keys(found: dict[str, Values], name: str) -> set[str]:
    """The keys of the instances of one resource."""
    return {match.group(1) for address in found if (match := re.fullmatch(rf'{name}\["?(.*?)"?\]', address))}


def actions(plan: Any) -> dict[str, list[str]]:
    """What a plan does inside the module, by address, leaving out what it leaves alone."""
    changes = {change["address"]: change["change"]["actions"] for change in plan.get("resource_changes", [])}
    return {
        address.removeprefix("module.airflow."): found
        for address, found in changes.items()
        if found not in (["no-op"], ["read"])
    }


def instances(plan: Any, kind: str, name: str) -> dict[str, Values]:
    """The values of each instance of a resource after the plan, by key; the empty key where it has no instances."""
    found = {}
    for change in plan["resource_changes"]:
        address = change["address"].removeprefix("module.airflow.")
        if match := re.fullmatch(rf'{kind}\.{name}(?:\["?(.*?)"?\])?', address):
            found[match.group(1) or ""] = change["change"]["after"]
    return found
