"""A trace of one's own, from a CSV file."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from wrapper.errors import TarmacError
from wrapper.simulation.traces import DAY, HOUR, Task, Trace

COLUMNS: Final = ("queued_at", "seconds")
LONGEST_DAYS: Final = 31
ERRORS_SHOWN: Final = 10
HINT: Final = (
    "A trace is a CSV file with a header and the columns queued_at (an ISO 8601 timestamp, or seconds from any start, "
    "the same in every row) and seconds (how long the task ran, above 0); others are ignored. See docs/simulation.md."
)


def read(path: Path) -> Trace:
    """The trace of a file; times count from the full hour in which its first task was queued.

    Raises:
        TarmacError: the file cannot be read, lacks a column or a row, or has broken rows, which are listed with their
            line and the reason.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file, strict=True)
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise TarmacError(f"{path} has no column {' and no column '.join(missing)}.", HINT)
            numbered = [(rows.line_num, row) for row in rows]
    except OSError as error:
        raise TarmacError(f"{path} cannot be read: {error.strerror}.", HINT) from error
    except UnicodeDecodeError as error:
        raise TarmacError(f"{path} is not text in UTF-8.", HINT) from error
    except csv.Error as error:
        raise TarmacError(f"{path} is not CSV: {error}.", HINT) from error
    if not numbered:
        raise TarmacError(f"{path} has no row below its header.", HINT)
    return _trace(path, numbered)


def _trace(path: Path, numbered: Iterable[tuple[int, dict[str | None, str]]]) -> Trace:
    found: list[tuple[float, float]] = []
    broken: list[str] = []
    kind: str | None = None
    for line, row in numbered:
        try:
            at, this_kind = _time(row["queued_at"])
            if this_kind != (kind := kind or this_kind):
                raise ValueError(f"queued_at is {this_kind}, but {kind} in the rows above")
            if None in row:
                raise ValueError("it has more fields than the header")
            found.append((at, _seconds(row["seconds"])))
        except ValueError as error:
            broken.append(f"row {line}: {error}")
    if broken:
        shown = "\n".join(broken[:ERRORS_SHOWN])
        more = f"\nand {len(broken) - ERRORS_SHOWN} more" if len(broken) > ERRORS_SHOWN else ""
        raise TarmacError(f"{path} has broken rows:\n{shown}{more}", HINT)
    first, last = min(at for at, _ in found), max(at for at, _ in found)
    if last - first > LONGEST_DAYS * DAY:
        raise TarmacError(f"{path} spans {(last - first) / DAY:.0f} days.", f"Give {LONGEST_DAYS} at most.")
    start = first // HOUR * HOUR
    tasks = [Task(at - start, seconds) for at, seconds in sorted(found)]
    return Trace(path.stem, tasks, last - start + HOUR)


def _time(text: str | None) -> tuple[float, str]:
    """Seconds, and of which kind the text is."""
    if not text or not text.strip():
        raise ValueError("queued_at is empty")
    try:
        return _number(text, "queued_at"), "a number"
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"queued_at is {text!r}, neither a timestamp nor a number of seconds") from None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC).timestamp(), "a timestamp without a zone"
    return moment.timestamp(), "a timestamp with a zone"


def _seconds(text: str | None) -> float:
    if not text or not text.strip():
        raise ValueError("seconds is empty")
    seconds = _number(text, "seconds")
    if not 0 < seconds <= LONGEST_DAYS * DAY:
        raise ValueError(f"seconds is {text.strip()}, not above 0 and at most {LONGEST_DAYS} days")
    return seconds


def _number(text: str, column: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{column} is {text.strip()!r}, not a number")
    return value
