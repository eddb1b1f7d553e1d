"""The pages of docs/reference, written from the code that they describe."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wrapper import paths
from wrapper.errors import TarmacError
from wrapper.reference import alarms, command_line, components, permissions, security, settings

COMMAND: Final = "./tarmac docs"
MARK: Final = f"<!-- Made from the code by `{COMMAND}`: change the code, and run it again. -->\n\n"

PAGES: Final = {
    "settings.md": settings.render,
    "command-line.md": command_line.render,
    "components.md": components.render,
    "permissions.md": permissions.render,
    "security.md": security.render,
    "alarms.md": alarms.render,
}
"""The name of each page, and what writes it."""


def folder() -> Path:
    """Where the pages are."""
    return paths.ROOT / "docs" / "reference"


def render() -> Mapping[str, str]:
    """Each page as it must be, by its name."""
    return {name: MARK + write() for name, write in PAGES.items()}


def write() -> list[Path]:
    """Writes the pages that differ; their paths."""
    folder().mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in render().items():
        file = folder() / name
        if not file.is_file() or file.read_text() != text:
            paths.write_at_once(file, text)
            written.append(file)
    return written


def check() -> None:
    """Raises TarmacError that names the pages which are not what the code says."""
    old = []
    for name, text in render().items():
        file = folder() / name
        if not file.is_file() or file.read_text() != text:
            old.append(str(file.relative_to(paths.ROOT)))
    if old:
        raise TarmacError(f"Out of date: {', '.join(old)}.", f"Run: {COMMAND}")
