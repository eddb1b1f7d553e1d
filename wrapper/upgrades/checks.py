"""What is looked at before an upgrade: nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.deployments import unfinished
from wrapper.errors import TarmacError
from wrapper.secrets.deployed import Deployed, refuse_while_locked
from wrapper.target import Target
from wrapper.terraform import plan
from wrapper.terraform.plan import Plan

FURTHER_WORKERS: Final = "worker-"
"""Beginning of the names of the workers of further queues, which may have images of their own."""

API_SERVER: Final = "api-server"

_OF_AN_IMAGE: Final = ("aws_ecs_task_definition", "aws_ecs_service")
"""The types of what changes where an image changes, and nothing else does."""


@dataclass(frozen=True)
class Image:
    """An image by its reference, and the version of Airflow in it; None where nothing says it."""

    reference: str
    version: str | None

    @property
    def tag(self) -> str:
        return self.reference.rpartition(":")[2]

    def __str__(self) -> str:
        return f"Airflow {self.version}, tag {self.tag}" if self.version else f"tag {self.tag}"


def refuse_unfinished(target: Target, deployed: Deployed) -> None:
    """Raises TarmacError where something else is at work on the deployment, or was and did not come to its end."""
    refuse_while_locked(target)
    again = f"Finish that first: ./tarmac apply {target.stack}"
    if left := sorted(unfinished.recall(target)):
        raise TarmacError(f"An apply of {target.stack} was interrupted while it made {', '.join(left)}.", again)
    if marked := [address for address, _ in unfinished.tainted(target.terraform.state_pull())]:
        raise TarmacError(f"An apply of {target.stack} left damaged: {', '.join(marked)}.", again)
    if rotated := [name for name, secret in deployed.secrets.items() if secret.rotation]:
        raise TarmacError(
            f"The secret {rotated[0]} of {target.stack} is being rotated.",
            f"Finish that first: ./tarmac secrets rotate {target.stack} {rotated[0]}",
        )


def refuse_rolling(target: Target, deployed: Deployed) -> None:
    """Raises TarmacError while ECS replaces tasks. Workers do not count: theirs end when the last task in them does."""
    names = {name: service for service, name in deployed.outputs.get("service_names", {}).items()}
    for standing_service in _services(target, deployed):
        component = names.get(standing_service["serviceName"], "")
        if not component.startswith("worker") and len(standing_service["deployments"]) > 1:
            raise TarmacError(
                f"ECS still replaces the tasks of {standing_service['serviceName']}.",
                f"Wait until it has: ./tarmac status {target.stack}",
            )


def running_image(target: Target, deployed: Deployed) -> str:
    """The image that all components run.

    Raises TarmacError where they run several: an upgrade was interrupted between them.
    """
    services: Mapping[str, str] = deployed.outputs.get("service_names", {})
    wanted = {name for component, name in services.items() if not component.startswith(FURTHER_WORKERS)}
    ecs, images = target.clients("ecs"), dict[str, str]()
    try:
        for service in deployed.services:
            if service.name in wanted:
                found = ecs.describe_task_definition(taskDefinition=service.task_definition)["taskDefinition"]
                images[service.name] = found["containerDefinitions"][0]["image"]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS which image runs") from error
    if not images:
        raise TarmacError(
            f"Nothing of {target.stack} runs, so there is nothing to upgrade.",
            f"Apply it: ./tarmac apply {target.stack}",
        )
    if len(set(images.values())) > 1:
        said = "\n".join(f"  {name}: {image}" for name, image in sorted(images.items()))
        raise TarmacError(
            f"The components of {target.stack} run different images; an upgrade was interrupted:\n{said}",
            f"./tarmac apply {target.stack} brings all of them to the tag in the settings, without a snapshot.",
        )
    return next(iter(images.values()))


def refuse_downgrade(name: str, running: Image, wanted: Image) -> None:
    """Raises TarmacError where the wanted Airflow is older than the one that runs, or nobody knows which it is."""
    if wanted.version is None:
        raise TarmacError(
            f"Nothing says which Airflow is in {wanted.reference}: it has no label, and its tag begins with no "
            "version. Nothing was changed.",
            "Build it with ./tarmac image build, or begin its tag with the version, as in 3.3.2-5.",
        )
    if running.version is None or version_numbers(wanted.version) >= version_numbers(running.version):
        return
    raise TarmacError(
        f"{name} runs Airflow {running.version}, and {wanted.version} is older: an upgrade never goes back. "
        "Nothing was changed.",
        f"For a while, older code runs on the newer schema: set image.tag to {wanted.tag}, then ./tarmac apply {name}. "
        "For good, the snapshot from before the upgrade becomes a deployment beside this one: docs/how-to/upgrade.md.",
    )


def version_numbers(version: str) -> tuple[int, ...]:
    """3.10.0 is newer than 3.9.1."""
    return tuple(int(part) for part in version.split("."))


def refuse_another_repository(name: str, running: Image, wanted: Image) -> None:
    """Raises TarmacError where more than the tag differs: the way back is the tag of before."""
    if running.reference.rpartition(":")[0] != wanted.reference.rpartition(":")[0]:
        raise TarmacError(
            f"{name} runs {running.reference}, and the settings name {wanted.reference}: another repository. "
            "Nothing was changed.",
            f"An upgrade changes the tag alone. Move first, with the tag that runs: ./tarmac apply {name}",
        )


def migration(running: Image, wanted: Image) -> str:
    """Whether the schema of the database changes, as far as the versions say it."""
    if running.version == wanted.version:
        return "The version of Airflow stays, so the schema of its database does too."
    return (
        "The version of Airflow changes: the init step of the new API server compares the schema with its own, and "
        "migrates it where it is older."
    )


def refuse_other_changes(target: Target, found: Plan, before: str) -> None:
    """Raises TarmacError where the plan changes more than the image: going back could not undo it."""
    others = [
        change.address
        for change in plan.changes(found)
        if change.type not in _OF_AN_IMAGE or change.action == "delete" or change.action == "create"
    ]
    if others:
        raise TarmacError(
            f"More than the image of {target.stack} would change: {', '.join(others)}. Nothing was changed.",
            f"Apply that first, while {before} runs: ./tarmac apply {target.stack} with that image.tag. "
            "An upgrade changes the image alone, so that it can be taken back.",
        )


def _services(target: Target, deployed: Deployed) -> list[dict[str, Any]]:
    ecs, found = target.clients("ecs"), list[dict[str, Any]]()
    try:
        for service in deployed.services:
            found += ecs.describe_services(cluster=service.cluster, services=[service.name])["services"]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS whether tasks are being replaced") from error
    return found
