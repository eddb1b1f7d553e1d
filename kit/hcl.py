"""Writes Terraform's language as `terraform fmt` would leave it: arguments aligned, long values over several lines.

Source of the layout: https://developer.hashicorp.com/terraform/language/style
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.block import Block, DynamicBlock, Schema
from kit.expressions import (
    CHOICE,
    OR,
    Call,
    Choice,
    Comprehension,
    Expression,
    Infix,
    expression_of,
    flat,
    object_key,
    operand,
    template,
)

WIDTH = 110
_CONDITIONS = {"precondition": Schema(), "postcondition": Schema()}


@dataclass
class Line:
    """One line; `key` is set where an equals sign may be aligned with its neighbours'."""

    indent: int
    text: str
    key: str | None = None


BLANK = Line(0, "")


def text_of(lines: Iterable[Line]) -> str:
    """The lines as text, the equals signs of neighbouring one-line arguments below each other."""
    found = list(lines)
    out: list[str] = []
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].key is not None:
            end += 1
        width = max((len(line.key or "") for line in found[start:end]), default=0)
        out += [f"{'  ' * line.indent}{line.key or '':<{width}} = {line.text}" for line in found[start:end]]
        if end < len(found):
            out.append(("  " * found[end].indent + found[end].text).rstrip())
        start = end + 1
    return "\n".join(out) + "\n"


def argument(key: str, value: Any, indent: int) -> list[Line]:
    """`key = value`, over several lines where it is long."""
    if isinstance(value, str) and "\n" in value:
        return _heredoc(key, value, indent)
    one_line = flat(value)
    if not _wants_lines(value) and 2 * indent + len(key) + 3 + len(one_line) <= WIDTH:
        return [Line(indent, one_line, key)]
    lines = spread(value, indent)
    if len(lines) == 1:
        return [Line(indent, lines[0].text, key)]
    return _with_prefix(f"{key} = ", lines)


def spread(value: Any, indent: int) -> list[Line]:
    """A value over several lines, the first without its indentation; in one line where it cannot be split."""
    form = _form(value)
    if isinstance(form, Call) and form.arguments:
        return _call(form, indent)
    if isinstance(form, Choice):
        return [
            Line(indent, "("),
            *_fitted(form.condition, indent + 1, OR),
            *_with_prefix("? ", _fitted(form.then, indent + 1, OR)),
            *_with_prefix(": ", _fitted(form.otherwise, indent + 1, CHOICE)),
            Line(indent, ")"),
        ]
    if isinstance(form, Infix) and form.operator in ("&&", "||"):
        return [Line(indent, "("), *_chain(value, form, indent + 1), Line(indent, ")")]
    if isinstance(form, Infix) and _splittable(form.left):
        lines = spread(form.left, indent)
        lines[-1].text += f" {form.operator} {operand(form.right, value._precedence + 1)}"
        return lines
    if isinstance(form, Comprehension):
        return _comprehension(form, indent)
    if isinstance(form, Mapping) and form:
        inside = [line for key, item in form.items() for line in argument(object_key(key), item, indent + 1)]
        return [Line(indent, "{"), *inside, Line(indent, "}")]
    if isinstance(form, Sequence) and not isinstance(form, str) and form:
        return _list(form, indent)
    return [Line(indent, flat(value))]


def _form(value: Any) -> Any:
    """What the value is made of; the value itself where it is Python's."""
    value = expression_of(value)
    return value._form if isinstance(value, Expression) else value


def _call(form: Call, indent: int) -> list[Line]:
    """A lone argument shares its lines with the parentheses, as in `jsonencode({`; several stand a line each."""
    if len(form.arguments) == 1 and _splittable(form.arguments[0]):
        inner = _with_prefix(f"{form.function}(", spread(form.arguments[0], indent))
        inner[-1].text += ")"
        return inner
    lines = [line for item in form.arguments for line in _with_comma(_fitted(item, indent + 1))]
    lines[-1].text = lines[-1].text.removesuffix(",")
    return [Line(indent, f"{form.function}("), *lines, Line(indent, ")")]


def _chain(value: Expression, form: Infix, indent: int) -> list[Line]:
    """The operands of `a && b && c`, a line each."""
    left = _form(form.left)
    if isinstance(left, Infix) and left.operator == form.operator:
        lines = _chain(value, left, indent)
    else:
        lines = _fitted(form.left, indent, value._precedence)
    lines[-1].text += f" {form.operator}"
    return lines + _fitted(form.right, indent, value._precedence + 1)


def _comprehension(form: Comprehension, indent: int) -> list[Line]:
    result = _fitted(form.value, indent + 1)
    if form.key is not None:
        result = _with_prefix(f"{flat(form.key)} => ", result)
    head = f"for {form.names} in {flat(form.items)} : "
    too_long = 2 * indent + len(head) + len(result[0].text) > WIDTH
    if too_long and len(result) == 1 and _splittable(form.items):
        items = _with_prefix(f"for {form.names} in ", spread(form.items, indent + 1))
        items[-1].text += f" : {result[0].text}"
        result = items + result[1:]
    else:
        result = _with_prefix(head, result)
    where = [] if form.where is None else [Line(indent + 1, f"if {flat(form.where)}")]
    opening, closing = "[]" if form.key is None else "{}"
    return [Line(indent, opening), *result, *where, Line(indent, closing)]


def _list(value: Sequence[Any], indent: int) -> list[Line]:
    if len(value) == 1 and isinstance(value[0], Mapping):
        inner = _with_prefix("[", spread(value[0], indent))
        inner[-1].text += "]"
        return inner
    if all(isinstance(item, int | float) for item in value):
        filled = textwrap.wrap(flat(value)[1:-1] + ",", WIDTH - 2 * indent)
        lines = [Line(indent + 1, line) for line in filled]
    else:
        lines = [line for item in value for line in _with_comma(_fitted(item, indent + 1))]
    return [Line(indent, "["), *lines, Line(indent, "]")]


def _fitted(value: Any, indent: int, precedence: int = 0) -> list[Line]:
    """A value in one line where it fits, with the parentheses that its place asks for."""
    one_line = operand(value, precedence)
    if not _wants_lines(value) and 2 * indent + len(one_line) < WIDTH:
        return [Line(indent, one_line)]
    lines = spread(value, indent)
    return [Line(indent, one_line)] if len(lines) == 1 else lines


def _with_prefix(prefix: str, lines: list[Line]) -> list[Line]:
    return [Line(lines[0].indent, prefix + lines[0].text), *lines[1:]]


def _with_comma(lines: list[Line]) -> list[Line]:
    return [*lines[:-1], Line(lines[-1].indent, lines[-1].text + ",")]


def _splittable(value: Any) -> bool:
    form = _form(value)
    return isinstance(form, Call | Comprehension | Mapping | Sequence) and not isinstance(form, str)


def _wants_lines(value: Any) -> bool:
    """Objects of several attributes, and lists of objects, read better a line each."""
    form = _form(value)
    if isinstance(form, Mapping):
        return len(form) > 1 or any(_wants_lines(item) for item in form.values())
    if isinstance(form, Call):
        return any(_holds_many(item) for item in form.arguments)
    if isinstance(form, Sequence) and not isinstance(form, str):
        return any(_wants_lines(item) for item in form)
    return False


def _holds_many(argument: Any) -> bool:
    """Whether an argument of a call wants lines; an object of two plain attributes may stand in one."""
    if isinstance(argument, Mapping):
        return len(argument) > 2 or any(_wants_lines(item) for item in argument.values())
    return isinstance(argument, Sequence) and _wants_lines(argument)


def _heredoc(key: str, value: str, indent: int) -> list[Line]:
    """One Line of many: its equals sign is aligned like any other's."""
    text = "".join("${" + part + "}" if code else part for code, part in template(value)).rstrip("\n")
    inside = "\n".join("  " * (indent + 1) + line if line else "" for line in text.split("\n"))
    return [Line(indent, f"<<-EOT\n{inside}\n{'  ' * indent}EOT", key)]


def body(arguments: Mapping[str, Any], schema: Schema, indent: int) -> list[Line]:
    """The inside of a block: arguments first, then nested blocks, as the style guide orders them."""
    lines = [
        line for key, value in arguments.items() if key not in schema.blocks for line in argument(key, value, indent)
    ]
    for key in arguments:
        for nested in arguments[key] if key in schema.blocks else ():
            lines += ([BLANK] if lines else []) + _nested_block(key, nested, schema.blocks[key], indent)
    return lines


def _nested_block(key: str, value: Any, schema: Schema, indent: int) -> list[Line]:
    if not isinstance(value, DynamicBlock):
        return block(key, value, schema, indent)
    content = block("content", value.body, schema, indent + 1)
    head = argument("for_each", value.for_each, indent + 1)
    return [Line(indent, f'dynamic "{key}" {{'), *head, BLANK, *content, Line(indent, "}")]


def block(header: str, arguments: Mapping[str, Any], schema: Schema, indent: int = 0) -> list[Line]:
    """A block with its braces."""
    return _braced(header, [body(arguments, schema, indent + 1)], indent)


def terraform_block(item: Block) -> list[Line]:
    """A resource, data source or ephemeral resource with its meta-arguments and its note."""
    count = {"count": item.count, "for_each": item.for_each}
    repeated = [line for key, value in count.items() if value is not None for line in argument(key, value, 1)]
    lifecycle = {
        key: [Expression(name) for name in value] if key in item.REFERENCE_LISTS else value
        for key, value in item.lifecycle.items()
    }
    parts = [
        repeated,
        body(item.arguments, item.SCHEMA, 1),
        block("lifecycle", lifecycle, Schema(blocks=_CONDITIONS), 1) if lifecycle else [],
        argument("depends_on", [Expression(name) for name in item.depends_on], 1) if item.depends_on else [],
    ]
    return [*comment(item.note), *_braced(f'{item.KIND} "{item.TYPE}" "{item.block_name}"', parts, 0)]


def comment(note: str | None, indent: int = 0) -> list[Line]:
    """A note as comment lines."""
    paragraphs = (note or "").splitlines()
    return [Line(indent, f"# {line}") for part in paragraphs for line in textwrap.wrap(part, WIDTH - 2 - 2 * indent)]


def _braced(header: str, parts: list[list[Line]], indent: int) -> list[Line]:
    """Parts of a block, an empty line between them."""
    inside = [line for part in parts if part for line in (BLANK, *part)][1:]
    if not inside:
        return [Line(indent, f"{header} {{}}")]
    return [Line(indent, f"{header} {{"), *inside, Line(indent, "}")]
