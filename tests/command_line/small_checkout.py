"""A small checkout for the verbs: its own settings and work folder, and stacks that need no AWS provider."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from wrapper import cli

ACCOUNT = "123456789012"
REGION = "us-east-1"

# What `main.py` is in these checkouts: it writes the stacks that the test has laid down, as cdktf would.
APP = """
import json, os, pathlib, sys
here = pathlib.Path(__file__).parent
if (here / "refusal").exists():
    sys.exit((here / "refusal").read_text())
for name, stack in json.loads((here / "stacks.json").read_text()).items():
    folder = pathlib.Path(os.environ["CDKTF_OUTDIR"]) / "stacks" / name
    folder.mkdir(parents=True)
    (folder / "cdk.tf.json").write_text(json.dumps(stack))
"""


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code, what it printed, and the remarks beside that."""

    code: int
    output: str
    remarks: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)


@dataclass(frozen=True)
class Checkout:
    """A checkout in which one deployment, `airflow`, is one `terraform_data` with its state in S3."""

    folder: Path
    bucket: str
    endpoint: str

    def run(self, *arguments: str, code: int | None = 0) -> Result:
        """Runs a verb in this process; `code` is the exit code that it must have, None for any."""
        output, remarks = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(remarks):
            found = cli.run(arguments)
        result = Result(found, output.getvalue(), remarks.getvalue())
        assert "Traceback" not in result.output + result.remarks, result
        assert code is None or found == code, result
        return result

    def settings(self, text: str) -> None:
        (self.folder / "tarmac.yaml").write_text(text)

    def stack(self, value: str = "one", name: str = "airflow", **blocks: Any) -> None:
        """Lays down the one stack: its resource holds `value`, which is also its output."""
        self.stacks({name: self.a_stack(value, name, **blocks)})

    def stacks(self, stacks: dict[str, Any]) -> None:
        (self.folder / "stacks.json").write_text(json.dumps(stacks))

    def a_stack(self, value: str, name: str, **blocks: Any) -> dict[str, Any]:
        backend = {"bucket": self.bucket, "key": f"{name}/terraform.tfstate", "region": REGION, "use_lockfile": True}
        stack = {
            "terraform": {"backend": {"s3": backend}},
            "resource": {"terraform_data": {"one": {"input": value}}},
            "output": {
                "value": {"value": "${terraform_data.one.output}"},
                "password": {"value": "hidden-from-everybody", "sensitive": True},
            },
        }
        return {key: block for key, block in (stack | blocks).items() if block is not None}

    def client(self, service: str, region: str = REGION) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="embedded",
            aws_secret_access_key="embedded",
        )

    def lock(self, lock_id: str = "0a1b", who: str = "ada@laptop") -> None:
        """Leaves the lock that a killed apply leaves."""
        lock = {"ID": lock_id, "Operation": "OperationTypeApply", "Who": who, "Version": "1.11.4"}
        lock |= {"Created": "2026-01-02T03:04:05.678Z", "Path": f"{self.bucket}/airflow/terraform.tfstate", "Info": ""}
        key = "airflow/terraform.tfstate.tflock"
        self.client("s3").put_object(Bucket=self.bucket, Key=key, Body=json.dumps(lock).encode())

    def driver(self, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """The command and environment that run a verb in a process of its own."""
        program = (
            "import sys, pathlib; from wrapper import cli, paths; paths.ROOT = pathlib.Path(sys.argv[1]); "
            "paths.WORK = paths.ROOT / '.tarmac'; sys.exit(cli.run(sys.argv[2:]))"
        )
        environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])}
        return [sys.executable, "-c", program, str(self.folder), *arguments], environment


def in_account(bucket: str, account: str = ACCOUNT, image: str = "{repository: registry.example.com/airflow}") -> str:
    """Settings with the deployment `airflow` in an account; its image is in a registry that is not asked."""
    return f"""
state:
  "{account}": {{bucket: {bucket}, region: {REGION}}}
deployments:
  airflow:
    availability: low
    account: "{account}"
    region: {REGION}
    image: {image}
"""


def aws_environment(endpoint: str) -> Mapping[str, str]:
    """Credentials and an endpoint as a user of an account has them."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def work_folder(checkout: Path, of: Path) -> Path:
    """The checkout's work folder, with the programs and providers that are in the work folder `of`."""
    work = checkout / ".tarmac"
    work.mkdir(parents=True)
    (of / "plugin-cache").mkdir(parents=True, exist_ok=True)
    for shared in ("bin", "plugin-cache", "plugin-cache.lock"):
        (work / shared).symlink_to(of / shared)
    for remembered in ("registry.json", "terraform.tfrc"):
        if (of / remembered).exists():
            shutil.copy(of / remembered, work)
    return work
