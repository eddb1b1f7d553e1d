"""The entrypoint is a package of the image, not of Tarmac: the tests find it here."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "docker" / "airflow"))

import image_servers
from tarmac_airflow import protection, waiting

from tests.waiting import HANGS


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of many tests are threads of this very process: on a busy machine five seconds are not enough."""
    monkeypatch.setattr(waiting, "CONNECT_TIMEOUT_SECONDS", HANGS)
    monkeypatch.setattr(protection, "TIMEOUT_SECONDS", HANGS)


@pytest.fixture(scope="session")
def airflow_python() -> Path:
    """The Python of an environment with the image's packages."""
    return image_servers.airflow_python()


@pytest.fixture(scope="session")
def postgres() -> Iterator[image_servers.Postgres]:
    """One PostgreSQL cluster for all tests; each makes its own database."""
    with image_servers.postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def redis_server() -> Iterator[image_servers.RedisServer]:
    """A Redis for a file of tests, with TLS, a hostile password for the default user and a user for IAM.

    What one file leaves in a queue would be read by the workers of another.
    """
    with image_servers.redis_server() as server:
        yield server
