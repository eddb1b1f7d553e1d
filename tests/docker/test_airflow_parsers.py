"""D0.1: the URLs are read back as they were meant by whoever reads them in production."""

import json
import subprocess
from pathlib import Path

import pytest
from image_servers import HOSTILE_SECRETS, IMAGE

pytestmark = pytest.mark.airflow

# Runs in the image's environment: for each secret, what every reader takes it for.
PROGRAM = """
import json, os, sys
from airflow._shared.configuration.parser import expand_env_var
from celery import Celery
from flower.utils.broker import Broker
from kombu import Connection
from sqlalchemy import make_url
from tarmac_airflow.settings import airflow_environment

seen = []
for hostile in json.load(sys.stdin):
    environment = {
        "DATABASE_HOST": "db.example.internal",
        "DATABASE_SECRET": json.dumps({"username": hostile, "password": hostile}),
        "REDIS_HOST": "redis.airflow", "REDIS_SECRET": json.dumps({"password": hostile}), "REDIS_TLS": "true",
    }
    made = {name: expand_env_var(value) for name, value in airflow_environment(environment, "scheduler").items()}
    url = make_url(made["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    broker = made["AIRFLOW__CELERY__BROKER_URL"]
    kombu = Connection(broker, ssl={"ssl_cert_reqs": "required"})
    result = Celery(broker=broker, backend=made["AIRFLOW__CELERY__RESULT_BACKEND"]).backend.connparams
    flower = Broker(broker, broker_use_ssl={"ssl_cert_reqs": "required"})
    seen.append({
        "SQLAlchemy": [url.username, url.password, url.host, url.port, url.database, url.query["sslmode"]],
        "kombu": [kombu.password, kombu.hostname, kombu.port, kombu.virtual_host],
        "Celery's results": [result["password"], result["host"], result["port"], result["db"], result["ssl_cert_reqs"]],
        "Flower": [flower.password, flower.host, flower.port, flower.vhost],
    })
print(json.dumps(seen))
"""


def test_d0_1_every_reader_takes_the_url_for_what_it_means(airflow_python: Path) -> None:
    output = subprocess.run(
        [airflow_python, "-c", PROGRAM],
        input=json.dumps(HOSTILE_SECRETS),
        env={"PYTHONPATH": str(IMAGE), "HOME": "/nonexistent", "AIRFLOW_CONFIG": "/dev/null"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    seen = json.loads(output.splitlines()[-1])
    assert seen == [
        {
            "SQLAlchemy": [hostile, hostile, "db.example.internal", 5432, "airflow", "verify-full"],
            "kombu": [hostile, "redis.airflow", 6379, "0"],
            "Celery's results": [hostile, "redis.airflow", 6379, 1, 2],
            "Flower": [hostile, "redis.airflow", 6379, 0],
        }
        for hostile in HOSTILE_SECRETS
    ]
