"""What docs/how-to/recover.md says, done on the embedded AWS: a story, in this order.

It shows that AWS takes these commands and that plans are empty in the end. No PostgreSQL stands behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import boto3
import pytest

from stacks.names import EMBEDDED_ACCOUNT_ID
from tests.end_to_end.conftest import Checkout, clone
from tests.operations.conftest import Page, moments, of_recovery

pytestmark = [pytest.mark.end_to_end, pytest.mark.apply]

BUCKET = "tarmac-state-embedded"
STATE = f"state:\n  embedded: {{bucket: {BUCKET}, region: us-east-1}}\n"
PRODUCTION = "  production: {availability: low, monitoring: {budget_usd: 300, cost_anomaly_usd: 20}}\n"
RESTORED = """\
  restored:
    availability: low
    database: {restore_to_point_in_time: {source_cluster_identifier: production, restore_time: latest}}
    environment: {AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE: "False"}
"""
ELSEWHERE = """\
  elsewhere: {availability: low, region: eu-west-1, database: {restore_from_snapshot: production-monday}}
"""


def settings(*deployments: str) -> str:
    return f"{STATE}deployments:\n{''.join(deployments)}"


def key_of(checkout: Checkout, deployment: str, region: str = "us-east-1") -> str:
    """The Fernet keys that the deployment's secret holds, the one that writes first."""
    secrets = checkout.client("secretsmanager", region)
    found = secrets.list_secrets(Filters=[{"Key": "name", "Values": [f"{deployment}/airflow/fernet-"]}])["SecretList"]
    [secret] = [one for one in found if "DeletedDate" not in one]
    value: str = secrets.get_secret_value(SecretId=secret["ARN"])["SecretString"]
    return value


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    fresh = clone(tmp_path_factory.mktemp("clone") / "tarmac")
    try:
        yield fresh
    finally:
        fresh.embedded_aws.stop()


@pytest.fixture(scope="module")
def page(checkout: Checkout) -> Page:
    return of_recovery(checkout)


def test_a_snapshot_is_kept_with_its_key_here_and_in_another_region(checkout: Checkout, page: Page) -> None:
    """Issue 7: what a restore asks for is there before it is needed."""
    checkout.settings(settings(PRODUCTION))
    checkout.tarmac("up", "--no-containers", "--stack", "production")
    assert len(moments(page.run("aws rds describe-db-clusters"))) == 2
    page.run("aws rds create-db-cluster-snapshot")
    page.run("aws rds wait")
    page.run("./tarmac secrets back-up")
    page.run("aws rds copy-db-cluster-snapshot")
    page.run("aws secretsmanager replicate-secret-to-regions")
    page.run("aws ecr put-replication-configuration")
    there = checkout.client("secretsmanager", "eu-west-1")
    copy = there.get_secret_value(SecretId="production/fernet-backup/production-monday")
    assert copy["SecretString"] == key_of(checkout, "production")


def test_a_lock_that_nobody_holds_is_released(checkout: Checkout, page: Page) -> None:
    held = {"ID": "6f0c7ad5-5a3e-2f0a-ae0b-6f2a9d4f4d10", "Who": "me@gone", "Operation": "OperationTypeApply"}
    key = "production/terraform.tfstate.tflock"
    checkout.client("s3").put_object(Bucket=BUCKET, Key=key, Body=json.dumps(held))
    assert "./tarmac unlock production" in checkout.tarmac("apply", "production", expect=1)
    [command] = [text for text in page.left() if text.startswith("./tarmac unlock") and held["ID"] not in text]
    assert f"me@gone runs apply since  UTC (lock {held['ID']})" in checkout.tarmac(*command.split()[1:])
    page.tried.add(command)
    assert "Nothing of the deployment is missing from its state." in page.run(
        f"./tarmac unlock production {held['ID']}"
    )


def test_a_deployment_is_restored_to_a_moment_beside_the_first(checkout: Checkout, page: Page) -> None:
    """Issue 7, P0.3: nothing of the first is touched, and another moment in the settings plans nothing."""
    checkout.settings(settings(PRODUCTION, RESTORED))
    said = page.run("./tarmac apply restored")
    assert "./tarmac secrets repair restored --fernet-from production" in said
    page.run("./tarmac secrets repair restored")
    assert key_of(checkout, "restored").endswith(key_of(checkout, "production").partition(",")[0])
    page.run("./tarmac apply restored")
    assert "no changes" in checkout.tarmac("plan", "restored", expect=0)
    checkout.settings(settings(PRODUCTION, RESTORED.replace("latest", '"2026-03-07T23:45:00Z"')))
    assert "no changes" in checkout.tarmac("plan", "restored", expect=0)


def test_a_region_is_lost_and_the_deployment_comes_back_in_another(checkout: Checkout, page: Page) -> None:
    """Issue 7: without the bucket of the state, which was in the region that is lost."""
    checkout.settings(settings(ELSEWHERE).removeprefix(STATE))
    page.run(f"./tarmac bootstrap --account {EMBEDDED_ACCOUNT_ID} --region")
    page.run("./tarmac apply elsewhere")
    page.run("./tarmac secrets repair elsewhere")
    assert key_of(checkout, "elsewhere", "eu-west-1").endswith(key_of(checkout, "production"))
    page.run("./tarmac apply elsewhere")
    assert "no changes" in checkout.tarmac("plan", "elsewhere", expect=0)
    assert any("elsewhere" in one for one in checkout.exists("eu-west-1"))


def test_a_deleted_state_comes_back_from_its_versions(checkout: Checkout, page: Page) -> None:
    checkout.settings(settings(PRODUCTION))
    checkout.client("s3").delete_object(Bucket=BUCKET, Key="production/terraform.tfstate")
    versions = [line.split() for line in page.run("aws s3api list-object-versions").splitlines()]
    newest = max(versions, key=lambda version: version[1])
    page.run("aws s3api copy-object", VERSION=newest[0])
    assert "no changes" in page.run("./tarmac plan production")


def lose_the_bucket(checkout: Checkout) -> None:
    bucket = boto3.resource(
        "s3",
        endpoint_url=checkout.embedded_aws.endpoint(),
        aws_access_key_id="embedded",
        aws_secret_access_key="embedded",
    ).Bucket(BUCKET)
    bucket.object_versions.delete()
    bucket.delete()


def test_a_lost_bucket_of_states_comes_back_from_a_copy(checkout: Checkout, page: Page) -> None:
    """Issue 7: nothing is planned, and nothing was asked for."""
    checkout.client("s3").create_bucket(Bucket="my-copies")
    copies = f"aws s3 sync s3://tarmac-state-{EMBEDDED_ACCOUNT_ID}-us-east-1"
    page.run(copies)
    lose_the_bucket(checkout)
    page.run(f"./tarmac bootstrap --account {EMBEDDED_ACCOUNT_ID} --yes")
    page.run("aws s3 sync s3://my-copies/state")
    assert "no changes" in page.run("./tarmac plan production")


def test_without_a_copy_a_whole_deployment_is_taken_in_again(checkout: Checkout, page: Page) -> None:
    """Issue 7: what holds data is what it was, the Fernet key too, and a plan is empty after it."""
    before, key = set(checkout.exists()), key_of(checkout, "production")
    lose_the_bucket(checkout)
    page.run(f"./tarmac bootstrap --account {EMBEDDED_ACCOUNT_ID} --yes")
    assert "to replace" in page.run("./tarmac plan production --import-orphans", expect=2)
    said = page.run("./tarmac apply production --import-orphans")
    named = re.search(r"\./tarmac secrets repair production --fernet-from (until-\d{4}-\d\d-\d\d)", said)
    assert named, said
    kept = named[1]
    assert key not in key_of(checkout, "production")
    page.run("./tarmac secrets repair production", **{"until-2026-03-07": kept})
    assert key_of(checkout, "production").endswith(key)
    assert "no changes" in page.run("./tarmac plan production")
    gone = before - set(checkout.exists())
    assert {one.partition("-")[0] for one in gone} <= {"i", "vol"}, f"but for the NAT instance: {gone}"


def test_every_command_of_the_page_was_run(page: Page) -> None:
    assert page.left() == []  # of those that the page says are run here
