"""checkov finds nothing in the plans but what accepted.yaml accepts, with a reason (T0.6, D1.1, D1.6)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hardened import ACCOUNT, BOUNDARY, OUT_OF_THE_BOX, REGION, hardened
from ruamel.yaml import YAML
from scanners import Scan, checkov

from modules import MODULES
from tests.modules.example_roots import root_of_examples
from tests.stacks.synthesis import BUCKET, stack_root, synthesize
from wrapper.embedded_aws import EmbeddedAws

ACCEPTED = YAML(typ="safe").load((Path(__file__).parent / "accepted.yaml").read_text())
ALWAYS, UNTIL_CHOSEN, GIVEN, IN_EXAMPLES, BESIDE_EXAMPLES = (
    set(ACCEPTED[part]) for part in ("always", "until_chosen", "given", "examples", "beside_examples")
)
EXAMPLES = "examples"

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555"
WEB_ACL = f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/some/1234abcd-12ab-34cd-56ef-1234567890ab"
DEPLOYMENTS = {**OUT_OF_THE_BOX, "hardened": hardened(KEY, CERTIFICATE, WEB_ACL)}

Planned = Callable[[str], dict[str, Any]]
Scanned = Callable[[str], Scan]


@pytest.fixture(scope="module")
def planned(embedded_aws: EmbeddedAws, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The JSON of a deployment's plan, or of that of all complete examples, made once."""
    folder = tmp_path_factory.mktemp("plans")
    synthesize(folder, DEPLOYMENTS, embedded=BUCKET)
    plans: dict[str, dict[str, Any]] = {}

    def plan(deployment: str) -> dict[str, Any]:
        if deployment == EXAMPLES and deployment not in plans:
            modules = [module.folder().name for module in MODULES]
            root = root_of_examples(tmp_path_factory.mktemp("examples"), modules, embedded_aws, only="complete")
            plans[EXAMPLES] = root.plan(output=True)._raw
        elif deployment not in plans:
            root = stack_root(folder / "out" / "stacks" / deployment, embedded_aws.complete_environment())
            plans[deployment] = root.plan(output=True)._raw
        return plans[deployment]

    return plan


@pytest.fixture(scope="module")
def scanned(planned: Planned, tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """What checkov says of a deployment's plan, asked once."""
    scans: dict[str, Scan] = {}

    def scan(deployment: str) -> Scan:
        if deployment not in scans:
            scans[deployment] = checkov(planned(deployment), tmp_path_factory.mktemp("checkov"))
        return scans[deployment]

    return scan


def beyond(scan: Scan, accepted: set[str]) -> list[tuple[str, str]]:
    return sorted(found for found in scan.failed if found[0] not in accepted)


@pytest.mark.parametrize("deployment", [*DEPLOYMENTS, EXAMPLES])
def test_every_resource_of_the_plan_is_looked_at(planned: Planned, scanned: Scanned, deployment: str) -> None:
    """On a stack whose modules it does not see, checkov checks nothing and is content."""
    made = [change for change in planned(deployment)["resource_changes"] if change["mode"] == "managed"]
    scan = scanned(deployment)
    assert scan.resources == len(made)
    assert scan.passed > len(made)


@pytest.mark.parametrize("deployment", OUT_OF_THE_BOX)
def test_out_of_the_box_nothing_fails_but_what_is_accepted(scanned: Scanned, deployment: str) -> None:
    assert beyond(scanned(deployment), ALWAYS | UNTIL_CHOSEN) == []


def test_with_every_setting_that_security_asks_for_nothing_is_left_open(scanned: Scanned) -> None:
    assert beyond(scanned("hardened"), ALWAYS | GIVEN) == []


def test_nothing_is_accepted_that_does_not_occur(scanned: Scanned) -> None:
    out_of_the_box = {check for deployment in OUT_OF_THE_BOX for check, _ in scanned(deployment).failed}
    assert out_of_the_box == ALWAYS | UNTIL_CHOSEN
    assert {check for check, _ in scanned("hardened").failed} - ALWAYS == GIVEN


def made_of(plan: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """What the resources of a type will be."""
    found = [change["change"]["after"] for change in plan["resource_changes"] if change["type"] == kind]
    assert found, kind
    return found


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_no_task_has_a_public_address(planned: Planned, deployment: str) -> None:
    """D1.6, P4.9"""
    networks = [service["network_configuration"][0] for service in made_of(planned(deployment), "aws_ecs_service")]
    assert not any(network["assign_public_ip"] for network in networks)


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_the_shared_files_are_reached_by_tls_and_by_role(planned: Planned, deployment: str) -> None:
    """P1.14: through an access point each."""
    tasks = made_of(planned(deployment), "aws_ecs_task_definition")
    mounts = [mount for task in tasks for volume in task["volume"] for mount in volume["efs_volume_configuration"]]
    assert len(mounts) >= 4
    for mount in mounts:
        assert mount["transit_encryption"] == "ENABLED"
        assert mount["authorization_config"][0]["iam"] == "ENABLED"


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_network_acls_are_left_open(planned: Planned, deployment: str) -> None:
    """Security groups say who speaks to whom; a second place that says it would be the one that is forgotten."""
    assert not [change for change in planned(deployment)["resource_changes"] if "network_acl" in change["type"]]


def test_every_role_stays_within_the_boundary(planned: Planned) -> None:
    """P1.14"""
    assert {role["permissions_boundary"] for role in made_of(planned("hardened"), "aws_iam_role")} == {BOUNDARY}


def test_every_request_is_logged_into_a_bucket_that_aws_alone_writes_to(planned: Planned) -> None:
    """T0.6: `load_balancer.access_logs`."""
    made = {
        change["address"].removeprefix("module.ecs_airflow."): change
        for change in planned("hardened")["resource_changes"]
    }
    bucket = f"hardened-requests-{ACCOUNT}-{REGION}"
    assert made["aws_s3_bucket.requests[0]"]["change"]["after"]["bucket"] == bucket
    (logs,) = made["aws_lb.this[0]"]["change"]["after"]["access_logs"]
    assert logs["enabled"]
    assert made["aws_s3_bucket_public_access_block.requests[0]"]["change"]["after"]["restrict_public_buckets"]
    statements = made["data.aws_iam_policy_document.requests_bucket[0]"]["change"]["after"]["statement"]
    assert [one["sid"] for one in statements] == ["Delivery", "TlsOnly"]
    assert statements[0]["principals"][0]["identifiers"] == ["logdelivery.elasticloadbalancing.amazonaws.com"]


def test_the_complete_examples_of_the_modules_fail_nothing_but_what_is_accepted(
    planned: Planned, scanned: Scanned
) -> None:
    """What a module makes, and apart from it what the example has beside it."""
    scan = scanned(EXAMPLES)
    made = {change["address"] for change in planned(EXAMPLES)["resource_changes"] if change["mode"] == "managed"}
    of_modules = {address for address in made if address.count("module.") == 2}
    assert {address.split(".")[1].removesuffix("-complete") for address in of_modules} == {
        module.folder().name for module in MODULES
    }
    of_stacks = ALWAYS | UNTIL_CHOSEN | GIVEN
    assert {check for check, address in scan.failed if address in of_modules} - of_stacks == IN_EXAMPLES
    assert {check for check, address in scan.failed if address not in of_modules} == BESIDE_EXAMPLES


HOLDING = ("secret_string", "master_password", "password", "passwords", "auth_token", "client_secret")
"""Arguments in which a value would stand in the plan; `secret_string_wo` and its like do not."""


def values_of_secrets(plan: dict[str, Any]) -> list[str]:
    """Where a plan holds the value of a secret, or will once it is known."""
    found = []
    for change in plan["resource_changes"]:
        after, unknown = change["change"]["after"] or {}, change["change"].get("after_unknown") or {}
        for name in (*HOLDING, "secret_string_wo", "master_password_wo"):
            if after.get(name) or (name in HOLDING and name != "secret_string" and unknown.get(name) is True):
                found.append(f"{change['address']}.{name}")
    return found


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_the_plan_holds_no_value_of_a_secret(planned: Planned, deployment: str) -> None:
    """N.6"""
    assert values_of_secrets(planned(deployment)) == []


def test_a_password_in_a_plan_is_caught(planned: Planned) -> None:
    plan = copy.deepcopy(planned("low"))
    cluster = plant(plan, "aws_rds_cluster", master_password="hunter2")
    assert values_of_secrets(plan) == [f"{cluster}.master_password"]


def plant(plan: dict[str, Any], kind: str, **values: Any) -> str:
    """Adds a resource to a plan, and gives its address."""
    resource = {
        "address": f"{kind}.planted",
        "mode": "managed",
        "type": kind,
        "name": "planted",
        "provider_name": "registry.terraform.io/hashicorp/aws",
    }
    change = {"actions": ["create"], "before": None, "after": values}
    plan["resource_changes"].append({**resource, "change": change})
    plan["planned_values"]["root_module"].setdefault("resources", []).append({**resource, "values": values})
    return resource["address"]


def test_a_bucket_that_is_open_to_everybody_is_caught(planned: Planned, tmp_path: Path) -> None:
    """What proves that the checks look at anything at all."""
    plan = copy.deepcopy(planned("low"))
    bucket = plant(plan, "aws_s3_bucket", bucket="planted")
    block = plant(
        plan,
        "aws_s3_bucket_public_access_block",
        bucket="planted",
        block_public_acls=False,
        block_public_policy=False,
        ignore_public_acls=False,
        restrict_public_buckets=False,
    )
    planted = {found for found in checkov(plan, tmp_path).failed if found[1] in (bucket, block)}
    assert {("CKV_AWS_53", block), ("CKV_AWS_54", block)} <= planted
    assert [found for found in planted if found[1] == bucket]
