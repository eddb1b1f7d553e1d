"""The commands that docs/how-to/reach-in.md runs in the bastion, with a real PostgreSQL and a real Redis (P1.18)."""

import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest
from image_servers import IMAGE, REPOSITORY, Postgres, RedisServer

PAGE = REPOSITORY / "docs" / "how-to" / "reach-in.md"
EXEC = "./tarmac exec bastion --stack production -- "


def commands() -> list[str]:
    """What is run in the bastion: all but the sessions that somebody types into."""
    lines = PAGE.read_text().splitlines()
    return [line.removeprefix(f"$ {EXEC}") for line in lines if line.startswith(f"$ {EXEC}")]


@pytest.fixture(scope="module")
def environment(
    postgres: Postgres, redis_server: RedisServer, airflow_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What ECS hands the bastion, and a PATH as the image has it."""
    programs = tmp_path_factory.mktemp("bin")
    entrypoint = programs / "tarmac-airflow"
    entrypoint.write_text(f'#!/bin/sh\nexec {airflow_python} -m tarmac_airflow "$@"\n')
    entrypoint.chmod(0o755)
    password = postgres.master_password.replace("'", "''")
    postgres.query(f"DROP ROLE IF EXISTS bastion; CREATE ROLE bastion LOGIN PASSWORD '{password}'")
    return {
        "PATH": f"{programs}:{postgres.programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(IMAGE),
        "DATABASE_HOST": "localhost",
        "DATABASE_PORT": str(postgres.port),
        "DATABASE_NAME": "postgres",
        "DATABASE_CA_FILE": str(postgres.authority),
        "DATABASE_SECRET": json.dumps({"username": "bastion", "password": postgres.master_password}),
        "REDIS_AUTHENTICATION": "iam",
        "REDIS_HOST": "localhost",
        "REDIS_PORT": str(redis_server.port),
        "REDIS_CA_FILE": str(redis_server.authority),
        "REDIS_USER": "iam",
        "REDIS_REPLICATION_GROUP": "demo",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "key",
    }


def test_the_page_has_commands_for_all_three() -> None:
    assert {shlex.split(command)[0] for command in commands()} == {"psql", "tarmac-airflow", "df", "du", "find"}


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_works(command: str, environment: dict[str, str], tmp_path: Path) -> None:
    for folder in ("dags", "shared"):
        (tmp_path / folder).mkdir()
    words = shlex.split(command.replace("/mnt/efs", str(tmp_path)))
    done = subprocess.run(
        ["tarmac-airflow", "shell", *words], env=environment, capture_output=True, text=True, cwd="/", check=False
    )
    assert (done.returncode, done.stderr.replace("Did not find any relations.\n", "")) == (0, "")
