"""The verb `cost`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stacks.settings import load as load_settings
from wrapper.commands.options import AsJson
from wrapper.console import print_json, results, say, show
from wrapper.cost import alternatives, bill, inventory, prices, report
from wrapper.cost import load as loads
from wrapper.deployments.planned import plan_of
from wrapper.errors import TarmacError


def cost(
    name: Annotated[str | None, typer.Argument(metavar="DEPLOYMENT", help="By default, all in the settings.")] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="A plan made before, by `terraform show -json`.")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", help="Price it as if it were there.")] = None,
    load: Annotated[
        Path | None, typer.Option("--load", metavar="FILE", help="The load as YAML, see wrapper/cost/load.yaml.")
    ] = None,
    task_runs_per_day: Annotated[
        float | None, typer.Option("--task-runs-per-day", help="Instead of the load's.")
    ] = None,
    seconds_per_task_run: Annotated[
        float | None, typer.Option("--seconds-per-task-run", help="Instead of the load's.")
    ] = None,
    table_of_prices: Annotated[
        Path | None, typer.Option("--prices", metavar="FILE", help="Another table than wrapper/cost/prices.yaml.")
    ] = None,
    detailed: Annotated[bool, typer.Option("--detailed", help="Every single charge.")] = False,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown on standard output.")] = False,
) -> None:
    """Say what a deployment costs a month, from its plan.

    By component: though no DAG runs, and under a load. Nothing is changed, and no account is needed for a deployment
    on the embedded AWS or with --plan. What the table of prices lacks is named and left out of the sum.
    """
    if as_json and markdown:
        raise TarmacError("--json and --markdown exclude each other; give one of them.")
    load_given = loads.load(load, task_runs_per_day=task_runs_per_day, seconds_per_task_run=seconds_per_task_run)
    reports = [
        _report(title, inventory.of_plan(found), region, load_given, table_of_prices or prices.FILE)
        for title, found in _plans(name, plan)
    ]
    if as_json:
        print_json([report.as_json(one) for one in reports] if len(reports) > 1 else report.as_json(reports[0]))
        return
    if markdown and len(reports) > 1:
        print(report.side_by_side(reports))
    for one in reports:
        if markdown:
            print(report.markdown(one))
        else:
            _show(one, detailed=detailed)


def _plans(name: str | None, file: Path | None) -> list[tuple[str, inventory.Plan]]:
    if file is not None:
        return [(name or file.stem, inventory.read(file))]
    names = [name] if name else list(load_settings().deployments)
    return [(one, plan_of(one)) for one in names]


def _report(name: str, found: inventory.Inventory, region: str | None, load: loads.Load, table: Path) -> report.Report:
    where = region or found.region
    if where is None:
        raise TarmacError("The plan does not say in which region it is; give --region.")
    table_of_prices = prices.Prices(where, table)
    with inventory.reading():
        made = bill.make(found, load, table_of_prices)
        others = alternatives.compare(found, load, table_of_prices, made)
    return report.Report(name, made, others, load, table_of_prices)


def _show(one: report.Report, *, detailed: bool) -> None:
    results.print(report.table(one, detailed=detailed))
    for sentence in (*one.left_out(), *one.bill.warnings, one.assumed):
        show(sentence)
    results.print(report.others_table(one))
    if one.prices.region != report.OTHERS_REGION:
        say(f"The others were priced in {report.OTHERS_REGION}; give --region {report.OTHERS_REGION} to compare.")
    if one.alternatives:
        results.print(report.alternatives_table(one))
