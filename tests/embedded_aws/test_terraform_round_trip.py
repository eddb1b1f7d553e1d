"""Terraform on the embedded AWS: what is applied reads back unchanged, changes in place, and goes without a trace.

That values round-trip is all that this shows: nothing runs, and nothing is said about health.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
import tftest

from wrapper.embedded_aws import EmbeddedAws
from wrapper.embedded_aws.inventory import inventory
from wrapper.terraform import toolchain

REGION = "eu-west-1"
CONFIGURATION = Path(__file__).parent / "terraform"
SNAPSHOT = "of-an-earlier-deployment"


@dataclass
class Deployment:
    """The configuration of this folder, in a copy of its own, on an AWS of its own."""

    terraform: tftest.TerraformTest
    endpoint: str

    def apply(self, *, changed: bool) -> None:
        self.terraform.apply(tf_vars=self._variables(changed))

    def pending(self, *, changed: bool) -> list[str]:
        """What a plan wants to do, an address and its actions each."""
        plan = self.terraform.plan(output=True, tf_vars=self._variables(changed))
        return [
            f"{address}: {change['change']['actions']}"
            for address, change in plan.resource_changes.items()
            if change["change"]["actions"] not in (["no-op"], ["read"])
        ]

    def destroy(self) -> None:
        self.terraform.destroy(tf_vars=self._variables(True))

    def left(self) -> list[str]:
        return inventory(self.endpoint, REGION)

    def _variables(self, changed: bool) -> dict[str, str]:
        return {"changed": str(changed).lower(), "snapshot_identifier": SNAPSHOT}


def _take_a_snapshot(endpoint: str) -> None:
    rds = boto3.client(
        "rds", endpoint_url=endpoint, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x"
    )
    rds.create_db_cluster(
        DBClusterIdentifier="earlier",
        Engine="aurora-postgresql",
        EngineVersion="16.8",
        DatabaseName="airflow",
        MasterUsername="master",
        MasterUserPassword="0123456789abcdef",
        StorageEncrypted=True,
    )
    rds.delete_db_cluster(DBClusterIdentifier="earlier", FinalDBSnapshotIdentifier=SNAPSHOT)


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    folder = tmp_path / "configuration"
    shutil.copytree(CONFIGURATION, folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
    with EmbeddedAws(tmp_path / "embedded_aws") as aws:
        endpoint = aws.start()
        _take_a_snapshot(endpoint)
        terraform = tftest.TerraformTest(str(folder), binary=str(toolchain.terraform()))
        terraform.env = toolchain.terraform_environment(aws.complete_environment())
        terraform.setup(cleanup_on_exit=False)
        yield Deployment(terraform, endpoint)


@pytest.mark.apply
def test_everything_that_stacks_use_is_created_changed_in_place_and_destroyed(deployment: Deployment) -> None:
    """Only the snapshots stay, which is what snapshots are for."""
    snapshots = [f"arn:aws:rds:{REGION}:123456789012:cluster-snapshot:{name}" for name in (SNAPSHOT, "probe-final")]
    assert deployment.left() == snapshots[:1]
    for changed in (False, True):
        deployment.apply(changed=changed)
        assert deployment.pending(changed=changed) == []
    deployment.destroy()
    assert deployment.left() == snapshots
