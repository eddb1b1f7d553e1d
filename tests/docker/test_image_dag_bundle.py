"""DAGs pushed to S3, as Airflow's own machinery of bundles reads them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from image_servers import IMAGE

from wrapper import dags
from wrapper.embedded_aws import EmbeddedAws
from wrapper.target import Target

pytestmark = pytest.mark.airflow
BUCKET = "airflow-dags-of-a-test"

READ = """
import json, sys
from tarmac_airflow.dag_bundle import S3VersionedDagBundle

def bundle(version=None):
    made = S3VersionedDagBundle(name="dags", version=version)
    made.initialize()
    return made

def seen(made):
    found = made.get_current_version()
    files = {str(file.relative_to(made.path)): file.read_text() for file in made.path.rglob("*") if file.is_file()}
    return {"version": found and found.version, "files": files}

latest = bundle()
print(json.dumps(seen(latest)), flush=True)
for line in sys.stdin:
    version = line.strip()
    if version:
        print(json.dumps(seen(bundle(version))), flush=True)
    else:
        latest.refresh()
        print(json.dumps(seen(latest)), flush=True)
"""


class Reader:
    """A process of the image, which holds the bundle as a DAG processor does."""

    def __init__(self, python: Path, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [str(python), "-W", "ignore", "-c", READ],
            env=environment
            | {"PATH": os.environ["PATH"], "PYTHONPATH": str(IMAGE), "AIRFLOW_HOME": str(folder), "TMPDIR": str(folder)}
            | {"DAGS_BUCKET": BUCKET, "AIRFLOW_CONN_AWS_DEFAULT": '{"conn_type": "aws"}'},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self) -> dict[str, Any]:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("{"):
                return cast("dict[str, Any]", json.loads(line))
        raise AssertionError("the process ended")

    def ask(self, version: str = "") -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(f"{version}\n")
        self._process.stdin.flush()
        return self.read()

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        assert self._process.wait() == 0


def test_p3_7_a_run_keeps_its_version_while_the_latest_moves_on(
    airflow_python: Path, embedded_aws: EmbeddedAws, tmp_path: Path
) -> None:
    """Nothing pushed yet, a push, another one, a way back; and each version for those who began with it."""
    environment = {
        "AWS_ENDPOINT_URL": embedded_aws.start(),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    s3 = boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    s3.create_bucket(Bucket=BUCKET)

    class Place:
        def clients(self, service: str) -> Any:
            return s3

    place = cast("Target", Place())
    folder = tmp_path / "dags"
    (folder / "shared").mkdir(parents=True)
    (folder / "shared" / "rates.py").write_text("RATE = 1\n")
    reader = Reader(airflow_python, tmp_path / "airflow", environment)
    assert reader.read() == {"version": None, "files": {}}

    first, _ = dags.push(place, BUCKET, folder)
    assert reader.ask() == {"version": first, "files": {"shared/rates.py": "RATE = 1\n"}}
    (folder / "shared" / "rates.py").rename(folder / "rates.py")
    second, _ = dags.push(place, BUCKET, folder)
    assert reader.ask() == {"version": second, "files": {"rates.py": "RATE = 1\n"}}
    assert reader.ask(first) == {"version": first, "files": {"shared/rates.py": "RATE = 1\n"}}
    dags.use(place, BUCKET, first)
    assert reader.ask()["version"] == first
    assert reader.ask(second)["files"] == {"rates.py": "RATE = 1\n"}
    reader.end()
