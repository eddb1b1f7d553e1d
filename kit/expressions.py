"""Terraform expressions as Python values.

A value that only Terraform knows is an `Expression`. It composes by Python's operators, prints as `${…}` and
refuses what Python would have to decide now: `if`, `and`, iteration. Strings are Terraform templates, so an
f-string with an expression in it is one too; a literal `${` is written `$${`, and a text of others goes through
`verbatim`.

Source of the grammar: https://developer.hashicorp.com/terraform/language/expressions
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeVar, Union

T = TypeVar("T")

# Precedence as in HCL, high binds tight.
_ATOM, _UNARY, _PRODUCT, _SUM, _ORDER, _EQUALITY, _AND, OR, CHOICE = 9, 8, 7, 6, 5, 4, 3, 2, 1
_BINARY = {"*": _PRODUCT, "/": _PRODUCT, "%": _PRODUCT, "+": _SUM, "-": _SUM, "<": _ORDER, "<=": _ORDER}
_BINARY |= {">": _ORDER, ">=": _ORDER, "==": _EQUALITY, "!=": _EQUALITY, "&&": _AND, "||": OR}

IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


class ExpressionError(TypeError):
    """A value known only to Terraform was used where Python must decide now."""


class Splat:
    """The index that means every instance: `subnet[ALL].id` is `aws_subnet.x[*].id`."""


ALL: Final = Splat()


def _infix(operator: str, *, swapped: bool = False) -> Callable[[Expression, object], Expression]:
    """The method behind one of Python's operators; swapped where the expression stands on the right."""

    def write(this: Expression, other: object) -> Expression:
        if operator == "+" and isinstance(other, str):
            raise ExpressionError(f"Terraform cannot add text ({other!r}): join it with an f-string")
        return binary(operator, other, this) if swapped else binary(operator, this, other)

    return write


class Expression:
    """A value known only to Terraform, such as `var.name` or `aws_vpc.this.id`.

    Attributes compose: `each.value.port`. What the class itself needs starts with an underscore.
    """

    _text: str
    _precedence: int
    _form: Form | None

    def __init__(self, text: str, precedence: int = _ATOM, form: Form | None = None) -> None:
        self._text = text
        self._precedence = precedence
        self._form = form

    def __str__(self) -> str:
        return "${" + self._text + "}"

    def __format__(self, spec: str) -> str:
        if spec:
            raise ExpressionError(f"{self} cannot take the format {spec!r}; use fn.format()")
        return str(self)

    def __repr__(self) -> str:
        return f"<Expression {self._text}>"

    def __bool__(self) -> NoReturn:
        raise ExpressionError(
            f"{self} is known only to Terraform, so Python cannot decide by it: "
            "use when(condition, a, b), & and | for and/or, not_(), or count="
        )

    def __iter__(self) -> NoReturn:
        raise ExpressionError(
            f"{self} is known only to Terraform, so Python cannot iterate: use for_each=, for_list() or for_map()"
        )

    def __len__(self) -> NoReturn:
        raise ExpressionError(f"the length of {self} is known only to Terraform: use fn.length()")

    def __contains__(self, item: object) -> NoReturn:
        raise ExpressionError(f"{self} is known only to Terraform: use fn.contains()")

    def __getattr__(self, name: str) -> Expression:
        if name.startswith("_"):
            raise AttributeError(name)
        return Expression(f"{operand(self, _ATOM)}.{name}")

    def __getitem__(self, key: object) -> Expression:
        if isinstance(key, slice):
            raise ExpressionError(f"{self} cannot be sliced in Python: use fn.slice()")
        index = "*" if key is ALL else flat(key)
        return Expression(f"{operand(self, _ATOM)}[{index}]")

    __hash__ = object.__hash__
    __eq__ = _infix("==")  # type: ignore[assignment]
    __ne__ = _infix("!=")  # type: ignore[assignment]
    __lt__, __le__, __gt__, __ge__ = _infix("<"), _infix("<="), _infix(">"), _infix(">=")
    __add__, __radd__ = _infix("+"), _infix("+", swapped=True)
    __sub__, __rsub__ = _infix("-"), _infix("-", swapped=True)
    __mul__, __rmul__ = _infix("*"), _infix("*", swapped=True)
    __truediv__, __rtruediv__ = _infix("/"), _infix("/", swapped=True)
    __mod__, __rmod__ = _infix("%"), _infix("%", swapped=True)
    __and__, __rand__ = _infix("&&"), _infix("&&", swapped=True)
    __or__, __ror__ = _infix("||"), _infix("||", swapped=True)

    def __neg__(self) -> Expression:
        return Expression("-" + operand(self, _UNARY), _UNARY)

    def __invert__(self) -> Expression:
        return Expression("!" + operand(self, _UNARY), _UNARY)


@dataclass(frozen=True, eq=False)
class Call:
    """`function(arguments)`."""

    function: str
    arguments: Sequence[object]


@dataclass(frozen=True, eq=False)
class Infix:
    """`left operator right`."""

    operator: str
    left: object
    right: object


@dataclass(frozen=True, eq=False)
class Choice:
    """`condition ? then : otherwise`."""

    condition: object
    then: object
    otherwise: object


@dataclass(frozen=True, eq=False)
class Comprehension:
    """`[for names in items : value]` or `{ for names in items : key => value }`, each with `if where` or without."""

    names: str
    items: object
    key: object
    value: object
    where: object


# What an expression is made of, for those that can be written over several lines. Not subclasses of Expression: Python
# asks the right side of a comparison first where it is of a subclass, and so would turn the comparison around.
Form = Call | Infix | Choice | Comprehension

Text = Union[str, Expression]  # noqa: UP007 - read back from annotations at run time
Number = Union[int, float, Expression]  # noqa: UP007
Bool = Union[bool, Expression]  # noqa: UP007
List = Union[Sequence[T], Expression]  # noqa: UP007
Map = Union[Mapping[str, T], Expression]  # noqa: UP007

null: Final = Expression("null")


class _Count:
    """`count.index`, inside a resource that has `count=`."""

    index: Final = Expression("count.index")


class _Each:
    """`each.key` and `each.value`, inside a resource that has `for_each=`."""

    key: Final = Expression("each.key")
    value: Final = Expression("each.value")


count: Final = _Count()
each: Final = _Each()
path_module: Final = Expression("path.module")


def expression_of(value: object) -> object:
    """The expression behind an object that stands for one (a module's object input), else the value itself."""
    found = getattr(value, "_expression", None)
    return value if found is None else found


def when(condition: object, then: object, otherwise: object = null) -> Any:
    """`then` where the condition holds, else `otherwise`: decided now for a Python bool, by Terraform otherwise."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    text = f"{operand(condition, OR)} ? {operand(then, OR)} : {operand(otherwise, CHOICE)}"
    return Expression(text, CHOICE, Choice(condition, then, otherwise))


def binary(operator: str, left: object, right: object) -> Expression:
    """`left operator right`, its sides in parentheses where they need them."""
    precedence = _BINARY[operator]
    text = f"{operand(left, precedence)} {operator} {operand(right, precedence + 1)}"
    return Expression(text, precedence, Infix(operator, left, right))


def not_(condition: Bool) -> Bool:
    """The opposite of a condition."""
    if isinstance(condition, bool):
        return not condition
    return ~condition


def is_null(value: object) -> Expression:
    """Whether Terraform finds null where the value stands."""
    return binary("==", value, null)


def is_set(value: object) -> Expression:
    """Whether Terraform finds anything but null where the value stands."""
    return binary("!=", value, null)


def given(value: T | None) -> T:
    """An optional input, for the places that are reached only where it `is_set`.

    Raises:
        ExpressionError: the value is Python's None, so nothing can be read from it.
    """
    if value is None:
        raise ExpressionError("the value is None: it is neither an input nor an expression")
    return value


def for_list(items: object, value: Callable[..., object], *, name: str = "item", where: Any = None) -> Any:
    """`[for item in items : value]`; `where` takes the item and says whether it stays.

    Two names, as in `name="key, value"`, are for maps; `value` and `where` then take both.
    """
    found = [Expression(part.strip()) for part in name.split(",")]
    kept = None if where is None else where(*found)
    text = f"[for {name} in {flat(items)} : {flat(value(*found))}{_condition(kept)}]"
    return Expression(text, form=Comprehension(name, items, None, value(*found), kept))


def for_map(
    items: object, pair: Callable[[Expression, Expression], tuple[object, object]], *, where: Any = None
) -> Any:
    """`{ for key, value in items : new_key => new_value }`; over a list, the key is the index."""
    key, value = Expression("key"), Expression("value")
    new_key, new_value = pair(key, value)
    kept = None if where is None else where(key, value)
    text = f"{{ for key, value in {flat(items)} : {flat(new_key)} => {flat(new_value)}{_condition(kept)} }}"
    return Expression(text, form=Comprehension("key, value", items, new_key, new_value, kept))


def _condition(where: object) -> str:
    return "" if where is None else f" if {flat(where)}"


def verbatim(text: str) -> str:
    """A text in which nothing is Terraform's to fill in, such as a file of the user's."""
    return text.replace("${", "$${").replace("%{", "%%{")


def call(function: str, *arguments: object) -> Expression:
    """A call of a Terraform function; `kit.functions` has one Python function for each."""
    return Expression(f"{function}({', '.join(map(flat, arguments))})", form=Call(function, arguments))


def flat(value: object) -> str:
    """The value as HCL on one line.

    Raises:
        ExpressionError: the value is nothing that Terraform can hold, or is a token of CDKTF's.
    """
    value = expression_of(value)
    if isinstance(value, Expression):
        return value._text
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        pairs = [f"{object_key(key)} = {flat(item)}" for key, item in value.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(flat, value)) + "]"
    raise ExpressionError(f"{value!r} ({type(value).__name__}) is not a value that Terraform can hold")


def number(value: int | float) -> str:
    """A number as HCL.

    Raises:
        ExpressionError: it is one of CDKTF's number tokens (about -1e308), which would come out as a number.
    """
    if value < -1e307:
        raise ExpressionError("a CDKTF number token stands in an expression; pass an Expression instead")
    return json.dumps(value)


def object_key(key: object) -> str:
    """A key of an object: bare where it is an identifier, quoted otherwise."""
    key = str(key)
    parts = template(key)
    if len(parts) == 1 and parts[0][0]:
        return f"({parts[0][1]})"
    return key if IDENTIFIER.match(key) else quoted(key)


def quoted(text: str) -> str:
    """A string as HCL: a bare expression where it is one interpolation and nothing else, else a quoted template."""
    parts = template(text)
    if len(parts) == 1 and parts[0][0]:
        return parts[0][1]
    escape = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    out = ["${" + part + "}" if code else "".join(escape.get(c, c) for c in part) for code, part in parts]
    return '"' + "".join(out) + '"'


def template(text: str) -> list[tuple[bool, str]]:
    """A template's parts: (True, expression) for each `${…}`, (False, text) for what stands between.

    Raises:
        ExpressionError: an interpolation is not closed, or is a token of CDKTF's.
    """
    if "TfToken[" in text:
        raise ExpressionError(f"a CDKTF token stands in {text!r}; pass an Expression instead")
    parts: list[tuple[bool, str]] = []
    start = i = 0
    while (i := text.find("${", i)) >= 0:
        if i > 0 and text[i - 1] == "$":
            i += 2
            continue
        end = _closing(text, i + 2)
        parts += [(False, text[start:i]), (True, text[i + 2 : end])]
        start = i = end + 1
    parts.append((False, text[start:]))
    return [(is_code, part) for is_code, part in parts if part or is_code]


def code_of(expression: Expression) -> str:
    """An expression's text without its string literals, to find what it refers to."""
    text = expression._text
    if '"' not in text:
        return text
    return "".join(text[i] for i, in_string in _scan(text, 0) if not in_string)


def _closing(text: str, start: int) -> int:
    """Where the interpolation that starts there is closed."""
    first = text.find("}", start)
    if first > 0 and not {'"', "{"} & set(text[start:first]):
        return first  # as nearly always
    end = start + sum(1 for _ in _scan(text, start))
    if end == len(text):
        raise ExpressionError(f"an interpolation is not closed in {text!r}")
    return end


def _scan(text: str, i: int) -> Iterator[tuple[int, bool]]:
    """The places of an expression, and whether each is in a string; ends before the brace that closes what it is in.

    Braces nest, strings hide them, and interpolations in strings are code again.
    """
    inside = [""]
    while i < len(text):
        character, in_string = text[i], inside[-1] == '"'
        if in_string and (character == "\\" or text.startswith("$${", i)):
            yield i, True
            i += 1
        elif in_string and text.startswith("${", i):
            inside.append("{")
            yield i, True
            i += 1
        elif character == '"':
            inside.pop() if in_string else inside.append(character)
            in_string = True
        elif not in_string and character == "{":
            inside.append(character)
        elif not in_string and character == "}" and not inside.pop():
            return
        yield i, in_string
        i += 1


def operand(value: object, precedence: int) -> str:
    """The value as HCL, in parentheses where it binds less tightly than the precedence asks for."""
    value = expression_of(value)
    text = flat(value)
    if isinstance(value, str):
        return text if text.startswith('"') or not precedence else f"({text})"
    return f"({text})" if isinstance(value, Expression) and value._precedence < precedence else text
