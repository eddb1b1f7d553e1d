"""The README of a published module: what it makes, an example, its inputs and outputs, the decisions behind it.

The tables stand between the markers of terraform-docs and in its format, sorted as it sorts:
https://terraform-docs.io/reference/markdown-table/
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tomllib import loads

from kit.block import Block
from kit.expressions import flat
from kit.module import Field, Module, fields, plain, type_constraint

SOURCE = "git::https://git.example.com/tarmac.git//modules/{name}?ref=v{version}"
"""Where the examples in a README take a module from. The reader puts the repository in; the tests put the folder in."""

REGISTRY = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
PAGES = {"resource": "resources", "data": "data-sources", "ephemeral": "ephemeral-resources"}
KINDS = {"resource": "resource", "data": "data source", "ephemeral": "ephemeral resource"}
_LOCAL_SOURCE = re.compile(r'source( *)= "(\.\./[./a-z_]+)"')


def render(module: type[Module], built: Module) -> str:
    """The README as Markdown. `diagram.mmd` and `examples/` are taken from the module's folder, where they are."""
    folder = module.folder()
    summary, _, decisions = (inspect.getdoc(module) or "").partition("\n\n")
    origin = f"Published from modules/{folder.name}/*.py by `./tarmac publish`: change the Python, not this file."
    parts = [f"<!-- {origin} -->", f"# {folder.name}", summary, *_diagram(folder), *_usage(folder)]
    parts += ["## Decisions", decisions] if decisions else []
    return "\n\n".join([*parts, _tables(module, built)]) + "\n"


def _diagram(folder: Path) -> list[str]:
    file = folder / "diagram.mmd"
    return [f"```mermaid\n{file.read_text().strip()}\n```"] if file.is_file() else []


def _usage(folder: Path) -> list[str]:
    example = folder / "examples" / "basic" / "main.tf"
    if not example.is_file():
        return []
    variables = example.with_name("variables.tf")

    def published(match: re.Match[str]) -> str:
        name = (example.parent / match[2]).resolve().name
        return f'source{match[1]}= "{SOURCE.format(name=name, version=version())}"'

    code = _LOCAL_SOURCE.sub(published, example.read_text()).strip()
    code += f"\n\n{variables.read_text().strip()}" if variables.is_file() else ""
    return ["## Usage", f"```hcl\n{code}\n```", "More in [examples](examples/README.md)."]


@cache
def version() -> str:
    """The version of this repository, by which others refer to its modules."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    found: str = loads(project.read_text())["project"]["version"]
    return found


def _tables(module: type[Module], built: Module) -> str:
    inputs = sorted(fields(module.Inputs), key=lambda field: field.name)
    outputs = sorted(fields(module.Outputs), key=lambda field: field.name)
    blocks = sorted(
        {
            (item.KIND, item.TYPE, item.block_name)
            for file in built.files
            for item in file.items
            if isinstance(item, Block)
        },
        key=lambda block: (block[1], block[2], block[0]),
    )
    versions = {"terraform": module.REQUIRED_TERRAFORM, "aws": module.REQUIRED_AWS}
    parts = [
        "<!-- BEGIN_TF_DOCS -->",
        _table("Requirements", "Name|Version", ([_anchor("requirement", key), versions[key]] for key in versions)),
        _table("Providers", "Name|Version", [[_anchor("provider", "aws"), versions["aws"]]]),
        _table("Resources", "Name|Type", ([_resource(*block), KINDS[block[0]]] for block in blocks)),
        _table("Inputs", "Name|Description|Type|Default|Required", map(_input, inputs)),
        _table(
            "Outputs", "Name|Description", ([_anchor("output", one.name), _cell(one.description)] for one in outputs)
        ),
        "<!-- END_TF_DOCS -->",
    ]
    return "\n\n".join(parts)


def _table(title: str, head: str, rows: Iterable[list[str]]) -> str:
    names = head.split("|")
    rules = [":--------:" if name == "Required" else "-" * (len(name) + 2) for name in names]
    lines = [f"| {' | '.join(names)} |", f"|{'|'.join(rules)}|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join([f"## {title}", "", *lines])


def _anchor(kind: str, name: str) -> str:
    escaped = name.replace("_", r"\_")
    return f'<a name="{kind}_{name}"></a> [{escaped}](#{kind}\\_{escaped})'


def _resource(kind: str, type_: str, name: str) -> str:
    return f"[{type_}.{name}]({REGISTRY}/{PAGES[kind]}/{type_.removeprefix('aws_')})"


def _input(field: Field) -> list[str]:
    description = field.description
    if field.kind.object:
        description += "<br/>" + "<br/>".join(f"- {one.name}: {one.description}" for one in fields(field.kind.object))
    default = "n/a" if field.required else _code(flat(plain(field.default)))
    cells = [_anchor("input", field.name), _cell(description), _code(type_constraint(field.kind)), default]
    return [*cells, "yes" if field.required else "no"]


def _code(text: str) -> str:
    if "\n" not in text:
        return f"`{text}`".replace("|", "\\|")
    return f"<pre>{text}</pre>".replace("\n", "<br/>").replace("|", "\\|")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
