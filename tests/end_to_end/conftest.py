"""A fresh clone, used as a person would use it: by its commands alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from wrapper.embedded_aws.inventory import inventory
from wrapper.embedded_aws.process import EmbeddedAws
from wrapper.paths import ROOT


@dataclass
class Checkout:
    """A clone of this repository, with the environments that this one has made already."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def run(
        self,
        *command: str,
        expect: int | None = 0,
        variables: Mapping[str, str] | None = None,
        of_a_dag: bool = False,
    ) -> str:
        """Runs a command in the clone; what it printed.

        `expect` is the exit code, None for any. `of_a_dag` lets it print a traceback, which is no fault of ours.
        """
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | dict(variables or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if expect is not None:
            assert done.returncode == expect, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
        assert of_a_dag or "Traceback" not in done.stdout, done.stdout
        return done.stdout

    def tarmac(self, *arguments: str, expect: int | None = 0, of_a_dag: bool = False) -> str:
        return self.run("./tarmac", *arguments, expect=expect, of_a_dag=of_a_dag)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command of ours in the background, in a session of its own as a terminal gives it."""
        return subprocess.Popen(
            ["./tarmac", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def settings(self, text: str) -> None:
        (self.folder / "tarmac.yaml").write_text(text)

    @property
    def embedded_aws(self) -> EmbeddedAws:
        return EmbeddedAws(self.folder / ".tarmac" / "embedded-aws")

    def client(self, service: str, region: str = "us-east-1") -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.embedded_aws.endpoint(),
            aws_access_key_id="embedded",
            aws_secret_access_key="embedded",
        )

    def exists(self, region: str = "us-east-1") -> list[str]:
        """What exists in a region, asked of the embedded AWS and not of any state."""
        endpoint = self.embedded_aws.endpoint()
        assert endpoint, "the embedded AWS does not run"
        return inventory(endpoint, region)

    def state(self, stack: str) -> dict[str, Any]:
        body = self.client("s3").get_object(Bucket="tarmac-state-embedded", Key=f"{stack}/terraform.tfstate")["Body"]
        found: dict[str, Any] = json.loads(body.read())
        return found


def clone(folder: Path) -> Checkout:
    """Clones what is committed; the virtual environment and fetched programs are those that are here."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    for pinned in ("requirements.txt", "constraints.txt"):
        # A clone that installed something else would do so in the environment of whoever runs the tests.
        assert (folder / pinned).read_text() == (ROOT / pinned).read_text(), f"commit {pinned} first"
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / ".tarmac").mkdir()
    for shared in ("bin", "cdktf", "plugin-cache"):
        if (ROOT / ".tarmac" / shared).exists():
            (folder / ".tarmac" / shared).symlink_to(ROOT / ".tarmac" / shared)
    return Checkout(folder)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A clone of its own for a module of tests; its embedded AWS is stopped at the end."""
    fresh = clone(tmp_path_factory.mktemp("clone") / "tarmac")
    try:
        yield fresh
    finally:
        fresh.embedded_aws.stop()


def wait_for_line(process: subprocess.Popen[str], text: str) -> str:
    """Reads what a command prints until a line holds the text; everything read so far."""
    assert process.stdout is not None
    read = []
    for line in process.stdout:
        read.append(line)
        if text in line:
            return "".join(read)
    raise AssertionError(f"{text!r} was not printed:\n{''.join(read)}")


def kill_hard(process: subprocess.Popen[str]) -> None:
    """kill -9 of the command and of the Terraform that it runs, as a machine that loses power does it."""
    import psutil

    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        member.send_signal(signal.SIGKILL)
    process.wait()
