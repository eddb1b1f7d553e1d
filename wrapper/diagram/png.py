"""A scene as PNG, drawn by Pillow with its own font: nothing of the system is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from wrapper.diagram.scene import Box, Dot, Line, Point, Scene, Text, font
from wrapper.diagram.svg import head, render

SCALE: Final = 2
"""Pixels of the PNG for each of the SVG, for sharp screens and print."""

FINER: Final = 2
"""It is drawn so much larger still and then made smaller, which smooths edges."""

SOURCE: Final = "Source"
"""Under this key the PNG says which SVG shows the same, by its SHA-256."""

_K: Final = SCALE * FINER
_DASH: Final = (5.0, 4.0)


def write(scene: Scene, file: Path) -> None:
    """Draws the scene into a file."""
    size = (round(scene.width * _K), round(scene.height * _K))
    image = Image.new("RGB", size, "#ffffff")
    brush = ImageDraw.Draw(image)
    for shape in scene.shapes:
        if isinstance(shape, Box):
            _box(brush, shape)
        elif isinstance(shape, Line):
            _line(brush, shape)
        elif isinstance(shape, Dot):
            radius = shape.radius * _K
            brush.circle((shape.x * _K, shape.y * _K), radius, fill=shape.colour)
        else:
            _text(brush, shape)
    small = image.resize((size[0] // FINER, size[1] // FINER), Image.Resampling.LANCZOS)
    information = PngInfo()
    information.add_text("Title", scene.title)
    information.add_text(SOURCE, digest(render(scene)))
    # The octree keeps the colours of thin lines, which Pillow's other ways merge.
    small.quantize(256, Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True, pnginfo=information)


def digest(svg: str) -> str:
    """How a PNG names the SVG that it was drawn with."""
    return f"sha256:{hashlib.sha256(svg.encode()).hexdigest()}"


def source(file: Path) -> str | None:
    """The digest that a PNG names; None where it names none."""
    with Image.open(file) as image:
        found = image.info.get(SOURCE)
    return str(found) if found else None


def _box(brush: ImageDraw.ImageDraw, box: Box) -> None:
    corners = (box.x * _K, box.y * _K, box.right * _K, box.bottom * _K)
    width = max(1, round(box.thickness * _K))
    if not box.dashed:
        brush.rounded_rectangle(corners, box.radius * _K, fill=box.fill, outline=box.stroke, width=width)
        return
    brush.rounded_rectangle(corners, box.radius * _K, fill=box.fill)
    sides = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom), (box.x, box.y)]
    for start, end in _dashes(sides):
        brush.line((*_scaled(start), *_scaled(end)), fill=box.stroke, width=width)


def _line(brush: ImageDraw.ImageDraw, line: Line) -> None:
    width = max(1, round(line.thickness * _K))
    if line.dashed:
        for start, end in _dashes(list(line.points)):
            brush.line((*_scaled(start), *_scaled(end)), fill=line.colour, width=width)
    else:
        brush.line([_scaled(point) for point in line.points], fill=line.colour, width=width, joint="curve")
    if triangle := head(line):
        brush.polygon([_scaled(point) for point in triangle], fill=line.colour)


def _dashes(points: list[Point]) -> Iterator[tuple[Point, Point]]:
    on, off = _DASH
    for (x0, y0), (x1, y1) in pairwise(points):
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        at = 0.0
        while at < length:
            end = min(at + on, length)
            yield (x0 + dx * at, y0 + dy * at), (x0 + dx * end, y0 + dy * end)
            at += on + off


def _text(brush: ImageDraw.ImageDraw, text: Text) -> None:
    # The font has one weight: bold is drawn with a thin outline of the same colour.
    stroke = text.size * _K / 40 if text.bold else 0
    place = (text.left * _K, text.y * _K)
    brush.text(place, text.text, text.colour, font(text.size * _K), "ls", stroke_width=stroke, stroke_fill=text.colour)


def _scaled(point: Point) -> Point:
    return point[0] * _K, point[1] * _K
