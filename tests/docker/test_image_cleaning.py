"""The image deletes what is old from Airflow's database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tarmac_airflow.cleaning import arguments
from tarmac_airflow.components import COMPONENTS
from tarmac_airflow.environment import SettingError
from tarmac_airflow.settings import command_line

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)


def test_what_is_older_than_the_days_is_deleted_for_good() -> None:
    """Issue 7: airflow db clean, unattended and without archive tables that nobody empties."""
    given = arguments({"TARMAC_KEEP_DAYS": "90"}, NOW)
    assert given[0] == "--clean-before-timestamp=2026-04-02T03:00:00+00:00"
    assert {"--skip-archive", "--yes", "--error-on-cleanup-failure"} < set(given)
    assert command_line("clean-database", given) == ["airflow", "db", "clean", *given]


@pytest.mark.parametrize("days", ["", "0", "-1", "ninety", "90 91", "1.5"])
def test_what_is_no_number_of_days_deletes_nothing(days: str) -> None:
    with pytest.raises(SettingError, match="TARMAC_KEEP_DAYS"):
        arguments({"TARMAC_KEEP_DAYS": days})


def test_it_waits_for_the_schema_as_at_an_upgrade() -> None:
    assert COMPONENTS["clean-database"].waits_for == "schema"
