"""parliament finds nothing in the IAM policies, and none of them reaches further than its component (P1.14, P2.2)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hardened import OUT_OF_THE_BOX
from moto.iam.access_control import IAMPolicy, PermissionResult
from scanners import parliament

from modules.ecs_airflow.components import COMPONENTS, Component
from tests.stacks.synthesis import BUCKET, stack_root, synthesize
from wrapper.embedded_aws import EmbeddedAws

pytestmark = pytest.mark.apply

KINDS = ("aws_iam_role_policy", "aws_iam_policy")
PLANTED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "*"}]}

Policies = dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=OUT_OF_THE_BOX)
def policies(
    request: pytest.FixtureRequest, embedded_aws: EmbeddedAws, tmp_path_factory: pytest.TempPathFactory
) -> Policies:
    """Every policy of a deployment by its address. ARNs are known after an apply alone, so that much is applied."""
    folder = tmp_path_factory.mktemp("policies")
    deployment = f"policies-{request.param}"
    synthesize(folder, {deployment: OUT_OF_THE_BOX[request.param]}, embedded=BUCKET)
    root = stack_root(folder / "out" / "stacks" / deployment, embedded_aws.complete_environment())
    changes = root.plan(output=True).resource_changes.values()
    targets = [change["address"] for change in changes if change["type"] in KINDS]
    root.execute_command("apply", "-auto-approve", "-no-color", *(f"-target={address}" for address in targets))
    state = json.loads(root.execute_command("show", "-json").out)
    root.execute_command("destroy", "-auto-approve", "-no-color")
    modules = state["values"]["root_module"].get("child_modules", [])
    resources = [resource for module in modules for resource in module["resources"]]
    found = {one["address"]: json.loads(one["values"]["policy"]) for one in resources if one["type"] in KINDS}
    assert set(found) == set(targets)
    return found


def statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    found = policy["Statement"]
    return found if isinstance(found, list) else [found]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_parliament_finds_nothing(policies: Policies) -> None:
    found = parliament({address: json.dumps(policy) for address, policy in policies.items()})
    assert not found, json.dumps(found, indent=1)


def test_a_policy_that_passes_every_role_is_caught() -> None:
    """What proves that parliament looks at anything at all."""
    assert parliament({"planted": json.dumps(PLANTED)})


def test_nothing_is_allowed_on_everything_but_what_aws_grants_no_narrower(policies: Policies) -> None:
    """D1.6: a resource that is a star needs an action for which AWS knows no resource; metrics have a namespace."""
    wide = {
        action
        for policy in policies.values()
        for statement in statements(policy)
        if "*" in listed(statement["Resource"])
        for action in listed(statement["Action"])
    }
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    assert wide <= {"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken", "logs:DescribeLogGroups"}


def test_no_policy_allows_every_action_of_a_service(policies: Policies) -> None:
    actions = {action for policy in policies.values() for one in statements(policy) for action in listed(one["Action"])}
    assert not [action for action in actions if action == "*" or action.endswith(":*")]


def test_a_worker_reads_no_secret_of_another_component(policies: Policies) -> None:
    """N.7: neither by the role that starts it nor by the one that users' code has."""
    readable = [
        resource
        for address, policy in policies.items()
        if '"worker"' in address
        for statement in statements(policy)
        if "secretsmanager:GetSecretValue" in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    ]
    assert readable
    for forbidden in ("database", "master", "fernet", "jwt", "admin", "flower"):
        assert not [arn for arn in readable if f"/{forbidden}-" in arn or f"-{forbidden}-" in arn], readable


def permitted(policies: Policies, component: str, action: str, resource: str, role: str = "") -> bool:
    """Whether a role of a component may do that, as IAM decides; of both roles where none is named."""
    own = [
        policy
        for address, policy in policies.items()
        if re.search(rf'aws_iam_role_policy\.{role or "(task|execution)"}\["{component}["/]', address)
    ]
    assert own or role == "task"
    decisions = [IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource) for policy in own]
    return PermissionResult.PERMITTED in decisions and PermissionResult.DENIED not in decisions


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_a_component_is_started_with_its_own_secrets_and_runs_with_none(
    policies: Policies, component: Component
) -> None:
    """P1.14, N.7: ECS reads them; the code that runs, users' or Airflow's, may ask for no secret at all."""
    asked = "secretsmanager:GetSecretValue"
    secrets = {
        arn
        for policy in policies.values()
        for one in statements(policy)
        if asked in listed(one["Action"])
        for arn in listed(one["Resource"])
    }
    assert len(secrets) >= 7
    started = {arn for arn in secrets if permitted(policies, component.name, asked, arn, "execution")}
    without_password = not [arn for arn in secrets if "/redis/password-" in arn]  # ElastiCache has none
    assert len(started) == len(component.secrets - ({"broker"} if without_password else set()))
    assert not [arn for arn in secrets if permitted(policies, component.name, asked, arn, "task")]


ROLE = "arn:aws:iam::123456789012:role/any"
WANTED = {
    "secretsmanager:ListSecrets": "*",
    "secretsmanager:PutSecretValue": "arn:aws:secretsmanager:us-east-1:123456789012:secret:any/airflow/fernet-abc",
    "iam:PassRole": ROLE,
    "iam:CreateAccessKey": "arn:aws:iam::123456789012:user/any",
    "iam:AttachRolePolicy": ROLE,
    "sts:AssumeRole": ROLE,
    "ecs:RunTask": "arn:aws:ecs:us-east-1:123456789012:task-definition/any:1",
    "ecs:ExecuteCommand": "arn:aws:ecs:us-east-1:123456789012:task/any/1",
    "ecs:DescribeTaskDefinition": "*",
    "ecs:UpdateService": "arn:aws:ecs:us-east-1:123456789012:service/any/any",
    "rds:DescribeDBClusters": "*",
    "rds-db:connect": "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/airflow",
    "kms:Decrypt": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "ssm:GetParameter": "arn:aws:ssm:us-east-1:123456789012:parameter/any",
    "logs:GetLogEvents": "arn:aws:logs:us-east-1:123456789012:log-group:/any:*",
    "s3:GetObject": "arn:aws:s3:::some-state/any/terraform.tfstate",
    "s3:ListAllMyBuckets": "*",
    "cloudwatch:PutMetricData": "*",
}
"""What a hostile DAG would ask AWS for from a worker, and of what."""


@pytest.mark.parametrize("action", WANTED)
def test_aws_refuses_what_a_hostile_dag_would_ask_for(policies: Policies, action: str) -> None:
    """N.7: the other half of what tests/containers/dags/intruder.py tries, where no AWS says no."""
    assert not permitted(policies, "worker", action, WANTED[action], "task")


def test_a_worker_reads_dags_and_does_not_write_them(policies: Policies) -> None:
    """N.7: the dag-processor, which knows the database, runs what lies there. And the decisions are not all no."""
    (bucket,) = {
        arn
        for one in statements(policies[next(name for name in policies if '"worker/read-dags"' in name)])
        for arn in listed(one["Resource"])
        if arn.endswith("/*")
    }
    assert permitted(policies, "worker", "s3:GetObject", bucket.replace("*", "a.py"), "task")
    for action in ("s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy"):
        assert not permitted(policies, "worker", action, bucket.replace("*", "a.py"), "task")
