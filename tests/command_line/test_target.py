"""Which AWS is meant: said by the settings, and made sure of before anything is done."""

from __future__ import annotations

import pytest
from botocore.exceptions import ConnectTimeoutError
from botocore.stub import Stubber
from small_checkout import ACCOUNT, Checkout, in_account

from wrapper import aws_clients, paths, target

VERBS = (["plan", "airflow"], ["apply", "airflow", "--yes"], ["destroy", "airflow", "--yes"], ["unlock", "airflow"])


def nothing_happened(checkout: Checkout) -> bool:
    return not (checkout.folder / "cdktf.out").exists()


def test_credentials_of_another_account_are_refused_before_anything(account: Checkout) -> None:
    account.settings(in_account(account.bucket, account="111111111111"))
    for verb in VERBS:
        remarks = account.run(*verb, code=1).remarks
        assert remarks == (
            f"airflow lives in account 111111111111, and the credentials are those of account {ACCOUNT}.\n"
            "Nothing was done. Choose the right credentials, for example with AWS_PROFILE.\n"
        )
    assert nothing_happened(account)


def test_an_account_without_a_state_bucket_is_answered_with_the_command(account: Checkout) -> None:
    account.settings(f'deployments: {{airflow: {{availability: low, account: "{ACCOUNT}"}}}}\n')
    for verb in VERBS:
        remarks = account.run(*verb, code=1).remarks
        assert f"airflow lives in account {ACCOUNT}, which has no bucket for Terraform's state yet." in remarks
        assert f"./tarmac bootstrap --account {ACCOUNT}" in remarks
    assert nothing_happened(account)


def test_an_embedded_aws_that_does_not_run_is_one_sentence(checkout: Checkout) -> None:
    (paths.WORK / "embedded-aws").unlink()
    for verb in (*VERBS, ["output", "airflow"], ["env"]):
        assert checkout.run(*verb, code=1).remarks == ("The embedded AWS does not run.\nStart it with: ./tarmac up\n")
    assert nothing_happened(checkout)
    assert "The embedded AWS does not run." in checkout.run("status").output


def test_a_deployment_on_the_embedded_aws_never_sees_the_users_own_credentials(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N.2"""
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-production")
    found = target.find("airflow")
    assert found.environment["AWS_ENDPOINT_URL"] == checkout.endpoint
    assert "AWS_PROFILE" not in found.environment and "AWS_SESSION_TOKEN" not in found.environment


def test_missing_credentials_are_one_sentence(account: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    remarks = account.run("plan", "airflow", code=1).remarks
    assert remarks.startswith("There are no AWS credentials. It happened while asking whose credentials these are.")
    assert "AWS_PROFILE" in remarks


def test_a_profile_that_is_not_there_is_one_sentence(account: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "prodcution")
    assert "The AWS profile prodcution is not in ~/.aws/config." in account.run("plan", "airflow", code=1).remarks


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("ExpiredToken", "The AWS credentials have expired."),
        ("InvalidClientTokenId", "AWS does not know these credentials."),
        ("AccessDenied", "The AWS credentials lack the permission"),
    ],
)
def test_what_sts_refuses_is_one_sentence(
    account: Checkout, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    sts = account.client("sts")
    with Stubber(sts) as stubber:
        stubber.add_client_error("get_caller_identity", code, "no")
        monkeypatch.setattr(aws_clients.AwsClients, "__call__", lambda self, service, region=None: sts)
        remarks = account.run("plan", "airflow", code=1).remarks
    assert remarks.startswith(says)


def test_a_broken_network_is_one_sentence(account: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(self: object, service: str, region: str | None = None) -> None:
        raise ConnectTimeoutError(endpoint_url="https://sts.us-east-1.amazonaws.com/")

    monkeypatch.setattr(aws_clients.AwsClients, "__call__", unreachable)
    remarks = account.run("plan", "airflow", code=1).remarks
    assert remarks.startswith("The network does not reach AWS")
    assert "HTTPS_PROXY" in remarks


def test_a_network_that_breaks_before_terraform_is_one_sentence(
    account: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    for verb in (["apply", "airflow", "--yes"], ["unlock", "airflow"]):
        remarks = account.run(*verb, code=1).remarks
        assert "The network does not reach AWS" in remarks
        assert "HTTPS_PROXY" in remarks


def test_a_state_bucket_that_is_gone_is_one_sentence(checkout: Checkout) -> None:
    """As after the embedded AWS was stopped and started."""
    checkout.settings((checkout.folder / "tarmac.yaml").read_text().replace(checkout.bucket, "gone"))
    checkout.client("s3").delete_bucket(Bucket=checkout.bucket)
    remarks = checkout.run("plan", "airflow", code=1).remarks
    assert f"The bucket {checkout.bucket}, which keeps Terraform's state, does not exist." in remarks
    assert "./tarmac bootstrap" in remarks
    assert checkout.run("status", "--json").json["deployments"][0]["resources"] == 0


def test_a_plan_is_its_runs_own_and_goes_with_it(checkout: Checkout) -> None:
    """N.6: a plan may hold what is sensitive; neither another user nor a later run finds it."""
    killed = paths.WORK / "plans" / "airflow.999999999.x"
    killed.mkdir(parents=True)
    (killed / "tfplan").write_text("of a run that was killed")
    one, another = target.find("airflow"), target.find("airflow")
    assert one.plan_file == one.plan_file != another.plan_file
    assert one.plan_file.parent.stat().st_mode & 0o077 == 0
    assert not killed.exists()
    folder = one.plan_file.parent
    del one
    assert not folder.exists()
