"""A person in a container has the environment of its service (D3.4), with a real PostgreSQL and a real Redis."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from image_servers import HOSTILE_SECRETS, IMAGE, Postgres, RedisServer
from tarmac_airflow.shell import leave_root, shell_environment

DATABASE = {
    "DATABASE_HOST": "db.internal",
    "DATABASE_SECRET": json.dumps({"username": "airflow", "password": HOSTILE_SECRETS[0]}),
    "AIRFLOW__CORE__FERNET_KEY": "key",
}


def run(
    environment: dict[str, str], *arguments: str, python: Path | str = sys.executable, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), "-m", "tarmac_airflow", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(IMAGE), **environment},
        input=text,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )


def test_d3_4_a_shell_has_what_the_component_has(tmp_path: Path) -> None:
    done = run(DATABASE, "shell", sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))")
    seen = json.loads(done.stdout)
    assert seen["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://airflow:p%40ss")
    assert seen["AIRFLOW__CORE__FERNET_KEY"] == "key"
    assert (seen["PGHOST"], seen["PGUSER"], seen["PGPASSWORD"]) == ("db.internal", "airflow", HOSTILE_SECRETS[0])
    assert seen["PGSSLMODE"] == "verify-full"


def test_a_component_without_a_database_has_none_in_its_shell() -> None:
    assert not [name for name in shell_environment({"PATH": ""}) if name.startswith("PG") or "SQL_ALCHEMY" in name]


def test_a_shell_is_the_default_and_its_exit_code_is_the_commands() -> None:
    assert run(DATABASE, "shell", text="echo $PGHOST; exit 3").stdout == "db.internal\n"
    assert run(DATABASE, "shell", "sh", "-c", "exit 7").returncode == 7
    missing = run(DATABASE, "shell", "no-such-program")
    assert missing.returncode == 1 and "'no-such-program' is not in this image" in missing.stderr


@pytest.mark.parametrize("secret", HOSTILE_SECRETS)
def test_psql_logs_in_by_itself(postgres: Postgres, secret: str) -> None:
    quoted = secret.replace("'", "''")
    postgres.query(f"DROP ROLE IF EXISTS person; CREATE ROLE person LOGIN PASSWORD '{quoted}'")
    environment = {
        "DATABASE_HOST": "localhost",
        "DATABASE_PORT": str(postgres.port),
        "DATABASE_NAME": "postgres",
        "DATABASE_CA_FILE": str(postgres.authority),
        "DATABASE_SECRET": json.dumps({"username": "person", "password": secret}),
    }
    done = run(environment, "shell", str(postgres.programs / "psql"), "-Atc", "select current_user, 1")
    assert (done.stdout, done.stderr) == ("person|1\n", "")


def test_redis_answers_a_command_and_a_row_of_them(airflow_python: Path, redis_server: RedisServer) -> None:
    password = {
        "REDIS_HOST": "localhost",
        "REDIS_PORT": str(redis_server.port),
        "REDIS_CA_FILE": str(redis_server.authority),
        "REDIS_SECRET": json.dumps({"password": redis_server.password}),
    }
    typed = run(
        password, "redis", python=airflow_python, text="RPUSH default one 'two words'\nLRANGE default 0 -1\nGET x\nNO\n"
    )
    assert typed.stdout.splitlines()[:4] == ["2", "1) one", "2) two words", "(nil)"]
    assert typed.stdout.splitlines()[4].startswith("(error) unknown command") and typed.returncode == 1
    assert run(password, "redis", "LLEN", "default", python=airflow_python).stdout == "2\n"
    assert run(password, "redis", "-n", "1", "LLEN", "default", python=airflow_python).stdout == "0\n"
    wrong = {**password, "REDIS_SECRET": json.dumps({"password": "guess"})}
    refused = run(wrong, "redis", "PING", python=airflow_python)
    assert refused.returncode == 1 and "does not answer" in refused.stderr and "Traceback" not in refused.stderr


def test_redis_is_reached_by_an_iam_token_too(airflow_python: Path, redis_server: RedisServer) -> None:
    environment = {
        "REDIS_HOST": "localhost",
        "REDIS_PORT": str(redis_server.port),
        "REDIS_CA_FILE": str(redis_server.authority),
        "REDIS_AUTHENTICATION": "iam",
        "REDIS_USER": "iam",
        "REDIS_REPLICATION_GROUP": "demo",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "key",
    }
    assert run(environment, "redis", "PING", python=airflow_python).stdout == "PONG\n"


def test_what_root_opens_runs_as_the_containers_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ECS Exec opens every session as root."""
    became: list[object] = []
    for name in ("setgroups", "setgid", "setuid"):
        monkeypatch.setattr(os, name, became.append)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "stat", lambda path: os.stat_result((0, 0, 0, 0, 50000, 0, 0, 0, 0, 0)))
    environment = {"HOME": "/root"}
    leave_root(environment)
    assert became == [[0], 0, 50000]
    became.clear()
    monkeypatch.setattr(os, "geteuid", lambda: 50000)
    leave_root(environment)
    assert became == []
