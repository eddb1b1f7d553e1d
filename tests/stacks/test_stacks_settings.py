"""Every setting reaches the input of a module, or the part of a stack, that it means, and nothing else.

CHANGES says for each setting another value than the usual one, and all that this changes in the synthesized stack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard, get_origin

import pytest
from pydantic import BaseModel
from synthesis import ACCOUNT, BUCKET, find_node, flatten, read

from stacks.settings import Deployment

USUAL: Final = "<the module's default>"
"""What is said of an input that the stack leaves to the module."""

REGIONAL: Final = f"us-east-1:{ACCOUNT}"
SECRET: Final = f"arn:aws:secretsmanager:{REGIONAL}:secret:theirs-AbCdEf"
OTHER_SECRET: Final = f"arn:aws:secretsmanager:{REGIONAL}:secret:other-AbCdEf"
CERTIFICATE: Final = f"arn:aws:acm:{REGIONAL}:certificate/0a1b"
KEY: Final = f"arn:aws:kms:{REGIONAL}:key/0a1b"
TOPIC: Final = f"arn:aws:sns:{REGIONAL}:airflow"
BOUNDARY: Final = f"arn:aws:iam::{ACCOUNT}:policy/boundary"
LISTENER: Final = f"arn:aws:elasticloadbalancing:{REGIONAL}:listener/app/theirs/0a1b/2c3d"
WEB_ACL: Final = f"arn:aws:wafv2:{REGIONAL}:regional/webacl/theirs/0a1b2c3d"
REGISTRY: Final = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"
PUBLIC: Final = "${module.vpc.public_subnet_ids}"
PRIVATE: Final = "${module.vpc.private_subnet_ids}"

Stack = dict[str, Any]

GIVEN_NETWORK: Final = {
    "vpc_id": "vpc-0a1b2c3d",
    "private_subnet_ids": ["subnet-1a1b2c3d", "subnet-2a1b2c3d"],
    "database_subnet_ids": ["subnet-3a1b2c3d", "subnet-4a1b2c3d"],
}
GIVEN_DATABASE: Final = {"host": "db.example.com", "secret_arn": SECRET, "security_group_id": "sg-0a1b2c3d"}
GIVEN_BROKER: Final = {"host": "redis.example.com", "secret_arn": SECRET}
GIVEN_ELASTICACHE: Final = {
    "host": "redis.example.com",
    "authentication": "iam",
    "user_name": "airflow",
    "replication_group_id": "theirs",
}
GIVEN_CLUSTER: Final = {"cluster_name": "theirs", "namespace_id": "ns-0a1b", "namespace_name": "their.airflow"}
SIGN_IN: Final = {
    "issuer": "https://id.example.com",
    "authorization_endpoint": "https://id.example.com/authorize",
    "token_endpoint": "https://id.example.com/token",
    "user_info_endpoint": "https://id.example.com/userinfo",
    "client_id": "airflow",
    "client_secret_arn": SECRET,
}
GIVEN_LISTENER: Final = {"listener_arn": LISTENER, "security_group_id": "sg-0a1b2c3d"}
MORNING: Final = {"min_count": 1, "start": "cron(0 6 * * ? *)", "end": "cron(0 8 * * ? *)"}
REPOSITORY: Final = "https://git.example.com/dags.git"
MAIN: Final = {"tracking_ref": "main"}
LOCAL_BUNDLE: Final = "airflow.dag_processing.bundles.local.LocalDagBundle"
GIT_BUNDLE: Final = "airflow.providers.git.bundles.git.GitDagBundle"
BASES: Final[dict[str, Stack]] = {
    "plain": {},
    "queue": {
        "queues": {"big": {"max_count": 4, "schedules": {"big": MORNING}}},
        "components": {"worker": {"max_count": 4, "schedules": {"big": MORNING}}},
    },
    "on-demand": {"on_demand_tasks": {"big": {"image": "ghcr.io/me/big:1"}}},
    "ecs-executor": {"ecs_executor": {}},
    "cleaning": {"database_cleaning": {"keep_days": 30}},
    "git": {"dags": {"source": "git", "git": {"repository": REPOSITORY}}},
    "elasticache": {"broker": {"mode": "elasticache"}},
    "https": {"load_balancer": {"certificate_arn": CERTIFICATE}},
    "oidc": {"load_balancer": {"certificate_arn": CERTIFICATE, "oidc": SIGN_IN}},
    "network.existing": {"network": {"existing": GIVEN_NETWORK}},
    "database.existing": {"database": {"existing": GIVEN_DATABASE}},
    "database.restore_to_point_in_time": {
        "database": {
            "restore_to_point_in_time": {"source_cluster_identifier": "other", "restore_time": "latest"},
        }
    },
    "broker.existing": {"broker": {"existing": GIVEN_BROKER}},
    "broker.iam": {"broker": {"existing": GIVEN_ELASTICACHE}},
    "cluster.existing": {"cluster": {"existing": GIVEN_CLUSTER}},
    "load_balancer.existing": {"load_balancer": {"domain_name": "airflow.example.com", "existing": GIVEN_LISTENER}},
}


@dataclass(frozen=True)
class Change:
    """Another value of a setting, what must stand beside it, and what it changes in the stack."""

    value: Any
    changes: dict[str, Any]
    base: str = "plain"
    beside: dict[str, Any] = field(default_factory=dict)


def to(value: Any, *inputs: str, base: str = "plain", becomes: Any = None) -> Change:
    """A setting that is handed on to these inputs as it is, or as `becomes`."""
    return Change(value, {f"module.{name}": value if becomes is None else becomes for name in inputs}, base)


def bundle(classpath: str, **kwargs: Any) -> dict[str, Any]:
    """What the module is told of a source of DAGs."""
    return {"module.ecs_airflow.dag_bundles": json.dumps([{"name": "dags", "classpath": classpath, "kwargs": kwargs}])}


ALL_MODULES = ("vpc", "ecs_cluster", "aurora", "redis", "ecs_airflow")
CHANGES: Final[dict[str, Change]] = {
    "account": Change(
        "999999999999",
        {
            "provider.aws.0.allowed_account_ids.0": "999999999999",
            "terraform.backend.s3.bucket": "other-state",
            "module.ecs_airflow.image": "999999999999.dkr.ecr.us-east-1.amazonaws.com/tarmac/airflow:3.3.2",
        },
    ),
    "region": Change(
        "eu-central-1",
        {
            "provider.aws.0.region": "eu-central-1",
            "module.ecs_airflow.image": f"{ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/tarmac/airflow:3.3.2",
        },
    ),
    "tags": Change({"team": "data"}, {"provider.aws.0.default_tags.0.tags.team": "data"}),
    "image.repository": to("ghcr.io/me/airflow", "ecs_airflow.image", becomes="ghcr.io/me/airflow:3.3.2"),
    "image.tag": to("3.3.2-7", "ecs_airflow.image", becomes=f"{REGISTRY}/tarmac/airflow:3.3.2-7"),
    "image.architecture": to("X86_64", "redis.architecture", "ecs_airflow.architecture"),
    "network.cidr_block": to("10.9.0.0/16", "vpc.cidr_block"),
    "network.az_count": to(3, "vpc.az_count"),
    "network.nat": to("per_az", "vpc.nat"),
    "network.interface_endpoints": Change(["ecr.api"], {"module.vpc.interface_endpoints.0": "ecr.api"}),
    "network.flow_logs": to(True, "vpc.flow_logs"),
    "network.existing.vpc_id": to("vpc-9a1b2c3d", "vpc.existing.vpc_id", base="network.existing"),
    "network.existing.public_subnet_ids": Change(
        ["subnet-8a1b2c3d", "subnet-9a1b2c3d"],
        {
            "module.vpc.existing.public_subnet_ids.0": "subnet-8a1b2c3d",
            "module.vpc.existing.public_subnet_ids.1": "subnet-9a1b2c3d",
        },
        "network.existing",
    ),
    **{
        f"network.existing.{tier}_subnet_ids": Change(
            ["subnet-8a1b2c3d", "subnet-9a1b2c3d"],
            {
                f"module.vpc.existing.{tier}_subnet_ids.0": "subnet-8a1b2c3d",
                f"module.vpc.existing.{tier}_subnet_ids.1": "subnet-9a1b2c3d",
            },
            "network.existing",
        )
        for tier in ("private", "database")
    },
    "database.engine_version": to("16.6", "aurora.engine_version"),
    "database.serverless.min_capacity": to(1.5, "aurora.serverless.min_capacity"),
    "database.serverless.max_capacity": to(32, "aurora.serverless.max_capacity", "monitoring.database.max_capacity"),
    "database.instance_class": Change(
        "db.r7g.large",
        {
            "module.aurora.instance_class": "db.r7g.large",
            "module.aurora.serverless": "${null}",
            "module.aurora.serverless.max_capacity": USUAL,
            "module.monitoring.database.max_capacity": USUAL,
        },
    ),
    "database.instance_count": to(3, "aurora.instance_count"),
    "database.backup_retention_days": to(21, "aurora.backup_retention_days"),
    "database.monitoring_interval": to(60, "aurora.monitoring_interval"),
    "database.deletion_protection": to(True, "aurora.deletion_protection", becomes=USUAL),
    "database.restore_from_snapshot": to("of-yesterday", "aurora.restore_from_snapshot"),
    "database.restore_to_point_in_time.source_cluster_identifier": Change(
        "theirs",
        {"module.aurora.restore_to_point_in_time.source_cluster_identifier": "theirs"},
        "database.restore_to_point_in_time",
    ),
    "database.restore_to_point_in_time.restore_time": Change(
        "2026-03-07T23:45:00Z",
        {
            "module.aurora.restore_to_point_in_time.use_latest_restorable_time": USUAL,
            "module.aurora.restore_to_point_in_time.restore_to_time": "2026-03-07T23:45:00Z",
        },
        "database.restore_to_point_in_time",
    ),
    "database.insights": to("advanced", "aurora.insights"),
    "database.existing.host": to("other.example.com", "aurora.existing.host", base="database.existing"),
    "database.existing.port": to(6432, "aurora.existing.port", base="database.existing"),
    "database.existing.database": to("theirs", "aurora.existing.database_name", base="database.existing"),
    "database.existing.secret_arn": to(OTHER_SECRET, "aurora.existing.secret_arn", base="database.existing"),
    "database.existing.master_secret_arn": to(
        OTHER_SECRET, "aurora.existing.master_secret_arn", base="database.existing"
    ),
    "database.existing.security_group_id": to(
        "sg-9a1b2c3d", "aurora.existing.security_group_id", base="database.existing"
    ),
    "broker.mode": Change(
        "elasticache",
        {
            "module.redis.mode": "elasticache",
            "module.monitoring.elasticache.replication_group_id": "${module.redis.replication_group_id}",
            "module.monitoring.redis_service_name": USUAL,
            "module.monitoring.services.redis.min_count": USUAL,
            "module.monitoring.services.redis.name": USUAL,
        },
    ),
    "broker.node_type": to("cache.r7g.large", "redis.node_type", base="elasticache"),
    "broker.node_count": to(3, "redis.node_count", base="elasticache"),
    "broker.existing.host": to("other.example.com", "redis.existing.host", base="broker.existing"),
    "broker.existing.port": to(6380, "redis.existing.port", base="broker.existing"),
    "broker.existing.tls": to(False, "redis.existing.tls", base="broker.existing"),
    "broker.existing.authentication": Change(
        "iam",
        {
            "module.redis.existing.authentication": "iam",
            "module.redis.existing.secret_arn": USUAL,
            "module.redis.existing.user_name": "airflow",
            "module.redis.existing.replication_group_id": "theirs",
            "module.monitoring.elasticache.replication_group_id": "theirs",
        },
        "broker.existing",
        {"secret_arn": None, "user_name": "airflow", "replication_group_id": "theirs"},
    ),
    "broker.existing.secret_arn": to(OTHER_SECRET, "redis.existing.secret_arn", base="broker.existing"),
    "broker.existing.user_name": to("other", "redis.existing.user_name", base="broker.iam"),
    "broker.existing.replication_group_id": to(
        "other",
        "redis.existing.replication_group_id",
        "monitoring.elasticache.replication_group_id",
        base="broker.iam",
    ),
    "broker.existing.security_group_id": Change(
        "sg-9a1b2c3d",
        {
            "module.redis.existing.security_group_id": "sg-9a1b2c3d",
            # Rules are added to a security group that is known to be there, and to no other.
            "module.ecs_airflow.broker.manage_rules": USUAL,
        },
        "broker.existing",
    ),
    "cluster.container_insights": to("enhanced", "ecs_cluster.container_insights"),
    "cluster.namespace": to("two", "ecs_cluster.namespace_name"),
    "cluster.existing.cluster_name": to("other", "ecs_cluster.existing.cluster_name", base="cluster.existing"),
    "cluster.existing.namespace_id": to("ns-9a1b", "ecs_cluster.existing.namespace_id", base="cluster.existing"),
    "cluster.existing.namespace_name": to("other", "ecs_cluster.existing.namespace_name", base="cluster.existing"),
    "cluster.existing.hosted_zone_id": to("Z0A1B", "ecs_cluster.existing.hosted_zone_id", base="cluster.existing"),
    "load_balancer.certificate_arn": Change(
        CERTIFICATE,
        {
            "module.ecs_airflow.load_balancer.certificate.arn": CERTIFICATE,
            "module.ecs_airflow.load_balancer.internal": False,
            "module.ecs_airflow.load_balancer_subnet_ids": PUBLIC,
        },
    ),
    "load_balancer.allowed_cidrs": Change(
        ["203.0.113.0/24"],
        {
            "module.ecs_airflow.load_balancer.allowed_cidrs.0": "203.0.113.0/24",
            "module.ecs_airflow.load_balancer.internal": False,
            "module.ecs_airflow.load_balancer_subnet_ids": PUBLIC,
        },
    ),
    "load_balancer.internal": Change(
        True,
        {
            "module.ecs_airflow.load_balancer.internal": True,
            "module.ecs_airflow.load_balancer_subnet_ids": PRIVATE,
        },
        "https",
    ),
    "load_balancer.web_acl_arn": to(WEB_ACL, "ecs_airflow.load_balancer.web_acl.arn"),
    "load_balancer.access_logs": to(True, "ecs_airflow.load_balancer.keep_access_logs"),
    "load_balancer.access_logs_bucket": Change(
        "some-access-logs",
        {
            "module.ecs_airflow.load_balancer.access_logs.bucket": "some-access-logs",
            "module.ecs_airflow.load_balancer.access_logs.prefix": "demo",
            "module.ecs_airflow.load_balancer.keep_access_logs": True,
        },
    ),
    "load_balancer.deletion_protection": to(True, "ecs_airflow.load_balancer.deletion_protection"),
    "load_balancer.domain_name": to("airflow.example.org", "ecs_airflow.load_balancer.domain_name", base="https"),
    "load_balancer.existing.listener_arn": to(
        LISTENER + "9", "ecs_airflow.load_balancer.existing.listener_arn", base="load_balancer.existing"
    ),
    "load_balancer.existing.security_group_id": to(
        "sg-9a1b2c3d", "ecs_airflow.load_balancer.existing.security_group_id", base="load_balancer.existing"
    ),
    "load_balancer.existing.https": to(
        False, "ecs_airflow.load_balancer.existing.https", base="load_balancer.existing"
    ),
    "load_balancer.existing.priority": to(
        300, "ecs_airflow.load_balancer.existing.priority", base="load_balancer.existing"
    ),
    **{
        f"components.{name}.{key}": Change(
            value,
            {
                f"module.ecs_airflow.components.{name.replace('-', '_')}.{k}": v
                for k, v in {key: value, **beside}.items()
            }
            | ({f"module.monitoring.services.{name}.min_count": 3} if key == "min_count" and name != "flower" else {}),
            beside=beside,
        )
        for name in ("api-server", "scheduler", "dag-processor", "triggerer", "worker", "flower")
        for key, value, beside in (
            ("cpu", 1024, {"memory": 4096}),
            ("memory", 2048, {}),
            ("min_count", 3, {"max_count": 3}),
            ("max_count", 9, {}),
        )
    },
    "components.worker.concurrency": to(2, "ecs_airflow.components.worker.concurrency"),
    **{
        f"components.{name}.spot_percent": to(50, f"ecs_airflow.components.{name.replace('-', '_')}.spot_percent")
        for name in ("dag-processor", "triggerer", "worker", "flower")
    },
    "queues.big.cpu": Change(
        2048,
        {"module.ecs_airflow.queues.big.cpu": 2048, "module.ecs_airflow.queues.big.memory": 4096},
        "queue",
        {"memory": 4096},
    ),
    **{
        f"queues.big.{key}": to(value, f"ecs_airflow.queues.big.{key}", base="queue")
        for key, value in {
            "memory": 2048,
            "concurrency": 2,
            "max_count": 8,
            "spot_percent": 50,
            "image": "ghcr.io/me/big:1",
        }.items()
    },
    "queues.big.min_count": to(
        2, "ecs_airflow.queues.big.min_count", "monitoring.services.worker-big.min_count", base="queue"
    ),
    "queues.big.policy_arns": Change(
        [BOUNDARY], {"module.ecs_airflow.queues.big.extra_policy_arns.0": BOUNDARY}, "queue"
    ),
    **{
        f"{where}.schedules.big.{key}": to(value, f"ecs_airflow.{where}.schedules.big.{key}", base="queue")
        for where in ("queues.big", "components.worker")
        for key, value in {
            "min_count": 0,
            "start": "cron(0 5 * * ? *)",
            "end": "cron(0 9 * * ? *)",
            "timezone": "Europe/Berlin",
        }.items()
    },
    **{
        f"load_balancer.oidc.{key}": to(value, f"ecs_airflow.load_balancer.oidc.{key}", base="oidc")
        for key, value in {
            "issuer": "https://other.example.com",
            "authorization_endpoint": "https://other.example.com/authorize",
            "token_endpoint": "https://other.example.com/token",
            "user_info_endpoint": "https://other.example.com/userinfo",
            "client_id": "other",
            "client_secret_arn": f"{SECRET}-other",
            "scope": "openid email",
            "session_seconds": 3600,
        }.items()
    },
    "load_balancer.oidc.open_paths": Change(
        ["/api/v2/*"], {"module.ecs_airflow.load_balancer.oidc.open_paths.0": "/api/v2/*"}, "oidc"
    ),
    "on_demand_tasks.big.cpu": Change(
        512,
        {"module.ecs_airflow.on_demand_tasks.big.cpu": 512, "module.ecs_airflow.on_demand_tasks.big.memory": 1024},
        "on-demand",
        {"memory": 1024},
    ),
    "on_demand_tasks.big.image": to("ghcr.io/me/big:2", "ecs_airflow.on_demand_tasks.big.image", base="on-demand"),
    "on_demand_tasks.big.memory": to(1024, "ecs_airflow.on_demand_tasks.big.memory", base="on-demand"),
    "on_demand_tasks.big.command": Change(
        ["echo", "${HOME}"],
        {
            "module.ecs_airflow.on_demand_tasks.big.command.0": "echo",
            "module.ecs_airflow.on_demand_tasks.big.command.1": "$${HOME}",
        },
        "on-demand",
    ),
    "on_demand_tasks.big.environment": Change(
        {"MODE": "fast"}, {"module.ecs_airflow.on_demand_tasks.big.environment.MODE": "fast"}, "on-demand"
    ),
    "on_demand_tasks.big.policy_arns": Change(
        [BOUNDARY], {"module.ecs_airflow.on_demand_tasks.big.policy_arns.0": BOUNDARY}, "on-demand"
    ),
    "on_demand_tasks.big.mount_shared_files": to(
        True, "ecs_airflow.on_demand_tasks.big.mount_shared_files", base="on-demand"
    ),
    "on_demand_tasks.big.ephemeral_storage": to(
        50, "ecs_airflow.on_demand_tasks.big.ephemeral_storage", base="on-demand"
    ),
    "database_cleaning.enabled": to(False, "ecs_airflow.database_cleaning.keep_days", base="cleaning", becomes=USUAL),
    "database_cleaning.schedule": to("rate(7 days)", "ecs_airflow.database_cleaning.schedule"),
    "database_cleaning.timezone": to("Europe/Berlin", "ecs_airflow.database_cleaning.timezone"),
    "database_cleaning.keep_days": to(30, "ecs_airflow.database_cleaning.keep_days"),
    "ecs_executor.cpu": to(256, "ecs_airflow.ecs_executor.cpu", base="ecs-executor"),
    "ecs_executor.memory": to(2048, "ecs_airflow.ecs_executor.memory", base="ecs-executor"),
    "ecs_executor.default": to(True, "ecs_airflow.ecs_executor.default", base="ecs-executor"),
    "ecs_executor.spot": to(True, "ecs_airflow.ecs_executor.spot", base="ecs-executor"),
    "ecs_executor.policy_arns": Change(
        [BOUNDARY], {"module.ecs_airflow.ecs_executor.policy_arns.0": BOUNDARY}, "ecs-executor"
    ),
    "alarm_topic_arns": Change(
        [TOPIC],
        {
            "module.ecs_airflow.alarm_topic_arns.0": TOPIC,
            "module.ecs_airflow.alarm_topic_arns.1": "${module.monitoring.topic_arn}",
            "module.monitoring.alarm_topic_arns.0": TOPIC,
        },
    ),
    "monitoring.dashboard": to(True, "monitoring.dashboard", becomes=USUAL),
    "monitoring.airflow_metrics": Change(
        False,
        {
            "module.ecs_airflow.publish_metrics": False,
            "module.monitoring.airflow_metrics": False,
            "module.monitoring.services.scheduler.min_count": 1,
        },
    ),
    "monitoring.emails": Change(["on-call@example.com"], {"module.monitoring.emails.0": "on-call@example.com"}),
    "monitoring.budget_usd": to(200.0, "monitoring.budget.monthly_usd"),
    "monitoring.cost_anomaly_usd": to(20.0, "monitoring.cost_anomalies.minimum_usd"),
    "ecs_exec": to(True, "ecs_cluster.execute_command", "ecs_airflow.execute_command"),
    "bastion": to(True, "ecs_cluster.execute_command", "ecs_airflow.bastion"),
    "log_retention_days": to(
        90,
        "vpc.flow_log_retention_days",
        *(f"{name}.log_retention_days" for name in ALL_MODULES if name != "vpc"),
    ),
    "task_log_retention_days": to(7, "ecs_airflow.storage.log_expiry_days", "ecs_airflow.database_cleaning.keep_days"),
    "environment": Change(
        {"AIRFLOW__CORE__PARALLELISM": "8"}, {"module.ecs_airflow.environment.AIRFLOW__CORE__PARALLELISM": "8"}
    ),
    "dags.source": Change("s3", bundle("tarmac_airflow.dag_bundle.S3VersionedDagBundle")),
    "dags.refresh_interval": Change(30, bundle(LOCAL_BUNDLE, refresh_interval=30, path="/opt/airflow/dags")),
    "dags.git.repository": Change(
        "git@b.example:dags", bundle(GIT_BUNDLE, repo_url="git@b.example:dags", **MAIN), "git"
    ),
    "dags.git.branch": Change("v2", bundle(GIT_BUNDLE, repo_url=REPOSITORY, tracking_ref="v2"), "git"),
    "dags.git.subdirectory": Change("a/b", bundle(GIT_BUNDLE, repo_url=REPOSITORY, **MAIN, subdir="a/b"), "git"),
    "dags.git.connection": Change("key", bundle(GIT_BUNDLE, repo_url=REPOSITORY, **MAIN, git_conn_id="key"), "git"),
    "dags.editor": Change(
        True,
        {
            "module.ecs_airflow.environment.AIRFLOW__CODE_EDITOR__ENABLED": "True",
            "module.ecs_airflow.environment.AIRFLOW__CODE_EDITOR__GIT_ENABLED": "False",
            "module.ecs_airflow.environment.AIRFLOW__CODE_EDITOR__GIT_INIT_REPO": "False",
            "module.ecs_airflow.environment.AIRFLOW__CODE_EDITOR__ROOT_DIRECTORY": "/opt/airflow/dags",
        },
    ),
    "secrets.backend": Change(
        "secrets-manager",
        {
            "module.ecs_airflow.environment.AIRFLOW__SECRETS__BACKEND": "airflow.providers.amazon.aws.secrets."
            "secrets_manager.SecretsManagerBackend",
            "module.ecs_airflow.environment.AIRFLOW__SECRETS__BACKEND_KWARGS": json.dumps(
                {"connections_prefix": "demo/connections", "variables_prefix": "demo/variables", "config_prefix": None}
            ),
            "module.ecs_airflow.environment.AIRFLOW__SECRETS__USE_CACHE": "True",
            "module.ecs_airflow.extra_policies.read-connections-and-variables": json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "ReadConnectionsAndVariables",
                            "Effect": "Allow",
                            "Action": "secretsmanager:GetSecretValue",
                            "Resource": [
                                f"arn:aws:secretsmanager:{REGIONAL}:secret:demo/{kind}/*"
                                for kind in ("connections", "variables")
                            ],
                        }
                    ],
                }
            ),
        },
    ),
    "dag_bundles": Change(
        [{"name": "git", "classpath": "airflow.providers.git.bundles.git.GitDagBundle"}],
        {
            "module.ecs_airflow.dag_bundles": json.dumps(
                [{"name": "git", "classpath": "airflow.providers.git.bundles.git.GitDagBundle", "kwargs": {}}]
            )
        },
    ),
    "policies_folder": Change(
        "policies", {"module.ecs_airflow.extra_policies.read-data": '{"Version": "2012-10-17", "Statement": []}'}
    ),
    # Taken in beside the synthesized JSON: see test_stacks.py.
    "terraform_folder": Change("extra", {}),
    "kms_key_arn": to(KEY, *(f"{name}.kms_key_arn" for name in (*ALL_MODULES, "monitoring"))),
    "permissions_boundary_arn": to(
        BOUNDARY, *(f"{name}.permissions_boundary_arn" for name in ALL_MODULES if name != "ecs_cluster")
    ),
    "keep.secrets": to(
        False,
        *(f"{name}.secret_recovery_days" for name in ("aurora", "redis", "ecs_airflow")),
        becomes=0,
    ),
    "keep.snapshots": to(False, "aurora.skip_final_snapshot", becomes=True),
    "keep.buckets": to(True, "ecs_airflow.storage.force_destroy", becomes=USUAL),
}

OWN_NAME: Final = "big"
"""What the tests call a section whose name is the user's."""

TESTED_IN_TEST_STACKS: Final = {"name", "availability"}

OF_THE_COMMAND_LINE: Final = ("secrets.vault.", "image.requirements", "image.apt_packages")
"""What no stack reads: a value of Vault's never meets Terraform, and what an image is built from is in the image.
Tested in tests/secrets and tests/containers."""


def leaves(section: type[BaseModel], path: str = "") -> Iterator[str]:
    """The key path of every setting below a section, under the names that the file has."""
    for name, declared in section.model_fields.items():
        key = name if declared.alias is None or declared.alias.startswith("<") else declared.alias
        inner = [
            part for part in (declared.annotation, *getattr(declared.annotation, "__args__", ())) if is_section(part)
        ]
        if inner and get_origin(declared.annotation) is not tuple:
            named = f"{OWN_NAME}." if get_origin(declared.annotation) is dict else ""
            yield from leaves(inner[0], f"{path}{key}.{named}")
        else:
            yield f"{path}{key}"


def is_section(annotation: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def test_no_setting_is_forgotten() -> None:
    of_stacks = {setting for setting in leaves(Deployment) if not setting.startswith(OF_THE_COMMAND_LINE)}
    assert of_stacks - TESTED_IN_TEST_STACKS == set(CHANGES)


def deployment(base: str, setting: str = "", change: Change | None = None) -> Stack:
    """A deployment of ACCOUNT as the base says, with one setting changed."""
    whole: Stack = json.loads(json.dumps({"availability": "low", "account": ACCOUNT, **BASES[base]}))
    if change is not None:
        *sections, key = setting.split(".")
        section = whole
        for name in sections:
            section = section.setdefault(name, {})
        section |= {key: change.value, **change.beside}
    return whole


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, Any]]:
    """What every base and every change becomes, by base and by setting, as if all had one name."""
    folder = tmp_path_factory.mktemp("settings")
    (folder / "policies").mkdir()
    (folder / "policies/read-data.json").write_text('{"Version": "2012-10-17", "Statement": []}')
    (folder / "extra").mkdir()
    (folder / "extra/queue.tf").write_text("")
    wanted = {base: deployment(base) for base in BASES}
    wanted |= {f"={setting}": deployment(change.base, setting, change) for setting, change in CHANGES.items()}
    find_node()
    from kit.stack import App
    from stacks.airflow_stack import AirflowStack

    app = App(folder / "out")
    states = {ACCOUNT: BUCKET, "999999999999": {"bucket": "other-state", "region": "eu-west-1"}}
    for number, settings in enumerate(wanted.values()):
        # Read one by one: side by side, two would share a listener or a namespace.
        name = f"demo-{number:03}"
        read_settings = read(folder, {name: settings}, **states)
        (read_deployment,) = read_settings.deployments.values()
        AirflowStack(app, read_deployment, read_settings.state_of(read_deployment.account))
    texts = [(path / "cdk.tf.json").read_text().replace(path.name, "demo") for path in app.synth()]
    return {what: flatten(json.loads(text)) for what, text in zip(wanted, texts, strict=True)}


@pytest.mark.parametrize("setting", CHANGES)
def test_a_setting_changes_what_it_means_and_nothing_else(
    synthesized: Mapping[str, dict[str, Any]], setting: str
) -> None:
    """P3.3, issue 2: everything that a person may choose is handed on."""
    change = CHANGES[setting]
    before, after = synthesized[change.base], synthesized[f"={setting}"]
    paths = before.keys() | after.keys()
    paths = {path for path in paths if not path.startswith("//")}
    differing = {path: after.get(path, USUAL) for path in paths if before.get(path, USUAL) != after.get(path, USUAL)}
    assert differing == change.changes
