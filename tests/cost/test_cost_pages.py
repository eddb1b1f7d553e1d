"""The cost tables and the diagrams that are committed are those of the plans of both stacks. N.10

After a change that is meant, `.venv/bin/python -m pytest tests/cost/test_cost_pages.py --write-inventory` writes them
anew, and the difference is reviewed. A user gets the same by `./tarmac cost --markdown` and `./tarmac diagram`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stacks.synthesis import BUCKET, stack_root, synthesize
from wrapper.cost import alternatives, bill, inventory, prices, report
from wrapper.cost.load import load
from wrapper.diagram import layout, model, png, svg
from wrapper.embedded_aws import EmbeddedAws

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs" / "cost.md", ROOT / "README.md")
PICTURES = ROOT / "docs" / "diagrams"
REGION = "us-east-1"

LOW, HIGH = "low-availability", "high-availability"
DEPLOYMENTS = {LOW: {"availability": "low"}, HIGH: {"availability": "high"}}

Planned = Callable[[str], inventory.Inventory]


@pytest.fixture(scope="module")
def planned(embedded_aws: EmbeddedAws, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """What each stack holds, by a plan that is made once."""
    folder = tmp_path_factory.mktemp("plans")
    synthesize(folder, DEPLOYMENTS, embedded=BUCKET)
    found: dict[str, inventory.Inventory] = {}

    def plan(name: str) -> inventory.Inventory:
        if name not in found:
            root = stack_root(folder / "out" / "stacks" / name, embedded_aws.complete_environment())
            raw: dict[str, Any] = root.plan(output=True)._raw
            found[name] = inventory.of_plan(raw)
        return found[name]

    return plan


def priced(found: inventory.Inventory, name: str) -> report.Report:
    table, under = prices.Prices(REGION), load()
    made = bill.make(found, under, table)
    return report.Report(name, made, alternatives.compare(found, under, table, made), under, table)


def test_every_price_is_known(planned: Planned) -> None:
    for name in DEPLOYMENTS:
        assert priced(planned(name), name).bill.left_out() == []


def test_the_tables_on_the_pages_are_current(planned: Planned, request: pytest.FixtureRequest) -> None:
    """`<!-- cost NAME -->` and `<!-- /cost -->` stand around each."""
    reports = [priced(planned(name), name) for name in DEPLOYMENTS]
    tables = {"both": report.side_by_side(reports)} | {one.name: report.markdown(one) for one in reports}
    for page in PAGES:
        found = page.read_text()
        current = re.sub(
            r"(<!-- cost (\S+) -->\n).*?(<!-- /cost -->)",
            lambda part: f"{part[1]}{tables[part[2]]}{part[3]}",
            found,
            flags=re.DOTALL,
        )
        if request.config.getoption("--write-inventory"):
            page.write_text(current)
        else:
            assert found == current, page.name
    assert {name for name in tables if f"<!-- cost {name} -->" in PAGES[0].read_text()} == set(tables)


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_the_diagrams_are_current(planned: Planned, name: str, request: pytest.FixtureRequest) -> None:
    scene = layout.draw(model.of_inventory(planned(name)), name)
    text, file = svg.render(scene), PICTURES / name
    if request.config.getoption("--write-inventory"):
        file.with_suffix(".svg").write_text(text)
        png.write(scene, file.with_suffix(".png"))
        return
    assert file.with_suffix(".svg").read_text() == text
    assert png.source(file.with_suffix(".png")) == png.digest(text), "drawn with another SVG"


def test_with_the_settings_of_the_page_both_stay_below_what_the_predecessors_cost(planned: Planned) -> None:
    """Low at most half of fairflow's low and of MWAA small, high at most fairflow's high."""
    table = prices.Prices(REGION)
    saved = {}
    for name in DEPLOYMENTS:
        made = priced(planned(name), name)
        together = next((one.standing for one in made.alternatives if one.setting.startswith("all of these")), 0.0)
        saved[name] = made.bill.standing + together
    assert saved[LOW] <= table.others["fairflow low"].monthly / 2
    assert saved[LOW] <= table.others["MWAA mw1.small"].monthly / 2
    assert saved[HIGH] <= table.others["fairflow high"].monthly
