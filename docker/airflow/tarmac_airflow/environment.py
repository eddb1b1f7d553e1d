"""Reads the container's environment, and says in one sentence what is wrong with it."""

import json
from collections.abc import Mapping

START_DEADLINE_SECONDS = 1800


class SettingError(Exception):
    """A variable or a secret of the container is missing or malformed. The message never holds a secret's value."""


def required(environment: Mapping[str, str], name: str) -> str:
    """The variable's value.

    Raises:
        SettingError: it is missing or empty.
    """
    value = environment.get(name, "")
    if not value:
        raise SettingError(f"{name} is not set. Set it in the task definition.")
    return value


def one_of(environment: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    """The variable's value, or the default where it is empty.

    Raises:
        SettingError: the value is none of those allowed.
    """
    value = environment.get(name) or default
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}; allowed are {', '.join(allowed)}.")
    return value


def whole_number(environment: Mapping[str, str], name: str, default: int, largest: int = 2**31 - 1) -> int:
    """The variable's value as a number from 1 to `largest`.

    Raises:
        SettingError: it is not such a number.
    """
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= largest):
        raise SettingError(f"{name} is {text!r}; allowed is a whole number from 1 to {largest}.")
    return int(text)


def secret(environment: Mapping[str, str], name: str, keys: tuple[str, ...]) -> dict[str, str]:
    """The text values of a JSON secret that ECS injected as a variable, those of `keys` present and not empty.

    Raises:
        SettingError: the secret is missing, is no JSON object, or lacks a key.
    """
    try:
        parsed = json.loads(required(environment, name))
    except json.JSONDecodeError as error:
        raise SettingError(f"{name} is not JSON (line {error.lineno}, column {error.colno}).") from None
    if not isinstance(parsed, dict):
        raise SettingError(f"{name} is not a JSON object with {' and '.join(keys)}.")
    values = {key: value for key, value in parsed.items() if isinstance(value, str) and value}
    missing = [key for key in keys if key not in values]
    if missing:
        raise SettingError(f"{name} has no {' and no '.join(missing)}. It must hold {' and '.join(keys)}, as text.")
    return values
