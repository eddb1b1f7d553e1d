"""Tables of what was found, for the terminal and for a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rich.table import Table

from wrapper.simulation.results import Comparison, Summary, Target

_COLUMNS: Final[Sequence[tuple[str, str, Callable[[Summary], str]]]] = (
    ("p50", "wait p50", lambda found: _seconds(found.wait_p50)),
    ("p95", "p95", lambda found: _seconds(found.wait_p95)),
    ("max", "max", lambda found: _seconds(found.wait_max)),
    ("hours", "worker-hours", lambda found: f"{found.worker_hours:.1f}"),
    ("USD", "USD", lambda found: f"{found.usd:.2f}"),
    ("killed", "tasks killed", lambda found: _count(found.killed)),
    ("lost", "hours of work lost", lambda found: _count(found.lost_hours)),
    ("undone", "tasks never done", lambda found: _count(found.unfinished)),
)
"""Each by its short name for the terminal and its long one for a page."""
LEGEND: Final = (
    "p50, p95, max: waiting time. hours: of workers. killed: running tasks. lost: hours of work that the kills undid. "
    "undone: tasks that never finished."
)


def table(comparison: Comparison) -> Table:
    """One trace for the terminal."""
    made = Table(title=comparison.trace)
    made.add_column("policy", no_wrap=True)
    for short, _, _ in _COLUMNS:
        made.add_column(short, justify="right", no_wrap=True)
    for name, summary in comparison.summaries.items():
        made.add_row(name, *(cell(summary) for _, _, cell in _COLUMNS))
    return made


def markdown(comparisons: Sequence[Comparison]) -> str:
    """All traces, as one table for a page."""
    heads = " | ".join(long for _, long, _ in _COLUMNS)
    lines = [f"| trace | policy | {heads} |", "|---|---|" + "---:|" * len(_COLUMNS)]
    for comparison in comparisons:
        for name, summary in comparison.summaries.items():
            cells = " | ".join(cell(summary) for _, _, cell in _COLUMNS)
            lines.append(f"| {comparison.trace} | {name} | {cells} |")
    return "\n".join(lines)


def targets_markdown(targets: Sequence[Target]) -> str:
    """What was to be reached, and by how much it was missed where it was."""
    lines = ["| trace | target | ours | at most | |", "|---|---|---:|---:|---|"]
    for target in targets:
        unit = f" {target.unit}" if target.unit else ""
        numbers = f"{target.found:.1f}{unit} | {target.allowed:.1f}{unit}"
        lines.append(f"| {target.trace} | {target.what} | {numbers} | {_verdict(target)} |")
    return "\n".join(lines)


def _verdict(target: Target) -> str:
    if target.met:
        return "met"
    over = target.found - target.allowed
    share = f", {over / target.allowed:.1%}" if target.allowed else ""
    return f"**missed** by {over:.1f} {target.unit}{share}".rstrip()


def _seconds(value: float) -> str:
    return f"{value:.0f} s" if value < 600 else f"{value / 60:.0f} min"


def _count(value: float) -> str:
    return f"{value:.1f}" if value else "0"
