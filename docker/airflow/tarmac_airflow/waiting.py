"""Waits, with a deadline, for what a component needs. The health check is told, so that ECS lets it wait.

ECS cannot do this waiting: a container's start timeout is a few minutes at most, and a migration may take longer
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html).
"""

import json
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from tarmac_airflow.connections import CONNECT_TIMEOUT_SECONDS, Database, Redis
from tarmac_airflow.environment import SettingError, required
from tarmac_airflow.schema import State, code_histories, compare_schema

PAUSE_SECONDS = 2.0
# Never through a proxy: all that is asked is inside the deployment.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Check = Callable[[], str]


class DeadlineError(Exception):
    """What a component needs was not there in time."""


def say(sentence: str) -> None:
    """A line in the container's log."""
    print(f"tarmac: {sentence}", file=sys.stderr, flush=True)


def marker_file(component: str) -> Path:
    """Where the entrypoint tells the health check what it is doing. Containers of one task may share /tmp."""
    return Path(tempfile.gettempdir()) / f"tarmac-airflow-{component}.json"


def mark(component: str, waiting_until: float | None) -> None:
    """Says that this process waits until then, in seconds since the epoch, or that it waits no more."""
    file = marker_file(component)
    temporary = file.with_suffix(".new")
    temporary.write_text(json.dumps({"pid": os.getpid(), "waiting_until": waiting_until}), encoding="utf-8")
    temporary.replace(file)


def beat_file(component: str) -> Path:
    """What a component that works in rounds touches after each that went well."""
    return Path(tempfile.gettempdir()) / f"tarmac-airflow-{component}.beat"


def mark_beat(component: str) -> None:
    """Says that a round went well, just now."""
    beat_file(component).touch()


def wait_until(check: Check, deadline: float, pause: float = PAUSE_SECONDS) -> None:
    """Repeats the check until it returns no complaint. `deadline` is in seconds since the epoch.

    Raises:
        DeadlineError: the deadline passed; the message holds the last complaint.
    """
    said = ""
    while complaint := check():
        if time.time() >= deadline:
            raise DeadlineError(f"Gave up waiting: {complaint}")
        if complaint != said:
            say(f"waiting: {complaint}")
            said = complaint
        time.sleep(pause)


def http_complaint(url: str) -> str:
    """Empty where the URL answers with a status below 400; its body is not read."""
    try:
        with _opener.open(url, timeout=CONNECT_TIMEOUT_SECONDS):
            return ""
    except urllib.error.HTTPError as error:
        return f"{url} answers {error.code}."
    except (OSError, ValueError) as error:
        return f"{url} does not answer ({getattr(error, 'reason', error)})."


def schema_check(database: Database) -> Check:
    """Complains until the schema is the code's, or a newer one."""
    import psycopg2

    histories = code_histories()

    def complaint() -> str:
        try:
            connection = psycopg2.connect(**database.keywords())
        except psycopg2.OperationalError as error:
            return f"no login to {database.host}:{database.port}/{database.name} ({str(error).strip()})."
        try:
            if State.OLDER in compare_schema(connection, histories):
                return f"the schema of {database.name} is {State.OLDER.value}; the init step migrates it."
        except psycopg2.Error as error:
            return f"the schema of {database.name} cannot be read ({str(error).strip()})."
        finally:
            connection.close()
        return ""

    return complaint


def execution_api_check(environment: Mapping[str, str]) -> Check:
    """Complains until the execution API answers, through which a worker reports its tasks."""
    url = required(environment, "AIRFLOW__CORE__EXECUTION_API_SERVER_URL").rstrip("/") + "/health"
    if not url.startswith(("http://", "https://")):
        raise SettingError("AIRFLOW__CORE__EXECUTION_API_SERVER_URL must begin with http:// or https://.")
    return lambda: http_complaint(url)


def redis_check(environment: Mapping[str, str]) -> Check:
    """Complains until Redis lets us in."""
    import redis

    from tarmac_airflow.credential_provider import login_arguments

    broker = Redis.from_environment(environment)
    client = redis.Redis(
        host=broker.host,
        port=broker.port,
        ssl=broker.tls,
        socket_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        **broker.tls_options(),
        **login_arguments(broker, environment),
    )

    def complaint() -> str:
        try:
            client.ping()
        except (redis.RedisError, OSError) as error:
            return f"no login to Redis at {broker.host}:{broker.port} ({error})."
        return ""

    return complaint


def check_for(waits_for: str, environment: Mapping[str, str]) -> Check:
    """The check that belongs to a component's `waits_for`."""
    if waits_for == "schema":
        return schema_check(Database.from_environment(environment))
    if waits_for == "execution-api":
        return execution_api_check(environment)
    return redis_check(environment)
