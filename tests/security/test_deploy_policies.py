"""docs/policies/plan.json and deploy.json: the least for whoever plans, and for whoever deploys (P1.14, P2.2)."""

from __future__ import annotations

import json
import re
import sys
from fnmatch import fnmatchcase
from typing import Any

import pytest
from record_calls import FILE, actions
from scanners import parliament

from wrapper.paths import ROOT

sys.path.append(str(ROOT / "tests" / "account"))
from test_policy import INLINE_POLICY_CHARACTERS, NEEDED, as_list, types

Statements = list[dict[str, Any]]

FOLDER = ROOT / "docs" / "policies"
NAMES = {"DEPLOYMENT": "a-name-of-twenty-abc", "STATE-BUCKET": "my-state", "REGION": "ap-southeast-1"}
CALLED = json.loads(FILE.read_text())

OF_BOOTSTRAP = {"aws_ecr_repository", "aws_ecr_lifecycle_policy"}
"""What is made once in an account, by another role."""

BY_CHOICE = {
    "aws_appautoscaling_scheduled_action": "application-autoscaling:PutScheduledAction "
    "application-autoscaling:DeleteScheduledAction",
    "aws_budgets_budget": "budgets:ModifyBudget budgets:TagResource",
    "aws_ce_anomaly_monitor": "ce:CreateAnomalyMonitor ce:UpdateAnomalyMonitor ce:DeleteAnomalyMonitor ce:TagResource",
    "aws_ce_anomaly_subscription": "ce:CreateAnomalySubscription ce:UpdateAnomalySubscription "
    "ce:DeleteAnomalySubscription ce:TagResource",
    "aws_iam_role_policy_attachment": "iam:AttachRolePolicy iam:DetachRolePolicy iam:ListAttachedRolePolicies",
    "aws_sns_topic_subscription": "sns:Subscribe sns:Unsubscribe",
    "aws_wafv2_web_acl_association": "wafv2:AssociateWebACL wafv2:DisassociateWebACL wafv2:GetWebACLForResource "
    "elasticloadbalancing:SetWebAcl",
}
"""What types take that are in no plan out of the box."""

READ = {
    "aws_appautoscaling_scheduled_action": "application-autoscaling:DescribeScheduledActions",
    "aws_budgets_budget": "budgets:ViewBudget budgets:ListTagsForResource",
    "aws_ce_anomaly_monitor": "ce:GetAnomalyMonitors ce:ListTagsForResource",
    "aws_ce_anomaly_subscription": "ce:GetAnomalySubscriptions ce:ListTagsForResource",
    "aws_cloudwatch_dashboard": "cloudwatch:GetDashboard",
    "aws_cloudwatch_metric_alarm": "cloudwatch:DescribeAlarms cloudwatch:ListTagsForResource",
    "aws_iam_role_policy_attachment": "iam:ListAttachedRolePolicies",
    "aws_scheduler_schedule": "scheduler:GetSchedule",
    "aws_sns_topic": "sns:GetTopicAttributes sns:ListTagsForResource",
    "aws_sns_topic_policy": "sns:GetTopicAttributes",
    "aws_sns_topic_subscription": "sns:GetSubscriptionAttributes",
    "aws_wafv2_web_acl_association": "wafv2:GetWebACLForResource",
}
"""With what Terraform reads types that were in no plan that was recorded."""

GLOBAL = ({"route53"}, {"ce"})
"""Services of no region, or of one for all: what has no name there is not confined by one."""

UNKNOWN_BEFOREHAND = {
    # What parliament says of both, and why it stands.
    "RESOURCE_STAR": "AWS gives networks, file systems and names in DNS their ids when they are made",
    "RESOURCE_MISMATCH": "it wants network load balancers, option groups and an account in public parameters too",
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION": "whoever makes a bucket may open it: its policy is part of the module",
}


def policy(name: str) -> str:
    """The document with its names filled in, as docs/security.md says."""
    text = (FOLDER / f"{name}.json").read_text()
    for placeholder, value in NAMES.items():
        text = text.replace(placeholder, value)
    return text


def statements(name: str) -> Statements:
    found: Statements = json.loads(policy(name))["Statement"]
    return found


def allowed(found: Statements, action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for one in found for pattern in as_list(one["Action"]))


@pytest.mark.parametrize("name", ["plan", "deploy"])
def test_it_allows_all_that_terraform_was_seen_to_call(name: str) -> None:
    """`python -m tests.security.record_calls` looks again."""
    assert len(CALLED[name]) > 80
    assert [action for action in CALLED[name] if not allowed(statements(name), action)] == []


def made() -> set[str]:
    """The types in the plans of both stacks, and those that only some settings make."""
    published = "".join(file.read_text() for file in (ROOT / "modules").glob("*/*.tf"))
    return types() | set(re.findall(r'^resource "(\w+)"', published, re.MULTILINE))


@pytest.mark.parametrize("kind", sorted(made() - OF_BOOTSTRAP))
def test_who_deploys_may_make_and_take_away_every_type(kind: str) -> None:
    needed = NEEDED | BY_CHOICE
    assert kind in needed, f"say in BY_CHOICE, or in NEEDED of tests/account/test_policy.py, what {kind} takes"
    assert [action for action in needed[kind].split() if not allowed(statements("deploy"), action)] == []


@pytest.mark.parametrize("kind", sorted(made() - OF_BOOTSTRAP))
def test_who_plans_may_read_every_type(kind: str) -> None:
    """Those that no recorded plan had are told in READ; the others were seen to be read."""
    assert kind in CALLED["types"] or kind in READ, (
        f"say in READ with what Terraform reads {kind}, or record anew: python -m tests.security.record_calls"
    )
    reads = READ.get(kind, "").split()
    assert [action for name in ("plan", "deploy") for action in reads if not allowed(statements(name), action)] == []


def test_who_plans_changes_nothing_but_the_lock() -> None:
    changing = ("Create", "Delete", "Put", "Modify", "Update", "Register", "Run", "Tag", "Attach", "Pass", "Terminate")
    found = [(action, one["Resource"]) for one in statements("plan") for action in as_list(one["Action"])]
    changes = [(action, resource) for action, resource in found if action.partition(":")[2].startswith(changing)]
    lock = "arn:aws:s3:::my-state/a-name-of-twenty-abc/terraform.tfstate.tflock"
    assert sorted(changes) == [("s3:DeleteObject", lock), ("s3:PutObject", lock)]


@pytest.mark.parametrize("name", ["plan", "deploy"])
def test_secrets_roles_buckets_and_data_are_named(name: str) -> None:
    """Of another deployment neither policy reads a secret, nor does it change what has a name."""
    looks = ("List", "Describe", "GetRandomPassword")
    for statement in statements(name):
        for action in as_list(statement["Action"]):
            service, _, call = action.partition(":")
            if service in ("secretsmanager", "iam", "s3", "rds", "elasticache", "ecr") and not call.startswith(looks):
                for resource in as_list(statement["Resource"]):
                    ours = NAMES["DEPLOYMENT"] in resource or "my-state" in resource or "tarmac/airflow" in resource
                    assert (
                        ours
                        or resource.endswith(("/aws-service-role/*", ":parametergroup:default.*"))
                        or (action == "rds:ListTagsForResource")
                    ), (action, resource)


def test_what_has_no_name_beforehand_is_changed_in_the_region_alone() -> None:
    for statement in statements("deploy"):
        services = {action.partition(":")[0] for action in as_list(statement["Action"])}
        if statement["Resource"] == "*" and statement["Sid"] != "Look" and services not in GLOBAL:
            assert statement["Condition"]["StringEquals"]["aws:RequestedRegion"] == NAMES["REGION"]


def test_roles_are_handed_to_the_services_that_use_them_and_no_other() -> None:
    (passing,) = [one for one in statements("deploy") if "iam:PassRole" in as_list(one["Action"])]
    assert passing["Resource"] == f"arn:aws:iam::*:role/{NAMES['DEPLOYMENT']}-*"
    services = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    wanted = {"ecs-tasks", "monitoring.rds", "scheduler", "vpc-flow-logs"}
    assert {service.removesuffix(".amazonaws.com") for service in services} == wanted


@pytest.mark.parametrize("name", ["plan", "deploy"])
def test_parliament_finds_nothing_but_what_cannot_be_known_beforehand(name: str) -> None:
    found = parliament({name: policy(name)}).get(name, [])
    assert [one for one in found if one.partition(":")[0] not in UNKNOWN_BEFOREHAND] == []


def test_a_misspelt_action_is_caught() -> None:
    """What proves that parliament knows the actions."""
    planted = policy("plan").replace("GetSecretValue", "GetSecretValues")
    assert [one for one in parliament({"plan": planted})["plan"] if one.startswith("UNKNOWN_ACTION")]


@pytest.mark.parametrize("name", ["plan", "deploy"])
def test_it_fits_into_an_inline_policy_of_a_role_whatever_the_name(name: str) -> None:
    assert len("".join(policy(name).split())) <= INLINE_POLICY_CHARACTERS


def test_the_calls_are_read_from_the_providers_log() -> None:
    log = (
        "2026-11-21T08:00:00.000Z [DEBUG] provider: HTTP Request Sent: rpc.method=HeadBucket rpc.service=S3 x=1\n"
        '2026-11-21T08:00:01.000Z [DEBUG] provider: other\n  rpc.service="Elastic Load Balancing v2"\n'
        "  rpc.method=CreateRule\n2026-11-21T08:00:01.000Z [INFO] nothing"
    )
    assert list(actions(log)) == ["s3:ListBucket", "elasticloadbalancing:CreateRule"]
