"""The reference of the permissions, from the Terraform that grants them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import hcl2

from modules import MODULES

_HEAD: Final = """\
# Permissions
Every policy document in the modules, as Terraform has it: what a role, or whoever reads a bucket, may do. Each
component has two roles. With the *execution* role ECS starts its tasks: the image, the log group, and its own secrets.
With the *task* role it runs, and has what [the table of components](components.md) grants by name. What an apply itself
needs is another matter: see [the policy of the smoke test](../account-test.md#what-its-user-may-do).
"""


def render() -> str:
    """The page: a table for each module that writes policies."""
    parts = [_HEAD]
    for module in MODULES:
        rows = [row for document in sorted(module.folder().glob("*.tf")) for row in _rows(document.read_text())]
        if rows:
            parts.append(
                f"\n## {module.folder().name}\n| document | statement | | actions | on |\n|---|---|---|---|---|\n"
            )
            parts += rows
    return "".join(parts)


def _rows(text: str) -> Iterator[str]:
    for data in hcl2.loads(text).get("data", []):
        for kind, documents in data.items():
            if _plain(kind) != "aws_iam_policy_document":
                continue
            for name, body in documents.items():
                for statement in _statements(body):
                    yield _row(_plain(name), statement)


def _statements(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from body.get("statement", [])
    for dynamic in body.get("dynamic", []):
        for kind, block in dynamic.items():
            if _plain(kind) == "statement":
                yield from block.get("content", [])


def _row(name: str, statement: dict[str, Any]) -> str:
    effect = _plain(statement.get("effect", "Allow")).lower()
    cells = [
        f"`{name}`",
        _plain(statement.get("sid", "")),
        effect,
        _list(statement, "actions"),
        _list(statement, "resources"),
    ]
    return f"| {' | '.join(cells)} |\n"


def _list(statement: dict[str, Any], key: str) -> str:
    found = statement.get(key) or statement.get(f"not_{key}") or []
    values = found if isinstance(found, list) else [found]
    return ", ".join(f"`{' '.join(_plain(value).split())}`" for value in values).replace("|", "\\|")


def _plain(value: Any) -> str:
    return str(value).strip('"')
