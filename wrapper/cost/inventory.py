"""The resources of a plan as values: what will stand once it is applied, whether it changes anything or not.

Format: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wrapper.errors import TarmacError

Plan = dict[str, Any]


@dataclass(frozen=True)
class Resource:
    """One resource; a value that is known only after an apply is missing in `values`, or None."""

    address: str
    type: str
    name: str
    module: str = ""
    index: str | int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def get(self, key: str, default: Any = None) -> Any:
        """A value, or `default` where the plan does not know it."""
        value = self.values.get(key)
        return default if value is None else value

    def block(self, key: str) -> Mapping[str, Any]:
        """The one nested block of that name; empty where there is none."""
        value = self.values.get(key)
        first: Mapping[str, Any] = value[0] if isinstance(value, list) and value else {}
        return first


@dataclass(frozen=True)
class Inventory:
    """What a plan leaves standing, in one region."""

    resources: tuple[Resource, ...]
    region: str | None
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The inputs of the module that are constants, by module and name: `settings["ecs_airflow"]["components"]`."""

    def of(self, *types: str) -> list[Resource]:
        """All resources of these types, in the plan's order."""
        return [resource for resource in self.resources if resource.type in types]


def read(file: Path) -> Plan:
    """A plan as `terraform show -json` writes it; raises TarmacError where the file holds none."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise TarmacError(f"The plan {file} cannot be read: {error.strerror}.") from error
    if text.startswith(b"PK"):
        raise TarmacError(
            f"{file} is a plan as Terraform applies it; make JSON of it with: terraform show -json {file} > plan.json"
        )
    try:
        plan = json.loads(text)
    except ValueError as error:
        raise TarmacError(
            f"{file} is no JSON ({error}); make a plan with: terraform show -json PLAN > {file.name}"
        ) from error
    if not isinstance(plan, dict) or not isinstance(plan.get("planned_values"), dict):
        raise TarmacError(f"{file} is JSON and no plan; make one with: terraform show -json PLAN > {file.name}")
    return plan


@contextmanager
def reading() -> Iterator[None]:
    """Whatever is not as Terraform has it, somewhere inside a plan, is one sentence: a TarmacError."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise TarmacError(f"The plan has another form than Terraform's ({type(error).__name__}: {error}).") from error


def of_plan(plan: Plan) -> Inventory:
    """What stands after the plan; of one that destroys everything, what stands before it.

    Raises TarmacError where the plan has another form than Terraform's, or where nothing stands.
    """
    with reading():
        if plan.get("errored"):
            raise TarmacError("The plan is of a run that failed, so it does not hold everything; plan again.")
        resources = tuple(_walk(plan["planned_values"].get("root_module", {})))
        if not resources:
            prior = plan.get("prior_state", {}).get("values", {})
            resources = tuple(_walk(prior.get("root_module", {})))
        found = Inventory(resources, _region(plan, resources), _settings(plan))
    if not resources:
        raise TarmacError("The plan holds no resource.")
    return found


def _walk(module: Mapping[str, Any]) -> Iterator[Resource]:
    where = module.get("address", "")
    for one in module.get("resources", []):
        if one["mode"] == "managed":
            yield Resource(one["address"], one["type"], one["name"], where, one.get("index"), one.get("values", {}))
    for child in module.get("child_modules", []):
        yield from _walk(child)


def _region(plan: Plan, resources: tuple[Resource, ...]) -> str | None:
    providers = plan.get("configuration", {}).get("provider_config", {})
    stated = providers.get("aws", {}).get("expressions", {}).get("region", {}).get("constant_value")
    if stated:
        return str(stated)
    zones = {str(one.get("availability_zone"))[:-1] for one in resources if one.get("availability_zone")}
    return zones.pop() if len(zones) == 1 else None


def _settings(plan: Plan) -> dict[str, dict[str, Any]]:
    calls = plan.get("configuration", {}).get("root_module", {}).get("module_calls", {})
    return {
        name: {
            key: expression["constant_value"]
            for key, expression in call.get("expressions", {}).items()
            if isinstance(expression, dict) and "constant_value" in expression
        }
        for name, call in calls.items()
    }
