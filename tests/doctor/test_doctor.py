"""./tarmac doctor: what a first apply in an account needs, a line each. The embedded AWS plays the account."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.stub import Stubber

from stacks.settings import PATH_VARIABLE, load
from wrapper import cli
from wrapper.doctor import account, check, machine, quotas
from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.target import Target

ACCOUNT = "123456789012"
FARGATE = {"QuotaName": "Fargate On-Demand vCPU resource count", "QuotaCode": "L-3032A538", "Value": 6.0}
DENIED = "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: {} on resource: *"


class Account:
    """A deployment in an account that the embedded AWS plays."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self.file = folder / "tarmac.yaml"
        self.endpoint = endpoint
        self.bucket = f"doctor-{folder.name}".replace("_", "-").lower()[:60].rstrip("-")
        self.settings()

    def settings(
        self, availability: str = "low", account: str = ACCOUNT, region: str = "us-east-1", **more: Any
    ) -> None:
        deployment = {"availability": availability, "account": account, "region": region, **more}
        state = {account: {"bucket": self.bucket, "region": "us-east-1"}}
        self.file.write_text(json.dumps({"state": state, "deployments": {"airflow": deployment}}))

    def client(self, service: str) -> Any:
        keys = {"aws_access_key_id": "somebody", "aws_secret_access_key": "secret"}
        return boto3.client(service, region_name="us-east-1", endpoint_url=self.endpoint, **keys)

    @property
    def target(self) -> Target:
        settings = load()
        deployment = settings.deployments["airflow"]
        return Target("airflow", deployment.account, deployment.region, dict(os.environ), settings)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        output, remarks = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(remarks):
            code = cli.run(["doctor", *arguments])
        assert "Traceback" not in output.getvalue() + remarks.getvalue()
        return code, output.getvalue(), remarks.getvalue()

    def lines(self) -> dict[str, tuple[str, str]]:
        """State and whole line of each check of the deployment."""
        _, output, _ = self.run("airflow", "--json")
        found = json.loads(output)["deployments"]["airflow"]
        return {one["check"]: (one["state"], f"{one['says']} {one['hint']}") for one in found}


@pytest.fixture
def here(embedded_aws: EmbeddedAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    endpoint = embedded_aws.start()
    monkeypatch.setenv(PATH_VARIABLE, str(tmp_path / "tarmac.yaml"))
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    environment = {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "secret"}
    environment |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Account(tmp_path, endpoint)


@pytest.fixture
def stubbed(here: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """Answers of AWS laid down by the test, whatever service is asked."""
    client = here.client("service-quotas")
    monkeypatch.setattr("wrapper.aws_clients.AwsClients.__call__", lambda self, service, region=None: client)
    with Stubber(client) as stubber:
        yield stubber


def stub(here: Account, monkeypatch: pytest.MonkeyPatch, service: str) -> Stubber:
    client = here.client(service)
    monkeypatch.setattr("wrapper.aws_clients.AwsClients.__call__", lambda self, name, region=None: client)
    stubber = Stubber(client)
    stubber.activate()
    return stubber


def test_an_untouched_account_lacks_what_has_to_be_made_and_each_line_says_how(here: Account) -> None:
    code, output, remarks = here.run("airflow")
    assert code == 1
    assert "airflow: account 123456789012, region us-east-1" in output
    assert "ok           credentials: arn:aws:" in output
    assert "ok           region: us-east-1 is enabled." in output
    assert f"missing      state bucket: {here.bucket} does not exist. Make it: ./tarmac bootstrap --account" in output
    assert "missing      image: The repository of the image" in output
    assert "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com" in output
    assert "ok           quota: VPCs: 5 VPCs" in output
    assert "checks need attention." in remarks


def test_what_was_made_is_found(here: Account) -> None:
    here.client("s3").create_bucket(Bucket=here.bucket)
    here.settings(image={"repository": "registry.example.com/airflow"})
    iam = here.client("iam")
    made = [iam.create_service_linked_role(AWSServiceName="rds.amazonaws.com")["Role"]["RoleName"]]
    try:
        found = here.lines()
        assert found["state bucket"][0] == found["image"][0] == found["role: database"][0] == "ok"
        assert found["role: ECS"][0] == "missing"
        assert "role: ElastiCache" not in found, "the broker of low availability is a container"
    finally:
        for role in made:
            iam.delete_role(RoleName=role)


def test_an_existing_network_takes_no_vpc_and_no_address(here: Account) -> None:
    subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    here.settings(
        network={
            "existing": {
                "vpc_id": "vpc-0a1b2c3d",
                "private_subnet_ids": subnets,
                "database_subnet_ids": ["subnet-2a1b2c3d", "subnet-3a1b2c3d"],
            }
        }
    )
    found = here.lines()
    assert "quota: VPCs" not in found and "quota: Elastic IP addresses" not in found


def test_credentials_of_another_account_end_the_questions(here: Account) -> None:
    here.settings(account="999999999999")
    found = here.lines()
    assert list(found) == ["credentials"]
    assert found["credentials"][1].startswith(
        "They are those of account 123456789012, and airflow lives in account 999"
    )


def test_no_credentials_end_the_questions(here: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    found = here.lines()
    assert list(found) == ["credentials"] and found["credentials"][0] == "missing"
    assert "There are no AWS credentials" in found["credentials"][1]


def test_an_unknown_profile_is_one_sentence(here: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert "The AWS profile nobody is not in" in here.lines()["credentials"][1]


def test_a_region_that_is_not_enabled_is_named_with_the_command(here: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    stubber = stub(here, monkeypatch, "ec2")
    closed = {"Regions": [{"RegionName": "us-east-1", "OptInStatus": "not-opted-in"}]}
    stubber.add_response("describe_regions", closed, {"RegionNames": ["us-east-1"], "AllRegions": True})
    found = account.region(here.target, load().deployments["airflow"])
    assert (found.state, found.hint) == ("missing", "Enable it: aws account enable-region --region-name us-east-1")
    stubber.add_client_error("describe_regions", "InvalidParameterValue", "Invalid region names")
    assert account.region(here.target, load().deployments["airflow"]).says == "AWS has no region us-east-1."


@pytest.mark.parametrize(
    ("service", "operation", "permission", "name"),
    [
        ("ec2", "describe_regions", "ec2:DescribeRegions", "region"),
        ("s3", "head_bucket", "s3:ListBucket", "state bucket"),
        ("iam", "list_roles", "iam:ListRoles", "role: ECS"),
        ("service-quotas", "get_service_quota", "servicequotas:GetServiceQuota", "quota: Fargate vCPU"),
    ],
)
def test_a_missing_permission_is_one_sentence_that_names_it(
    here: Account, monkeypatch: pytest.MonkeyPatch, service: str, operation: str, permission: str, name: str
) -> None:
    stub(here, monkeypatch, service).add_client_error(operation, "AccessDenied", DENIED.format(permission))
    target, deployment = here.target, load().deployments["airflow"]
    asked = {
        "region": lambda: account.region(target, deployment),
        "state bucket": lambda: account.state_bucket(target),
        "role: ECS": lambda: account._role(target, "ECS", "ecs.amazonaws.com", "AWSServiceRoleForECS"),
        "quota: Fargate vCPU": lambda: next(quotas.checks(target.clients, deployment)),
    }
    found = check.ask(name, asked[name])
    assert found.state == "cannot tell" and found.fails
    assert f"lack the permission {permission}" in found.says
    assert found.hint is not None and "permission" in found.hint


def test_an_image_that_may_not_be_asked_for_cannot_be_told(here: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    said = DENIED.format("ecr:BatchGetImage")
    stub(here, monkeypatch, "ecr").add_client_error("batch_get_image", "AccessDeniedException", said)
    found = account.image(here.target, load().deployments["airflow"])
    assert found.state == "cannot tell"
    assert "lack the permission ecr:BatchGetImage" in found.says


def test_a_quota_below_the_need_is_missing_with_the_request(here: Account, stubbed: Stubber) -> None:
    """A fresh account is granted few vCPUs of Fargate: an apply would stop with tasks that never start."""
    stubbed.add_response("get_service_quota", {"Quota": FARGATE | {"Value": 2.0}})
    found = next(quotas.checks(here.target.clients, load().deployments["airflow"]))
    assert found.state == "missing"
    assert found.says.startswith("2 vCPU (use unknown), and the deployment takes up to ")
    assert "request-service-quota-increase --service-code fargate --quota-code L-3032A538" in str(found.hint)


def test_a_quota_without_a_value_of_the_account_has_aws_s_default(here: Account, stubbed: Stubber) -> None:
    stubbed.add_client_error("get_service_quota", "NoSuchResourceException", "")
    stubbed.add_response("get_aws_default_service_quota", {"Quota": FARGATE | {"Value": 4000.0}})
    assert next(quotas.checks(here.target.clients, load().deployments["airflow"])).state == "ok"


def test_what_a_deployment_takes_follows_from_its_settings(here: Account) -> None:
    low = quotas.needs(load().deployments["airflow"])
    here.settings(availability="high", components={"worker": {"max_count": 10, "spot_percent": 50}})
    high = quotas.needs(load().deployments["airflow"])
    assert (low["addresses"], low["vpcs"]) == (1, 1)
    assert low["spot"] == 2 * (0.5 + 0.25 + 0.25), "DAG processor, triggerer and Flower, twice in a rolling deployment"
    assert high["addresses"] == 2, "a NAT gateway in each of two zones"
    assert high["spot"] == 2 * 0.5 * 10 * 0.5, "half of ten workers of half a vCPU, twice in a rolling deployment"
    assert low["targets"] == 7, "six services and the container of Redis"
    here.settings(queues={"big": {"cpu": 2048, "memory": 8192, "max_count": 3}})
    more = quotas.needs(load().deployments["airflow"])
    assert more["targets"] == 8 and more["on_demand"] == low["on_demand"] + 12, "two vCPU, three workers, twice"


def test_a_mirror_that_is_none_and_a_registry_that_is_silent_are_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TARMAC_PROVIDER_MIRROR", str(tmp_path))
    assert machine.provider().state == "missing"
    monkeypatch.delenv("TARMAC_PROVIDER_MIRROR")
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    monkeypatch.setattr("wrapper.terraform.provider_mirror.cli_configuration", lambda environment, discovery: None)
    silent = machine.provider("http://127.0.0.1:9/terraform.json")
    assert (silent.state, silent.needed) == ("cannot tell", True)
    assert "TARMAC_PROVIDER_MIRROR" in str(silent.hint)


def test_a_missing_engine_does_not_decide_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = machine.engine()
    assert (found.state, found.fails) == ("missing", False)


def test_a_terraform_that_is_too_old_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "terraform"
    old.write_text('#!/bin/sh\necho \'{"terraform_version": "1.5.7"}\'\n')
    old.chmod(0o755)
    monkeypatch.setenv("TARMAC_TERRAFORM", str(old))
    assert "which is 1.5.7" in machine.terraform().says


def test_the_embedded_aws_needs_nothing(here: Account) -> None:
    here.file.write_text(json.dumps({"deployments": {"airflow": {"availability": "low"}}}))
    _, output, _ = here.run()
    assert "airflow: the embedded AWS, region us-east-1" in output
    assert "  ok           embedded AWS: " in output


def test_a_deployment_that_is_not_there_is_one_sentence(here: Account) -> None:
    code, output, remarks = here.run("nobody")
    assert (code, output) == (1, "")
    assert remarks.startswith("There is no deployment 'nobody' in the settings.")


def test_the_page_names_every_permission_that_it_asks_with(here: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    call = BaseClient._make_api_call

    def record(client: BaseClient, operation: str, arguments: Any) -> Any:
        asked.add(f"{client.meta.service_model.signing_name}:{operation}")
        return call(client, operation, arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", record)
    here.run("airflow")
    page = (ROOT / "docs" / "how-to" / "first-apply.md").read_text()
    asked = {"s3:ListBucket" if one == "s3:HeadBucket" else one for one in asked}
    assert len(asked) >= 8
    assert [action for action in sorted(asked) if f"`{action}`" not in page] == []
