"""boto3 must see the same AWS as Terraform."""

import os
from pathlib import Path

import pytest

from wrapper.aws_clients import AwsClients
from wrapper.embedded_aws import ACCOUNT_ID, EmbeddedAws
from wrapper.errors import TarmacError


def test_a_client_sees_the_aws_of_the_given_environment(
    embedded_aws: EmbeddedAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own environment may mean an account, where the deployment lives on the embedded AWS."""
    environment = embedded_aws.complete_environment()
    monkeypatch.setenv("AWS_PROFILE", "production")
    clients = AwsClients(environment, "eu-central-1")
    assert clients("sts").get_caller_identity()["Account"] == ACCOUNT_ID
    assert clients("sts") is clients("sts")
    assert clients("ec2", "us-east-1").meta.region_name == "us-east-1"


def test_a_profile_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_ACCESS_KEY")}
    with pytest.raises(TarmacError, match=r"The AWS profile nobody is not in ~/\.aws/config\."):
        AwsClients(environment | {"AWS_PROFILE": "nobody"}, "eu-central-1")("s3")
