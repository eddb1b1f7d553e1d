"""A scene as SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from wrapper.diagram.scene import Box, Dot, Line, Scene, Text

HEAD: Final = 7.0
"""Length of an arrow's head in pixels; half of it is its half width."""


def render(scene: Scene) -> str:
    """The text of the file."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = number
    shapes = [(type(shape).__name__, shape, head(shape)) for shape in scene.shapes]
    return environment.get_template("diagram.svg.j2").render(scene=scene, shapes=shapes)


def number(value: float) -> str:
    """As short as it is exact to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def head(shape: Box | Line | Dot | Text) -> list[tuple[float, float]]:
    """The triangle at the end of an arrow; empty where there is none."""
    if not isinstance(shape, Line) or not shape.arrow:
        return []
    (x0, y0), (x, y) = shape.points[-2:]
    length = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 or 1.0
    dx, dy = (x - x0) / length, (y - y0) / length
    base = (x - dx * HEAD, y - dy * HEAD)
    half = HEAD / 2
    return [(x, y), (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half)]
