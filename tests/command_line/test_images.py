"""The image of a deployment in an account is asked for before anything is changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from small_checkout import ACCOUNT, Checkout, in_account

from stacks.settings import load
from wrapper import aws_clients, images
from wrapper.errors import TarmacError
from wrapper.target import Target

IMAGE = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/tarmac/airflow:3.3.2"


@pytest.fixture
def ecr(account: Checkout, monkeypatch: pytest.MonkeyPatch) -> Any:
    """ECR's answers, laid down by a test, for the deployment with the image of `./tarmac bootstrap`."""
    account.settings(in_account(account.bucket, image="{}"))
    client = account.client("ecr")
    monkeypatch.setattr(aws_clients.AwsClients, "__call__", lambda self, service, region=None: client)
    with Stubber(client) as stubber:
        yield stubber


def require() -> None:

    images.require(Target("airflow", ACCOUNT, "us-east-1", {}, load()))


def answer(ecr: Any, manifest: dict[str, Any] | None) -> None:
    found = [] if manifest is None else [{"imageManifest": json.dumps(manifest)}]
    asked = {
        "registryId": ACCOUNT,
        "repositoryName": "tarmac/airflow",
        "imageIds": [{"imageTag": "3.3.2"}],
        "acceptedMediaTypes": images._MEDIA_TYPES,
    }
    ecr.add_response("batch_get_image", {"images": found, "failures": []}, asked)


def index(*architectures: str) -> dict[str, Any]:
    return {"manifests": [{"platform": {"os": "linux", "architecture": one}} for one in architectures]}


def test_a_tag_that_is_not_there_is_refused(ecr: Any) -> None:
    answer(ecr, None)
    with pytest.raises(TarmacError, match=f"The image {IMAGE} is not there, so nothing was changed"):
        require()


def test_a_repository_that_is_not_there_is_refused(ecr: Any) -> None:
    ecr.add_client_error("batch_get_image", "RepositoryNotFoundException", "no")
    with pytest.raises(TarmacError, match=r"The repository of the image .* is not there.*\n.*bootstrap"):
        require()


def test_a_missing_permission_is_named(ecr: Any) -> None:
    said = "User: arn:aws:iam::1:user/ada is not authorized to perform: ecr:BatchGetImage on resource: x"
    ecr.add_client_error("batch_get_image", "AccessDeniedException", said)
    with pytest.raises(TarmacError, match="lack the permission ecr:BatchGetImage"):
        require()


def test_an_index_must_hold_the_architecture(ecr: Any) -> None:
    answer(ecr, index("amd64", "unknown"))
    with pytest.raises(TarmacError, match=r"is there for amd64, and image.architecture asks for ARM64 \(arm64\)"):
        require()
    answer(ecr, index("amd64", "arm64"))
    require()


def test_a_single_image_says_its_architecture_in_its_configuration(ecr: Any, tmp_path: Path) -> None:
    """As `docker build` on a laptop makes it."""
    (tmp_path / "config.json").write_text('{"architecture": "amd64"}')
    answer(ecr, {"config": {"digest": f"sha256:{'0' * 64}"}})
    where = {"downloadUrl": (tmp_path / "config.json").as_uri(), "layerDigest": f"sha256:{'0' * 64}"}
    ecr.add_response(
        "get_download_url_for_layer",
        where,
        dict.fromkeys(("registryId", "repositoryName"), ANY) | {"layerDigest": f"sha256:{'0' * 64}"},
    )
    with pytest.raises(TarmacError, match="is there for amd64"):
        require()


def test_who_may_not_pull_takes_a_single_image_at_its_word(ecr: Any) -> None:
    answer(ecr, {"config": {"digest": f"sha256:{'0' * 64}"}})
    ecr.add_client_error("get_download_url_for_layer", "AccessDeniedException", "no")
    require()


def test_plan_and_apply_end_with_it_before_terraform_runs(ecr: Any, account: Checkout) -> None:
    for verb in (["plan", "airflow"], ["apply", "airflow", "--yes"]):
        answer(ecr, None)
        target = Target("airflow", ACCOUNT, "us-east-1", {}, load())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("wrapper.commands.deployments.find", lambda name, found=target: found)
            remarks = account.run(*verb, code=1).remarks
        assert f"The image {IMAGE} is not there" in remarks
        assert "Planning" not in remarks


def test_another_registry_is_left_to_ecs(account: Checkout) -> None:
    account.run("plan", "airflow", code=2)  # its image is at registry.example.com, which nobody asks


def test_the_embedded_aws_runs_no_container_and_is_not_asked(checkout: Checkout) -> None:
    checkout.run("plan", "airflow", code=2)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "eu-central-1"),
    ],
)
def test_every_partitions_registry_is_known(host: str, region: str) -> None:
    """N.11"""
    match = images.ECR.match(f"{host}/team/airflow:3.3.2")
    assert match is not None
    assert (match["account"], match["region"], match["name"]) == ("123456789012", region, "team/airflow")
