"""`./tarmac image push`: both architectures under one tag, in a real registry; and the login to ECR."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from stacks.settings import Deployment
from tests.debian import debian_program
from tests.ports import free_port, wait_for_port
from wrapper.containers import registry
from wrapper.containers.engine import Engine
from wrapper.containers.images import local_name
from wrapper.errors import TarmacError
from wrapper.target import Target

INDEX = "application/vnd.oci.image.index.v1+json,application/vnd.docker.distribution.manifest.list.v2+json"
ACCOUNT = "123456789012"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A registry of images on the loopback interface: that of Debian."""
    debian_program("docker-registry", "docker-registry")
    port = free_port()
    address = f"localhost:{port}"
    configuration = tmp_path / "registry.yml"
    configuration.write_text(
        f"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {tmp_path}/images}}}}\nhttp: {{addr: '{address}'}}\n"
    )
    trusted = tmp_path / "registries.conf"
    trusted.write_text(f'[[registry]]\nlocation = "{address}"\ninsecure = true\n')
    monkeypatch.setenv("CONTAINERS_REGISTRIES_CONF", str(trusted))
    process = subprocess.Popen(["docker-registry", "serve", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def target(deployment: Deployment, **more: Any) -> Target:
    said = {"stack": "sample", "deployment": deployment, "is_embedded": deployment.is_embedded, **more}
    return cast("Target", SimpleNamespace(**said))


def deployment(**settings: Any) -> Deployment:
    return Deployment.model_validate({"<name>": "sample", "availability": "low", **settings})


@pytest.mark.containers
def test_both_architectures_are_under_one_tag(engine: Engine, server: str, tmp_path: Path) -> None:
    """P1.10: an index, of which Fargate takes the image of its own architecture."""
    sample = deployment(image={"repository": f"{server}/airflow", "tag": "pushed-by-a-test"})
    (tmp_path / "Dockerfile").write_text("FROM scratch\nCOPY architecture /\n")
    engine = Engine(engine.program, is_podman=engine.is_podman, environment=dict(os.environ))
    try:
        for one in ("arm64", "amd64"):
            name = local_name(sample.image, one)
            (tmp_path / "architecture").write_text(one)  # else the two would be one image
            engine.run("build", f"--platform=linux/{one}", "--tag", name, str(tmp_path))
        pushed = registry.push(engine, target(sample), ["arm64", "amd64"])
        assert registry.push(engine, target(sample), ["arm64", "amd64"]) == pushed, "once more changes nothing"
    finally:
        for one in ("arm64", "amd64", "index"):
            subprocess.run(
                [engine.program, "rmi", "--force", local_name(sample.image, one)], capture_output=True, check=False
            )
    request = urllib.request.Request(
        f"http://{server}/v2/airflow/manifests/pushed-by-a-test", headers={"Accept": INDEX}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        listed = json.load(answer)["manifests"]
    assert {one["platform"]["architecture"] for one in listed} == {"arm64", "amd64"}


ENGINE = """#!/bin/sh
echo "$@" >> {log}
case "$1" in
  images) [ -n "{known}" ] && echo 0a1b2c ;;
  login) cat > {password} ;;
  push) echo denied; exit {code} ;;
esac
exit 0
"""


def recording(folder: Path, known: str = "yes", code: int = 0) -> Engine:
    program = folder / "engine"
    program.write_text(ENGINE.format(log=folder / "log", password=folder / "password", known=known, code=code))
    program.chmod(0o755)
    return Engine(str(program), is_podman=False)


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield lambda service, region: boto3.client(service, region_name=region)


def test_ecr_is_logged_in_to_by_standard_input_and_docker_pushes_an_index(tmp_path: Path, clients: Any) -> None:
    """P1.15: the token is in no argument."""
    ours = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/tarmac/airflow"
    registry.push(recording(tmp_path), target(deployment(account=ACCOUNT), clients=clients), ["arm64", "amd64"])
    log, password = (tmp_path / "log").read_text(), (tmp_path / "password").read_text()
    assert f"login --username AWS --password-stdin {ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com\n" in log
    assert password
    assert password not in log
    assert f"buildx imagetools create --tag {ours}:3.3.2 {ours}:3.3.2-arm64 {ours}:3.3.2-amd64\n" in log


def test_an_image_that_was_not_built_is_named(tmp_path: Path, clients: Any) -> None:
    with pytest.raises(TarmacError, match=r"3\.3\.2 was not built for arm64 and amd64") as caught:
        registry.push(
            recording(tmp_path, known=""), target(deployment(account=ACCOUNT), clients=clients), ["arm64", "amd64"]
        )
    assert "./tarmac image build --stack sample" in str(caught.value)


def test_a_registry_that_refuses_is_one_sentence(tmp_path: Path, clients: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wrapper.paths.work_folder", lambda: tmp_path)
    with pytest.raises(TarmacError, match=r"was not pushed: denied"):
        registry.push(recording(tmp_path, code=1), target(deployment(account=ACCOUNT), clients=clients), ["arm64"])


def test_the_embedded_aws_has_no_registry(tmp_path: Path) -> None:
    with pytest.raises(TarmacError, match="the embedded AWS, which has no registry"):
        registry.push(recording(tmp_path), target(deployment()), ["arm64"])
