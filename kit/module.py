"""A module: its inputs, its outputs, and how it is built from them.

class Vpc(Module):
    \"\"\"A network.\"\"\"

    class Inputs(ModuleInputs):
        name: Text = variable("Prefix of every resource name.")

    class Outputs(ModuleOutputs):
        vpc_id: Text = output("ID of the network.")

    def build(self, i: Inputs) -> Outputs:
        vpc = aws.Vpc(self, "this", cidr_block="10.0.0.0/16")
        return self.Outputs(vpc_id=vpc.id)
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass
from pathlib import Path
from typing import (
    Any,
    ClassVar,
    Protocol,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from kit.block import unknown_argument
from kit.checks import Check
from kit.errors import KitError
from kit.expressions import Expression, flat
from kit.hcl import Line, text_of
from kit.scope import Scope


class InputError(KitError):
    """An input breaks its rule."""


def variable(
    description: str,
    *,
    default: Any = MISSING,
    check: Check | Sequence[Check] = (),
    sensitive: bool = False,
    hcl_name: str | None = None,
) -> Any:
    """An input of a module, or an attribute of an object input. One without a default is required.

    `hcl_name` is for a name that Python cannot have, such as `from` or `my-name`.
    """
    checks = (check,) if isinstance(check, Check) else tuple(check)
    metadata = {"description": description, "checks": checks, "sensitive": sensitive, "hcl_name": hcl_name}
    if default is MISSING:
        return dataclasses.field(metadata=metadata)
    if isinstance(default, list | dict):
        return dataclasses.field(default_factory=lambda: default, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def output(description: str, *, sensitive: bool = False, hcl_name: str | None = None) -> Any:
    """An output of a module."""
    return dataclasses.field(metadata={"description": description, "sensitive": sensitive, "hcl_name": hcl_name})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(variable, output))
class _Record:
    """Base of what is declared by annotations."""

    _expression: ClassVar[Expression | None] = None

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True, eq=False)(cls)
        create = cls.__init__

        def checked(self: Any, **given: Any) -> None:
            unknown_argument(cls.__qualname__, given, [field.name for field in dataclasses.fields(cls)])  # type: ignore[arg-type]
            create(self, **given)
            _check_known(self)

        cls.__init__ = checked  # type: ignore[method-assign]


class ModuleInputs(_Record):
    """The inputs of a module, each a Terraform variable."""


class ModuleOutputs(_Record):
    """The outputs of a module."""


class Object(_Record):
    """An object input: several things that are said together."""


class Module(Scope):
    """One logical entity of infrastructure: its resources, its roles, its security group."""

    Inputs: ClassVar[type[Any]]
    Outputs: ClassVar[type[Any]]
    REQUIRED_TERRAFORM: ClassVar[str] = ">= 1.11"
    REQUIRED_AWS: ClassVar[str] = ">= 5.100, < 7"

    @classmethod
    def folder(cls) -> Path:
        """Where the module's Python lives, and its Terraform is published."""
        return Path(inspect.getfile(cls)).parent

    @classmethod
    def construct(cls) -> tuple[Self, ModuleOutputs]:
        """The module built from its own variables, and what it returned."""
        module = cls()
        outputs = module.build(reference(cls.Inputs, "var"))  # type: ignore[attr-defined]
        return module, outputs


I_contra = TypeVar("I_contra", bound=ModuleInputs, contravariant=True)
O_co = TypeVar("O_co", bound=ModuleOutputs, covariant=True)


class Buildable(Protocol[I_contra, O_co]):
    """What ties a module's inputs to its outputs for the type checker."""

    def build(self, i: I_contra) -> O_co: ...


@dataclass(frozen=True)
class Kind:
    """A Terraform type constraint, read from an annotation."""

    text: str
    nullable: bool = False
    object: type[Object] | None = None


@dataclass(frozen=True)
class Field:
    """One declared input, attribute or output."""

    name: str
    kind: Kind
    description: str
    checks: tuple[Check, ...]
    sensitive: bool
    default: Any
    hcl_name: str

    @property
    def required(self) -> bool:
        return self.default is MISSING


_KINDS = {str: "string", int: "number", float: "number", bool: "bool", Any: "any"}


def kind_of(annotation: Any) -> Kind:
    """The Terraform type of an annotation: Text, Number, Bool, List[…], Map[…], an Object, each `| None` or not.

    Raises:
        TypeError: the annotation is none of these.
    """
    if annotation in _KINDS:
        return Kind(_KINDS[annotation])
    if isinstance(annotation, type) and issubclass(annotation, Object):
        return Kind("object", object=annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        nullable = type(None) in arguments
        meant = [item for item in arguments if item not in (type(None), Expression, int)] or [int]
        inner = kind_of(meant[0])
        return Kind(inner.text, nullable or inner.nullable, inner.object)
    if origin in (Sequence, list):
        inner = kind_of(arguments[0])
        return Kind(f"list({type_constraint(inner)})")
    if origin in (Mapping, dict):
        inner = kind_of(arguments[1])
        return Kind(f"map({type_constraint(inner)})")
    raise TypeError(f"{annotation!r} is not a type that an input can have")


def type_constraint(kind: Kind, indent: int = 0) -> str:
    """The type as it stands in a `variable` block; an object's attributes stand a line each."""
    if kind.object is None:
        return kind.text.replace("\n", "\n" + "  " * indent)
    # An attribute of several lines is no neighbour to align with, as `terraform fmt` sees it.
    written = [(field.name, _attribute_type(field, indent)) for field in fields(kind.object)]
    lines = text_of(
        Line(indent + 1, f"{name} = {text}") if "\n" in text else Line(indent + 1, text, name) for name, text in written
    ).splitlines()
    return "\n".join(["object({", *lines, "  " * indent + "})"])


def _attribute_type(field: Field, indent: int) -> str:
    constraint = type_constraint(field.kind, indent + 1)
    if field.required:
        return constraint
    if field.default is None:
        return f"optional({constraint})"
    return f"optional({constraint}, {flat(plain(field.default))})"


_FIELDS: dict[type[_Record], tuple[Field, ...]] = {}  # reading annotations is slow


def fields(record: type[_Record]) -> tuple[Field, ...]:
    """What a class declares, in the order of the Python."""
    if record in _FIELDS:
        return _FIELDS[record]
    hints = get_type_hints(record)
    found = []
    for item in dataclasses.fields(record):  # type: ignore[arg-type]
        default = item.default if item.default_factory is MISSING else item.default_factory()
        kind = Kind("any") if issubclass(record, ModuleOutputs) else kind_of(hints[item.name])
        checks, sensitive = item.metadata.get("checks", ()), item.metadata["sensitive"]
        hcl_name = item.metadata["hcl_name"] or item.name
        found.append(Field(item.name, kind, item.metadata["description"], checks, sensitive, default, hcl_name))
    _FIELDS[record] = tuple(found)
    return _FIELDS[record]


R = TypeVar("R", bound=_Record)


def reference(record: type[R], prefix: str) -> R:
    """An instance whose every field is the expression that refers to it: `var.name`, `var.scaling.min_capacity`."""
    instance = object.__new__(record)
    object.__setattr__(instance, "_expression", Expression(prefix))
    for field in fields(record):
        address = f"{prefix}.{field.hcl_name}"
        value = reference(field.kind.object, address) if field.kind.object else Expression(address)
        object.__setattr__(instance, field.name, value)
    return instance


def plain(value: Any) -> Any:
    """A record as a mapping without what is left at its default, for a module block or a default value."""
    if isinstance(value, _Record) and value._expression is None:
        given = {field.name: plain(getattr(value, field.name)) for field in fields(type(value))}
        # By their texts: equality of expressions is Terraform's to decide, and 1 == True in Python.
        return {
            field.hcl_name: given[field.name]
            for field in fields(type(value))
            if field.required or repr(given[field.name]) != repr(plain(field.default))
        }
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _check_known(record: _Record) -> None:
    for field in fields(type(record)):
        value = getattr(record, field.name)
        text = repr(value).replace("$${", "")
        if value is None or isinstance(value, _Record) or "<Expression" in text or "${" in text:
            continue
        for check in field.checks:
            if not check.accepts(value):
                raise InputError(f"{type(record).__qualname__}: {field.name} is {value!r} but must {check.allowed}")
