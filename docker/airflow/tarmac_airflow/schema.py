"""Compares the schema in the database with the one that the installed code expects, without importing Airflow.

Importing Airflow costs 2 s of CPU, 8 s on a quarter of a vCPU, and a wait should start at once. The revisions are read
from the migration files, where alembic keeps them
(https://alembic.sqlalchemy.org/en/latest/tutorial.html#create-a-migration-script).
"""

import ast
import enum
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tarmac_airflow.environment import SettingError

# Airflow's own schema, and the users and roles of the FAB provider.
HISTORIES = {"alembic_version": "migrations/versions", "alembic_version_fab": "providers/fab/migrations/versions"}
_ASSIGNMENT = re.compile(r"^(down_revision|revision)\b[^=\n]*=\s*(.+)$", re.MULTILINE)


class State(enum.Enum):
    """How the schema in the database stands to the code. NEWER is what a rollback of the image meets."""

    OLDER = "older than the code"
    CURRENT = "the code's"
    NEWER = "newer than the code"


@dataclass(frozen=True)
class History:
    """The revisions that the code knows, and those with which it ends."""

    revisions: frozenset[str]
    heads: frozenset[str]

    def compare(self, found: set[str]) -> State:
        """How the revisions found in the database stand to these; none found is the oldest."""
        if found == self.heads:
            return State.CURRENT
        return State.NEWER if found - self.revisions else State.OLDER


def read_history(folder: Path) -> History:
    """The history in a folder of alembic migration files."""
    revisions: set[str] = set()
    parents: set[str] = set()
    for file in folder.glob("*.py"):
        for name, value in _ASSIGNMENT.findall(file.read_text(encoding="utf-8")):
            parsed = ast.literal_eval(value.split("#")[0].strip())
            named = {parsed} if isinstance(parsed, str) else set(parsed or ())
            (revisions if name == "revision" else parents).update(named)
    return History(frozenset(revisions), frozenset(revisions - parents))


def code_histories() -> dict[str, History]:
    """The installed code's histories by version table. Found without running Airflow's own start-up code."""
    spec = importlib.util.find_spec("airflow")
    roots = [Path(root) for root in (spec.submodule_search_locations if spec else None) or ()]
    folders = {table: root / path for root in roots for table, path in HISTORIES.items() if (root / path).is_dir()}
    if "alembic_version" not in folders:
        raise SettingError("Airflow is not installed in this image, or its migrations are elsewhere.")
    return {table: read_history(folder) for table, folder in folders.items()}


def compare_schema(connection: Any, histories: dict[str, History]) -> set[State]:
    """The states of all histories, asked over a psycopg2 connection."""
    states = set()
    with connection.cursor() as cursor:
        for table, history in histories.items():
            cursor.execute("SELECT to_regclass(%s)", (table,))
            found: set[str] = set()
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT version_num FROM {table}")  # noqa: S608 - a constant of this file
                found = {row[0] for row in cursor.fetchall()}
            states.add(history.compare(found))
    return states
