"""Terraform's type constraints as Python annotations, for the classes of third-party modules.

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kit.errors import KitError

_PLAIN = {"string": "Text", "number": "Number", "bool": "Bool"}
_COLLECTIONS = {"list": "List", "set": "List", "map": "Map"}
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|-?\d[\w.+-]*|[\w-]+|[(){}\[\],=:])')
_CONSTANTS = {"true": True, "false": False, "null": None}


class ConstraintError(KitError):
    """A type constraint that cannot be read."""


@dataclass(frozen=True)
class Declared:
    """One input, attribute or output, as the template writes it: `name: annotation = variable(arguments)`."""

    name: str
    annotation: str
    arguments: str

    @property
    def required(self) -> bool:
        return "default=" not in self.arguments


@dataclass(frozen=True)
class DeclaredObject:
    """The class of an object input."""

    name: str
    attributes: tuple[Declared, ...]


def declared(name: str, annotation: str, description: str, *options: str, nullable: bool = False) -> Declared:
    """With a Python name; Terraform's is kept beside it where Python cannot have that."""
    python_name = re.sub(r"\W", "_", name)
    python_name = f"{python_name}_" if keyword.iskeyword(python_name) else python_name
    arguments = [json.dumps(description, ensure_ascii=False), *options]
    if python_name != name:
        arguments.append(f'hcl_name="{name}"')
    return Declared(python_name, _nullable(annotation) if nullable else annotation, ", ".join(arguments))


def _nullable(annotation: str) -> str:
    return annotation if annotation == "Any" else f"{annotation} | None"


class Constraint:
    """Reads the type constraint of one variable. What it says of objects becomes classes, named by their path.

    `any` and tuples are `Any`: Python would have to know more than Terraform says.
    """

    def __init__(self, text: str, class_name: str, taken: Iterable[str] = ()) -> None:
        self.text = " ".join(text.split())
        self._taken = set(taken)
        self.objects: list[DeclaredObject] = []
        self._tokens = _TOKEN.findall(self.text)
        self._position = 0
        self.annotation = self._type(class_name)
        if self._position != len(self._tokens):
            raise ConstraintError(f"the type constraint {self.text} cannot be read after {self._read()}")

    def _type(self, class_name: str) -> str:
        name = self._next()
        if name in _PLAIN:
            return _PLAIN[name]
        if name in _COLLECTIONS:
            inner = "Any"
            if self._found("("):
                inner = self._type(class_name)
                self._expect(")")
            return f"{_COLLECTIONS[name]}[{inner}]"
        if name == "object":
            class_name = self._unique(class_name)
            self._expect("(")
            self._object(class_name)
            self._expect(")")
            return class_name
        if name == "tuple":
            self._literal()
            return "Any"
        if name == "any":
            return "Any"
        raise ConstraintError(f"the type constraint {self.text} has a type {name!r}, which Terraform does not know")

    def _unique(self, name: str) -> str:
        """`addons.timeouts` and `addons_timeouts` would be one class."""
        number = 2
        unique = name
        while unique in self._taken:
            unique, number = f"{name}{number}", number + 1
        self._taken.add(unique)
        return unique

    def _object(self, class_name: str) -> None:
        attributes = []
        self._expect("{")
        while not self._found("}"):
            attributes.append(self._attribute(class_name))
            self._found(",")
        attributes.sort(key=lambda item: not item.required)
        self.objects.append(DeclaredObject(class_name, tuple(attributes)))

    def _attribute(self, class_name: str) -> Declared:
        name = self._next().strip('"')
        if not self._found("="):
            self._expect(":")
        inner = class_name + camel(name)
        start = self._position
        if self._peek() != "optional":
            annotation = self._type(inner)
            return declared(name, annotation, "".join(self._tokens[start : self._position]))
        self._next()
        self._expect("(")
        annotation = self._type(inner)
        default = self._literal() if self._found(",") else None
        self._expect(")")
        text = "".join(self._tokens[start : self._position])
        return declared(name, annotation, text, f"default={default!r}", nullable=default is None)

    def _literal(self) -> Any:
        """A constant, as a Python value; of a tuple's types whatever comes of them."""
        token = self._next()
        if token.startswith('"'):
            return json.loads(token)
        if token in _CONSTANTS:
            return _CONSTANTS[token]
        if self._tokens[self._position - 1] in "([{":
            return self._items(token)
        try:
            return json.loads(token)
        except ValueError:
            return self._items(self._next()) if self._peek() == "(" else token

    def _items(self, opening: str) -> Any:
        closing = {"(": ")", "[": "]", "{": "}"}[opening]
        pairs: dict[str, Any] = {}
        items: list[Any] = []
        while not self._found(closing):
            item = self._literal()
            if self._found("=") or self._found(":"):
                pairs[str(item)] = self._literal()
            else:
                items.append(item)
            self._found(",")
        return pairs if opening == "{" else items

    def _peek(self) -> str:
        return self._tokens[self._position] if self._position < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        if not token:
            raise ConstraintError(f"the type constraint {self.text} ends too early")
        self._position += 1
        return token

    def _found(self, token: str) -> bool:
        if self._peek() != token:
            return False
        self._position += 1
        return True

    def _expect(self, token: str) -> None:
        if not self._found(token):
            raise ConstraintError(f"the type constraint {self.text} has no {token!r} after {self._read()}")

    def _read(self) -> str:
        return "".join(self._tokens[: self._position])


def camel(name: str) -> str:
    """`subnet-rules_v2` as `SubnetRulesV2`."""
    return "".join(part.capitalize() for part in re.split(r"[\W_]+", name))
