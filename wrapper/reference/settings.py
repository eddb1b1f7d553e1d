"""The reference of the settings, from the models that check them."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from stacks.settings import Deployment, Settings
from stacks.settings.defaults import BY_AVAILABILITY, BY_PLACE, COMPONENT_SIZES
from stacks.settings.deployment import NAME_KEY
from stacks.settings.values import Shape

_HEAD: Final = """\
# Settings
What may stand in [`tarmac.yaml`](../../tarmac.yaml), key by key. Whatever is not said there has its default. Unknown
keys, wrong values and what cannot stand together are refused in one go, each with its line and what is allowed, before
anything else happens:

<!-- run by the tests -->
```console
$ ./tarmac synth
```

`TARMAC_SETTINGS` names another file.

"""
_COLUMNS: Final = "| key | allowed | default | meaning |\n|---|---|---|---|\n"
_KINDS: Final[dict[Any, str]] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
_LONGEST_LIST: Final = 8  # values that a cell still shows


def render() -> str:
    """The page. Defaults are written as YAML; where low and high availability differ, both are given."""
    parts = [_HEAD, "## The file\n", _table(Settings, ()), "\n"]
    parts += ["## state.ACCOUNT\n", _table(_element(Settings, "state"), ()), "\n"]
    parts += ["## deployments.NAME\n", _doc(Deployment), _table(Deployment, ())]
    for path, model in _sections(Deployment, ()):
        parts += [f"\n## {'.'.join(path)}\n", _doc(model), _table(model, path)]
    return "".join(parts)


def _doc(model: type[BaseModel]) -> str:
    return f"{(model.__doc__ or '').strip()}\n\n"


def _element(model: type[BaseModel], key: str) -> type[BaseModel]:
    """The model of the values of a mapping."""
    found: type[BaseModel] = next(_models(model.model_fields[key].annotation))
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from _models(one)


def _sections(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """Every section beneath a model with its path, in the order of the file."""
    for key, field in _fields(model):
        for inner in _models(field.annotation):
            where = (*path, key, "NAME") if get_origin(field.annotation) is dict else (*path, key)
            yield where, inner
            yield from _sections(inner, where)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key != NAME_KEY:
            yield key, field


def _table(model: type[BaseModel], path: tuple[str, ...]) -> str:
    rows = []
    for key, field in _fields(model):
        cells = (f"`{key}`", _allowed(field), _default(field, (*path, key)), field.description or "")
        rows.append(f"| {' | '.join(_cell(one) for one in cells)} |\n")
    return _COLUMNS + "".join(rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _allowed(field: FieldInfo) -> str:
    return _describe(field.annotation, field.metadata)


def _describe(annotation: Any, metadata: list[Any]) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        more: list[Any] = []
        for one in arguments[1:]:
            more += one.metadata if isinstance(one, FieldInfo) else [one]
        return _describe(arguments[0], [*more, *metadata])
    for one in metadata:
        if isinstance(one, Shape):
            return one.meaning
    if origin in (Union, types.UnionType):
        return ", or ".join(_describe(one, []) for one in arguments if one is not type(None))
    if origin is Literal:
        shown = ", ".join(f"`{value}`" for value in arguments[:_LONGEST_LIST])
        return shown if len(arguments) <= _LONGEST_LIST else f"{shown} … `{arguments[-1]}`"
    if origin is tuple:
        return f"a list: {_describe(arguments[0], [])}"
    if any(_models(annotation)) and not isinstance(annotation, type):
        return "a mapping, below"
    if origin is dict:
        return "a mapping of names and values"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "a mapping, below"
    kind = _KINDS.get(annotation, "a path")
    bounds = [f"{word} {getattr(one, name):g}" for one in metadata for name, word in _BOUNDS if hasattr(one, name)]
    return f"{kind}{', ' if bounds else ''}{' and '.join(bounds)}"


_BOUNDS: Final = (("ge", "at least"), ("gt", "above"), ("le", "at most"), ("lt", "below"))


def _default(field: FieldInfo, path: tuple[str, ...]) -> str:
    key = ".".join(path)
    if key in BY_AVAILABILITY:
        low, high = (f"`{_yaml(value)}`" for value in BY_AVAILABILITY[key])
        return low if low == high else f"{low} low, {high} high"
    if key in BY_PLACE:
        embedded, account = (f"`{_yaml(value)}`" for value in BY_PLACE[key])
        return account if embedded == account else f"{account}; {embedded} on the embedded AWS"
    if len(path) == 3 and path[0] == "components" and path[2] in ("cpu", "memory"):
        return f"`{COMPONENT_SIZES[path[1]][0 if path[2] == 'cpu' else 1]}`"
    if any(_models(field.annotation)):
        return ""
    if field.default_factory is not None:
        return "none"
    if field.default is PydanticUndefined:
        return "**required**"
    if field.default is None or field.default == ():
        return "none"
    return f"`{_yaml(field.default)}`"


def _yaml(value: Any) -> str:
    # JSON is YAML, and shows what must be in quotes.
    return json.dumps(value)
