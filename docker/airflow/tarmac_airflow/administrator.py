"""The first user of Airflow, from a secret, in this process: no password in an argument list."""

from typing import Any

from tarmac_airflow.environment import SettingError
from tarmac_airflow.waiting import say


def has_administrator(connection: Any, login: dict[str, str]) -> bool:
    """Whether the user exists with that password, asked over a psycopg2 connection without importing Airflow."""
    from werkzeug.security import check_password_hash

    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM ab_user WHERE lower(username) = lower(%s)", (login["username"],))
        row = cursor.fetchone()
    return row is not None and check_password_hash(row[0] or "", login["password"])


def ensure_administrator(login: dict[str, str]) -> None:
    """Makes the user of ADMIN_SECRET, or sets the password back to the secret's.

    The secret is the truth: a password changed in the UI lasts until the next start of an API server, so change the
    secret. Setting it ends the user's sessions, so ask has_administrator first. The role Admin is given once, and roles
    are the administrators' own affair afterwards.

    Raises:
        SettingError: Airflow refuses the user.
    """
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
    from airflow.utils.providers_configuration_loader import providers_configuration_loaded

    username, password = login["username"], login["password"]

    def ensure() -> None:
        with get_application_builder() as builder:
            manager = builder.sm
            user = manager.find_user(username=username)
            if user is None:
                email = login.get("email") or f"{username}@example.invalid"
                if not manager.add_user(username, username, "", email, manager.find_role("Admin"), password):
                    raise SettingError(
                        f"Airflow refuses the user {username!r} of ADMIN_SECRET; its reason stands above."
                    )
                say(f"made the user {username}")
            elif manager.reset_password(user.id, password):
                say(f"set the password of the user {username} to the secret's")
            else:
                raise SettingError(f"Airflow refuses to set the password of the user {username!r}.")

    providers_configuration_loaded(ensure)()
