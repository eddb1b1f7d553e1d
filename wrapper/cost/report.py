"""The bill for a person, for a machine, and for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.table import Table

from wrapper.cost.alternatives import Alternative
from wrapper.cost.bill import Bill
from wrapper.cost.charges import ORDER
from wrapper.cost.load import Load
from wrapper.cost.prices import Prices

OTHERS_REGION: Final = "us-east-1"
"""Where the others were priced."""


@dataclass(frozen=True)
class Report:
    """Everything that is said of one deployment."""

    name: str
    bill: Bill
    alternatives: Sequence[Alternative]
    load: Load
    prices: Prices

    @property
    def heading(self) -> str:
        return f"{self.name}: US dollars a month in {self.prices.region}, on demand, prices as of {self.prices.as_of}"

    @property
    def assumed(self) -> str:
        """The load in a sentence."""
        load = self.load
        return (
            f"Standing: no DAG runs. Under load: {load.task_runs_per_day:,.0f} task runs a day of "
            f"{load.seconds_per_task_run:g} s, within {load.busy_hours_per_day:g} hours."
        )

    def totals(self) -> tuple[str, str]:
        """Both sums, marked where something is left out of them."""
        mark = " *" if self.bill.left_out() else ""
        return f"{self.bill.standing:.2f}{mark}", f"{self.bill.loaded:.2f}{mark}"

    def left_out(self) -> list[str]:
        """What is not in the sums."""
        return [f"* Left out of the sum: {what}" for what in self.bill.left_out()]

    def others(self) -> list[tuple[str, float, str, str]]:
        """Name, US dollars a month, this deployment's standing cost as a share of that, and what it is made of."""
        return [
            (name, one.monthly, f"{100 * self.bill.standing / one.monthly:.0f} %", one.of)
            for name, one in self.prices.others.items()
            if one.monthly > 0
        ]


def table(report: Report, *, detailed: bool) -> Table:
    """A row for each component, or for each charge of each component."""
    result = Table("component", "what", "standing", "under load", title=report.heading, title_justify="left")
    for column in result.columns[2:]:
        column.justify = "right"
    for component, lines in report.bill.components().items():
        standing, loaded = sum(line.standing for line in lines), sum(line.loaded for line in lines)
        what = "" if detailed else _summary([line.charge.what for line in lines])
        marked = any(line.price is None for line in lines)
        result.add_row(component, what, _amount(standing, marked), _amount(loaded, marked))
        for line in lines if detailed else []:
            result.add_row(
                "",
                line.charge.what,
                _amount(line.standing, line.price is None),
                _amount(line.loaded, line.price is None),
                style="dim",
            )
    result.add_section()
    result.add_row("all", "", *report.totals(), style="bold")
    return result


def others_table(report: Report) -> Table:
    """The others beside it."""
    result = Table("beside", "a month", "standing cost in % of it", "for")
    for column in result.columns[1:3]:
        column.justify = "right"
    for name, monthly, share, of in report.others():
        result.add_row(name, f"about {monthly:.0f}", share, of)
    return result


def alternatives_table(report: Report) -> Table:
    """What settings change."""
    result = Table("another setting", "standing", "under load")
    for column in result.columns[1:]:
        column.justify = "right"
    for one in report.alternatives:
        result.add_row(one.setting, f"{one.standing:+.2f}", f"{one.loaded:+.2f}")
    return result


def as_json(report: Report) -> dict[str, Any]:
    """The whole for a machine; amounts in US dollars a month, not rounded before the cent."""
    bill, prices = report.bill, report.prices
    return {
        "alternatives": [
            {"setting": one.setting, "standing": round(one.standing, 2), "loaded": round(one.loaded, 2)}
            for one in report.alternatives
        ],
        "as_of": prices.as_of,
        "complete": not bill.left_out(),
        "components": {
            component: {
                "standing": round(sum(line.standing for line in lines), 2),
                "loaded": round(sum(line.loaded for line in lines), 2),
                "lines": [
                    {
                        "loaded": None if line.price is None else round(line.loaded, 4),
                        "loaded_quantity": round(line.charge.loaded, 4),
                        "page": line.price.page if line.price else None,
                        "price": line.price.amount if line.price else None,
                        "price_name": line.charge.price,
                        "standing": None if line.price is None else round(line.standing, 4),
                        "standing_quantity": round(line.charge.standing, 4),
                        "unit": line.price.unit if line.price else None,
                        "what": line.charge.what,
                    }
                    for line in lines
                ],
            }
            for component, lines in bill.components().items()
        },
        "currency": "USD",
        "deployment": report.name,
        "left_out": bill.left_out(),
        "load": report.load.model_dump(),
        "others": {name: {"monthly": one.monthly, "of": one.of} for name, one in prices.others.items()},
        "region": prices.region,
        "total": {"standing": round(bill.standing, 2), "loaded": round(bill.loaded, 2)},
        "warnings": list(bill.warnings),
    }


def markdown(report: Report) -> str:
    """The tables as Markdown, for a page or a comment on a pull request."""
    rows = [f"### {report.heading}", "", "| component | what | standing | under load |", "|---|---|---:|---:|"]
    for component, lines in report.bill.components().items():
        standing, loaded = sum(line.standing for line in lines), sum(line.loaded for line in lines)
        marked = any(line.price is None for line in lines)
        what = _summary([line.charge.what for line in lines])
        rows.append(f"| {component} | {what} | {_amount(standing, marked)} | {_amount(loaded, marked)} |")
    rows.append("| **all** | | {} | {} |".format(*(f"**{total}**" for total in report.totals())))
    rows += ["", *report.left_out(), *report.bill.warnings, report.assumed, ""]
    rows += ["| beside | a month | standing cost in % of it |", "|---|---:|---:|"]
    rows += [f"| {name} ({of}) | about {monthly:.0f} | {share} |" for name, monthly, share, of in report.others()]
    if report.alternatives:
        rows += ["", "| another setting | standing | under load |", "|---|---:|---:|"]
        rows += [f"| `{one.setting}` | {one.standing:+.2f} | {one.loaded:+.2f} |" for one in report.alternatives]
    return "\n".join(rows) + "\n"


def side_by_side(reports: Sequence[Report]) -> str:
    """Several deployments by component, as one table in Markdown; below it the others for comparison."""
    names = dict.fromkeys(component for report in reports for component in report.bill.components())
    titles = [f"{report.name}: {column}" for report in reports for column in ("standing", "under load")]
    rows = [f"| component | {' | '.join(titles)} |", f"|---|{'---:|' * len(titles)}"]
    for name in sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
        cells = []
        for report in reports:
            lines = report.bill.components().get(name, [])
            marked = any(line.price is None for line in lines)
            cells += [_amount(sum(line.standing for line in lines), marked)]
            cells += [_amount(sum(line.loaded for line in lines), marked)]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    totals = [f"**{total}**" for report in reports for total in report.totals()]
    rows.append(f"| **all** | {' | '.join(totals)} |")
    rows += [
        "",
        f"US dollars a month in {reports[0].prices.region}, on demand, prices as of {reports[0].prices.as_of}.",
    ]
    rows += [f"{reports[0].assumed} Beside it: {_beside(reports[0])}.", *_all_left_out(reports)]
    return "\n".join(rows) + "\n"


def _beside(report: Report) -> str:
    return ", ".join(f"{name} about {monthly:.0f}" for name, monthly, _, _ in report.others())


def _all_left_out(reports: Sequence[Report]) -> list[str]:
    return [f"{report.name}: {sentence}" for report in reports for sentence in report.left_out()]


def _summary(parts: Sequence[str]) -> str:
    """What a component is made of, each thing once: CPU and memory of one task are one thing."""
    things = dict.fromkeys(part.removesuffix(": CPU").removesuffix(": memory") for part in parts)
    return "; ".join(things)


def _amount(amount: float, marked: bool) -> str:
    return f"{amount:.2f} *" if marked else f"{amount:.2f}"
