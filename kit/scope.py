"""What blocks are added to: a module being published, or a stack being synthesized."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from kit.block import Block, DynamicBlock
from kit.errors import KitError
from kit.expressions import Expression, code_of, expression_of, template

_MOVABLE = re.compile(r"(?:module|aws_\w+)\.[\w-]+(?:\[(?:\d+|\"[^\"]*\")\])?")
_REFERENCE = re.compile(r"(?<![\w.-])(?:(?:data\.|ephemeral\.)?aws_\w+|local|module|var)\.[\w-]+")


class ScopeError(KitError):
    """A name is used twice, or something is referred to that the scope does not have."""


@dataclass
class Local:
    """A named value of a `locals` block."""

    name: str
    value: Any
    note: str | None = None


@dataclass(frozen=True)
class Move:
    """A `moved` block: what the state holds under one address is from now on at another."""

    from_: str
    to: str
    note: str | None = None


@dataclass
class File:
    """One published file: its blocks in the order of the Python."""

    name: str
    note: str | None = None
    items: list[Block | Local] = field(default_factory=list)


class Scope:
    """Blocks and locals, in the order in which they were written."""

    def __init__(self) -> None:
        self.files: list[File] = [File("main.tf")]
        self._current = self.files[0]
        self.moves: list[Move] = []
        self._values: dict[str, object] = {}  # by address: what may refer to other addresses

    @contextmanager
    def file(self, name: str, note: str | None = None) -> Iterator[None]:
        """What is written inside goes to the file of that name; for modules too large for one `main.tf`."""
        before = self._current
        found = next((file for file in self.files if file.name == name), None)
        if found is None:
            found = File(name, note)
            self.files.append(found)
        self._current = found
        try:
            yield
        finally:
            self._current = before

    def add_block(self, block: Block) -> None:
        """Called by the block itself.

        Raises:
            ScopeError: the address is taken.
        """
        references = [Expression(name) for name in block.depends_on]
        self.take(block.address, [block.arguments, block.count, block.for_each, block.lifecycle, references])
        self._current.items.append(block)

    def local(self, name: str, value: Any, note: str | None = None) -> Expression:
        """A named value, for what is said more than once or would be hard to read in place."""
        self.take(f"local.{name}", value)
        self._current.items.append(Local(name, value, note))
        return Expression(f"local.{name}")

    def moved(self, *, from_: str, to: str, note: str | None = None) -> None:
        """Carries a rename: what stood at `from_` in an earlier release stands at `to` now, and nothing is replaced.

        Addresses as Terraform writes them inside this module or stack, `aws_vpc.this`, `aws_subnet.public[0]`,
        `module.vpc`. It stays for ever: someone may come from any release.
        Source: https://developer.hashicorp.com/terraform/language/moved

        Raises:
            ScopeError: an address is none that moves, or was moved already.
        """
        for address in (from_, to):
            if not _MOVABLE.fullmatch(address):
                raise ScopeError(f"{address} cannot be moved: give the address of a resource or a module")
        if from_ in (move.from_ for move in self.moves):
            raise ScopeError(f"{from_} is moved twice")
        self.moves.append(Move(from_, to, note))

    def blocks(self) -> Iterator[Block]:
        """The blocks of every file."""
        for file in self.files:
            yield from (item for item in file.items if isinstance(item, Block))

    def addresses(self) -> list[str]:
        """Everything that is declared here, in the order of the Python."""
        return list(self._values)

    def take(self, address: str, value: object) -> None:
        """Takes an address for good, and remembers what its value refers to.

        Raises:
            ScopeError: the address is taken.
        """
        if address in self._values:
            raise ScopeError(f"{address} is declared twice")
        self._values[address] = value

    def check_references(self, name: str) -> None:
        """Refuse a reference to what this scope does not hold, such as a resource of another module.

        Raises:
            ScopeError: naming the reference, and what holds it.
        """
        for address, value in self._values.items():
            for code in _code(value):
                for match in _REFERENCE.finditer(code):
                    if match[0] not in self._values:
                        raise ScopeError(
                            f"{name}: {address} refers to {match[0]}, which is not declared there: "
                            "values pass between modules by inputs and outputs"
                        )
        self._check_moves(name)

    def _check_moves(self, name: str) -> None:
        sources = {_without_index(move.from_) for move in self.moves}
        for move in self.moves:
            target = _without_index(move.to)
            if move.from_ in self._values and move.from_ != target:
                raise ScopeError(f"{name}: {move.from_} is moved to {move.to}, and is still declared")
            if target not in self._values and target not in sources:
                raise ScopeError(f"{name}: {move.from_} is moved to {move.to}, which is not declared there")


def _without_index(address: str) -> str:
    return address.partition("[")[0]


def _code(value: object) -> Iterator[str]:
    """What Terraform evaluates in a value; the text between is nobody's reference."""
    value = expression_of(value)
    if isinstance(value, Expression):
        yield code_of(value)
    elif isinstance(value, str):
        yield from (code_of(Expression(part)) for is_code, part in template(value) if is_code)
    elif isinstance(value, DynamicBlock):
        yield from _code([value.for_each, value.body])
    elif isinstance(value, Mapping):
        yield from _code([*value.keys(), *value.values()])
    elif isinstance(value, Sequence):
        for item in value:
            yield from _code(item)
