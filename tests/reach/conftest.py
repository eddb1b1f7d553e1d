"""A deployment in an account, for each test anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws
from reached_account import ACCOUNT, BUCKET, CONTAINERS, CREDENTIALS, NAME, REGION, SETTINGS, Ecs, World, as_aws_answers

from stacks.settings import load
from wrapper.aws_clients import AwsClients
from wrapper.commands import bastion as bastion_verbs
from wrapper.commands import containers, deployments
from wrapper.target import Target


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for variable in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "tarmac.yaml").write_text(SETTINGS)
    settings = load(tmp_path / "tarmac.yaml")
    programs = tmp_path / "bin"
    programs.mkdir()
    target = Target(NAME, ACCOUNT, REGION, {"PATH": f"{programs}:/usr/bin:/bin", **CREDENTIALS}, settings)
    backend = {"bucket": BUCKET, "key": f"{NAME}/terraform.tfstate", "region": REGION}
    (tmp_path / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": {"s3": backend}}}))
    monkeypatch.setattr(Target, "folder", property(lambda self: tmp_path))
    clients, ecs = AwsClients(CREDENTIALS, REGION), Ecs()
    target.__dict__["clients"] = lambda service, region=None: ecs if service == "ecs" else clients(service, region)
    for verbs in (containers, deployments, bastion_verbs):
        monkeypatch.setattr(verbs, "load", lambda: settings)
        monkeypatch.setattr(verbs, "find", lambda name: target)
        monkeypatch.setattr(verbs, "synthesize", lambda: [])
    with mock_aws():
        made = World(target, ecs, programs, tmp_path / "noted.json", clients)
        clients("logs").meta.events.register("provide-client-params.logs.FilterLogEvents", as_aws_answers)
        clients("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        made.put_state()
        for component in CONTAINERS:
            ecs.run(component, f"{component}-0f9de17a")
        yield made
