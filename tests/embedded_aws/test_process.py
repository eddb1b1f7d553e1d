"""The process of the embedded AWS: it starts once, outlives its starter, and ends alone when it is told to."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import psutil
import pytest

from tests.waiting import HANGS
from wrapper.embedded_aws import ACCOUNT_ID, EmbeddedAws
from wrapper.embedded_aws.inventory import inventory
from wrapper.embedded_aws.process import EmbeddedAwsError
from wrapper.paths import ROOT

REGION = "eu-central-1"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """One for the tests that do not end it."""
    with EmbeddedAws(tmp_path_factory.mktemp("aws")) as running:
        yield running


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[EmbeddedAws]:
    with EmbeddedAws(tmp_path / "aws") as running:
        yield running


def _pid(instance: EmbeddedAws) -> int:
    pid: int = json.loads((instance.folder / "embedded_aws.json").read_text())["pid"]
    return pid


def test_starting_twice_is_starting_once(shared: EmbeddedAws) -> None:
    pid, endpoint = _pid(shared), shared.endpoint()
    assert shared.start() == EmbeddedAws(shared.folder).start() == endpoint
    assert _pid(shared) == pid


def test_it_outlives_whoever_started_it(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from wrapper.embedded_aws import EmbeddedAws\n"
        "print(EmbeddedAws(pathlib.Path(sys.argv[1])).start())"
    )
    folder = tmp_path / "aws"
    starter = subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    instance = EmbeddedAws(folder)
    try:
        assert instance.endpoint() == starter.stdout.strip()
    finally:
        instance.stop()
    assert instance.endpoint() is None


def test_it_keeps_its_port_over_a_restart(instance: EmbeddedAws) -> None:
    before = instance.endpoint()
    instance.stop()
    assert instance.start() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_on_a_signal(instance: EmbeddedAws, number: signal.Signals) -> None:
    process = psutil.Process(_pid(instance))
    os.kill(process.pid, number)
    assert process.wait(HANGS) in (0, None)
    assert instance.endpoint() is None
    assert "Traceback" not in instance.log.read_text()


def test_stopping_never_ends_a_process_that_took_over_the_number(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        record = {"pid": stranger.pid, "created": psutil.Process(stranger.pid).create_time() - 60, "port": 1}
        (tmp_path / "embedded_aws.json").write_text(json.dumps(record))
        EmbeddedAws(tmp_path).stop()
        assert stranger.poll() is None
        stranger.kill()


def test_stopping_what_never_ran_does_nothing(tmp_path: Path) -> None:
    EmbeddedAws(tmp_path / "nowhere").stop()
    assert not (tmp_path / "nowhere").exists()


def test_a_server_that_dies_is_reported_with_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    instance = EmbeddedAws(tmp_path)
    with pytest.raises(EmbeddedAwsError, match="ended while it started, with exit code 1") as caught:
        instance.start()
    assert caught.value.hint == f"Its log says why: {instance.log}"


def test_no_real_account_can_be_reached(shared: EmbeddedAws, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the user's shell says, the changed environment leads to the embedded AWS alone."""
    for name, value in {
        "AWS_PROFILE": "production",
        "AWS_SESSION_TOKEN": "real",
        "AWS_ENDPOINT_URL_STS": "https://sts.example.com",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    changes = shared.environment()
    assert changes["AWS_ENDPOINT_URL"] == shared.endpoint()
    assert changes["AWS_EC2_METADATA_DISABLED"] == "true"
    removed = {name for name, value in changes.items() if value is None}
    assert {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_STS"} < removed
    assert "AWS_DEFAULT_REGION" not in changes
    environment = shared.complete_environment()
    assert environment["AWS_DEFAULT_REGION"] == REGION
    assert not removed & set(environment)
    program = "import boto3; print(boto3.client('sts').get_caller_identity()['Account'])"
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == ACCOUNT_ID


def test_there_is_no_environment_without_a_server(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedAwsError, match="does not run"):
        EmbeddedAws(tmp_path).environment()


def test_the_inventory_lists_what_was_made_and_forgets_what_waits_for_deletion(shared: EmbeddedAws) -> None:
    """What AWS makes by itself, the default VPC for one, is never listed."""
    endpoint = shared.start()
    assert inventory(endpoint, REGION) == []
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name=REGION)

    def client(service: str):  # type: ignore[no-untyped-def]
        return session.client(service, endpoint_url=endpoint)

    vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    client("s3").create_bucket(Bucket="logs", CreateBucketConfiguration={"LocationConstraint": REGION})
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    secret = client("secretsmanager").create_secret(Name="fernet", SecretString="x")["ARN"]
    keyed = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/{key}"
    assert inventory(endpoint, REGION) == sorted([vpc, "arn:aws:s3:::logs", keyed, secret])
    client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    client("secretsmanager").delete_secret(SecretId=secret, RecoveryWindowInDays=7)
    assert inventory(endpoint, REGION) == ["arn:aws:s3:::logs", vpc]
