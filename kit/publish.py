"""Publishes a module: its Python becomes the Terraform that is committed beside it."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from kit import readme
from kit.block import Block, Schema
from kit.checks import Check
from kit.errors import KitError
from kit.expressions import Expression, is_null, null, when
from kit.hcl import BLANK, Line, argument, block, comment, terraform_block, text_of
from kit.module import Field, Module, fields, plain, type_constraint
from kit.scope import File, Local, Move

GENERATED = "# Published from modules/{name}/*.py by `./tarmac publish`: change the Python, not this file.\n\n"
VERSIONS = """terraform {{
  required_version = "{terraform}"

  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = "{aws}"
    }}
  }}
}}
"""


class PublishError(KitError):
    """The committed Terraform is not what the Python publishes."""


def publish(module: type[Module]) -> dict[str, str]:
    """The files of a module by name: versions.tf, variables.tf, its resources by concern, outputs.tf, README.md.

    Raises:
        ScopeError: something is declared twice, or referred to and not declared.
    """
    built, outputs = module.construct()
    values = {field.name: getattr(outputs, field.name) for field in fields(module.Outputs)}
    for field in fields(module.Inputs):
        built.take(f"var.{field.name}", validations(field))
    for name, value in values.items():
        built.take(f"output.{name}", value)
    built.check_references(module.__name__)
    versions = VERSIONS.format(terraform=module.REQUIRED_TERRAFORM, aws=module.REQUIRED_AWS)
    variables = _separated([_variable(field) for field in fields(module.Inputs)])
    files = {"versions.tf": versions, "variables.tf": variables}
    files |= {file.name: _resources(file) for file in built.files if file.items}
    if built.moves:
        files["moved.tf"] = _separated([_moved(move) for move in built.moves])
    files["outputs.tf"] = _separated([_output(field, values[field.name]) for field in fields(module.Outputs)])
    header = GENERATED.format(name=module.folder().name)
    return {**{name: header + text for name, text in files.items() if text}, "README.md": readme.render(module, built)}


def write(module: type[Module], folder: Path | None = None) -> list[Path]:
    """Publishes into the module's folder and removes what is no longer published; the paths that changed."""
    folder = folder or module.folder()
    files = publish(module)
    changed = []
    for stale in sorted(folder.glob("*.tf")):
        if stale.name not in files:
            stale.unlink()
            changed.append(stale)
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            changed.append(path)
    return changed


def check(module: type[Module]) -> None:
    """Compares the committed Terraform with what the Python publishes.

    Raises:
        PublishError: naming the first file that differs, and the line.
    """
    folder = module.folder()
    files = publish(module)
    committed = {path.name: path.read_text() for path in [*folder.glob("*.tf"), folder / "README.md"] if path.exists()}
    for name in sorted({*files, *committed}):
        lines, wanted = (texts.get(name, "").splitlines() for texts in (committed, files))
        for number, (line, other) in enumerate(zip_longest(lines, wanted), start=1):
            if line != other:
                raise PublishError(
                    f"modules/{folder.name}/{name}, line {number}, is not what the Python publishes; "
                    "run ./tarmac publish and commit the result"
                )


def _variable(field: Field) -> list[Line]:
    lines = [Line(0, f'variable "{field.name}" {{'), *argument("description", _description(field), 1)]
    constraint = type_constraint(field.kind, 1)
    if "\n" in constraint:
        lines.append(Line(1, f"type = {constraint}"))
    else:
        lines.append(Line(1, constraint, "type"))
    if not field.required:
        lines += argument("default", plain(field.default), 1)
    if not field.kind.nullable:
        lines += argument("nullable", False, 1)
    if field.sensitive:
        lines += argument("sensitive", True, 1)
    for condition, message in validations(field):
        lines += [
            BLANK,
            *block("validation", {"condition": condition, "error_message": message}, Schema(), 1),
        ]
    return [*lines, Line(0, "}")]


def validations(field: Field, prefix: str = "var", guard: Expression | None = None) -> list[tuple[object, str]]:
    """The rules of an input and of its attributes, as (condition, message)."""
    value = Expression(f"{prefix}.{field.name}")
    found = [(_guarded(rule, value, field.kind.nullable, guard), _message(rule, value)) for rule in field.checks]
    if field.kind.object:
        inner_guard = is_null(value) if field.kind.nullable else guard
        for inner in fields(field.kind.object):
            found += validations(inner, f"{prefix}.{field.name}", inner_guard)
    return found


def _guarded(rule: Check, value: Expression, nullable: bool, guard: Expression | None) -> object:
    """Terraform 1.11 evaluates both sides of `||`, but only the chosen side of `? :`."""
    condition = rule.condition(value)
    if nullable:
        condition = when(is_null(value), True, condition)
    return when(guard, True, condition) if guard is not None else condition


def _message(rule: Check, value: Expression) -> str:
    name = str(value)[2:-1].removeprefix("var.")
    return f"{name} must {rule.allowed}."


def _description(field: Field) -> str:
    if not field.kind.object:
        return field.description
    lines = [field.description, ""]
    lines += [f"- {item.name}: {item.description}" for item in fields(field.kind.object)]
    return "\n".join(lines) + "\n"


def _resources(file: File) -> str:
    parts: list[list[Line]] = []
    if file.note:
        parts.append(comment(file.note))
    open_locals: list[Line] | None = None
    for item in file.items:
        if isinstance(item, Local):
            lines = [*comment(item.note, 1), *argument(item.name, item.value, 1)]
            if open_locals is not None:
                parts[-1] = [*parts[-1][:-1], *([BLANK] if item.note else []), *lines, Line(0, "}")]
            else:
                parts.append([Line(0, "locals {"), *lines, Line(0, "}")])
            open_locals = parts[-1]
        elif isinstance(item, Block):
            parts.append(terraform_block(item))
            open_locals = None
    return _separated(parts)


def _moved(move: Move) -> list[Line]:
    addresses = {"from": Expression(move.from_), "to": Expression(move.to)}
    return [*comment(move.note), *block("moved", addresses, Schema())]


def _output(field: Field, value: object) -> list[Line]:
    arguments = {"description": field.description, "value": null if value is None else value}
    return block(f'output "{field.name}"', arguments | ({"sensitive": True} if field.sensitive else {}), Schema())


def _separated(parts: list[list[Line]]) -> str:
    return "\n".join(text_of(part) for part in parts)
