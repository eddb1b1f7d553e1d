"""What every part of the settings is made from: a section, its rules, and the problem that a rule finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

KeyPath = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing that is wrong: the key (a path from where it was found), and what to do about it."""

    path: KeyPath
    message: str
    show_value: bool = True


class SettingsError(Exception):
    """The settings cannot be used. The text is for people: every problem, its place, and what is allowed."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def refuse(found: Sequence[Problem]) -> None:
    """Raise what Pydantic expects of a validator, with several problems in it; nothing where there are none."""
    if found:
        raise PydanticCustomError("rules", "{count} rules broken", {"count": len(found), "found": list(found)})


class Section(BaseModel):
    """A mapping in the settings file: no unknown keys, no change after reading, rules between its keys.

    A section that can be brought along has a key `existing`. What is given is not created, so no other key
    may stand beside it, except those in `beside_existing`.
    """

    # Built at the first reading and as one, not each by itself at import: a third of the time.
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=False, protected_namespaces=(), defer_build=True
    )

    beside_existing: ClassVar[frozenset[str]] = frozenset()

    def rules(self) -> Iterator[Problem]:
        """Yield what is wrong between keys that are each right by themselves."""
        yield from ()

    @model_validator(mode="after")
    def _obey_rules(self) -> Self:
        refuse([*self._beside_existing(), *self.rules()])
        return self

    def _beside_existing(self) -> Iterator[Problem]:
        if getattr(self, "existing", None) is None:
            return
        for key in sorted(self.model_fields_set - self.beside_existing - {"existing"}):
            if getattr(self, key) is not None:
                yield Problem((key,), "has no effect beside 'existing'; remove one of the two")
