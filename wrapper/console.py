"""Where the command line writes: results to standard output, everything about the way there to standard error."""

from __future__ import annotations

import json
from typing import Any, Final

from rich.console import Console

results: Final = Console(soft_wrap=True, emoji=False)
errors: Final = Console(stderr=True, soft_wrap=True, emoji=False)


def show(text: str) -> None:
    """A result for a person, as it is."""
    results.print(text, markup=False, highlight=False)


def say(text: str) -> None:
    """A remark about the way there, or an error, as it is."""
    errors.print(text, markup=False, highlight=False)


def print_json(value: Any) -> None:
    """A result for a machine: JSON alone on standard output."""
    print(json.dumps(value, indent=2, sort_keys=True))
