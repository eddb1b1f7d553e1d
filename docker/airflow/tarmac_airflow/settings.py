"""The environment with which Airflow itself runs, made from the container's."""

from collections.abc import Mapping
from pathlib import Path

from tarmac_airflow.components import API_SECRET_KEY, COMPONENTS, DATABASE_SECRETS
from tarmac_airflow.connections import BROKER_DATABASE, Database, Redis
from tarmac_airflow.environment import SettingError, secret

DATABASE_URL_VARIABLES = ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC")
# Read here and never needed by Airflow, whose tasks would inherit them.
CONSUMED_SECRETS = ("MASTER_SECRET", "DATABASE_SECRET", "REDIS_SECRET", "ADMIN_SECRET", "FLOWER_SECRET")
FLOWER_SETTINGS_FILE = str(Path(__file__).with_name("flower_settings.py"))
LOGIN_SETTINGS_FILE = str(Path(__file__).with_name("fab_settings.py"))


def _check_survives_expansion(environment: Mapping[str, str]) -> None:
    """Airflow expands `$NAME` and a leading `~` in these, and a URL's quoting is not open to them."""
    for name in (*DATABASE_SECRETS, API_SECRET_KEY):
        value = environment.get(name, "")
        if "$" in value or value.startswith("~"):
            raise SettingError(f"{name} must hold no $ and must not begin with ~: Airflow would expand it.")


def airflow_environment(environment: Mapping[str, str], component: str = "") -> dict[str, str]:
    """Airflow's environment for the component; for Airflow's own command line (no component) with whatever is given.

    Raises:
        SettingError: a part is missing or malformed.
    """
    _check_survives_expansion(environment)
    role = COMPONENTS.get(component)
    result = {name: value for name, value in environment.items() if name not in CONSUMED_SECRETS}
    if role:
        for name in (*role.withheld, *(() if role.database else DATABASE_URL_VARIABLES)):
            result.pop(name, None)

    # The health checks look for the same name in the table `job`, and the API server reads live logs from it.
    result["AIRFLOW__CORE__HOSTNAME_CALLABLE"] = "tarmac_airflow.hostname.host_address"
    # The entrypoint has waited for the schema. Airflow's own check refuses a newer one, which a rollback meets.
    result["AIRFLOW__DATABASE__CHECK_MIGRATIONS"] = "False"
    # A worker knows the key that signs sessions. Were they kept in cookies, users' code could log in as anybody.
    result["AIRFLOW__FAB__SESSION_BACKEND"] = "database"
    result.setdefault("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    result.setdefault(
        "AIRFLOW__CORE__AUTH_MANAGER", "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
    )
    if not Path(environment.get("AIRFLOW_HOME", "/opt/airflow"), "webserver_config.py").exists():
        result.setdefault("AIRFLOW__FAB__CONFIG_FILE", LOGIN_SETTINGS_FILE)
    result.setdefault("AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK", "True")
    result.setdefault("AIRFLOW__CELERY__FLOWER_URL_PREFIX", "/flower")
    # Airflow's own second is short for a part of a vCPU, and fails a task that could not be sent within four of them.
    result.setdefault("AIRFLOW__CELERY__OPERATION_TIMEOUT", "10")

    if role.database if role else "DATABASE_HOST" in environment:
        database = Database.from_environment(environment)
        result["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = database.url()
        # Left alone, Airflow swaps in asyncpg, which knows none of libpq's options.
        result["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC"] = database.url("psycopg_async")
    if role.redis if role else "REDIS_HOST" in environment:
        result.update(_celery_settings(Redis.from_environment(environment)))
    if component == "flower":
        # Checked now, with a sentence; flower_settings.py reads it when Flower starts.
        login = secret(environment, "FLOWER_SECRET", ("username", "password"))
        if ":" in login["username"]:
            raise SettingError(
                "The user name in FLOWER_SECRET must hold no colon: it ends there in HTTP basic authentication."
            )
        result["FLOWER_SECRET"] = environment["FLOWER_SECRET"]
        # Flower's own second is too short for a TLS handshake on a quarter of a vCPU.
        result.setdefault("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_CONNECT_TIMEOUT", "10")
    return result


def _celery_settings(redis: Redis) -> dict[str, str]:
    settings = {
        "AIRFLOW__CELERY__BROKER_URL": redis.url(BROKER_DATABASE),
        "AIRFLOW__CELERY__RESULT_BACKEND": redis.result_url(),
        "AIRFLOW__CELERY__SSL_ACTIVE": str(redis.tls),
        # The default asks for a client certificate.
        "AIRFLOW__CELERY__SSL_MUTUAL_TLS": "False",
    }
    if redis.ca_file:
        settings["AIRFLOW__CELERY__SSL_CACERT"] = redis.ca_file
    if redis.token:
        settings["AIRFLOW__CELERY__CELERY_CONFIG_OPTIONS"] = "tarmac_airflow.celery_settings.CELERY_CONFIG"
    return settings


def command_line(component: str, extra: list[str]) -> list[str]:
    """What replaces the entrypoint: the component's command and the caller's own arguments."""
    command = [*COMPONENTS[component].command, *extra]
    if component == "flower":
        command.append(f"--flower-conf={FLOWER_SETTINGS_FILE}")
    return command
