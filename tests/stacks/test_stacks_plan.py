"""What plain Terraform plans in the synthesized folders, on the embedded AWS: counts, names, partitions.

A change that is meant to make more or less is written into the inventory by
`.venv/bin/python -m pytest tests/stacks/test_stacks_plan.py --write-inventory`, and the difference reviewed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from synthesis import BUCKET, stack_root, synthesize

from wrapper.embedded_aws import EmbeddedAws

INVENTORY = Path(__file__).parent / "inventory.json"
DEPLOYMENTS = {
    "one": {"availability": "low"},
    "two": {"availability": "high"},
    "europe": {"availability": "low", "region": "eu-west-1"},
    "china": {"availability": "low", "region": "cn-north-1"},
    "government": {"availability": "low", "region": "us-gov-west-1"},
}
INVENTORIES = {"low": "one", "high": "two", "remote-state": "remote-state"}

NAMES = ("name", "name_prefix", "bucket", "cluster_identifier", "identifier", "replication_group_id", "user_id")
"""Arguments by which AWS tells resources of one type apart in an account and region."""

SCOPED = {
    # Names that need to be unique inside something of the deployment's own only.
    "aws_iam_role_policy": "a role",
    "aws_service_discovery_private_dns_namespace": "a network",
    "aws_service_discovery_service": "a namespace",
    "aws_route53_record": "a private zone",
    "aws_appautoscaling_policy": "a scalable target",
    "aws_appautoscaling_scheduled_action": "a scalable target",
}

Plan = Any
Planned = Callable[[str], Plan]


@pytest.fixture(scope="module")
def planned(embedded_aws: EmbeddedAws, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """Plans a stack where a test asks for it, once."""
    folder = tmp_path_factory.mktemp("plans")
    synthesize(folder, DEPLOYMENTS, embedded=BUCKET)
    plans: dict[str, Plan] = {}

    def plan(stack: str) -> Plan:
        if stack not in plans:
            root = stack_root(folder / "out" / "stacks" / stack, embedded_aws.complete_environment())
            plans[stack] = root.plan(output=True)
        return plans[stack]

    return plan


def made(plan: Plan) -> Iterator[dict[str, Any]]:
    """What a plan makes."""
    return (change for change in plan.resource_changes.values() if change["mode"] == "managed")


def texts(value: Any) -> Iterator[str]:
    """Every text inside nested values, but for descriptions, which may give examples."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "description":
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("what", INVENTORIES)
def test_the_plan_holds_what_the_inventory_says(planned: Planned, what: str, request: pytest.FixtureRequest) -> None:
    """P0.10, P1.1, P2.2"""
    found = dict(sorted(Counter(change["type"] for change in made(planned(INVENTORIES[what]))).items()))
    inventory = json.loads(INVENTORY.read_text()) if INVENTORY.exists() else {}
    if request.config.getoption("--write-inventory"):
        INVENTORY.write_text(json.dumps({**inventory, what: found}, indent=2) + "\n")
        return
    assert found == inventory[what]


def test_low_and_high_are_made_of_the_same_things_that_hold_data(planned: Planned) -> None:
    """P1.1: at the same addresses, so that one becomes the other in place."""
    kinds = ("aws_rds_cluster", "aws_efs_file_system", "aws_s3_bucket", "aws_vpc", "aws_subnet", "aws_lb")
    low, high = (
        {address for address, change in planned(name).resource_changes.items() if change["type"] in kinds}
        for name in ("one", "two")
    )
    assert low == high != set()


def test_two_deployments_side_by_side_share_no_name(planned: Planned) -> None:
    """N.11: in one account and region, nor a Name tag by which their resources are told apart."""
    names = []
    for deployment in ("one", "two"):
        found: set[tuple[str, ...]] = set()
        for change in made(planned(deployment)):
            after = change["change"]["after"] or {}
            given = [after[key] for key in NAMES if after.get(key) and change["type"] not in SCOPED]
            if change["type"] == "aws_ecs_task_definition":
                given.append(after["family"])
            found |= {(change["type"], name) for name in given}
            found |= {(change["type"], "tag", name) for key, name in (after.get("tags") or {}).items() if key == "Name"}
        names.append(found)
    one, two = names
    assert len(one) > 50
    assert one & two == set()
    for kind, *_, name in one | two:
        assert re.search(r"\b(one|two)\b", name), f"{kind} {name} does not carry the deployment's name"


@pytest.mark.parametrize(
    ("deployment", "partition", "region"),
    [("china", "aws-cn", "cn-north-1"), ("government", "aws-us-gov", "us-gov-west-1"), ("europe", "aws", "eu-west-1")],
)
def test_a_plan_speaks_of_its_own_partition_and_region_alone(
    planned: Planned, deployment: str, partition: str, region: str
) -> None:
    """N.11: no ARN and no service of another partition or region, in values and in the configuration."""
    plan = planned(deployment)
    everything = [*texts(plan.planned_values), *texts(plan.prior_state), *texts(plan.configuration)]
    arns = {
        (found, place)
        for text in everything
        for found, place in re.findall(r"arn:([a-z-]+):[a-z0-9-]+:([a-z0-9-]*):", text)
    }
    assert {found for found, _ in arns} == {partition}
    assert {place for _, place in arns} <= {region, ""}
    services = {found for text in everything for found in re.findall(r"com\.amazonaws\.([a-z0-9-]+)\.", text)}
    assert services == {region}
    assert not [text for text in everything if "us-east-1" in text]


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_every_resource_that_takes_tags_has_those_of_the_deployment(planned: Planned, deployment: str) -> None:
    """P1.17"""
    bare = []
    for change in made(planned(deployment)):
        after = change["change"]["after"] or {}
        if "tags_all" in after and after["tags_all"] is not None:
            tags = after["tags_all"]
            if (tags.get("Deployment"), tags.get("ManagedBy")) != (deployment, "Tarmac") or "Name" not in tags:
                bare.append(change["address"])
    assert bare == []


def test_no_secret_is_in_a_plan(planned: Planned) -> None:
    """P0.5: passwords are ephemeral or write-only; what the plan holds in their place is null."""
    for deployment in ("one", "two"):
        for change in made(planned(deployment)):
            after = change["change"]["after"] or {}
            for key in ("secret_string", "master_password", "auth_token", "passwords"):
                assert not after.get(key), f"{change['address']}.{key}"


def test_the_state_bucket_is_of_the_settings(planned: Planned) -> None:
    buckets = [c["change"]["after"]["bucket"] for c in made(planned("remote-state")) if c["type"] == "aws_s3_bucket"]
    assert buckets == [BUCKET["bucket"]]
