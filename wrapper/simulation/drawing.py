"""Pictures of what was found, as PNG and SVG. Matplotlib draws them without a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from wrapper.simulation.policies import POLICIES
from wrapper.simulation.results import Comparison, Summary
from wrapper.simulation.traces import HOUR, MINUTE

#: Told apart by readers who see few colours: https://jfly.uni-koeln.de/color/
COLOURS: Final = dict(
    zip((policy.name for policy in POLICIES), ("#0072B2", "#D55E00", "#E69F00", "#999999", "#009E73"), strict=True)
)
FORMATS: Final = ("png", "svg")
LONGEST_SHOWN: Final = 5 * HOUR
_QUANTITIES: Final[Mapping[str, Callable[[Summary], float]]] = {
    "p95 wait, minutes": lambda found: found.wait_p95 / MINUTE,
    "worker-hours": lambda found: found.worker_hours,
    "tasks killed": lambda found: found.killed,
}


def draw(comparisons: Sequence[Comparison], folder: Path) -> list[Path]:
    """Draws the summaries and the workers over time into a folder, which is made where it is missing.

    Raises:
        OSError: the folder cannot be written.
    """
    import matplotlib

    matplotlib.use("Agg")
    # Text stays text and no name is random, so that a picture changes only where its numbers do.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tarmac", "font.size": 8}):
        folder.mkdir(parents=True, exist_ok=True)
        return _bars(comparisons, folder) + _timelines(comparisons, folder)


def _bars(comparisons: Sequence[Comparison], folder: Path) -> list[Path]:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(
        len(comparisons), len(_QUANTITIES), figsize=(9, 1.6 * len(comparisons) + 0.4), squeeze=False
    )
    for row, comparison in zip(axes, comparisons, strict=True):
        names = list(comparison.summaries)
        for axis, (title, quantity) in zip(row, _QUANTITIES.items(), strict=True):
            values = [quantity(summary) for summary in comparison.summaries.values()]
            bars = axis.barh(names, values, color=[COLOURS[name] for name in names])
            axis.bar_label(bars, fmt="{:.1f}", padding=2, fontsize=7)
            axis.margins(x=0.18)
            axis.invert_yaxis()
            axis.set_title(f"{comparison.trace}: {title}", fontsize=8)
            axis.spines[["top", "right"]].set_visible(False)
            if axis is not row[0]:
                axis.set_yticklabels([])
    return _save(figure, folder, "comparison")


def _timelines(comparisons: Sequence[Comparison], folder: Path) -> list[Path]:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(len(comparisons), 2, figsize=(9, 2 * len(comparisons) + 0.4), squeeze=False)
    for (workers, queue), comparison in zip(axes, comparisons, strict=True):
        for place, (name, run) in enumerate(comparison.shown.items()):
            hours, queued, count = _by_minute(run.history)
            style: dict[str, Any] = {"color": COLOURS[name], "label": name, "linewidth": 1, "where": "post"}
            style["zorder"] = 10 - place  # ours, the first, on top
            workers.step(hours, count, **style)
            queue.step(hours, queued, **style)
        workers.set_title(f"{comparison.trace}: workers", fontsize=8)
        queue.set_title(f"{comparison.trace}: queued tasks", fontsize=8)
        for axis in (workers, queue):
            axis.spines[["top", "right"]].set_visible(False)
            axis.set_xlabel("hours", fontsize=7)
    axes[0][0].legend(fontsize=7, frameon=False)
    return _save(figure, folder, "timeline")


def _by_minute(history: Sequence[tuple[float, int, int]]) -> tuple[list[float], list[int], list[int]]:
    """Hours, queued tasks and workers at each full minute of what is shown."""
    hours, queued, workers = list[float](), list[int](), list[int]()
    place, now, last = 0, (0, 0), min(LONGEST_SHOWN, history[-1][0] if history else 0.0)
    for minute in range(int(last // MINUTE) + 1):
        while place < len(history) and history[place][0] <= minute * MINUTE:
            now = history[place][1:]
            place += 1
        hours.append(minute * MINUTE / HOUR)
        queued.append(now[0])
        workers.append(now[1])
    return hours, queued, workers


def _save(figure: Any, folder: Path, name: str) -> list[Path]:
    from matplotlib import pyplot

    figure.tight_layout()
    paths = [folder / f"{name}.{kind}" for kind in FORMATS]
    for path in paths:
        figure.savefig(path, dpi=110, metadata={"Date": None} if path.suffix == ".svg" else {"Software": None})
    pyplot.close(figure)
    return paths
