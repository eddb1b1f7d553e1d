"""Stock moto beside the embedded AWS."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from stock_moto import Aws, clients

from tests.ports import free_port
from tests.waiting import HANGS, until
from wrapper.embedded_aws import EmbeddedAws
from wrapper.embedded_aws.server import MOTO_SETTINGS


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert server.poll() is None, "stock moto ended while it started"
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(f"{url}/moto-api/", timeout=HANGS).ok
        return False

    until(answers, "stock moto does not answer")


@pytest.fixture(scope="session")
def stock() -> Iterator[Aws]:
    """moto as it is installed, in a process of its own."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)],
        env=os.environ | MOTO_SETTINGS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}", server)
        yield clients(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def filled(embedded_aws: EmbeddedAws) -> Aws:
    """The embedded AWS, with the gaps filled."""
    return clients(embedded_aws.start())
