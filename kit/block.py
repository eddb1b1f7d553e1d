"""The blocks of Terraform's language that a module is made of: resources, data sources, ephemeral resources.

The classes in `kit.aws` are generated from the provider's schema and derive from these.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypedDict

from kit.expressions import Bool, Expression, Number, Splat, Text, flat, when

if TYPE_CHECKING:
    from kit.scope import Scope


class ArgumentError(TypeError):
    """An argument that the provider's schema does not know, or one that it requires and that is missing."""


@dataclass(frozen=True)
class Schema:
    """The arguments and nested blocks of a block, from the provider's schema."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    blocks: Mapping[str, Schema] = field(default_factory=dict)

    def check(self, where: str, arguments: Mapping[str, object]) -> None:
        """Refuse what the provider would refuse.

        Raises:
            ArgumentError: an argument is unknown or missing.
        """
        unknown_argument(where, arguments, self.required | self.optional)
        for name in sorted(self.required):
            if name not in arguments:
                raise ArgumentError(f"{where}: the argument '{name}' is required")


class HasAddress(Protocol):
    """Whatever other blocks can depend on."""

    @property
    def address(self) -> str: ...


class Condition(TypedDict):
    """A `precondition` or `postcondition`."""

    condition: Bool
    error_message: Text


class Lifecycle(TypedDict, total=False):
    """https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"""

    create_before_destroy: bool
    prevent_destroy: bool
    ignore_changes: Sequence[str]
    replace_triggered_by: Sequence[Expression]
    precondition: Sequence[Condition]
    postcondition: Sequence[Condition]


@dataclass(frozen=True)
class Dynamic:
    """A nested block repeated by Terraform: `content` takes the key and the value of each item."""

    for_each: object
    content: Callable[[Expression, Expression], Mapping[str, Any]]


@dataclass(frozen=True)
class DynamicBlock:
    """A `Dynamic` whose content is known."""

    for_each: object
    body: Mapping[str, Any]


def dynamic(for_each: object, content: Callable[[Expression, Expression], Mapping[str, Any]]) -> Any:
    """A `dynamic` block: one nested block for each item, known to Terraform alone."""
    return Dynamic(for_each, content)


def optional_block(condition: object, body: Mapping[str, Any]) -> Any:
    """A nested block that stands only where the condition holds."""
    if isinstance(condition, bool):
        return body if condition else None
    return Dynamic(when(condition, [1], []), lambda key, value: body)


class Block:
    """One block, with the address by which others refer to it; its attributes are those of the provider's schema."""

    KIND: ClassVar[str]
    TYPE: ClassVar[str]
    SCHEMA: ClassVar[Schema]
    ATTRIBUTES: ClassVar[frozenset[str]]
    REFERENCE_LISTS = ("ignore_changes", "replace_triggered_by")  # of `lifecycle`: names, not values

    def __init__(
        self,
        scope: Scope,
        block_name: str,
        /,
        *,
        count: Number | None = None,
        for_each: object = None,
        lifecycle: Lifecycle | None = None,
        depends_on: Iterable[HasAddress] = (),
        note: str | None = None,
        **arguments: Any,
    ) -> None:
        self.block_name = block_name
        self.count, self.for_each, self.note = count, for_each, note
        self.depends_on = [other.address for other in depends_on]
        self.lifecycle: dict[str, Any] = {
            key: [item if isinstance(item, str) else flat(item) for item in value]
            if key in self.REFERENCE_LISTS and isinstance(value, Sequence)
            else value
            for key, value in (lifecycle or {}).items()
        }
        named = {_schema_name(key, self.SCHEMA): value for key, value in arguments.items()}
        self.arguments = _body(self.address, named, self.SCHEMA)
        self._index = ""
        scope.add_block(self)

    @property
    def address(self) -> str:
        """As in Terraform: `aws_vpc.this`, `data.aws_region.current`."""
        prefix = "" if self.KIND == "resource" else f"{self.KIND}."
        return f"{prefix}{self.TYPE}.{self.block_name}"

    @property
    def repeated(self) -> bool:
        return self.count is not None or self.for_each is not None

    def __getitem__(self, key: object) -> Self:
        """One instance of a repeated block, or every one: `subnet[0]`, `subnet[count.index]`, `subnet[ALL]`."""
        if not self.repeated:
            raise ArgumentError(f"{self.address} has neither count nor for_each, so it has no instances to choose from")
        chosen = copy.copy(self)
        chosen._index = "*" if isinstance(key, Splat) else flat(key)
        return chosen

    def attribute(self, name: str) -> Expression:
        """A reference to an attribute; `vpc.id` for short."""
        if not self.repeated:
            return Expression(f"{self.address}.{name}")
        if not self._index:
            raise ArgumentError(
                f"{self.address} is repeated: say which instance, as in [0].{name}, [count.index].{name}, [ALL].{name}"
            )
        if self._index == "*" and self.for_each is not None:
            return Expression(f"values({self.address})[*].{name}")
        return Expression(f"{self.address}[{self._index}].{name}")

    @property
    def whole(self) -> Expression:
        """The block itself, as for `for_each = aws_s3_bucket.this`."""
        return Expression(self.address)

    if not TYPE_CHECKING:  # mypy knows the attributes; at run time a wrong one is answered with the right one

        def __getattr__(self, name: str) -> Expression:
            if name.startswith("_"):
                raise AttributeError(name)
            bare = name.removesuffix("_")
            unknown_argument(self.TYPE, [bare], self.ATTRIBUTES, kind="attribute")
            return self.attribute(bare)


class Resource(Block):
    """A managed resource."""

    KIND = "resource"


class DataSource(Block):
    """Something read."""

    KIND = "data"


class EphemeralResource(Block):
    """Something opened for one run and never written to a plan or a state."""

    KIND = "ephemeral"


def unknown_argument(where: str, given: Iterable[str], known: Iterable[str], kind: str = "argument") -> None:
    """Refuse a name that is not among the known ones, with the nearest that is.

    Raises:
        ArgumentError: a name is unknown.
    """
    known = set(known)
    for name in given:
        if name not in known:
            import difflib  # here, for only a mistake needs it

            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; it has: {', '.join(sorted(known))}"
            raise ArgumentError(f"{where}: no {kind} '{name}'{hint}")


def _schema_name(python_name: str, schema: Schema) -> str:
    """Arguments that are keywords of Python, or meta-arguments, are written with an underscore at the end."""
    bare = python_name.removesuffix("_")
    return bare if bare in schema.required | schema.optional else python_name


def _body(where: str, arguments: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The checked arguments that are given; each kind of nested block as a list."""
    given = {key: value for key, value in arguments.items() if value is not None}
    schema.check(where, given)
    for name, inner in schema.blocks.items():
        if name in given:
            given[name] = _nested(f"{where}.{name}", given[name], inner)
    return given


def _nested(where: str, value: object, schema: Schema) -> list[Mapping[str, Any] | DynamicBlock]:
    if isinstance(value, Dynamic):
        label = where.rpartition(".")[2]
        body = value.content(Expression(f"{label}.key"), Expression(f"{label}.value"))
        return [DynamicBlock(value.for_each, _body(where, body, schema))]
    if isinstance(value, Mapping):
        return [_body(where, value, schema)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [block for item in value if item is not None for block in _nested(where, item, schema)]
    raise ArgumentError(f"{where}: {value!r} is no nested block: give a dict, a list of them, or dynamic(…)")
