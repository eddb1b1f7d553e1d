"""The init step: role, schema, first user. It runs at every start of an API server, so it changes only what differs."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg2

from tarmac_airflow.administrator import ensure_administrator, has_administrator
from tarmac_airflow.connections import Database
from tarmac_airflow.environment import secret
from tarmac_airflow.roles import close_role, ensure_roles
from tarmac_airflow.schema import State, code_histories, compare_schema
from tarmac_airflow.settings import airflow_environment
from tarmac_airflow.waiting import say, wait_until

# Any number but those of Airflow's own locks, 1 and 2; this one spells "tarmac".
ADVISORY_LOCK = int.from_bytes(b"tarmac")


class InitializationError(Exception):
    """The schema cannot be brought to the code's."""


def _connect(database: Database, deadline: float) -> Any:
    """An autocommitting connection, as soon as the database lets us in."""
    connections: list[Any] = []

    def complaint() -> str:
        try:
            connections.append(psycopg2.connect(**database.keywords()))
        except psycopg2.OperationalError as error:
            return f"no login to {database.host}:{database.port}/{database.name} ({str(error).strip()})."
        return ""

    wait_until(complaint, deadline)
    connections[0].autocommit = True
    return connections[0]


@contextmanager
def _only_one(connection: Any, deadline: float) -> Iterator[None]:
    """Holds off the twin that starts beside a second API server. The lock ends with the connection."""

    def complaint() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (ADVISORY_LOCK,))
            return "" if cursor.fetchone()[0] else "another init step is at work on this database."

    wait_until(complaint, deadline)
    yield


def _migrate() -> None:
    from airflow.cli.cli_parser import get_parser

    arguments = get_parser().parse_args(["db", "migrate"])
    arguments.func(arguments)


def initialize(environment: Mapping[str, str], deadline: float) -> None:
    """Makes or mends the role, migrates a schema older than the code, makes or mends the first user.

    Without MASTER_SECRET the role must exist; without ADMIN_SECRET no user is made. A schema newer than the code is
    what a rollback of the image meets: it is left alone, users included, and that is a success.

    Args:
        environment: the container's.
        deadline: seconds since the epoch; a wait that has not ended by then fails.

    Raises:
        SettingError: a variable or a secret is wrong.
        DeadlineError: the database was not there in time, or a twin did not end in time.
        InitializationError: PostgreSQL refuses a statement, or Airflow's schema and FAB's disagree on which side of
            the code they are.
    """
    login = Database.from_environment(environment)
    user = secret(environment, "ADMIN_SECRET", ("username", "password")) if environment.get("ADMIN_SECRET") else None
    with_master = bool(environment.get("MASTER_SECRET"))
    first = Database.from_environment(environment, "MASTER_SECRET") if with_master else login
    connection = _connect(first, deadline)
    try:
        with _only_one(connection, deadline):
            if with_master:
                ensure_roles(connection, login)
            _bring_up_to_date(environment, login, user, deadline)
            if with_master and environment.get("RETIRED_DATABASE_ROLE"):
                close_role(connection, login, environment["RETIRED_DATABASE_ROLE"])
    except psycopg2.Error as error:
        raise InitializationError(f"PostgreSQL refuses: {str(error).strip()}") from None
    finally:
        connection.close()


def _bring_up_to_date(
    environment: Mapping[str, str], login: Database, user: dict[str, str] | None, deadline: float
) -> None:
    connection = _connect(login, deadline)
    try:
        states = compare_schema(connection, code_histories())
        if states >= {State.OLDER, State.NEWER}:
            raise InitializationError(
                "Airflow's schema and that of its FAB provider disagree: one is older than this image's code, the "
                "other newer. Deploy the image that last migrated this database, or a newer one."
            )
        if State.NEWER in states:
            say(f"the schema is {State.NEWER.value}, as after a rollback: left as it is")
            return

        # Airflow reads its settings when it is imported, and the master's secret is no business of its plugins.
        os.environ.clear()
        os.environ.update(airflow_environment(environment, "init"))
        if State.OLDER in states:
            say("migrating the schema")
            started = time.monotonic()
            _migrate()
            say(f"migrated the schema in {time.monotonic() - started:.0f} s")
        else:
            say("the schema is the code's")
        # Most starts end here, without the 10 s of CPU that Airflow's own look at its users costs.
        if user and not has_administrator(connection, user):
            ensure_administrator(user)
    finally:
        connection.close()
