"""A deployment in an account that moto plays in this process: the one that the tests of secrets have."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

sys.path.insert(0, str(Path(__file__).parents[1] / "secrets"))

from standin import ACCOUNT, BUCKET, NAME, REGION, Account, make_target

from modules.ecs_airflow.components import COMPONENTS
from wrapper import paths
from wrapper.embedded_aws import gaps
from wrapper.secrets.deployed import Deployed, find

SETTINGS = f"""
state:
  "{ACCOUNT}": {{bucket: {BUCKET}, region: {REGION}}}
deployments:
  {NAME}:
    availability: low
    account: "{ACCOUNT}"
    region: {REGION}
"""


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The deployment, as Terraform leaves it: secrets, services, a database, state."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "WORK", tmp_path / ".tarmac")
    for variable in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(variable, raising=False)
    gaps.fill()
    with mock_aws():
        made = Account(make_target(tmp_path, SETTINGS), tmp_path)
        made.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        assert made.target.deployment is not None
        made.put_secrets(made.target.deployment)
        made.put_services()
        names = {component.name: {"value": f"{NAME}-{component.name}"} for component in COMPONENTS}
        made.put_state(outputs={"service_names": {"value": {name: one["value"] for name, one in names.items()}}})
        made.client("rds").create_db_cluster(
            DBClusterIdentifier=NAME, Engine="aurora-postgresql", MasterUsername="master", MasterUserPassword="p" * 20
        )
        yield made


@pytest.fixture
def deployed(account: Account) -> Deployed:
    """The deployment as the command line finds it."""
    return find(account.target)


@pytest.fixture
def run_image(account: Account) -> Any:
    """Gives a service another image."""

    def run(component: str, image: str) -> None:
        ecs, name = account.client("ecs"), f"{NAME}-{component}"
        made = ecs.register_task_definition(
            family=name, containerDefinitions=[{"name": component, "image": image, "memory": 512}]
        )
        ecs.update_service(cluster=NAME, service=name, taskDefinition=made["taskDefinition"]["taskDefinitionArn"])

    return run
