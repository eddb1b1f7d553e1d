"""What the value of a secret looks like: whether it is well formed, and how a new one comes about.

Nothing here ever puts a value into a message.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import string
from typing import Final

from wrapper.secrets.catalog import Kind

FERNET_BYTES: Final = 32
SHORTEST_KEY: Final = 64
"""Bytes. PyJWT wants as many as its HMAC's digest has, 64 for HS512:
https://pyjwt.readthedocs.io/en/stable/algorithms.html"""

LONGEST_ROLE: Final = 63
"""Bytes that PostgreSQL grants to the name of a role."""

CLONE: Final = "_clone"
"""Behind the name of the second of two roles, as in AWS's own rotation by alternating users:
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html"""

_LETTERS_AND_DIGITS: Final = string.ascii_letters + string.digits
_MASTER_REFUSES: Final = set("/'\"@ ")
"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html"""


def random_text(length: int) -> str:
    """Letters and digits, as `aws_secretsmanager_random_password` with `exclude_punctuation` makes them."""
    return "".join(secrets.choice(_LETTERS_AND_DIGITS) for _ in range(length))


def first_value(kind: Kind, username: str | None = None) -> str:
    """A value by the rule of Terraform's first one."""
    text = random_text(kind.length)
    if kind.form == "fernet":
        return base64.b64encode(text.encode()).decode()
    if kind.form == "key":
        return text
    if kind.form == "login":
        return json.dumps({"username": username or kind.name, "password": text})
    return json.dumps(
        {"password": text, "previous": text}
    )  # Redis takes both at its start (modules/redis/container.py)


def with_new_password(value: str, password: str | None = None, **changed: str) -> str:
    """The same JSON object with another password, and what else is changed."""
    old = json.loads(value)
    return json.dumps({**old, "password": password or random_text(32), **changed})


def field(value: str, name: str) -> str:
    """One text of a JSON object that `problem` found nothing wrong with."""
    return str(json.loads(value)[name])


def other_role(username: str) -> str:
    """The other of two database roles that alternate."""
    if username.endswith(CLONE):
        return username.removesuffix(CLONE)
    return username[: LONGEST_ROLE - len(CLONE)] + CLONE


def fernet_keys(value: str) -> list[str]:
    """The keys in a value of Airflow's: the first encrypts, all decrypt."""
    return [key.strip() for key in value.split(",") if key.strip()]


def joined_keys(*values: str) -> str:
    """All keys of these values, each once, in their order."""
    return ",".join(dict.fromkeys(key for value in values for key in fernet_keys(value)))


def problem(kind: Kind, value: str) -> str | None:
    """What is wrong with a value, as the end of a sentence that begins with its name; None where nothing is."""
    if kind.form == "fernet":
        keys = fernet_keys(value)
        if not keys or not all(map(_is_fernet_key, keys)):
            return f"is not a list of Fernet keys ({FERNET_BYTES} bytes in URL-safe base64, separated by commas)"
        return None
    if kind.form == "key":
        if len(value.encode()) < SHORTEST_KEY:
            return f"is shorter than {SHORTEST_KEY} bytes"
        if "$" in value or value.startswith("~"):
            return "holds a '$' or begins with '~', which Airflow would expand"
        return None
    return _problem_of_object(kind, value)


def _problem_of_object(kind: Kind, value: str) -> str | None:
    wanted = ("username", "password") if kind.form == "login" else ("password",)
    try:
        found = json.loads(value)
    except ValueError:
        return "is not JSON"
    if not isinstance(found, dict):
        return "is not a JSON object"
    missing = [key for key in wanted if not isinstance(found.get(key), str) or not found[key]]
    if missing:
        return f"has no {' and no '.join(missing)}"
    if kind.name == "flower" and ":" in found["username"]:
        return "has a colon in its user name, which ends the name in basic authentication"
    if kind.name == "master" and (len(found["password"]) < 8 or _MASTER_REFUSES & set(found["password"])):
        return "has a password that RDS refuses: it takes 8 characters or more, none of them / ' \" @ or a space"
    return None


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.translate(str.maketrans("-_", "+/")), validate=True)) == FERNET_BYTES
    except (binascii.Error, ValueError):
        return False
