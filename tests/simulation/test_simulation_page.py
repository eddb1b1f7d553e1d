"""docs/simulation.md: current, and what it claims."""

import pytest

from wrapper.simulation import page
from wrapper.simulation.constants import SEEDS
from wrapper.simulation.page import Published
from wrapper.simulation.policies import OURS


@pytest.fixture(scope="module")
def published() -> Published:
    return page.simulate()


def test_the_tables_are_those_of_a_fresh_run(published: Published) -> None:
    text = page.PAGE.read_text()
    assert text == page.render(text, published.sections()), f"run: {page.COMMAND}"
    assert page.COMMAND in text


def test_the_page_names_the_seeds_and_shows_the_pictures() -> None:
    text = page.PAGE.read_text()
    assert f"seeds {', '.join(map(str, SEEDS))}" in text
    for picture in ("comparison.png", "comparison.svg", "timeline.png", "timeline.svg"):
        assert f"(simulation/{picture})" in text
        assert (page.PICTURES / picture).stat().st_size < 200_000


def test_the_targets_are_met_on_every_trace(published: Published) -> None:
    """P2.9, P3.10, P3.15, N.4, N.5, D3.6: sooner than they, and with no more worker-hours."""
    assert len(published.targets) == 24
    assert [target for target in published.targets if not target.met] == []


def test_ours_finishes_every_task_and_kills_none(published: Published) -> None:
    """N.5"""
    for comparison in published.comparisons:
        ours = comparison.summaries[OURS.name]
        assert (ours.killed, ours.lost_hours, ours.unfinished) == (0, 0, 0)


def test_the_others_lose_tasks_where_their_users_say_so(published: Published) -> None:
    """D3.7: Turbine #36, #65, #184."""
    steady = next(one for one in published.comparisons if one.trace == "steady-long").summaries
    for name in ("Turbine", "CPU 70 %", "KEDA"):
        assert steady[name].killed > 0
    assert steady["MWAA"].killed == 0, "since 2025"
