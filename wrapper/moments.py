"""Points in time as a person types them: `90s`, `15m`, `2h`, `3d` ago, or a time as ISO 8601 has it."""

from __future__ import annotations

import datetime
import re
from typing import Final

from wrapper.errors import TarmacError

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGO: Final = re.compile(r"(\d+)([smhdw])")


def moment(text: str, now: datetime.datetime | None = None) -> datetime.datetime:
    """The point in time, in UTC. A time without a zone is one of this machine's.

    Raises TarmacError where the text is neither.
    """
    found = re.fullmatch(rf"(?:{_AGO.pattern})+", text)
    try:
        if found:
            span = datetime.timedelta(**_spans(text))
            return (now or datetime.datetime.now(datetime.UTC)) - span
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise TarmacError(
            f"'{text}' is no point in time.", "Write how long ago (90s, 15m, 2h, 3d), or a time: 2026-03-01T12:30."
        ) from None


def _spans(text: str) -> dict[str, float]:
    spans: dict[str, float] = {}
    for number, unit in _AGO.findall(text):
        spans[_UNITS[unit]] = spans.get(_UNITS[unit], 0) + int(number)
    return spans
