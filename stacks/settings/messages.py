"""Problems as sentences: the key, what it holds, what is allowed, and the line."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from stacks.settings.base import KeyPath, Problem
from stacks.settings.deployment import NAME_KEY
from stacks.settings.document import Document
from stacks.settings.environment import looks_like_secret
from stacks.settings.values import Shape
from stacks.settings.whole import Settings

_QUOTE = "write it in quotes"


def explain(name: str, problems: Iterable[tuple[int | None, Problem]], document: Document) -> str:
    """Write every problem of the file `name`, each with its line, in the order of the lines."""
    ordered = sorted(problems, key=lambda pair: pair[0] or 0)
    count = len(ordered)
    lines = [f"{name} has {count} problems:" if count > 1 else f"{name} has a problem:"]
    for line, problem in ordered:
        place = f"line {line}: " if line else ""
        lines.append(f"  {place}{dotted(problem.path)}{_shown(problem, document)} {problem.message}")
    return "\n".join(lines)


def dotted(path: KeyPath) -> str:
    """Write a key's path as people do: `deployments.demo.load_balancer.allowed_cidrs[1]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"


def _shown(problem: Problem, document: Document) -> str:
    written = document.written.get(problem.path)
    if not problem.show_value or not written or looks_like_secret(written):
        return ""
    return f" ({written[:80]}{'…' if len(written) > 80 else ''})"


def problems_of(error: ValidationError, document: Document) -> Iterator[Problem]:
    """Turn what Pydantic found into problems."""
    for found in error.errors(include_url=False):
        path: KeyPath = tuple(part for part in found["loc"] if part not in ("[key]", NAME_KEY))
        context = found.get("ctx", {})
        if found["type"] == "rules":
            for problem in context["found"]:
                full = (*path, *problem.path)
                message = problem.message
                if full not in document.lines and problem.show_value:
                    message += _default_note(found["input"], problem.path)
                yield problem._replace(path=full, message=message)
        elif found["type"] == "extra_forbidden":
            yield Problem(path, _unknown(path), show_value=False)
        elif found["type"] == "value_error":
            yield Problem(
                path, str(context["error"]), show_value=not _in_environment(path) and NAME_KEY not in found["loc"]
            )
        else:
            yield Problem(path, _wrong_type(found, path), show_value=not _in_environment(path))


def _in_environment(path: KeyPath) -> bool:
    return path[2:3] == ("environment",)


def _default_note(data: Any, path: KeyPath) -> str:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return f" (its default is {data})" if isinstance(data, bool | int | float | str) else ""


def _unknown(path: KeyPath) -> str:
    section = _model_at(path[:-1])
    known = list(_keys(section)) if section else []
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    meant = f"; did you mean '{close[0]}'?" if close else "."
    return f"is no setting{meant} Known here: {', '.join(known)}"


def _wrong_type(found: Mapping[str, Any], path: KeyPath) -> str:
    field = _field_at(path)
    if found["type"] == "missing":
        return "is missing: " + (field.description or "" if field else "it must be given")
    value = found["input"]
    if found["type"] == "string_type" and not isinstance(value, Mapping | list | None):
        return f"must be text; {_QUOTE}"
    if found["type"] in ("model_type", "dict_type", "model_attributes_type", "mapping_type"):
        if len(path) == 1:
            return f"must be a mapping: {field.description}" if field else "must be a mapping"
        section = _model_at(path)
        keys = f" with the keys {', '.join(_keys(section))}" if section else ""
        return f"must be a mapping{keys}"
    if found["type"] == "too_short" and path == ("deployments",):
        return "must hold at least one deployment"
    if field is None:
        return f"must be: {found['msg']}"
    number = isinstance(value, str) and value.isdigit()
    return f"must be {allowed(field.annotation, field.metadata)}" + ("; write it without quotes" if number else "")


def allowed(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """Say in words which values a field takes, for an error or for the documentation."""
    described = list(metadata)
    while get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        described = [*annotation.__metadata__, *described]
        annotation = get_args(annotation)[0]
    described = [part for item in described for part in (item.metadata if isinstance(item, FieldInfo) else [item])]
    for item in described:
        if isinstance(item, Shape):
            return item.meaning
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return " or ".join("empty" if part is type(None) else allowed(part) for part in arguments)
    if origin is Literal:
        *others, last = (f"'{value}'" if isinstance(value, str) else str(value) for value in arguments)
        return f"{', '.join(others)} or {last}" if others else last
    if origin is tuple:
        least = next((item.min_length for item in described if hasattr(item, "min_length")), None)
        many = f" of {least} or more" if least else ""
        return f"a list{many}, each {allowed(arguments[0])}"
    if annotation in (int, float):
        kind = "a whole number" if annotation is int else "a number"
        # Where a bound is given twice, the narrower stands last.
        bounds = {name: getattr(item, name) for item in described for name in ("ge", "le") if hasattr(item, name)}
        if len(bounds) == 2:
            return f"{kind} from {bounds['ge']} to {bounds['le']}"
        return f"{kind}, {bounds['ge']} or more" if bounds else kind
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "a mapping"
    if getattr(annotation, "__name__", "") == "Path":
        return "the path of a folder"
    return "true or false" if annotation is bool else "text"


def _keys(section: type[BaseModel]) -> Iterator[str]:
    for name, field in section.model_fields.items():
        if field.alias != NAME_KEY:
            yield field.alias or name


def _model_at(path: KeyPath) -> type[BaseModel] | None:
    """Find the section that stands at a path."""
    if not path:
        return Settings
    holder = _field_at(path[:-1])
    if holder and _is_mapping(holder):
        return _section_in(holder.annotation)
    field = _field_at(path)
    return _section_in(field.annotation) if field and not _is_mapping(field) else None


def _is_mapping(field: FieldInfo) -> bool:
    """Whether it holds sections under names of the user's, as `deployments` does."""
    return get_origin(field.annotation) in (dict, Mapping)


def _field_at(path: KeyPath) -> FieldInfo | None:
    """Find the field that stands at a path, or that holds the list in which it stands."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    section = _model_at(path[:-1]) if path else None
    if section is None:
        return None
    for name, field in section.model_fields.items():
        if (field.alias or name) == path[-1]:
            return field
    return None


def _section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _section_in(part)
        if found:
            return found
    return None
