"""Expressions: what Python writes and Terraform reads."""

import pytest

from kit import functions as fn
from kit.expressions import (
    ALL,
    Expression,
    ExpressionError,
    code_of,
    count,
    flat,
    for_list,
    for_map,
    given,
    is_null,
    is_set,
    not_,
    null,
    path_module,
    verbatim,
    when,
)

a, b, c = Expression("var.a"), Expression("var.b"), Expression("var.c")


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        (a + 1, "var.a + 1"),
        (1 + a, "1 + var.a"),
        (a - b - c, "var.a - var.b - var.c"),
        (a - (b - c), "var.a - (var.b - var.c)"),
        (a + b * c, "var.a + var.b * var.c"),
        ((a + b) * c, "(var.a + var.b) * var.c"),
        (2 / a % 3, "2 / var.a % 3"),
        (-(a + b), "-(var.a + var.b)"),
        ((a > 1) & (b <= 2), "var.a > 1 && var.b <= 2"),
        ((a | b) & c, "(var.a || var.b) && var.c"),
        (a | b & c, "var.a || var.b && var.c"),
        (~(a & b), "!(var.a && var.b)"),
        (~a, "!var.a"),
        (a == "x", 'var.a == "x"'),
        (a != null, "var.a != null"),
        (a + b == c, "var.a + var.b == var.c"),
        (when(a, 1, 2) + 1, "(var.a ? 1 : 2) + 1"),
        (when(when(a, b, c), 1, 2), "(var.a ? var.b : var.c) ? 1 : 2"),
        (when(a, 1, when(b, 2, 3)), "var.a ? 1 : var.b ? 2 : 3"),
        (when(a, "x"), 'var.a ? "x" : null'),
        (a.first[0].second, "var.a.first[0].second"),
        (a["key"], 'var.a["key"]'),
        (a[count.index + 1], "var.a[count.index + 1]"),
        (a[ALL].id, "var.a[*].id"),
        ((a + b).c, "(var.a + var.b).c"),
        (fn.merge(a, {"Name": "x"}), 'merge(var.a, { Name = "x" })'),
        (path_module, "path.module"),
        (is_null(a), "var.a == null"),
        (is_set(a), "var.a != null"),
    ],
)
def test_operators_are_terraforms_with_parentheses_where_its_precedence_needs_them(
    expression: Expression, written: str
) -> None:
    assert flat(expression) == written
    assert str(expression) == "${" + written + "}"


def test_a_comparison_keeps_its_sides_whatever_they_are_made_of() -> None:
    assert flat(a == fn.length(b)) == "var.a == length(var.b)"
    assert flat(a < when(b, 1, 2)) == "var.a < (var.b ? 1 : 2)"


@pytest.mark.parametrize(
    ("attempt", "instead"),
    [
        (lambda: bool(a), r"when\(condition, a, b\)"),
        (lambda: 1 if a == 1 else 2, r"when\(condition"),
        (lambda: a and b, r"& and \| for and/or"),
        (lambda: not a, r"not_\(\)"),
        (lambda: list(a), r"for_list\(\) or for_map\(\)"),
        (lambda: len(a), r"fn.length\(\)"),
        (lambda: 1 in a, r"fn.contains\(\)"),
        (lambda: a[1:2], r"fn.slice\(\)"),
        (lambda: f"{a:03d}", r"fn.format\(\)"),
        (lambda: a + "text", "f-string"),
        (lambda: "text" + a, "f-string"),
        (lambda: given(None), "neither an input nor an expression"),
        (lambda: flat(object()), "not a value that Terraform can hold"),
        (lambda: flat({1, 2}), "not a value that Terraform can hold"),
    ],
)
def test_what_python_cannot_decide_is_refused_with_what_to_use_instead(attempt: object, instead: str) -> None:
    assert callable(attempt)
    with pytest.raises(ExpressionError, match=instead):
        attempt()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ("x", '"x"'),
        ('say "hi"\\\n\t', '"say \\"hi\\"\\\\\\n\\t"'),
        ([], "[]"),
        ([1, "x", [a]], '[1, "x", [var.a]]'),
        ({}, "{}"),
        ({"a-b": 1, "c.d": 2, f"{a}": 3, f"x{a}": 4}, '{ a-b = 1, "c.d" = 2, (var.a) = 3, "x${var.a}" = 4 }'),
    ],
)
def test_values_of_python_are_written_as_terraforms(value: object, written: str) -> None:
    assert flat(value) == written


def test_strings_are_templates() -> None:
    assert flat(f"{a}") == "var.a"
    assert flat(f"{a}-x-{b.c}") == '"${var.a}-x-${var.b.c}"'
    assert flat(f"{a[f'{b}-x']}!") == '"${var.a["${var.b}-x"]}!"'
    assert flat(f"{fn.merge({'k': '}'})}!") == '"${merge({ k = "}" })}!"'
    assert flat(f"{a + 1}") == "var.a + 1"
    assert flat(Expression("x") == f"{a + b}") == "x == (var.a + var.b)"


def test_a_literal_interpolation_is_written_with_two_dollars() -> None:
    assert flat("$${name} $${{}}") == '"$${name} $${{}}"'
    assert verbatim("${aws:username} %{if}") == "$${aws:username} %%{if}"
    assert flat(verbatim("${aws:username}")) == '"$${aws:username}"'


@pytest.mark.parametrize("text", ["${var.a", '${f("}")', "${{}"])
def test_an_interpolation_that_is_not_closed_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="not closed"):
        flat(text)


@pytest.mark.parametrize("token", ["${TfToken[TOKEN.2]}", -8.1e307])
def test_tokens_of_cdktf_are_refused_instead_of_coming_out_as_text_or_numbers(token: object) -> None:
    with pytest.raises(ExpressionError, match="CDKTF"):
        flat({"x": [token]})


def test_loops_over_what_only_terraform_knows() -> None:
    assert flat(for_list(a, lambda item: item.id)) == "[for item in var.a : item.id]"
    assert flat(for_list(a, lambda zone: zone, name="zone", where=lambda zone: zone != b)) == (
        "[for zone in var.a : zone if zone != var.b]"
    )
    assert flat(for_list(a, lambda key, value: {key: value}, name="key, value")) == (
        "[for key, value in var.a : { (key) = value }]"
    )
    assert (
        flat(for_map(a, lambda key, value: (f"x-{key}", value))) == '{ for key, value in var.a : "x-${key}" => value }'
    )
    assert flat(for_map(a, lambda key, value: (value, key), where=lambda key, value: is_set(value))) == (
        "{ for key, value in var.a : value => key if value != null }"
    )


def test_what_python_knows_is_decided_at_once() -> None:
    assert when(True, "a", "b") == "a"
    assert when(False, "a") is null
    assert not_(False) is True
    assert flat(not_(a)) == "!var.a"


def test_references_are_looked_for_outside_of_strings_but_inside_their_interpolations() -> None:
    expression = Expression('merge({ a = "local.no ${local.yes}" }, data.aws_x.y["local.no"])')
    code = code_of(expression)
    assert "local.yes" in code and "data.aws_x.y" in code and "local.no" not in code
