"""What is synthesized from settings: stacks, their state, their modules, what users bring along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from synthesis import ACCOUNT, BUCKET, flatten, read, synthesize

from stacks.names import remote_state_name

Stacks = Mapping[str, dict[str, Any]]
OTHER_ACCOUNT = "999999999999"
BASE = {"availability": "low", "account": ACCOUNT}

# P1.1: all in which low and high availability differ; None where a stack leaves it to the module.
LOW_TO_HIGH: dict[str, tuple[Any, Any]] = {
    # input                                           low          high
    "vpc.nat": ("instance", "per_az"),
    "vpc.flow_logs": (None, True),
    "ecs_cluster.container_insights": (None, "enabled"),
    "aurora.instance_count": (None, 2),
    "aurora.serverless.max_capacity": (2, 8),
    "aurora.backup_retention_days": (None, 14),
    "redis.mode": (None, "elasticache"),
    "redis.node_type": (None, "cache.t4g.small"),
    "redis.node_count": (None, 2),
    "ecs_airflow.components.api_server.min_count": (None, 2),
    "ecs_airflow.components.api_server.max_count": (None, 4),
    "ecs_airflow.components.scheduler.min_count": (None, 2),
    "ecs_airflow.components.scheduler.max_count": (None, 2),
    "ecs_airflow.components.dag_processor.min_count": (None, 2),
    "ecs_airflow.components.dag_processor.max_count": (None, 2),
    "ecs_airflow.components.dag_processor.spot_percent": (100, None),
    "ecs_airflow.components.triggerer.min_count": (None, 2),
    "ecs_airflow.components.triggerer.max_count": (None, 2),
    "ecs_airflow.components.triggerer.spot_percent": (100, None),
    "ecs_airflow.components.worker.min_count": (None, 2),
    "ecs_airflow.components.worker.max_count": (None, 8),
    "ecs_airflow.components.flower.min_count": (None, 2),
    "ecs_airflow.components.flower.max_count": (None, 2),
    "ecs_airflow.components.flower.spot_percent": (100, None),
    "monitoring.dashboard": (False, None),
    "monitoring.database.max_capacity": (2, 8),
    "monitoring.elasticache.replication_group_id": (None, "${module.redis.replication_group_id}"),
    "monitoring.redis_service_name": ("${module.redis.service_name}", None),
    "monitoring.services.redis.min_count": (1, None),
    "monitoring.services.api-server.min_count": (None, 2),
    "monitoring.services.scheduler.min_count": (None, 2),
    "monitoring.services.dag-processor.min_count": (1, 2),
    "monitoring.services.triggerer.min_count": (1, 2),
    "monitoring.services.worker.min_count": (1, 2),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings file's folder, with what a user brings along."""
    folder = tmp_path_factory.mktemp("stacks")
    (folder / "policies").mkdir()
    (folder / "policies/read-data.json").write_text('{"Version": "2012-10-17", "Statement": []}')
    (folder / "extra").mkdir()
    (folder / "extra/queue.tf").write_text('resource "terraform_data" "queue" {}\n')
    return folder


@pytest.fixture(scope="module")
def stacks(folder: Path) -> Stacks:
    return synthesize(
        folder,
        {
            "one": {"availability": "low"},
            "two": {"availability": "high"},
            "account": BASE | {"tags": {"team": "data"}},
            "elsewhere": BASE | {"account": OTHER_ACCOUNT, "region": "eu-central-1"},
            "own-files": BASE | {"policies_folder": "policies", "terraform_folder": "extra"},
        },
        embedded=BUCKET,
        **{ACCOUNT: {"bucket": "account-state", "region": "eu-west-1"}},
    )


def test_each_deployment_is_a_stack_and_each_account_has_one_for_its_state(stacks: Stacks) -> None:
    """P3.3"""
    deployments = {"one", "two", "account", "elsewhere", "own-files"}
    assert set(stacks) == deployments | {"remote-state-embedded", f"remote-state-{ACCOUNT}"}


def test_the_name_gives_the_state_key_and_the_prefix(stacks: Stacks) -> None:
    for name in ("one", "two", "account"):
        assert stacks[name]["terraform"]["backend"]["s3"]["key"] == f"{name}/terraform.tfstate"
        assert {module["name"] for module in stacks[name]["module"].values()} == {name}


def test_state_is_locked_encrypted_and_in_the_accounts_bucket(stacks: Stacks) -> None:
    """Remote state: S3 with a lock file, no DynamoDB table."""
    backend = stacks["account"]["terraform"]["backend"]
    assert backend == {
        "s3": {
            "bucket": "account-state",
            "encrypt": True,
            "key": "account/terraform.tfstate",
            "region": "eu-west-1",
            "use_lockfile": True,
        }
    }
    assert stacks["one"]["terraform"]["backend"]["s3"]["bucket"] == BUCKET["bucket"]


def test_before_its_bucket_is_made_a_stack_keeps_its_state_beside_it(stacks: Stacks) -> None:
    """cdktf's own default would be a path that stacks of one name share."""
    assert stacks["elsewhere"]["terraform"]["backend"] == {"local": {"path": "elsewhere.tfstate"}}


@pytest.mark.parametrize(
    ("name", "account", "region"),
    [("one", ACCOUNT, "us-east-1"), ("account", ACCOUNT, "us-east-1"), ("elsewhere", OTHER_ACCOUNT, "eu-central-1")],
)
def test_the_provider_refuses_any_other_account(stacks: Stacks, name: str, account: str, region: str) -> None:
    """Decision 16. The embedded AWS has an account of its own, which is no real one."""
    (provider,) = stacks[name]["provider"]["aws"]
    assert (provider["allowed_account_ids"], provider["region"]) == ([account], region)


def test_every_resource_is_tagged_with_the_deployment(stacks: Stacks) -> None:
    """P1.17"""
    (provider,) = stacks["account"]["provider"]["aws"]
    assert provider["default_tags"] == [{"tags": {"Deployment": "account", "ManagedBy": "Tarmac", "team": "data"}}]
    (provider,) = stacks["remote-state-embedded"]["provider"]["aws"]
    assert provider["default_tags"][0]["tags"]["ManagedBy"] == "Tarmac"


def test_terraform_and_provider_are_held_to_the_versions_that_are_tested(stacks: Stacks) -> None:
    for stack in stacks.values():
        assert stack["terraform"]["required_version"] == ">= 1.11"
        assert stack["terraform"]["required_providers"] == {
            "aws": {"source": "hashicorp/aws", "version": ">= 5.100, < 7"}
        }


class TestAvailability:
    """P1.1: one setting makes low high and high low."""

    def test_the_same_modules_stand_at_the_same_addresses(self, stacks: Stacks) -> None:
        low, high = stacks["one"]["module"], stacks["two"]["module"]
        assert list(low) == list(high) == ["aurora", "ecs_airflow", "ecs_cluster", "monitoring", "redis", "vpc"]
        assert {name: module["source"] for name, module in low.items()} == {
            name: module["source"] for name, module in high.items()
        }

    def test_what_differs(self, stacks: Stacks) -> None:
        low, high = flatten(stacks["one"]["module"]), flatten(stacks["two"]["module"])
        differing = {
            path: (low.get(path), high.get(path))
            for path in low.keys() | high.keys()
            if low.get(path) != high.get(path) and not path.endswith(".name")
        }
        assert differing == LOW_TO_HIGH

    def test_both_have_the_same_outputs(self, stacks: Stacks) -> None:
        """P1.19"""
        assert stacks["one"]["output"] == stacks["two"]["output"]
        assert {
            "url",
            "load_balancer_dns_name",
            "database_endpoint",
            "efs_file_system_id",
            "dag_access_point_id",
            "root_access_point_id",
            "log_bucket",
        } <= stacks["one"]["output"].keys()


class TestWhatUsersBring:
    def test_policies_of_a_folder_are_handed_to_the_roles(self, stacks: Stacks) -> None:
        """P3.1"""
        policies = stacks["own-files"]["module"]["ecs_airflow"]["extra_policies"]
        assert {name: json.loads(text) for name, text in policies.items()} == {
            "read-data": {"Version": "2012-10-17", "Statement": []}
        }

    def test_terraform_files_of_a_folder_become_part_of_the_stack(self, stacks: Stacks, folder: Path) -> None:
        """P3.2"""
        taken = folder / "out/stacks/own-files/queue.tf"
        assert taken.read_text() == (folder / "extra/queue.tf").read_text()
        assert not list((folder / "out/stacks/one").glob("*.tf"))

    def test_a_terraform_file_that_is_gone_leaves_the_stack(self, tmp_path: Path) -> None:
        """P3.2"""
        extra = tmp_path / "extra"
        extra.mkdir()
        (extra / "first.tf").write_text("")
        (extra / "second.tf").write_text("")
        deployments = {"one": {"availability": "low", "terraform_folder": "extra"}}
        synthesize(tmp_path, deployments)
        (extra / "second.tf").unlink()
        synthesize(tmp_path, deployments)
        assert [path.name for path in (tmp_path / "out/stacks/one").glob("*.tf")] == ["first.tf"]


class TestKeep:
    """What survives a destroy."""

    def test_the_embedded_aws_keeps_nothing(self, stacks: Stacks) -> None:
        modules = stacks["one"]["module"]
        assert modules["aurora"]["skip_final_snapshot"] is True
        assert modules["ecs_airflow"]["storage"]["force_destroy"] is True
        assert {modules[name]["secret_recovery_days"] for name in ("aurora", "redis", "ecs_airflow")} == {0}

    def test_an_account_keeps_a_snapshot_and_the_secrets_that_read_it(self, stacks: Stacks) -> None:
        """D1.4: and no bucket stands in the way of a destroy."""
        modules = stacks["account"]["module"]
        assert "skip_final_snapshot" not in modules["aurora"], "the module takes one"
        for name in ("aurora", "redis", "ecs_airflow"):
            assert "secret_recovery_days" not in modules[name], "the modules keep them for 30 days"
        assert modules["ecs_airflow"]["storage"]["force_destroy"] is True


class TestRemoteState:
    """The stack that `./tarmac bootstrap` makes."""

    def test_the_bucket_is_versioned_encrypted_closed_and_never_destroyed(self, stacks: Stacks) -> None:
        resources = stacks[f"remote-state-{ACCOUNT}"]["resource"]
        bucket = resources["aws_s3_bucket"]["state"]
        assert (bucket["bucket"], bucket["lifecycle"]) == ("account-state", {"prevent_destroy": True})
        (versioning,) = resources["aws_s3_bucket_versioning"]["state"]["versioning_configuration"]
        assert versioning == {"status": "Enabled"}
        assert "aws_s3_bucket_server_side_encryption_configuration" in resources
        closed = resources["aws_s3_bucket_public_access_block"]["state"]
        switches = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
        assert all(closed[switch] is True for switch in switches)

    def test_it_is_reached_by_tls_only(self, stacks: Stacks) -> None:
        (statement,) = stacks[f"remote-state-{ACCOUNT}"]["data"]["aws_iam_policy_document"]["state"]["statement"]
        assert (statement["effect"], statement["actions"]) == ("Deny", ["s3:*"])
        assert statement["condition"] == [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}]

    def test_it_holds_the_repository_of_the_image_with_tags_that_stay(self, stacks: Stacks) -> None:
        repository = stacks[f"remote-state-{ACCOUNT}"]["resource"]["aws_ecr_repository"]["airflow"]
        assert (repository["name"], repository["image_tag_mutability"]) == ("tarmac/airflow", "IMMUTABLE")

    def test_its_own_state_lies_in_its_bucket(self, stacks: Stacks) -> None:
        backend = stacks[f"remote-state-{ACCOUNT}"]["terraform"]["backend"]["s3"]
        assert (backend["bucket"], backend["key"]) == ("account-state", "remote-state/terraform.tfstate")

    def test_while_the_bucket_is_made_its_state_lies_beside_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TARMAC_REMOTE_STATE_LOCAL", "1")
        stacks = synthesize(tmp_path, {"one": {"availability": "low"}}, embedded=BUCKET)
        assert stacks["remote-state"]["terraform"]["backend"] == {"local": {"path": "remote-state.tfstate"}}
        assert "s3" in stacks["one"]["terraform"]["backend"]

    def test_it_has_a_plain_name_where_there_is_one_account(self, tmp_path: Path) -> None:
        alone = read(tmp_path, {"one": {"availability": "low"}}, embedded=BUCKET)
        assert remote_state_name(alone, "embedded") == "remote-state"


@pytest.mark.parametrize(
    ("region", "image"),
    [
        ("eu-west-1", f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/tarmac/airflow:3.3.2"),
        ("us-gov-west-1", f"{ACCOUNT}.dkr.ecr.us-gov-west-1.amazonaws.com/tarmac/airflow:3.3.2"),
        ("cn-north-1", f"{ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/tarmac/airflow:3.3.2"),
    ],
)
def test_the_image_comes_from_the_registry_of_the_region(tmp_path: Path, region: str, image: str) -> None:
    """N.11"""
    stacks = synthesize(tmp_path, {"one": {"availability": "low", "region": region}})
    assert stacks["one"]["module"]["ecs_airflow"]["image"] == image
