"""The verb that brings a deployment to another image, with a snapshot before and a way back."""

from __future__ import annotations

from typing import Annotated, NoReturn

import typer

from stacks.names import image_reference
from stacks.settings import load, settings_path
from stacks.settings.image_tag import TagEdit, remember_image_tag
from wrapper import images
from wrapper.commands.options import Name, Yes
from wrapper.console import say, show
from wrapper.containers import engine as engines
from wrapper.containers import images as local_images
from wrapper.containers.deployment import LocalDeployment
from wrapper.containers.start import start_containers
from wrapper.deployments.runs import Stopwatch, make_plan, refuse_loss, show_plan
from wrapper.errors import Interrupted, TarmacError
from wrapper.secrets.deployed import Deployed
from wrapper.secrets.deployed import find as find_deployed
from wrapper.synthesis import synthesize
from wrapper.target import Target, confirm, find
from wrapper.upgrades import checks, roll, snapshots
from wrapper.upgrades.checks import Image


def upgrade(
    name: Name,
    to: Annotated[
        str | None, typer.Option("--to", metavar="TAG", help="The image's tag; by default that of the settings.")
    ] = None,
    without_snapshot: Annotated[
        bool, typer.Option("--without-snapshot", help="Take no snapshot, as where the database is not Tarmac's.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Bring a deployment to another image, and back where that fails.

    It looks, takes a snapshot, and rolls: the API server first, which migrates the database, the others after it. The
    tag is written into the settings. Where the new image does not come up, the one of before runs again, and the
    snapshot is kept.
    """
    watch = Stopwatch()
    target = find(name)
    target.announce()
    synthesize()  # the stack says where its state is
    deployed = find_deployed(target)
    target.terraform.init()
    checks.refuse_unfinished(target, deployed)
    running = _image(target, checks.running_image(target, deployed))
    edit = remember_image_tag(settings_path(), name, to or _tag(target))
    try:
        target = find(name)
        if _reference(target) == running.reference:
            say(f"{name} runs {running.reference} already, so there is nothing to upgrade.")
            return
        synthesize()
        checks.refuse_rolling(target, deployed)
        snapshot = _look(target, deployed, running, without_snapshot=without_snapshot)
        question = f"Upgrade {name} in account {target.account} to {_tag(target)}?"
        confirm(target, question, yes=yes)
        if snapshot is not None:
            snapshots.take(target, deployed, snapshot)
    except BaseException:
        edit.undo()
        raise
    try:
        roll.forward(target, _restart)
    except Interrupted as error:
        raise _stopped(target, running, snapshot, error) from error
    except TarmacError as error:
        _go_back(target, running, snapshot, edit, error)
    show(f"{name} runs {_reference(target)}, after {watch}.")
    say("Workers change over as the tasks in them end: ./tarmac status shows how far they are.")
    if snapshot is not None:
        say(f"The snapshot {snapshot} is kept. When it is not needed any more:")
        say(f"  {snapshots.how_to_delete(target, snapshot)}")


def _tag(target: Target) -> str:
    assert target.deployment is not None  # noqa: S101 - a deployment was found under this name
    return target.deployment.image.tag


def _reference(target: Target) -> str:
    assert target.deployment is not None  # noqa: S101 - likewise
    return image_reference(target.deployment)


def _image(target: Target, reference: str) -> Image:
    """An image with its version: in an account as ECR says it, on this machine as the engine does."""
    assert target.deployment is not None  # noqa: S101 - likewise
    if not target.is_embedded:
        return Image(reference, images.airflow_version(target.clients, reference, target.deployment.image.architecture))
    tag = reference.rpartition(":")[2]
    engine = _engine_in_use(target)
    labels = local_images.labels(engine, f"{local_images.LOCAL_REPOSITORY}:{tag}") if engine else {}
    return Image(reference, images.version_in(labels, tag))


def _engine_in_use(target: Target) -> engines.Engine | None:
    """The engine that runs the deployment's containers on this machine; None where none of them is there."""
    if not target.is_embedded:
        return None
    try:
        engine = engines.find()
    except engines.NoEngineError:
        return None
    return engine if LocalDeployment(target.stack, engine).containers() else None


def _look(target: Target, deployed: Deployed, running: Image, *, without_snapshot: bool) -> str | None:
    """Looks at the new image and at the plan, and shows what will happen; the snapshot's name, None for none."""
    assert target.deployment is not None  # noqa: S101 - likewise
    images.require(target)
    if engine := _engine_in_use(target):
        local_images.ensure(engine, target.deployment)
    wanted = _image(target, _reference(target))
    checks.refuse_another_repository(target.stack, running, wanted)
    checks.refuse_downgrade(target.stack, running, wanted)
    if deployed.cluster_identifier is None and not without_snapshot:
        raise TarmacError(
            f"The database of {target.stack} is not Tarmac's, so no snapshot can be taken of it. Nothing was changed.",
            "Take one where it lives, then give --without-snapshot.",
        )
    found, _ = make_plan(target)
    checks.refuse_other_changes(target, found, running.tag)
    refuse_loss(target, found)
    show_plan(target, found)
    show(f"{running}  becomes  {wanted}")
    show(checks.migration(running, wanted))
    if without_snapshot:
        show("No snapshot is taken: what a migration changes cannot be undone.")
    else:
        show("First a snapshot of the database is taken, with its Fernet key.")
    show("Then the API server rolls, and when it is steady, the other components. Where that fails, both go back.")
    return None if without_snapshot else snapshots.name_of(target, wanted.tag)


def _restart(target: Target) -> None:
    """Brings the containers of this machine to what was applied, where they run."""
    if _engine_in_use(target) is not None and not start_containers(target, {}):
        raise TarmacError(f"The containers of {target.stack} did not start.")


def _go_back(target: Target, running: Image, snapshot: str | None, edit: TagEdit, error: TarmacError) -> NoReturn:
    """Brings back the image that ran before, and ends with the error."""
    say(f"The upgrade failed:\n{error}\nGoing back to {running.reference}.")
    restore = [snapshots.how_to_restore(snapshot)] if snapshot else []
    try:
        edit.undo()
        if load().deployments[target.stack].image.tag != running.tag:
            remember_image_tag(settings_path(), target.stack, running.tag)
        before = find(target.stack)
        synthesize()
        roll.back(before, _restart)
    except TarmacError as second:
        raise TarmacError(
            f"The upgrade of {target.stack} failed, and so did the way back:\n{second}",
            "\n".join(
                [f"The settings name {running.tag} again; mend that, then: ./tarmac apply {target.stack}", *restore]
            ),
        ) from error
    raise TarmacError(
        f"The upgrade of {target.stack} failed and was taken back: {running.reference} runs again, and the settings "
        f"say so. A schema that was migrated stays migrated; this image starts on it.\nWhat failed: {error.message}",
        "\n".join(["The log of the component says why: ./tarmac logs. Mend it and upgrade again.", *restore]),
    ) from error


def _stopped(target: Target, running: Image, snapshot: str | None, error: Interrupted) -> TarmacError:
    """What to do after an interrupt: the settings name the new tag, and some components may run it already."""
    restore = [snapshots.how_to_restore(snapshot)] if snapshot else []
    return Interrupted(
        f"{error.message}\nThe upgrade of {target.stack} is half done: the settings name {_tag(target)}.",
        "\n".join(
            [
                f"./tarmac apply {target.stack} goes on; with image.tag {running.tag} in the settings it goes back.",
                *restore,
            ]
        ),
    )
