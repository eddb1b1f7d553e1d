"""Airflow's own database role, made by the master at every start of the init step.

All objects belong to a role that nobody can log in with, `<database>_owner`. A login role is a member of it and acts as
it from its first statement, so rotation can alternate between two login roles: whichever created a table, both may
migrate it. Passwords leave this process only as SCRAM verifiers: PostgreSQL may log the statement.
"""

from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from tarmac_airflow.connections import Database
from tarmac_airflow.environment import SettingError
from tarmac_airflow.waiting import say


def owner_role(database: Database) -> str:
    """The role that owns everything in the database."""
    return f"{database.name}_owner"


def can_log_in(database: Database) -> bool:
    """Whether the login works as it stands."""
    try:
        psycopg2.connect(**database.keywords()).close()
    except psycopg2.OperationalError:
        return False
    return True


def _exists(cursor: Any, role: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    return cursor.fetchone() is not None


def ensure_roles(master: Any, login: Database) -> None:
    """Makes the owner and the login role, or mends them. `master` is an autocommitting psycopg2 connection.

    Raises:
        SettingError: the login role's name is the master's or the owner's.
        psycopg2.Error: the master may not do this.
    """
    owner = owner_role(login)
    if login.username in (owner, master.info.user):
        raise SettingError(f"DATABASE_SECRET names {login.username!r}, which must be neither the master nor {owner!r}.")
    names = {
        "owner": sql.Identifier(owner),
        "login": sql.Identifier(login.username),
        "database": sql.Identifier(login.name),
    }

    with master.cursor() as cursor:

        def run(statement: str) -> None:
            cursor.execute(sql.SQL(statement).format(**names))

        if not _exists(cursor, owner):
            run("CREATE ROLE {owner} NOLOGIN")
            say(f"made the role {owner}")
        # The master of RDS is no superuser: it may give the database only to a role of which it is a member.
        run("GRANT {owner} TO CURRENT_USER")
        if not _exists(cursor, login.username):
            run("CREATE ROLE {login} LOGIN")
            say(f"made the role {login.username}")
        run("GRANT {owner} TO {login}")
        run("ALTER ROLE {login} IN DATABASE {database} SET role TO {owner}")
        cursor.execute(
            "SELECT pg_get_userbyid(datdba) = %s FROM pg_database WHERE datname = current_database()", (owner,)
        )
        if not cursor.fetchone()[0]:
            run("GRANT ALL ON SCHEMA public TO {owner}")
            run("ALTER DATABASE {database} OWNER TO {owner}")
        if not can_log_in(login):
            verifier = encrypt_password(login.password, login.username, master, "scram-sha-256")
            cursor.execute(
                sql.SQL("ALTER ROLE {login} LOGIN PASSWORD {verifier}").format(
                    login=names["login"], verifier=sql.Literal(verifier)
                )
            )
            say(f"set the password of the role {login.username}")
            if not can_log_in(login):
                raise SettingError(f"The role {login.username!r} cannot log in with the password in DATABASE_SECRET.")


def close_role(master: Any, login: Database, retired: str) -> None:
    """Lets the role of an earlier DATABASE_SECRET log in no more; who is in stays in. ensure_roles opens it again.

    Raises:
        SettingError: it is the role in use, the master or the owner, or no login of this database.
        psycopg2.Error: the master may not do this.
    """
    owner = owner_role(login)
    if retired in (owner, login.username, master.info.user):
        raise SettingError(f"RETIRED_DATABASE_ROLE names {retired!r}, which is in use.")
    with master.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin FROM pg_roles WHERE rolname = %s AND oid IN"
            " (SELECT member FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = roleid WHERE rolname = %s)",
            (retired, owner),
        )
        row = cursor.fetchone()
        if row is None:
            raise SettingError(f"RETIRED_DATABASE_ROLE names {retired!r}, which is no login of this database.")
        if row[0]:
            cursor.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(retired)))
            say(f"the role {retired} may log in no more")
