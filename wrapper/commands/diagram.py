"""The verb `diagram`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from stacks.settings import load as load_settings
from wrapper import paths
from wrapper.console import show
from wrapper.cost import inventory
from wrapper.deployments.planned import plan_of
from wrapper.diagram import layout, model, png, svg
from wrapper.diagram.scene import Scene
from wrapper.errors import TarmacError

KINDS: Final = (".svg", ".png")


def diagram(
    name: Annotated[str | None, typer.Argument(metavar="DEPLOYMENT", help="By default, all in the settings.")] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="A plan made before, by `terraform show -json`.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="One file, .svg or .png. By default both in docs/diagrams."),
    ] = None,
) -> None:
    """Draw a deployment from its plan.

    Zones, subnets, what stands in them, and who may connect to whom: as SVG and PNG. Nothing is changed, and no
    account is needed for a deployment on the embedded AWS or with --plan.
    """
    if output is not None and output.suffix not in KINDS:
        raise TarmacError(f"--output is {output}, and must end in {' or '.join(KINDS)}.")
    alone = name or (plan.stem if plan else None)
    names = [alone] if alone else list(load_settings().deployments)
    if output is not None and len(names) > 1:
        raise TarmacError(f"--output is one file, and there are {len(names)} deployments; name one of them.")
    for one in names:
        found = inventory.read(plan) if plan else plan_of(one)
        with inventory.reading():
            scene = layout.draw(model.of_inventory(inventory.of_plan(found)), one)
        for file in [output] if output else [_default(one, kind) for kind in KINDS]:
            _write(scene, file)
            show(str(file))


def _default(name: str, kind: str) -> Path:
    folder = paths.ROOT / "docs" / "diagrams"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}{kind}"


def _write(scene: Scene, file: Path) -> None:
    try:
        if file.suffix == ".svg":
            file.write_text(svg.render(scene))
        else:
            png.write(scene, file)
    except OSError as error:
        raise TarmacError(f"The picture cannot be written into {file}: {error.strerror}.") from error
