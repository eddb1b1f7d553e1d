"""The lock of a state in S3: who holds it, and its release. Real runs of Terraform against the embedded AWS."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from wrapper.aws_clients import AwsClients
from wrapper.embedded_aws import EmbeddedAws
from wrapper.errors import TarmacError
from wrapper.terraform import lock
from wrapper.terraform.runner import Terraform

REGION = "eu-central-1"


@pytest.fixture
def s3(embedded_aws: EmbeddedAws) -> Any:
    return AwsClients(embedded_aws.complete_environment(), REGION)("s3")


@pytest.fixture
def state(s3: Any, tmp_path: Path) -> lock.StateLocation:
    bucket = tmp_path.name.replace("_", "-")[-60:].strip("-")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return lock.StateLocation(bucket, "deployments/sample.tfstate", REGION)


@pytest.fixture
def busy(tmp_path: Path, state: lock.StateLocation, embedded_aws: EmbeddedAws) -> Iterator[subprocess.Popen[bytes]]:
    """Terraform in the middle of an apply, in the folder `sample`."""
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "main.tf").write_text(
        f"""
        terraform {{
          backend "s3" {{
            bucket       = "{state.bucket}"
            key          = "{state.key}"
            region       = "{state.region}"
            use_lockfile = true
          }}
        }}
        resource "terraform_data" "slow" {{
          provisioner "local-exec" {{ command = "touch started; exec sleep 3600" }}
        }}
        """
    )
    runner = Terraform(folder, embedded_aws.complete_environment())
    runner.init()
    process = subprocess.Popen(
        [runner.executable, "apply", "-auto-approve"], cwd=folder, env=runner.environment, stdout=subprocess.DEVNULL
    )
    while not (folder / "started").exists():
        assert process.poll() is None
        time.sleep(0.05)
    children = psutil.Process(process.pid).children(recursive=True)
    yield process
    for left in [process, *children]:
        if isinstance(left, psutil.Process) and left.is_running():
            left.kill()
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    process.wait()


def test_who_holds_the_lock_is_read(
    busy: subprocess.Popen[bytes], state: lock.StateLocation, s3: Any, tmp_path: Path
) -> None:
    held = lock.read(state, s3)
    assert held is not None
    assert held.operation == "apply"
    assert "@" in held.who
    assert str(held).startswith(f"{held.who} runs apply since 2")
    assert lock.running_here(tmp_path / "sample") == [busy.pid]


def test_after_a_kill_the_lock_is_named_and_released_and_terraform_runs_again(
    busy: subprocess.Popen[bytes],
    state: lock.StateLocation,
    s3: Any,
    tmp_path: Path,
    embedded_aws: EmbeddedAws,
) -> None:
    busy.kill()
    busy.wait()
    runner = Terraform(tmp_path / "sample", embedded_aws.complete_environment())
    with pytest.raises(TarmacError, match=r"state of sample is locked: .+ runs apply"):
        runner.plan(tmp_path / "plan")
    held = lock.read(state, s3)
    assert held is not None
    assert lock.running_here(tmp_path / "sample") == []
    lock.release(state, held.id, s3)
    assert lock.read(state, s3) is None
    assert runner.plan(tmp_path / "plan") is True


def test_nobody_holds_a_lock_that_is_not_there(state: lock.StateLocation, s3: Any) -> None:
    assert lock.read(state, s3) is None
    with pytest.raises(TarmacError, match="already released"):
        lock.release(state, "1", s3)


def test_a_lock_that_another_run_took_meanwhile_is_kept(state: lock.StateLocation, s3: Any) -> None:
    s3.put_object(
        Bucket=state.bucket, Key=state.lock_key, Body=b'{"ID": "2", "Operation": "OperationTypePlan", "Who": "b"}'
    )
    with pytest.raises(TarmacError, match="by now b runs plan"):
        lock.release(state, "1", s3)
    assert lock.read(state, s3) is not None


def test_an_object_that_is_no_lock_is_said_to_be_none(state: lock.StateLocation, s3: Any) -> None:
    s3.put_object(Bucket=state.bucket, Key=state.lock_key, Body=b"hello")
    with pytest.raises(TarmacError, match=r"sample\.tfstate\.tflock is no lock of Terraform's"):
        lock.read(state, s3)


def test_a_bucket_that_is_not_there_is_said(s3: Any) -> None:
    with pytest.raises(TarmacError, match="bucket that keeps Terraform's state does not exist"):
        lock.read(lock.StateLocation("no-such-bucket-anywhere", "x", REGION), s3)


def test_the_place_of_a_state_is_read_from_the_synthesized_stack(tmp_path: Path) -> None:
    (tmp_path / "cdk.tf.json").write_text(
        '{"terraform": {"backend": {"s3": {"bucket": "b", "key": "k", "region": "eu-central-1"}}}}'
    )
    found = lock.location(tmp_path)
    assert (str(found), found.lock_key, found.region) == ("s3://b/k", "k.tflock", "eu-central-1")


def test_a_stack_that_is_not_synthesized_or_keeps_its_state_elsewhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(TarmacError, match=r"\./tarmac synth"):
        lock.location(tmp_path)
    (tmp_path / "cdk.tf.json").write_text('{"terraform": {"backend": {"local": {}}}}')
    with pytest.raises(TarmacError, match="elsewhere than in S3"):
        lock.location(tmp_path)


def test_a_terraform_that_is_killed_is_reported_with_what_to_do(tmp_path: Path) -> None:
    program = tmp_path / "terraform"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    with pytest.raises(TarmacError, match=r"Terraform was killed \(signal 9\)(?s:.)*unlock"):
        Terraform(tmp_path, os.environ, program).apply(tmp_path / "plan")
