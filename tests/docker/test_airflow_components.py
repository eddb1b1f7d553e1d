"""Components with real Airflow, PostgreSQL and Redis, both over TLS: they start, authenticate and tell their health."""

import base64
import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from image_deployment import HOSTILE, Deployment, login
from image_servers import Postgres, RedisServer
from test_image_waiting import server as server

from tests.waiting import HANGS, until

pytestmark = pytest.mark.airflow

# A Redis that takes any token stands in for ElastiCache; the token is signed all the same.
IAM = {
    "REDIS_AUTHENTICATION": "iam",
    "REDIS_USER": "iam",
    "REDIS_REPLICATION_GROUP": "tarmac",
    "REDIS_SECRET": "",
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "id",
    "AWS_SECRET_ACCESS_KEY": "key",
}


@pytest.fixture(scope="module")
def deployment(postgres: Postgres, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    postgres.empty_database("airflow")
    made = Deployment(tmp_path_factory.mktemp("components"), postgres, redis_server)
    code, said = made.run("init", **made.init | {"ADMIN_SECRET": ""})
    assert code == 0, said
    return made


@pytest.mark.parametrize("component", ["triggerer", "dag-processor"])
def test_a_heartbeat_in_the_database_is_health(deployment: Deployment, component: str) -> None:
    environment = deployment.database
    with deployment.running(component, **environment):
        lost = environment | {"DATABASE_SECRET": login("airflow_a", "wrong")}
        code, said = deployment.run("health", component, **lost)
        assert (code, "The database does not let us in" in said) == (1, True), said

    def health(job: str) -> tuple[int, str]:
        deployment.postgres.query(f"UPDATE job SET state = 'running', {job}", "airflow")  # noqa: S608 - our own words
        return deployment.run("health", component, **environment)

    # Nothing beats any more; the process that is asked after is this one.
    deployment.marker(component).write_text(json.dumps({"pid": os.getpid(), "waiting_until": None}))
    assert health("latest_heartbeat = now() + interval '1 hour'") == (0, "healthy\n")
    for wrong in ("latest_heartbeat = now() - interval '1 hour'", "latest_heartbeat = now(), hostname = 'elsewhere'"):
        code, said = health(wrong)
        assert (code, said.startswith("No heartbeat of a")) == (1, True), said


def test_d0_1_a_scheduler_is_healthy_with_hostile_passwords(deployment: Deployment) -> None:
    with deployment.running("scheduler", **deployment.database, **deployment.redis):
        pass


@pytest.mark.parametrize("login_by", [{}, IAM], ids=["password", "iam"])
def test_a_worker_answers_its_ping(deployment: Deployment, server: str, login_by: dict[str, str]) -> None:
    """D0.1 with the password; without a password, by a token for each connection. No database is in its environment."""
    redis = deployment.redis | login_by | {"AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{server}/execution/"}
    with deployment.running("worker", **redis):
        code, said = deployment.run("health", "worker", **deployment.redis | {"REDIS_SECRET": '{"password": "wrong"}'})
        assert (code, "does not let us in" in said, "Traceback" in said) == (1, True, False), said


@pytest.mark.parametrize("login_by", [{}, IAM], ids=["password", "iam"])
def test_p1_7_flower_shows_the_broker_behind_its_password(deployment: Deployment, login_by: dict[str, str]) -> None:
    """P1.7 and D0.1: Flower's own password is hostile, a comma and Unicode included."""
    environment = deployment.redis | login_by | {"FLOWER_SECRET": login("flower", HOSTILE)}
    port = deployment.environment["AIRFLOW__CELERY__FLOWER_PORT"]

    def get(path: str, password: str) -> tuple[int, bytes]:
        credentials = base64.b64encode(f"flower:{password}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/flower/{path}", headers={"Authorization": f"Basic {credentials}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=HANGS) as response:  # noqa: S310 - our own address
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, b""

    with deployment.running("flower", **environment):
        # Flower gives Redis two seconds for an answer.
        until(lambda: get("workers", HOSTILE)[0] == 200, "its pages are not there")
        for wrong in ("", HOSTILE.split(",")[0], "Grüße"):
            assert get("workers", wrong)[0] == 401
        queues = until(lambda: get("api/queues/length", HOSTILE)[1], "it does not say how long the queues are")
        assert json.loads(queues) == {"active_queues": [{"name": "default", "messages": 0}]}


def test_both_database_drivers_connect_over_verified_tls(deployment: Deployment, tmp_path: Path) -> None:
    """The API server and the triggerer use the asynchronous one."""
    program = (
        "import asyncio, os\n"
        "from sqlalchemy import create_engine, text\n"
        "from sqlalchemy.ext.asyncio import create_async_engine\n"
        "from tarmac_airflow.settings import airflow_environment\n"
        "made = airflow_environment(os.environ, 'api-server')\n"
        "query = text('SELECT session_user, current_user')\n"
        "print(create_engine(made['AIRFLOW__DATABASE__SQL_ALCHEMY_CONN']).connect().execute(query).one())\n"
        "async def ask():\n"
        "    engine = create_async_engine(made['AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC'])\n"
        "    async with engine.connect() as connection:\n"
        "        print((await connection.execute(query)).one())\n"
        "asyncio.run(ask())\n"
    )
    environment = deployment.environment | deployment.database
    seen = subprocess.check_output([deployment.python, "-c", program], env=environment, text=True)
    assert seen == "('airflow_a', 'airflow_owner')\n" * 2, "the server takes nothing but TLS"
    other = tmp_path / "other.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-days", "1"]
    command += ["-keyout", "/dev/null", "-out", str(other)]
    subprocess.run(command, check=True, capture_output=True)
    untrusted = deployment.database | {"DATABASE_CA_FILE": str(other), "TARMAC_START_DEADLINE": "1"}
    code, said = deployment.run("triggerer", **untrusted)
    assert (code, "certificate verify failed" in said) == (1, True), said
