"""Options and fixtures that several kinds of tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from wrapper.embedded_aws import EmbeddedAws
from wrapper.exclusive import alone

OPERATIONS: Final = frozenset({"cost", "diagram", "doctor", "pipelines", "reach", "upgrades"})
"""Folders about a deployment that stands: `-k operations` runs them beside tests/operations."""

LONGEST: Final = frozenset({"test_running_deployment.py", "test_recover.py"})
"""Stories of half an hour and more. They begin first, so that the run does not wait for them in the end."""

HEAVY: Final = {"containers": 0.3, "end_to_end": 0.6, "apply": 0.6, "airflow": 0.8}
"""Kinds of files that take minutes, and the part of the whole run in which they begin."""


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.path.parent.name in OPERATIONS:
        item.extra_keyword_matches.add("operations")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--account",
        action="store_true",
        help="Also run the smoke test in the real account that TARMAC_ACCOUNT names. It costs money.",
    )
    parser.addoption(
        "--write-inventory",
        action="store_true",
        help="Write what the plans of the stacks hold into tests/stacks/inventory.json, instead of comparing.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "account: needs a real account; only with --account")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --account its tests do not count at all: a skipped one would look like one that was run."""
    if not config.getoption("--account"):
        deselected = [item for item in items if item.get_closest_marker("account")]
        items[:] = [item for item in items if not item.get_closest_marker("account")]
        config.hook.pytest_deselected(items=deselected)
    _spread(items)


def _spread(items: list[pytest.Item]) -> None:
    """Files that take minutes go first and each kind evenly among the others: several at once starve each other."""
    kinds: dict[str, dict[Path, None]] = {}
    for item in items:
        kind = next((kind for kind in HEAVY if item.get_closest_marker(kind)), "")
        kinds.setdefault(kind, {})[item.path] = None
    order = {
        path: (HEAVY.get(kind, 1.0) * (index / len(paths)), str(path))
        for kind, paths in kinds.items()
        for index, path in enumerate(paths)
    }
    items.sort(key=lambda item: (item.path.name not in LONGEST, *order[item.path]))


@pytest.fixture(scope="module", autouse=True)
def one_airflow_at_a_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Airflow's own deadlines are short: several deployments starting on two cores miss them."""
    if request.node.get_closest_marker("airflow") is None:
        yield
        return
    with alone("tests-of-airflow"):
        yield


@pytest.fixture(scope="session")
def embedded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """A private embedded AWS for the whole session, with the gaps of moto filled."""
    with EmbeddedAws(tmp_path_factory.mktemp("embedded_aws")) as instance:
        yield instance
