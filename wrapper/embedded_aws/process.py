"""Starts, finds and ends the embedded AWS that belongs to a work folder."""

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from wrapper.background import BackgroundProcess
from wrapper.errors import TarmacError

ACCOUNT_ID = "123456789012"
"""The account of the embedded AWS, whatever the access key."""

HOST = "127.0.0.1"
LISTEN = "0.0.0.0"  # noqa: S104 - the server answers none but this machine and its containers (server.py)
CONTAINERS = "10.213.0.0/16"
"""Addresses of the containers: each deployment has a /24 of it. Private (RFC 1918), and far from the usual ones."""

START_SECONDS = 600.0
"""Starting takes about a second; a machine busy with other things gets this long. One that ends is noticed at once."""
STOP_SECONDS = 10.0
ANSWER_SECONDS = 300.0
"""One that is busy answers late; to take it for one that hangs would lose all that was made in it."""

REMOVED_VARIABLES = (
    # Where credentials of a real account could come from.
    # https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    # What would lead past AWS_ENDPOINT_URL.
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    # Endpoints under the names that Terraform had before AWS_ENDPOINT_URL.
    "AWS_DYNAMODB_ENDPOINT",
    "AWS_IAM_ENDPOINT",
    "AWS_S3_ENDPOINT",
    "AWS_STS_ENDPOINT",
)


class EmbeddedAwsError(TarmacError):
    """The embedded AWS does not start, or does not run."""


class EmbeddedAws:
    """The embedded AWS whose process, port and log are kept in `folder`.

    As a context manager it starts on entering and stops on leaving.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "embedded_aws.log"
        self._background = BackgroundProcess(folder / "embedded_aws.json", self.log, STOP_SECONDS)
        self._port_file = folder / "embedded_aws.port"
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it where it does not run yet, and return its URL; it outlives the caller.

        Raises EmbeddedAwsError where it ends at once or does not answer within START_SECONDS.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._locked():
            running = self.endpoint()
            if running:
                return running
            self._end()  # a process of ours that hangs
            port = self._free_port()
            command = [sys.executable, "-m", "wrapper.embedded_aws.server", "--host", LISTEN, "--port", str(port)]
            child = self._child = self._background.start(command, self.folder, _server_environment(), {"port": port})
            self._port_file.write_text(f"{port}\n")
            return self._wait(child, port)

    def stop(self) -> None:
        """End it where it runs, and with it everything that was made in it."""
        if self.folder.is_dir():
            with self._locked():
                self._end()

    def endpoint(self) -> str | None:
        """Its URL, or None where it does not answer."""
        told = self._background.told()
        return _url(told["port"]) if told is not None and _answers(told["port"]) else None

    def environment(self) -> dict[str, str | None]:
        """The variables under which Terraform, boto3 and cdktf talk to it alone; None means: remove it.

        The region is left to the caller. Raises EmbeddedAwsError where it does not run.
        """
        endpoint = self.endpoint()
        if endpoint is None:
            raise EmbeddedAwsError("The embedded AWS does not run.", hint="Start it with: ./tarmac up")
        no_proxy = [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), HOST, "localhost"]
        variables: dict[str, str | None] = dict.fromkeys(REMOVED_VARIABLES)
        # An endpoint of a single service would win over the general one.
        variables |= dict.fromkeys(name for name in os.environ if name.startswith("AWS_ENDPOINT_URL_"))
        return variables | {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "embedded",
            "AWS_SECRET_ACCESS_KEY": "embedded",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "NO_PROXY": ",".join(filter(None, no_proxy)),
            "no_proxy": ",".join(filter(None, no_proxy)),
        }

    def complete_environment(self) -> dict[str, str]:
        """This process's environment with `environment()` applied, as a subprocess takes it."""
        merged: dict[str, str | None] = {**os.environ, **self.environment()}
        return {name: value for name, value in merged.items() if value is not None}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder, so that two callers do not start two of them."""
        with (self.folder / "embedded_aws.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _end(self) -> None:
        self._background.end()
        if self._child is not None:
            self._child.wait()
            self._child = None

    def _free_port(self) -> int:
        """The port of last time where it is free, so that addresses in a user's terminal stay valid."""
        try:
            candidates = [int(self._port_file.read_text()), 0]
        except (FileNotFoundError, ValueError):
            candidates = [0]
        for candidate in candidates:
            with socket.socket() as probe, contextlib.suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((LISTEN, candidate))
                port: int = probe.getsockname()[1]
                return port
        raise EmbeddedAwsError(f"No port is free on {HOST} for the embedded AWS.")

    def _wait(self, child: subprocess.Popen[bytes], port: int) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            code = child.poll()
            if code is not None:
                self._end()
                raise EmbeddedAwsError(
                    f"The embedded AWS ended while it started, with exit code {code}.",
                    hint=f"Its log says why: {self.log}",
                )
            if _answers(port):
                return _url(port)
            time.sleep(0.05)
        self._end()
        raise EmbeddedAwsError(
            f"The embedded AWS did not answer within {START_SECONDS:.0f} seconds.",
            hint=f"Its log may say why: {self.log}",
        )


def _url(port: int) -> str:
    return f"http://{HOST}:{port}"


def _answers(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy could not reach us
    try:
        with opener.open(f"{_url(port)}/moto-api/", timeout=ANSWER_SECONDS) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _server_environment() -> dict[str, str]:
    """What the server inherits: no AWS settings of the user's, and this package on its path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
    package_root = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": package_root, "PYTHONUNBUFFERED": "1"}
