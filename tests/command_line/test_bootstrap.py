"""bootstrap: the bucket that keeps state, its own too, and the repository of the image."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber
from small_checkout import ACCOUNT, Checkout, aws_environment, work_folder

from stacks.settings import PATH_VARIABLE
from wrapper import aws_clients, paths
from wrapper.embedded_aws import EmbeddedAws
from wrapper.errors import Interrupted
from wrapper.terraform.runner import Terraform

REGION = "eu-west-3"
BUCKET = f"tarmac-state-{ACCOUNT}-{REGION}"
STATE = "remote-state/terraform.tfstate"
SETTINGS = f"""\
# Mine.
state:
  embedded: {{bucket: elsewhere, region: us-east-1}}  # of my laptop
deployments:
  airflow: {{availability: low, account: "{ACCOUNT}", region: {REGION}}}  # the real one
"""


@pytest.fixture(scope="class")
def place(embedded_aws: EmbeddedAws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A checkout with the stacks as they are, in an account that the embedded AWS plays."""
    folder = tmp_path_factory.mktemp("bootstrap") / "checkout"
    work = work_folder(folder, of=paths.WORK)
    app = f"import runpy, sys\nsys.path.insert(0, {str(paths.ROOT)!r})\n"
    app += f"runpy.run_path({str(paths.ROOT / 'main.py')!r}, run_name='__main__')\n"
    (folder / "main.py").write_text(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "ROOT", folder)
        patch.setattr(paths, "WORK", work)
        patch.setenv(PATH_VARIABLE, str(folder / "tarmac.yaml"))
        for name, value in aws_environment(embedded_aws.start()).items():
            patch.setenv(name, value)
        made = Checkout(folder, BUCKET, embedded_aws.start())
        made.settings(SETTINGS)
        yield made


@pytest.mark.apply
class TestOneAccountBesideAnother:
    """One bootstrap with everything that can befall it, in this order: applying it takes a minute (S3's lifecycle)."""

    def local_states(self) -> list[Path]:
        return list(paths.synthesized(f"remote-state-{ACCOUNT}").glob("*.tfstate*"))

    def test_without_a_yes_nothing_is_made_or_written(self, place: Checkout) -> None:
        remarks = place.run("bootstrap", "--account", ACCOUNT, code=1).remarks
        assert remarks.startswith(f"remote-state: account {ACCOUNT}, region {REGION}\n")
        assert f"Nothing was changed in account {ACCOUNT}: there is no terminal" in remarks
        assert (place.folder / "tarmac.yaml").read_text() == SETTINGS

    def test_what_exists_is_taken_in_and_an_interruption_leaves_a_local_state(self, place: Checkout) -> None:
        where = {"LocationConstraint": REGION}
        place.client("s3", REGION).create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        place.client("ecr", REGION).create_repository(repositoryName="tarmac/airflow")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Terraform, "init", interrupted_when_migrating(Terraform.init))
            remarks = place.run("bootstrap", "--yes", code=1).remarks
        assert f"{BUCKET} is there already; taking it into the state." in remarks
        assert "tarmac/airflow is there already; taking it into the state." in remarks
        assert remarks.endswith("Interrupted.\n")
        assert self.local_states()
        objects = place.client("s3", REGION).list_objects_v2(Bucket=BUCKET)
        assert objects["KeyCount"] == 0

    def test_the_settings_know_the_bucket_and_keep_their_comments(self, place: Checkout) -> None:
        entry = f'  "{ACCOUNT}": {{bucket: {BUCKET}, region: {REGION}}}\n'
        before, after = SETTINGS.split("deployments:")
        assert (place.folder / "tarmac.yaml").read_text() == f"{before}{entry}deployments:{after}"

    def test_the_next_run_takes_up_where_it_stopped(self, place: Checkout) -> None:
        result = place.run("bootstrap", "--yes")
        assert "Applying" not in result.remarks, "what was applied is not applied again"
        assert f"bucket            {BUCKET}" in result.output
        assert self.local_states() == []
        state = json.loads(place.client("s3", REGION).get_object(Bucket=BUCKET, Key=STATE)["Body"].read())
        assert "aws_s3_bucket" in {resource["type"] for resource in state["resources"]}

    def test_again_it_changes_nothing(self, place: Checkout) -> None:
        """Without --yes: there is nothing to ask."""
        text = (place.folder / "tarmac.yaml").read_text()
        remarks = place.run("bootstrap").remarks
        assert remarks.startswith(f"remote-state-{ACCOUNT}: account {ACCOUNT}, region {REGION}\n")
        assert "Applying" not in remarks and "Moving" not in remarks
        assert (place.folder / "tarmac.yaml").read_text() == text

    def test_killed_while_the_state_moved_it_still_changes_nothing(self, place: Checkout) -> None:
        """The state has arrived, but Terraform has not noted it, and the local one is still there."""
        folder = paths.synthesized(f"remote-state-{ACCOUNT}")
        (folder / f"remote-state-{ACCOUNT}.tfstate").write_text("{}")
        note = folder / ".terraform" / "terraform.tfstate"
        backend: dict[str, Any] = json.loads(note.read_text())
        backend["backend"] = {"type": "local", "config": {"path": f"remote-state-{ACCOUNT}.tfstate"}, "hash": 1}
        note.write_text(json.dumps(backend))
        assert "Applying" not in place.run("bootstrap").remarks
        assert self.local_states() == []

    def test_the_bucket_is_versioned_encrypted_closed_and_answers_tls_only(self, place: Checkout) -> None:
        """Asked of AWS, not of the state."""
        s3 = place.client("s3", REGION)
        assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
        rules = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
        assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
        assert set(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values()) == {True}
        (statement,) = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}

    def test_another_bucket_or_region_than_in_the_settings_is_refused(self, place: Checkout) -> None:
        remarks = place.run("bootstrap", "--bucket", "another", code=1).remarks
        assert f"The settings say that the bucket of account {ACCOUNT} is {BUCKET}, not another." in remarks
        assert "Leave --bucket out" in remarks
        assert "--region" in place.run("bootstrap", "--region", "eu-west-1", code=1).remarks

    def test_a_deployment_of_that_account_finds_its_bucket(self, place: Checkout) -> None:
        assert place.run("status", "--json").json["deployments"][0]["problem"] is None


def interrupted_when_migrating(init: Any) -> Any:
    """Terraform.init, but a signal comes when the state is to move."""

    def run(self: Terraform, *arguments: Any, migrate: bool = False, **options: Any) -> None:
        if migrate:
            raise Interrupted("Interrupted.")
        init(self, *arguments, **options)

    return run


def unbootstrapped(checkout: Checkout, *deployments: str) -> str:
    text = "deployments:\n" + "".join(f"  {one}\n" for one in deployments)
    checkout.settings(text)
    return text


AIRFLOW = f'airflow: {{availability: low, account: "{ACCOUNT}", region: eu-west-1}}'


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--account", "production"], "--account is production, and must be the 12 digits of an account"),
        (["--bucket", "My_Bucket"], "--bucket "),
        (["--region", "europe"], "--region must be a region such as 'us-east-1'"),
    ],
)
def test_a_wrong_option_ends_before_anything(account: Checkout, arguments: list[str], says: str) -> None:
    text = unbootstrapped(account, AIRFLOW)
    assert account.run("bootstrap", "--yes", *arguments, code=1).remarks.startswith(says)
    assert (account.folder / "tarmac.yaml").read_text() == text


def test_several_accounts_are_asked_for_by_name(account: Checkout) -> None:
    unbootstrapped(account, AIRFLOW, "mine: {availability: low}")
    remarks = account.run("bootstrap", code=1).remarks
    assert f"Say which: --account with one of {ACCOUNT}, embedded." in remarks


def test_several_regions_are_asked_for_by_name(account: Checkout) -> None:
    """The repository of the image must be where the tasks run."""
    unbootstrapped(account, AIRFLOW, AIRFLOW.replace("airflow", "other").replace("eu-west-1", "eu-north-1"))
    remarks = account.run("bootstrap", code=1).remarks
    assert "several regions (eu-north-1, eu-west-1)" in remarks and "--region" in remarks


def test_credentials_of_another_account_write_nothing(account: Checkout) -> None:
    text = unbootstrapped(account, AIRFLOW.replace(ACCOUNT, "111111111111"))
    remarks = account.run("bootstrap", "--yes", code=1).remarks
    assert f"the credentials are those of account {ACCOUNT}" in remarks
    assert (account.folder / "tarmac.yaml").read_text() == text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("403", "is there and closed to you: it is somebody else's, or the credentials lack the permission"),
        ("301", "is in another region than eu-west-1"),
        ("ExpiredToken", "The AWS credentials have expired."),
    ],
)
def test_a_bucket_that_is_not_ours_is_refused(
    account: Checkout, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    text = unbootstrapped(account, AIRFLOW)
    s3 = account.client("s3")
    clients = {"s3": s3, "sts": account.client("sts")}
    monkeypatch.setattr(aws_clients.AwsClients, "__call__", lambda self, service, region=None: clients[service])
    with Stubber(s3) as stubber:
        stubber.add_client_error("head_object", code, "no")
        remarks = account.run("bootstrap", "--yes", code=1).remarks
    assert says in remarks
    assert (account.folder / "tarmac.yaml").read_text() == text


def test_a_broken_network_is_one_sentence(account: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(self: object, service: str, region: str | None = None) -> None:
        raise EndpointConnectionError(endpoint_url="https://sts.eu-west-1.amazonaws.com/")

    unbootstrapped(account, AIRFLOW)
    monkeypatch.setattr(aws_clients.AwsClients, "__call__", unreachable)
    assert "The network does not reach AWS" in account.run("bootstrap", "--yes", code=1).remarks
