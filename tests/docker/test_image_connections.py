"""D0.1: any secret reaches PostgreSQL and Redis unchanged. Parsed back here with the standard library;
test_airflow_parsers.py does the same with the parsers of SQLAlchemy, kombu, Celery and Flower."""

import json
import os
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from image_servers import HOSTILE_SECRETS
from tarmac_airflow.connections import Database, Redis
from tarmac_airflow.environment import SettingError


def database_environment(password: str = "secret", username: str = "airflow") -> dict[str, str]:  # noqa: S107
    return {
        "DATABASE_HOST": "db.example.internal",
        "DATABASE_SECRET": json.dumps({"username": username, "password": password}),
    }


def redis_environment(password: str = "secret", **more: str) -> dict[str, str]:  # noqa: S107
    return {"REDIS_HOST": "redis.airflow", "REDIS_SECRET": json.dumps({"password": password}), **more}


def expanded(text: str) -> str:
    """What Airflow does to every setting, again and again (airflow._shared.configuration.parser.expand_env_var)."""
    while (once := os.path.expanduser(os.path.expandvars(text))) != text:
        text = once
    return text


@pytest.mark.parametrize("hostile", HOSTILE_SECRETS)
def test_d0_1_a_database_login_survives_the_url_and_airflows_expansion(hostile: str) -> None:
    url = Database.from_environment(database_environment(hostile, username=hostile)).url()
    assert expanded(url) == url
    parts = urlsplit(url)
    assert (unquote(parts.username or ""), unquote(parts.password or "")) == (hostile, hostile)
    assert (parts.hostname, parts.port, parts.path) == ("db.example.internal", 5432, "/airflow")


@pytest.mark.parametrize("hostile", HOSTILE_SECRETS)
def test_d0_1_a_redis_password_survives_both_urls(hostile: str) -> None:
    redis = Redis.from_environment(redis_environment(hostile))
    for url, database in ((redis.url(0), "/0"), (redis.result_url(), "/1")):
        assert expanded(url) == url
        parts = urlsplit(url)
        assert (parts.scheme, unquote(parts.password or ""), parts.path) == ("rediss", hostile, database)
        assert (parts.hostname, parts.port) == ("redis.airflow", 6379)


def test_the_database_is_verified_unless_told_otherwise() -> None:
    query = parse_qs(urlsplit(Database.from_environment(database_environment()).url()).query)
    assert query == {"sslmode": ["verify-full"], "sslrootcert": ["/opt/tarmac/rds-ca-bundle.pem"]}
    plain = Database.from_environment({**database_environment(), "DATABASE_TLS": "disable"})
    assert parse_qs(urlsplit(plain.url()).query) == {"sslmode": ["disable"]}


def test_the_result_backend_verifies_redis_by_its_own_url() -> None:
    """Airflow's SSL_ACTIVE reaches the broker alone."""
    redis = Redis.from_environment(redis_environment(REDIS_CA_FILE="/tls/ca & co.pem"))
    query = parse_qs(urlsplit(redis.result_url()).query)
    assert query == {"ssl_cert_reqs": ["required"], "ssl_ca_certs": ["/tls/ca & co.pem"]}
    plain = Redis.from_environment(redis_environment(REDIS_TLS="false"))
    assert plain.result_url() == "redis://:secret@redis.airflow:6379/1"


def test_iam_puts_no_login_into_the_url() -> None:
    environment = {
        "REDIS_HOST": "redis.airflow",
        "REDIS_AUTHENTICATION": "iam",
        "REDIS_USER": "airflow",
        "REDIS_REPLICATION_GROUP": "tarmac",
    }
    redis = Redis.from_environment(environment)
    assert (redis.url(0), redis.token) == ("rediss://redis.airflow:6379/0", True)
    with pytest.raises(SettingError, match="needs REDIS_TLS=true"):
        Redis.from_environment({**environment, "REDIS_TLS": "false"})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DATABASE_SECRET": ""}, "DATABASE_SECRET is not set"),
        ({"DATABASE_SECRET": "hunter2"}, "DATABASE_SECRET is not JSON"),
        ({"DATABASE_SECRET": '["hunter2"]'}, "not a JSON object with username and password"),
        ({"DATABASE_SECRET": '{"username": "hunter2"}'}, "has no password"),
        ({"DATABASE_SECRET": '{"username": "hunter2", "password": 7}'}, "has no password"),
        ({"DATABASE_PORT": "hunter2"}, "DATABASE_PORT is 'hunter2'; allowed is a whole number from 1 to 65535"),
        ({"DATABASE_PORT": "65536"}, "allowed is a whole number from 1 to 65535"),
        ({"DATABASE_TLS": "prefer"}, "DATABASE_TLS is 'prefer'; allowed are verify-full, verify-ca, require, disable"),
        ({"DATABASE_HOST": ""}, "DATABASE_HOST is not set"),
    ],
)
def test_what_is_wrong_is_said_without_the_secret(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence) as error:
        Database.from_environment({**database_environment(), **changes})
    if "SECRET" in str(changes):
        assert "hunter2" not in str(error.value)


def test_a_login_shows_no_password_when_printed() -> None:
    assert "hunter2" not in repr(Database.from_environment(database_environment("hunter2")))
    assert "hunter2" not in repr(Redis.from_environment(redis_environment("hunter2")))
