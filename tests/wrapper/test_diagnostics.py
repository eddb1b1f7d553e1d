"""What a person reads when Terraform or AWS refuses.

The reports are in the words of Terraform 1.11.4 and hashicorp/aws 5.100.0.
"""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from wrapper.diagnostics import Diagnostic, explain, explain_aws

FOLDER = Path("/somewhere/cdktf.out/stacks/low-availability")


def error(summary: str, detail: str = "", address: str = "") -> Diagnostic:
    found: Diagnostic = {"severity": "error", "summary": summary, "detail": detail}
    return found | ({"address": address} if address else {})


LOCK = """Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: km4, \
api error PreconditionFailed: At least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        1313b985-44dc-308c-1de0-3cad82ae0dc9
  Path:      state/a/terraform.tfstate
  Operation: OperationTypeApply
  Who:       ada@laptop
  Version:   1.11.4
  Created:   2026-11-20 23:35:20.931659195 +0000 UTC
  Info:      


Terraform acquires a state lock to protect the state from being written
by multiple users at the same time."""


def test_a_held_lock_names_who_holds_it_since_when_and_what_releases_it() -> None:
    found = explain([error("Error acquiring the state lock", LOCK)], "", FOLDER)
    assert found.message == (
        "The state of low-availability is locked: ada@laptop runs apply since 2026-11-20 23:35:20 UTC "
        "(lock 1313b985-44dc-308c-1de0-3cad82ae0dc9). Nothing was changed."
    )
    assert found.hint is not None
    assert "./tarmac unlock low-availability" in found.hint


@pytest.mark.parametrize(
    ("report", "message", "hint"),
    [
        (
            error(
                "No valid credential sources found",
                "Please see https://developer.hashicorp.com/terraform/language/backend/s3\nfor more information about "
                "providing credentials.\n\nError: failed to refresh cached credentials, no EC2 IMDS role found, "
                "operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option",
            ),
            "There are no AWS credentials.",
            "aws sso login",
        ),
        (
            error(
                "validating provider credentials: retrieving caller identity from STS: operation error STS: "
                "GetCallerIdentity, https response error StatusCode: 403, RequestID: 1, api error ExpiredToken: The "
                "security token included in the request is expired"
            ),
            "The AWS credentials have expired.",
            "Log in again",
        ),
        (
            error(
                "validating provider credentials: retrieving caller identity from STS: operation error STS: "
                "GetCallerIdentity, https response error StatusCode: 403, RequestID: 1, api error "
                "InvalidClientTokenId: The security token included in the request is invalid."
            ),
            "AWS does not know these credentials.",
            "Check AWS_PROFILE",
        ),
        (
            error("failed to get shared config profile, nobody"),
            "The AWS profile nobody is not in ~/.aws/config.",
            "Correct AWS_PROFILE",
        ),
        (
            error(
                "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 403, RequestID: 1, "
                "api error UnauthorizedOperation: You are not authorized to perform this operation. User: "
                "arn:aws:iam::123456789012:user/ada is not authorized to perform: ec2:CreateVpc on resource: "
                "arn:aws:ec2:eu-central-1:123456789012:vpc/* because no identity-based policy allows the action",
                address="module.vpc.aws_vpc.this",
            ),
            "The AWS credentials lack the permission ec2:CreateVpc.",
            "Ask for that permission",
        ),
        (
            error(
                "reading S3 Bucket: operation error S3: GetBucketPolicy, https response error StatusCode: 403, "
                "RequestID: 1, api error AccessDenied: Access Denied"
            ),
            "The AWS credentials lack the permission for GetBucketPolicy of S3.",
            "Ask for that permission",
        ),
        (
            error(
                "Failed to query available provider packages",
                "Could not retrieve the list of available versions for provider hashicorp/aws: could not connect to "
                'registry.terraform.io: failed to request discovery document: Get "https://registry.terraform.io/'
                '.well-known/terraform.json": dial tcp: lookup registry.terraform.io on 10.0.0.2:53: no such host',
            ),
            "Terraform's registry (registry.terraform.io), from which the AWS provider comes, cannot be reached.",
            "TARMAC_PROVIDER_MIRROR",
        ),
        (
            error(
                "Failed to query available provider packages",
                "Could not retrieve the list of available versions for provider hashicorp/random: provider "
                "registry.terraform.io/hashicorp/random was not found in any of the search locations\n\n  - /mirror",
            ),
            "A provider that the stack needs is not there: Could not retrieve the list of available versions for "
            "provider hashicorp/random: provider registry.terraform.io/hashicorp/random was not found in any of "
            "the search locations - /mirror",
            "TARMAC_PROVIDER_MIRROR",
        ),
        (
            error(
                "validating provider credentials: retrieving caller identity from STS: operation error STS: "
                "GetCallerIdentity, exceeded maximum number of attempts, 5, https response error StatusCode: 0, "
                'RequestID: , request send failed, Post "http://127.0.0.1:1/": '
                "dial tcp 127.0.0.1:1: connect: connection refused"
            ),
            "The network does not reach AWS (dial tcp 127.0.0.1:1: connect: connection refused).",
            "AWS_ENDPOINT_URL",
        ),
        (
            error("Failed to install provider", "write .terraform/providers/aws: no space left on device"),
            "The disk is full.",
            "Make room",
        ),
        (
            error(
                'Failed to get existing workspaces: S3 bucket "state" does not exist.\n\nThe referenced S3 bucket must '
                "have been previously created. If the S3 bucket\nwas created within the last minute, please wait"
            ),
            "The bucket state, which keeps Terraform's state, does not exist.",
            "./tarmac bootstrap",
        ),
        (
            error("AWS account ID not allowed: 123456789012"),
            "These credentials belong to account 123456789012, in which this deployment must not live "
            "(allowed_account_ids).",
            "settings of low-availability",
        ),
        (
            error('Backend initialization required, please run "terraform init"', "Reason: Initial configuration"),
            "The place where the state of low-availability is kept has changed since Terraform last ran here.",
            "cdktf.out/stacks/low-availability/.terraform",
        ),
        (
            error(
                "creating Secrets Manager Secret (airflow/fernet): operation error Secrets Manager: CreateSecret, "
                "https response error StatusCode: 400, RequestID: 1, InvalidRequestException: You can't create this "
                "secret because a secret with this name is already scheduled for deletion.",
                address="module.ecs_airflow.aws_secretsmanager_secret.fernet",
            ),
            "module.ecs_airflow.aws_secretsmanager_secret.fernet: a secret of that name waits for its deletion, after "
            "an earlier deployment was destroyed.",
            "restore-secret",
        ),
        (
            error(
                "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: 1, "
                "api error VpcLimitExceeded: The maximum number of VPCs has been reached."
            ),
            None,
            "Service Quotas",
        ),
    ],
)
def test_each_known_failure_says_what_to_do(report: Diagnostic, message: str | None, hint: str) -> None:
    found = explain([report], "", FOLDER)
    if message:
        assert found.message == message
    assert found.hint is not None
    assert hint in found.hint


def test_what_exists_already_is_told_with_the_command_that_imports_it() -> None:
    report = error(
        "creating IAM Role (low-availability-worker): operation error IAM: CreateRole, https response error "
        "StatusCode: 409, RequestID: 1, EntityAlreadyExists: Role with name low-availability-worker already exists.",
        address='module.ecs_airflow.aws_iam_role.task["worker"]',
    )
    found = explain([report], "", FOLDER)
    assert "exists in AWS but not in the state" in found.message
    assert found.hint is not None
    assert found.hint.endswith(
        "./tarmac import low-availability 'module.ecs_airflow.aws_iam_role.task[\"worker\"]' low-availability-worker"
    )


def test_the_message_of_a_validation_block_is_passed_on_as_it_is() -> None:
    report = error(
        "Invalid value for variable",
        "az_count is 1.\n\nThis was checked by the validation rule at variables.tf:3,3-13.",
    )
    assert str(explain([report], "", FOLDER)) == "az_count is 1."


def test_what_is_not_known_is_passed_on_whole() -> None:
    report = error("Strange thing", "It happened.\nTwice.", address="aws_vpc.this") | {
        "range": {"filename": "main.tf", "start": {"line": 7}}
    }
    assert (
        str(explain([report], "", FOLDER))
        == "Terraform: Strange thing\nIt happened.\nTwice.\nat aws_vpc.this (main.tf, line 7)"
    )


def test_equal_failures_are_told_once_and_different_ones_each() -> None:
    reports = [error("not authorized to perform: ec2:CreateVpc")] * 3 + [
        error("not authorized to perform: iam:CreateRole")
    ]
    found = explain([*reports, error("execution halted")], "", FOLDER)
    assert found.message.splitlines() == [
        "The AWS credentials lack the permission ec2:CreateVpc.",
        "The AWS credentials lack the permission iam:CreateRole.",
    ]
    assert found.hint == "Ask for that permission to be added to the user or role, then run the command again."


def test_the_text_for_people_is_understood_too() -> None:
    text = (
        "\x1b[31m╷\x1b[0m\x1b[0m\n\x1b[31m│\x1b[0m \x1b[0m\x1b[1m\x1b[31mError: \x1b[0m\x1b[0m\x1b[1mNo valid "
        "credential sources\n"
        "\x1b[31m│\x1b[0m found\x1b[0m\n\x1b[31m│\x1b[0m \n\x1b[31m│\x1b[0m Please see elsewhere\n\x1b[31m╵\x1b[0m\n"
    )
    assert explain([], text, FOLDER).message == "There are no AWS credentials."


def test_a_failure_without_a_word_is_said_to_be_one() -> None:
    assert str(explain([], "", FOLDER)) == "Terraform failed and gave no reason."


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "Access Denied"}}, "GetObject"),
            "The AWS credentials lack the permission for GetObject. It happened while reading the lock.",
        ),
        (
            ClientError({"Error": {"Code": "ExpiredToken", "Message": "The token has expired"}}, "GetObject"),
            "The AWS credentials have expired. It happened while reading the lock.",
        ),
        (NoCredentialsError(), "There are no AWS credentials. It happened while reading the lock."),
        (
            EndpointConnectionError(endpoint_url="http://127.0.0.1:9/"),
            'The network does not reach AWS (Could not connect to the endpoint URL: "http://127.0.0.1:9/"). '
            "It happened while reading the lock.",
        ),
    ],
)
def test_failures_of_our_own_calls_are_told_alike(problem: Exception, message: str) -> None:
    assert explain_aws(problem, "reading the lock").message == message


@pytest.mark.parametrize(
    ("address", "report", "expected"),
    [
        (
            "module.vpc.aws_route.public[0]",
            "creating Route in Route Table (rtb-1) with destination (0.0.0.0/0): operation error EC2: CreateRoute, "
            "api error RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
            "./tarmac import airflow 'module.vpc.aws_route.public[0]' rtb-1_0.0.0.0/0",
        ),
        (
            "aws_vpc_security_group_ingress_rule.one",
            "creating VPC Security Group Rule: operation error EC2: AuthorizeSecurityGroupIngress, api error "
            "InvalidPermission.Duplicate: the specified rule already exists",
            "'./tarmac orphans airflow' finds it",
        ),
        (
            "aws_lb.this",
            "creating ELBv2 application Load Balancer (airflow): DuplicateLoadBalancerName",
            "'./tarmac orphans airflow' finds it",
        ),
    ],
)
def test_an_import_command_has_the_id_or_is_not_shown(address: str, report: str, expected: str) -> None:
    """An ARN, or the id of a rule, is not in the message."""
    found = {"severity": "error", "summary": report, "detail": "", "address": address}
    explained = explain([found], "", Path("airflow"))
    assert explained.hint is not None and expected in explained.hint
    assert "ID" not in explained.hint
