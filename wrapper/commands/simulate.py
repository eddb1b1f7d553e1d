"""The verb `simulate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Annotated, Final

import typer

from wrapper.commands.options import AsJson
from wrapper.console import print_json, results, say, show
from wrapper.errors import TarmacError
from wrapper.simulation.constants import BOOT_SECONDS, SEEDS

LONGEST_BOOT_SECONDS: Final = 3600.0
_BOOT: Final = f"{BOOT_SECONDS[0]:.0f}-{BOOT_SECONDS[1]:.0f}"


def simulate(
    trace: Annotated[
        list[str] | None, typer.Option("--trace", metavar="NAME", help="Only this trace. May be given several times.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="A trace of your own: columns queued_at and seconds.")
    ] = None,
    boot: Annotated[
        str, typer.Option("--boot", metavar="FROM-TO", help="Seconds until a new worker takes its first task.")
    ] = _BOOT,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Draw the result there, as PNG and SVG.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare how workers follow their tasks, in a model.

    Our rule, Turbine's, CPU at 70 %, MWAA's and KEDA's: waiting times, worker-hours, cost and killed tasks on the
    traces nightly-burst, hourly-spikes, long-backfill and steady-long, or on one of your own. Needs no account.
    """
    from wrapper.simulation import drawing, report  # SimPy and Matplotlib, which no other verb needs
    from wrapper.simulation.results import compare
    from wrapper.simulation.service import Fleet
    from wrapper.simulation.trace_file import read
    from wrapper.simulation.traces import TRACES, Trace

    unknown = [name for name in trace or [] if name not in TRACES]
    if unknown:
        raise TarmacError(f"There is no trace {unknown[0]!r}.", f"There are {', '.join(TRACES)}; or give --csv FILE.")
    fleet = Fleet(boot_seconds=_boot(boot))
    wanted: dict[str, Callable[[Random], Trace]] = {
        name: make for name, make in TRACES.items() if name in (trace or ([] if csv else TRACES))
    }
    if csv is not None:
        own = read(csv)
        wanted[own.name] = lambda chance: own
    if output is not None and output.exists() and not output.is_dir():
        raise TarmacError(f"{output} is no folder.", "Give --output a folder, or a name that is free.")
    comparisons = []
    for name, make in wanted.items():
        say(f"Simulating {name} ...")
        comparisons.append(compare(name, make, fleet=fleet))
    drawn = drawing.draw(comparisons, output) if output else []
    if as_json:
        found = {comparison.trace: comparison.as_json() for comparison in comparisons}
        print_json({"seeds": list(SEEDS), "traces": found, "drawn": [str(path) for path in drawn]})
        return
    for comparison in comparisons:
        results.print(report.table(comparison))
    show(report.LEGEND)
    show(f"Means of {len(SEEDS)} runs; the waits are of all runs together. What is assumed: docs/simulation.md.")
    for path in drawn:
        show(str(path))


def _boot(text: str) -> tuple[float, float]:
    try:
        low, high = (float(part) for part in text.split("-"))
    except ValueError:
        low, high = -1.0, -1.0
    if not 0 <= low <= high <= LONGEST_BOOT_SECONDS:
        raise TarmacError(
            f"--boot {text} is no range of seconds from 0 to {LONGEST_BOOT_SECONDS:.0f}.", f"As in --boot {_BOOT}."
        )
    return low, high
