"""Writing the tag of a deployment's image into the settings file, which an upgrade does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from stacks.settings.base import SettingsError
from stacks.settings.document import SyntaxProblem, parse
from stacks.settings.files import check, end_of, entry_of, read, replace


@dataclass(frozen=True)
class TagEdit:
    """What the settings file said before and what it says now."""

    path: Path
    before: str
    after: str

    def undo(self) -> None:
        """Writes what stood there before, to the letter, unless somebody else has changed the file since.

        Raises SettingsError where it cannot be written.
        """
        if self.after != self.before and read(self.path) == self.after:
            replace(self.path, self.before)


def remember_image_tag(path: Path, deployment: str, tag: str) -> TagEdit:
    """Write into the settings file at `path` which tag the image of a deployment has.

    One value is changed or added; everything else, comments too, stays to the letter. The file is replaced in one
    step, so it is never half written. Raises SettingsError where there is no such deployment, where the settings would
    not be taken with that tag, and where the file cannot be read or written.
    """
    text = read(path)
    document = check(path, text)
    keys = ("deployments", deployment, "image", "tag")
    wanted = _with(document.data, keys, tag)
    changed = _written(document.root, text, keys, f'"{tag}"')
    try:
        says = parse(changed).data
    except SyntaxProblem:
        says = None
    # The text was cut and joined by hand, so what it says now is compared with what it must say.
    if says != wanted:
        raise SettingsError(
            f"{path} is written in a way in which nothing can be changed; write it yourself:\n"
            f'  deployments.{deployment}.image.tag: "{tag}"'
        )
    check(path, changed)
    edit = TagEdit(path, text, changed)
    if changed != text:
        replace(path, changed)
    return edit


def _with(data: Any, keys: Sequence[str], value: str) -> Any:
    """The data with a value at that place."""
    if not keys:
        return value
    inner = dict(data) if isinstance(data, dict) else {}
    return {**inner, keys[0]: _with(inner.get(keys[0]), keys[1:], value)}


def _written(node: Node | None, text: str, keys: Sequence[str], value: str) -> str:
    """The text with a value at that place below a node."""
    entry = entry_of(node, keys[0])
    if entry is None:
        return _added(node, text, _nested(keys, value))
    name, found = entry
    if len(keys) > 1 and isinstance(found, MappingNode):
        return _written(found, text, keys[1:], value)
    key_end = text.index(":", name.end_mark.index) + 1
    if found.value and len(keys) == 1:
        return text[: found.start_mark.index] + value + text[found.end_mark.index :]
    # A value left out has its marks behind the comments that follow it.
    rest = found.end_mark.index if found.value else key_end
    inner = value if len(keys) == 1 else f"{{{_nested(keys[1:], value)}}}"
    return f"{text[:key_end]} {inner}{text[rest:]}"


def _nested(keys: Sequence[str], value: str) -> str:
    first, *rest = keys
    return f"{first}: {{{_nested(rest, value)}}}" if rest else f"{first}: {value}"


def _added(node: Node | None, text: str, entry: str) -> str:
    """The text with one more entry in a mapping."""
    if not isinstance(node, MappingNode):
        return text
    if node.flow_style:
        start = node.start_mark.index + 1
        return f"{text[:start]}{entry}{', ' if node.value else ''}{text[start:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    line_end = text.find("\n", end_of(node))
    line_end = len(text) if line_end < 0 else line_end + 1
    before = text[:line_end] if text[:line_end].endswith("\n") else text[:line_end] + newline
    return f"{before}{' ' * node.start_mark.column}{entry}{newline}{text[line_end:]}"
