"""The layout of long values: as somebody would write them by hand, and as `terraform fmt` leaves them."""

from typing import Any

from kit import functions as fn
from kit.expressions import Expression, for_list, for_map, when
from kit.hcl import argument, text_of

a, b = Expression("var.a"), Expression("var.b")
LONG = Expression("var." + "x" * 60)


def written(value: Any, key: str = "key") -> str:
    return text_of(argument(key, value, 0))


def test_what_fits_stays_on_one_line() -> None:
    assert written(fn.merge(a, {"Name": "x"})) == 'key = merge(var.a, { Name = "x" })\n'
    assert written(["a", "b"]) == 'key = ["a", "b"]\n'
    assert written({"one": a}) == "key = { one = var.a }\n"


def test_equals_signs_of_neighbours_are_aligned_and_those_of_longer_values_are_not() -> None:
    assert written({"short": 1, "much_longer": 2, "list": [{"a": 1, "b": 2}], "last": 3}) == (
        """key = {
  short       = 1
  much_longer = 2
  list = [{
    a = 1
    b = 2
  }]
  last = 3
}
"""
    )


def test_a_long_choice_stands_in_three_lines() -> None:
    assert written(when(a == b, LONG, fn.one(LONG))) == (
        f"""key = (
  var.a == var.b
  ? {LONG._text}
  : one({LONG._text})
)
"""
    )


def test_a_choice_by_a_choice_keeps_its_parentheses() -> None:
    assert written(when(when(a, b, LONG), LONG, 1)) == (
        f"""key = (
  (var.a ? var.b : {LONG._text})
  ? {LONG._text}
  : 1
)
"""
    )


def test_a_long_condition_stands_an_operand_a_line_with_its_parentheses() -> None:
    assert written((LONG == 1) & (a | b) & (LONG == 2)) == (
        f"""key = (
  {LONG._text} == 1 &&
  (var.a || var.b) &&
  {LONG._text} == 2
)
"""
    )


def test_a_comparison_of_something_long_follows_its_end() -> None:
    assert written(fn.length(for_list(LONG, lambda item: item.id, where=lambda item: item != LONG)) == 0) == (
        f"""key = length([
  for item in {LONG._text} : item.id
  if item != {LONG._text}
]) == 0
"""
    )


def test_long_calls_stand_an_argument_a_line_and_a_lone_one_beside_its_parentheses() -> None:
    assert written(fn.concat(LONG, LONG)) == f"key = concat(\n  {LONG._text},\n  {LONG._text}\n)\n"
    three = fn.jsonencode({"a": 1, "b": {"c": 2}, "d": 3})
    assert written(three) == "key = jsonencode({\n  a = 1\n  b = { c = 2 }\n  d = 3\n})\n"
    assert written(fn.jsonencode([{"a": 1, "b": 2}])) == "key = jsonencode([{\n  a = 1\n  b = 2\n}])\n"


def test_long_loops_stand_in_lines() -> None:
    assert written(for_list(a, lambda item: {"name": item.name, "value": LONG}, where=lambda item: item != b)) == (
        f"""key = [
  for item in var.a : {{
    name  = item.name
    value = {LONG._text}
  }}
  if item != var.b
]
""".replace("{{", "{").replace("}}", "}")
    )
    assert written(for_map(fn.setproduct(LONG, LONG), lambda key, value: (value[0], value[1]))) == (
        f"""key = {{
  for key, value in setproduct(
    {LONG._text},
    {LONG._text}
  ) : value[0] => value[1]
}}
"""
    )


def test_long_lists_of_numbers_are_filled_and_those_of_texts_stand_a_line_each() -> None:
    assert written(list(range(100, 140))).count("\n") == 4
    assert written([f"text-{number}" for number in range(20)]).count("\n") == 22


def test_a_text_of_several_lines_is_a_heredoc_with_its_interpolations() -> None:
    assert written(f"first {a}\n\n  second $${{b}}\n") == ("key = <<-EOT\n  first ${var.a}\n\n    second $${b}\nEOT\n")
