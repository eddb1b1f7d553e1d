"""What a picture is made of. Coordinates in pixels of the SVG, from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeAlias

from PIL import ImageFont

Point: TypeAlias = tuple[float, float]

INK = "#1f2933"
PALE = "#52606d"


@dataclass(frozen=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "#ffffff"
    stroke: str = INK
    dashed: bool = False
    radius: float = 6
    thickness: float = 1.2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Line:
    """A line along its points; `arrow` puts a head at the last one."""

    points: tuple[Point, ...]
    colour: str = INK
    arrow: bool = False
    dashed: bool = False
    thickness: float = 1.6


@dataclass(frozen=True)
class Dot:
    """Where a line joins another."""

    x: float
    y: float
    colour: str = INK
    radius: float = 3


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float = 12
    bold: bool = False
    colour: str = INK
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def width(self) -> float:
        """Pixels in the font of the PNG; those of browsers are about as wide."""
        return font(self.size).getlength(self.text) * (1.04 if self.bold else 1.0)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width


Shape: TypeAlias = Box | Line | Dot | Text


@dataclass
class Scene:
    """A picture, and what it says in words for those who do not see it."""

    title: str
    description: str
    width: float = 0
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Draws on top of what is there."""
        self.shapes.extend(shapes)

    def texts(self) -> list[Text]:
        """Every label."""
        return [shape for shape in self.shapes if isinstance(shape, Text)]


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    """Pillow's own font, so that every machine draws the same picture."""
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType.")
    return found
