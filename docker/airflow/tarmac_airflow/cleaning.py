"""Deletes what is older than some days from Airflow's database: `airflow db clean`, its moment worked out from today.

The last run of each DAG stays, however old: its schedule goes on from there.
https://airflow.apache.org/docs/apache-airflow/stable/howto/usage-cli.html#purge-history-from-metadata-database
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from tarmac_airflow.environment import SettingError, required

BATCH_ROWS = 10_000
"""Rows of one transaction, so that the scheduler never waits long for a lock."""


def arguments(environment: Mapping[str, str], now: datetime | None = None) -> list[str]:
    """The arguments of `airflow db clean` that keep as many days as TARMAC_KEEP_DAYS says.

    What is deleted is gone: without --skip-archive Airflow would copy it into tables that nobody reads or empties.

    Raises:
        SettingError: it is no whole number of days, or less than one.
    """
    days = required(environment, "TARMAC_KEEP_DAYS")
    if not days.isdecimal() or int(days) < 1:
        raise SettingError(f"TARMAC_KEEP_DAYS is {days!r}, and must be how many days are kept, 1 or more.")
    before = (now or datetime.now(UTC)) - timedelta(days=int(days))
    return [
        f"--clean-before-timestamp={before.isoformat(timespec='seconds')}",
        "--skip-archive",
        "--yes",
        f"--batch-size={BATCH_ROWS}",
        # Otherwise a table that could not be cleaned is a line in the log, and the task ends well.
        "--error-on-cleanup-failure",
    ]
