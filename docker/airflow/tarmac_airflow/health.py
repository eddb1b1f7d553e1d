"""The health check of each component, cheap enough to run every 30 s on a quarter of a vCPU: none imports Airflow."""

import json
import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tarmac_airflow.components import COMPONENTS
from tarmac_airflow.connections import BROKER_DATABASE, CONNECT_TIMEOUT_SECONDS, Database, Redis
from tarmac_airflow.environment import SettingError, whole_number
from tarmac_airflow.hostname import host_address
from tarmac_airflow.waiting import beat_file, http_complaint, marker_file

# Airflow's own settings and their default of 30 s
# (https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html).
HEARTBEAT_THRESHOLDS = {
    "TriggererJob": "AIRFLOW__TRIGGERER__TRIGGERER_HEALTH_CHECK_THRESHOLD",
    "DagProcessorJob": "AIRFLOW__DAG_PROCESSOR__HEALTH_CHECK_THRESHOLD",
}
DEFAULT_HEARTBEAT_SECONDS = 30
PING_SECONDS = 5
BEAT_SECONDS = 120
"""Four rounds of 30 s."""


def health_complaint(component: str, environment: Mapping[str, str]) -> str:
    """Empty where the component is healthy, or still waits within its deadline; otherwise what is wrong.

    Raises:
        SettingError: the component has no health check, or a variable is missing.
    """
    if component not in COMPONENTS or component in ("init", "task", "clean-database"):
        raise SettingError(f"{component!r} has no health check.")
    try:
        marker = json.loads(marker_file(component).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "The entrypoint has not started."
    if not runs(marker["pid"]):
        return f"The process {marker['pid']} of {component} is gone."
    if marker["waiting_until"] is not None:
        return "" if time.time() < marker["waiting_until"] else f"{component} waits past its deadline."

    role = COMPONENTS[component]
    if component == "backlog":
        return _beat_complaint(component)
    if role.job_type:
        return _heartbeat_complaint(role.job_type, environment)
    if component == "worker":
        return _ping_complaint(environment)
    return http_complaint(_health_url(component, environment))


def _waits(component: str) -> bool:
    """Whether the component, which is well, does not serve yet."""
    return json.loads(marker_file(component).read_text(encoding="utf-8"))["waiting_until"] is not None


def runs(pid: int) -> bool:
    """Whether the process lives. The health server of a scheduler outlives it, so asking that alone is not enough."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    # The state follows the name, which is in parentheses and may hold any character: proc(5).
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def _health_url(component: str, environment: Mapping[str, str]) -> str:
    if component == "scheduler":
        port = whole_number(environment, "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT", 8974, 65535)
        return f"http://127.0.0.1:{port}/health"
    if component == "flower":
        port = whole_number(environment, "AIRFLOW__CELERY__FLOWER_PORT", 5555, 65535)
        prefix = environment.get("AIRFLOW__CELERY__FLOWER_URL_PREFIX", "/flower").strip("/")
        return f"http://127.0.0.1:{port}/{prefix}/healthcheck" if prefix else f"http://127.0.0.1:{port}/healthcheck"
    port = whole_number(environment, "AIRFLOW__API__PORT", 8080, 65535)
    base = urlsplit(environment.get("AIRFLOW__API__BASE_URL", "")).path.rstrip("/")
    return f"http://127.0.0.1:{port}{base}/api/v2/monitor/health"


def _heartbeat_complaint(job_type: str, environment: Mapping[str, str]) -> str:
    """Looks in Airflow's table `job`, as `airflow jobs check` does for 40 times the CPU."""
    import psycopg2

    seconds = whole_number(environment, HEARTBEAT_THRESHOLDS[job_type], DEFAULT_HEARTBEAT_SECONDS)
    try:
        connection = psycopg2.connect(**Database.from_environment(environment).keywords())
    except psycopg2.OperationalError as error:
        return f"The database does not let us in ({str(error).strip()})."
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max(latest_heartbeat) > now() - make_interval(secs => %s) FROM job"
                " WHERE job_type = %s AND hostname = %s AND state = 'running'",
                (seconds, job_type, host_address()),
            )
            beats = cursor.fetchone()[0]
    except psycopg2.Error as error:
        return f"The heartbeat cannot be read ({str(error).strip()})."
    finally:
        connection.close()
    return "" if beats else f"No heartbeat of a {job_type} on {host_address()} within {seconds} s."


def _beat_complaint(component: str) -> str:
    """Whether the last round that went well is recent."""
    try:
        age = time.time() - beat_file(component).stat().st_mtime
    except FileNotFoundError:
        return f"{component} has not published yet."
    return "" if age < BEAT_SECONDS else f"{component} has not published for {age:.0f} s."


def _ping_complaint(environment: Mapping[str, str]) -> str:
    """Pings this container's worker through the broker."""
    from celery import Celery
    from kombu.exceptions import KombuError

    redis = Redis.from_environment(environment)
    application = Celery(broker=redis.url(BROKER_DATABASE))
    if redis.tls:
        application.conf.broker_use_ssl = redis.tls_options()
        if redis.token:
            from tarmac_airflow.credential_provider import TokenProvider

            application.conf.broker_use_ssl["credential_provider"] = TokenProvider(environment)
    # kombu would try again without end where Redis is away or refuses the login.
    application.conf.broker_transport_options = {
        "max_retries": 1,
        "interval_start": 0,
        "socket_timeout": CONNECT_TIMEOUT_SECONDS,
        "socket_connect_timeout": CONNECT_TIMEOUT_SECONDS,
    }
    worker = f"celery@{socket.gethostname()}"
    try:
        answers = application.control.ping(destination=[worker], timeout=PING_SECONDS, limit=1)
    except (OSError, KombuError, *application.connection().connection_errors) as error:
        return f"Redis at {redis.host}:{redis.port} does not let us in ({error})."
    return "" if answers else f"{worker} does not answer within {PING_SECONDS} s."


def report(component: str) -> int:
    """Prints the complaint, `waiting` or `healthy`, and returns the exit code for ECS; both of these are well to it."""
    complaint = health_complaint(component, os.environ)
    print(complaint or ("waiting" if _waits(component) else "healthy"))
    return 1 if complaint else 0
