"""A YAML text as plain data, with the line of every key.

Keys are always text, as they are written, so that an account's leading zero is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from stacks.settings.base import KeyPath, Problem

_MAXIMUM_NODES: Final = 20_000
_MAXIMUM_DEPTH: Final = 20
"""Aliases can make a short text endless; no settings file comes near these."""

_PLAIN_TAGS: Final = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


class SyntaxProblem(Exception):
    """The text is not YAML, or not such as settings can be; `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Document:
    """What a YAML text says, and where it says it."""

    data: Any = None
    root: Node | None = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    written: dict[KeyPath, str] = field(default_factory=dict)
    """Scalars as they are written: `16.10` where the data holds 16.1."""
    duplicates: list[tuple[int, Problem]] = field(default_factory=list)
    """Keys that stand twice in one mapping, each with the line of its repetition."""
    nodes: int = 0

    def line_of(self, path: KeyPath) -> int | None:
        """Give the line of a key, or of the nearest key above it that is written."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def parse(text: str) -> Document:
    """Read a YAML text; SyntaxProblem where it cannot be read."""
    # Pure: it is the reader of YAML 1.2, where `no` is a word and not a truth value.
    yaml = YAML(typ="safe", pure=True)
    document = Document()
    try:
        document.root = yaml.compose(text)
        if document.root is not None:
            document.data = _build(document, yaml.constructor, document.root, ())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.problem, error.context) if part)
        raise SyntaxProblem(f"is not YAML: {said}", mark.line + 1 if mark else None) from None
    except (YAMLError, ValueError) as error:
        raise SyntaxProblem(f"is not YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise SyntaxProblem("is nested too deeply") from None
    return document


def _build(document: Document, constructor: Any, node: Node, path: KeyPath) -> Any:
    document.nodes += 1
    line = node.start_mark.line + 1
    if document.nodes > _MAXIMUM_NODES or len(path) > _MAXIMUM_DEPTH:
        raise SyntaxProblem("is nested too deeply, or its aliases make it too large", line)
    document.lines.setdefault(path, line)
    if not isinstance(node, ScalarNode) and str(node.tag) not in _PLAIN_TAGS:
        raise SyntaxProblem(f"has the tag {node.tag}, which means nothing here", line)
    if isinstance(node, MappingNode):
        return _build_mapping(document, constructor, node, path)
    if isinstance(node, SequenceNode):
        return [_build(document, constructor, item, (*path, index)) for index, item in enumerate(node.value)]
    document.written[path] = node.value
    return constructor.construct_object(node, deep=True)


def _build_mapping(document: Document, constructor: Any, node: MappingNode, path: KeyPath) -> dict[str, Any]:
    own: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    first_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            raise SyntaxProblem("has a key that is not a word", line)
        key = str(key_node.value)
        if key == "<<" and key_node.style is None:
            sources = value_node.value if isinstance(value_node, SequenceNode) else [value_node]
            for source in sources:
                if not isinstance(source, MappingNode):
                    raise SyntaxProblem("merges (<<) something that is not a mapping", line)
                merged = {**_build_mapping(document, constructor, source, path), **merged}
            continue
        if key in first_lines:
            message = f"stands twice, first in line {first_lines[key]}; remove one or rename it"
            document.duplicates.append((line, Problem((*path, key), message, show_value=False)))
            continue
        first_lines[key] = line
        document.lines[(*path, key)] = line
        own[key] = _build(document, constructor, value_node, (*path, key))
    return {**merged, **own}
