"""Waiting for what happens by itself: as long as it takes on a busy machine, and no longer than a hung one is worth."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

Found = TypeVar("Found")
HANGS: Final = 900.0
"""Seconds after which a machine, however busy, counts as hung."""


def until(look: Callable[[], Found | None], complaint: str | Callable[[], str], every: float = 0.3) -> Found:
    """Looks again and again until there is something to see, which it returns.

    Args:
        look: what it sees counts where it is true.
        complaint: what is wrong as long as there is nothing to see; asked for in the end alone where it costs work.
        every: seconds between two looks.

    Raises:
        AssertionError: nothing was seen after HANGS seconds. `look` may fail earlier, where nothing can come any more.
    """
    end = time.monotonic() + HANGS
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(every)
    raise AssertionError(f"{complaint if isinstance(complaint, str) else complaint()} after {HANGS:.0f} s")
