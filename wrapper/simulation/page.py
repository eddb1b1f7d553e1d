"""docs/simulation.md: its tables and pictures, made anew by `.venv/bin/python -m wrapper.simulation.page`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wrapper import paths
from wrapper.simulation import drawing, report, step_scaling
from wrapper.simulation.policies import tarmac
from wrapper.simulation.results import Comparison, Target, compare, targets
from wrapper.simulation.traces import TRACES

PAGE: Final = paths.ROOT / "docs" / "simulation.md"
PICTURES: Final = paths.ROOT / "docs" / "simulation"
COMMAND: Final = ".venv/bin/python -m wrapper.simulation.page"
VARIANTS: Final = (
    tarmac.policy("ordinary alarms", step_scaling.ORDINARY),
    tarmac.policy("a value on the full minute", step_scaling.ON_THE_MINUTE),
    tarmac.policy("a value every 10 s", step_scaling.EAGER),
)
"""Our rule with other parameters, beside the chosen ones."""


@dataclass(frozen=True)
class Published:
    """Everything that the page says in numbers."""

    comparisons: Sequence[Comparison]
    variants: Sequence[Comparison]

    @property
    def targets(self) -> list[Target]:
        return [target for comparison in self.comparisons for target in targets(comparison)]

    def sections(self) -> Mapping[str, str]:
        """Each generated part of the page, by the name in its marks."""
        return {
            "results": report.markdown(self.comparisons),
            "targets": report.targets_markdown(self.targets),
            "variants": report.markdown(self.variants),
            "parameters": parameters(step_scaling.CHOSEN),
        }


def simulate() -> Published:
    """Runs all of it: some 25 seconds of a processor."""
    return Published(
        [compare(name, make) for name, make in TRACES.items()],
        [compare(name, make, policies=VARIANTS) for name, make in TRACES.items()],
    )


def parameters(scaling: step_scaling.Scaling) -> str:
    """A table of what AWS is told."""
    lines = [
        "| | |",
        "|---|---|",
        f"| metric | `{scaling.namespace}` `{scaling.metric}`, dimensions `Deployment` and `Queue`: "
        "ceil((queued + running task instances) / slots of a worker) |",
        f"| published | every {scaling.publish_seconds} s, {scaling.publish_offset_seconds} s past the full minute, "
        f"the most of the last {scaling.hold_seconds} s, `StorageResolution` {scaling.storage_resolution} |",
        f"| demand alarms | {_alarms(scaling.demand)} |",
        f"| idle alarm | {_alarms(scaling.idle)} |",
        f"| without data | `{scaling.demand[0].treat_missing_data}`: nothing changes |",
        f"| policies | step scaling, `{scaling.adjustment_type}`: demand to the step that is enough, "
        "idle to the fewest |",
        f"| cooldown | {scaling.cooldown} s |",
    ]
    return "\n".join(lines)


def _alarms(alarms: Sequence[step_scaling.Alarm]) -> str:
    sign = {"GreaterThanOrEqualToThreshold": ">=", "LessThanThreshold": "<"}
    return "; ".join(
        f"{alarm.statistic} {sign[alarm.comparison]} {alarm.threshold} in {alarm.evaluation_periods} x {alarm.period} s"
        for alarm in alarms
    )


def render(text: str, sections: Mapping[str, str]) -> str:
    """The page with each generated part put between its marks, `<!-- made: NAME -->` and `<!-- end -->`."""
    for name, body in sections.items():
        marks = re.compile(rf"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text, count = marks.subn(lambda found, body=body: found[1] + body + "\n" + found[2], text)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"the page must hold the marks of {name} once")
    return text


def write(page: Path = PAGE, pictures: Path = PICTURES) -> None:
    """Writes the tables and draws the pictures."""
    published = simulate()
    paths.write_at_once(page, render(page.read_text(), published.sections()))
    drawing.draw(published.comparisons, pictures)


if __name__ == "__main__":
    write()
