"""For every rule of an input there is a value that breaks it, and `terraform plan` answers with the rule's message."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kit.module import Module, fields
from kit.publish import validations
from modules import MODULES
from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.terraform.runner import Terraform

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:some-AbCdEf"
SUBNETS = ["subnet-1a", "subnet-2b"]
GIVEN: dict[str, dict[str, Any]] = {
    "vpc": {"name": "sample"},
    "aurora": {"name": "sample", "vpc_id": "vpc-1a", "subnet_ids": SUBNETS},
    "redis": {"name": "sample", "vpc_id": "vpc-1a", "subnet_ids": SUBNETS},
    "ecs_cluster": {"name": "sample", "vpc_id": "vpc-1a"},
    "ecs_airflow": {
        "name": "sample",
        "vpc_id": "vpc-1a",
        "subnet_ids": SUBNETS,
        "cluster": {"name": "some", "arn": "arn:aws:ecs:us-east-1:123456789012:cluster/some"},
        "namespace": {"id": "ns-1a", "name": "airflow"},
        "database": {"host": "database", "secret_arn": SECRET},
        "broker": {"host": "redis", "secret_arn": SECRET},
        "image": "airflow:3.3.2",
    },
    "monitoring": {"name": "sample", "cluster_name": "some", "services": {"scheduler": {"name": "some"}}},
}
"""What each module must be given."""

RETENTION, RECOVERY, KEY, BOUNDARY, SUBNET = [2], [3], ["alias/some"], ["some-policy"], [["vpc-1a"]]
EXISTING_DATABASE = {"host": "db.example.com", "secret_arn": SECRET}
EXISTING_REDIS = {"host": "redis.example.com", "secret_arn": SECRET}


def inside(whole: dict[str, Any], **wrong: Any) -> list[dict[str, Any]]:
    """The object with one wrong attribute at a time."""
    return [whole | {name: value} for name, value in wrong.items()]


def airflow(name: str, **wrong: Any) -> list[dict[str, Any]]:
    return inside(GIVEN["ecs_airflow"][name], **wrong)


LATE = {"evening": {"min_count": 1, "start": "at six", "end": "at nine"}}
BREAKING: dict[str, dict[str, list[Any]]] = {
    "vpc": {
        "name": ["Sample"],
        "cidr_block": ["10.0.0.0/24"],
        "az_count": [1],
        "nat": ["gateway"],
        "nat_instance_type": ["t3.nano"],
        "interface_endpoints": [["ECR"]],
        "flow_log_retention_days": RETENTION,
        "kms_key_arn": KEY,
        "permissions_boundary_arn": BOUNDARY,
        "existing": inside(
            {"vpc_id": "vpc-1a", "private_subnet_ids": SUBNETS, "database_subnet_ids": SUBNETS},
            vpc_id="subnet-1a",
            public_subnet_ids=["vpc-1a"],
            private_subnet_ids=["vpc-1a"],
            database_subnet_ids=["vpc-1a"],
        ),
    },
    "aurora": {
        "name": ["two--hyphens"],
        "vpc_id": ["subnet-1a"],
        "subnet_ids": SUBNET,
        "engine_version": ["15.4"],
        "database_name": ["Airflow"],
        "master_username": ["1st"],
        "application_username": ["air flow"],
        "serverless": [
            {"min_capacity": 4, "max_capacity": 2},
            {"min_capacity": 0},
            {"min_capacity": 0.7},
            {"max_capacity": 257},
            {"max_capacity": 1.2},
        ],
        "instance_class": ["large"],
        "instance_count": [16],
        "backup_retention_days": [0],
        "preferred_backup_window": ["at night"],
        "preferred_maintenance_window": ["sunday"],
        "final_snapshot_identifier": ["last_one"],
        "restore_to_point_in_time": [
            {"source_cluster_identifier": "other"},
            {"source_cluster_identifier": "a b", "use_latest_restorable_time": True},
            {"source_cluster_identifier": "other", "restore_to_time": "yesterday"},
        ],
        "insights": ["basic"],
        "monitoring_interval": [2],
        "log_retention_days": RETENTION,
        "kms_key_arn": KEY,
        "permissions_boundary_arn": BOUNDARY,
        "parameters": [{"rds.force_ssl": "0"}],
        "secret_recovery_days": RECOVERY,
        "existing": inside(
            EXISTING_DATABASE,
            host="https://db",
            port=0,
            secret_arn="some",
            master_secret_arn="some",
            security_group_id="some",
        ),
    },
    "redis": {
        "name": ["two--hyphens"],
        "vpc_id": ["subnet-1a"],
        "subnet_ids": SUBNET,
        "mode": ["cluster"],
        "cluster_arn": ["some"],
        "cpu": [256, 300],  # by itself: the memory is judged beside a CPU that there is
        "memory": [8192],
        "architecture": ["arm64"],
        "engine": ["memcached"],
        "engine_version": ["6.2"],
        "node_type": ["t4g.micro"],
        "node_count": [0],
        "snapshot_retention_days": [36],
        "maintenance_window": ["sunday"],
        "log_retention_days": RETENTION,
        "secret_recovery_days": RECOVERY,
        "kms_key_arn": KEY,
        "permissions_boundary_arn": BOUNDARY,
        "existing": [
            {"host": "redis.example.com"},
            *inside(EXISTING_REDIS, port=70000, authentication="none", secret_arn="some", security_group_id="some"),
        ],
    },
    "ecs_cluster": {
        "name": ["Sample"],
        "vpc_id": ["subnet-1a"],
        "container_insights": ["on"],
        "namespace_name": ["air_flow"],
        "log_retention_days": RETENTION,
        "kms_key_arn": KEY,
    },
    "ecs_airflow": {
        "name": ["much-too-long-for-a-target-group"],
        "vpc_id": ["subnet-1a"],
        "subnet_ids": SUBNET,
        "load_balancer_subnet_ids": SUBNET,
        "cluster": airflow("cluster", arn="some"),
        "database": airflow(
            "database",
            port=0,
            tls="yes",
            secret_arn="some",
            master_secret_arn="some",
            security_group_id="some",
            cidr_block="10.0.0.1/16",
        ),
        "broker": airflow(
            "broker", port=0, authentication="none", secret_arn="some", security_group_id="some", cidr_block="anywhere"
        ),
        "architecture": ["arm64"],
        "components": [
            {"scheduler": {"cpu": 256, "memory": 4096}},
            {"worker": {"min_count": 3, "max_count": 2}},
            {"worker": {"concurrency": 0}},
            {
                "worker": {"spot_percent": 101, "schedules": LATE},
                **{name: {"spot_percent": -1} for name in ("dag_processor", "triggerer", "flower")},
            },
        ],
        "queues": [
            {
                "default": {},
                "unsold": {"cpu": 256, "memory": 4096},
                "upside-down": {"min_count": 3, "max_count": 2},
                "none": {"concurrency": 0},
                "late": {"schedules": LATE},
            }
        ],
        "on_demand_tasks": [
            {
                "Capital": {"image": "some:1"},
                "unsold": {"image": "some:1", "memory": 768},
                "small": {"image": "some:1", "ephemeral_storage": 20},
            }
        ],
        "ecs_executor": [{"memory": 768}],
        "database_cleaning": [{"schedule": "every Sunday", "keep_days": 0}],
        "alarm_topic_arns": [["some"]],
        "load_balancer": [
            {"allowed_cidrs": ["203.0.113.1/24"]},
            {"idle_timeout": 0},
            {"certificate": {"arn": "some"}},
            {"web_acl": {"arn": "some"}},
            {
                "oidc": {
                    "issuer": "http://people.example.com",
                    "authorization_endpoint": "people.example.com",
                    "token_endpoint": "some",
                    "user_info_endpoint": "some",
                    "client_id": "airflow",
                    "client_secret_arn": "some",
                    "session_seconds": 0,
                }
            },
            *(
                {"existing": existing}
                for existing in inside(
                    {
                        "listener_arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/1/2",
                        "security_group_id": "sg-1a",
                        "dns_name": "airflow.example.com",
                    },
                    listener_arn="some",
                    security_group_id="some",
                    priority=0,
                )
            ),
        ],
        "storage": [{"log_expiry_days": 0}],
        "extra_policy_arns": [["some"]],
        "log_retention_days": RETENTION,
        "secret_recovery_days": RECOVERY,
        "kms_key_arn": KEY,
        "permissions_boundary_arn": BOUNDARY,
    },
    "monitoring": {
        "name": ["Sample"],
        "services": [{"scheduler": {"name": "some", "min_count": -1}}],
        "emails": [["on-call"]],
        "alarm_topic_arns": [["some"]],
        "budget": [{"monthly_usd": 0}],
        "cost_anomalies": [{"minimum_usd": -1}],
        "kms_key_arn": KEY,
    },
}


def expected(module: type[Module]) -> set[str]:
    """The messages of a module's rules. Of one that names the culprit, what stands before the name."""
    return {
        message.partition(" ${")[0].partition("; this is not so")[0]
        for field in fields(module.Inputs)
        for _, message in validations(field)
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.folder().name)
def test_every_rule_answers_a_value_that_breaks_it(
    module: type[Module], embedded_aws: EmbeddedAws, tmp_path: Path
) -> None:
    """Terraform checks every variable before it gives up, so each round breaks all of them at once."""
    name = module.folder().name
    environment = embedded_aws.complete_environment() | {"AWS_REGION": "us-east-1"}
    for file in (ROOT / "modules" / name).glob("*.tf"):
        (tmp_path / file.name).write_text(file.read_text())
    root = Terraform(tmp_path, environment)
    root.init()
    answers: set[str] = set()
    breaking = BREAKING[name]
    for number in range(max(map(len, breaking.values()))):
        broken = {key: values[number] for key, values in breaking.items() if number < len(values)}
        answers |= _refusals(root, GIVEN[name] | broken)
    missing = {message for message in expected(module) if not any(answer.startswith(message) for answer in answers)}
    assert missing == set()


def _refusals(root: Terraform, values: dict[str, Any]) -> set[str]:
    """What a plan with these variables is refused with."""
    (root.folder / "terraform.tfvars.json").write_text(json.dumps(values))
    done = subprocess.run(
        [str(root.executable), "plan", "-input=false", "-json"],
        cwd=root.folder,
        env=root.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    found = [json.loads(line) for line in done.stdout.splitlines()]
    details = [line["diagnostic"]["detail"] for line in found if line.get("type") == "diagnostic"]
    return {re.sub(r"\s+", " ", detail.partition("\n\nThis was checked")[0]).strip() for detail in details}
