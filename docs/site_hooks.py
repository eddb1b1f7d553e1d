"""What MkDocs does beside its own: the modules' READMEs become pages, and links out of docs lead to the repository.

https://www.mkdocs.org/user-guide/configuration/#hooks
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]

# Files of the repository that are pages of the site too, by where they stand there.
GUESTS = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "docker/airflow/README.md": "reference/image.md",
    "examples/airflow/README.md": "how-to/plain-terraform.md",
}
LINK = re.compile(r"(?P<text>!?\[(?:[^\[\]]|\[[^\]]*\])*\])\((?P<target>[^()\s]+)\)")
FENCE = re.compile(r"^( *)(```|~~~).*?^\1\2", re.MULTILINE | re.DOTALL)


def guests() -> dict[str, str]:
    """The site's page of each file outside docs that has one."""
    modules = {
        str(file.relative_to(ROOT)): f"modules/{file.parent.name}.md" for file in ROOT.glob("modules/*/README.md")
    }
    return {name: page for name, page in {**GUESTS, **modules}.items() if (ROOT / name).is_file()}


def on_config(config: Any) -> Any:
    """Leaves out of the navigation what is not there, and adds what is not listed."""
    there = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")} | set(guests().values())
    listed: set[str] = set()
    config.nav = _existing(config.nav, there, listed)
    if more := sorted(there - listed):
        config.nav.append({"More": more})
    return config


def _existing(entries: list[Any], there: set[str], listed: set[str]) -> list[Any]:
    kept: list[Any] = []
    for entry in entries:
        title, value = next(iter(entry.items())) if isinstance(entry, dict) else (None, entry)
        if isinstance(value, list):
            if inner := _existing(value, there, listed):
                kept.append({title: inner})
        elif value in there:
            listed.add(value)
            kept.append(entry)
    return kept


def on_files(files: Files, config: Any) -> Files:
    """Adds the guests."""
    for name, page in guests().items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Points each relative link at the page, or at the repository, that holds its target."""
    where = page.file.src_uri
    source = {site: name for name, site in guests().items()}.get(where, f"docs/{where}")
    repository = str(config.repo_url or "").rstrip("/")
    parts, end = [], 0
    for fence in FENCE.finditer(markdown):
        parts += [_links(markdown[end : fence.start()], source, where, repository), fence.group()]
        end = fence.end()
    return "".join([*parts, _links(markdown[end:], source, where, repository)])


def _links(text: str, source: str, where: str, repository: str) -> str:
    def place(link: re.Match[str]) -> str:
        target, hash_, anchor = link["target"].partition("#")
        if not target or re.match(r"[a-z]+:", target):
            return link.group()
        path = os.path.normpath(os.path.join(os.path.dirname(source), target))
        if path.startswith("docs/"):
            site = path.removeprefix("docs/")
        elif path in guests():
            site = guests()[path]
        elif not (ROOT / path).exists():
            return link.group()  # MkDocs warns of it
        elif repository:
            return f"{link['text']}({repository}/blob/main/{path}{hash_}{anchor})"
        else:
            return link["text"].removeprefix("!")[1:-1]
        return f"{link['text']}({os.path.relpath(site, os.path.dirname(where) or '.')}{hash_}{anchor})"

    return LINK.sub(place, text)
