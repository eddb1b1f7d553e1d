"""D1.4: log groups that services of AWS make anew after a destroy do not stay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from stacks.settings import Settings
from wrapper.aws_clients import AwsClients
from wrapper.deployments import leftover_logs
from wrapper.target import Target

POSTGRESQL = "/aws/rds/cluster/prod/postgresql"
INSIGHTS = "/aws/ecs/containerinsights/prod/performance"
OTHERS = "/aws/rds/cluster/prod-2/postgresql", "/aws/rds/cluster/prod/postgresql-of-somebody", "/prod/somebody"


@pytest.fixture
def target() -> Iterator[Target]:
    credentials = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    with mock_aws():
        made = Target("prod", "123456789012", "eu-central-1", credentials, Settings.model_construct())
        made.__dict__["clients"] = AwsClients(credentials, "eu-central-1")
        for name in (POSTGRESQL, INSIGHTS, *OTHERS):
            made.clients("logs").create_log_group(logGroupName=name)
        yield made


def left(target: Target) -> set[str]:
    return {group["logGroupName"] for group in target.clients("logs").describe_log_groups()["logGroups"]}


def test_d1_4_they_are_deleted_and_those_of_others_are_not(target: Target) -> None:
    assert leftover_logs.remove(target) == [POSTGRESQL, INSIGHTS]
    assert left(target) == set(OTHERS)
    assert leftover_logs.remove(target) == []


def test_d1_4_a_group_of_a_cluster_that_exists_is_left_alone(target: Target) -> None:
    target.clients("ecs").create_cluster(clusterName="prod")
    target.clients("rds").create_db_cluster(
        DBClusterIdentifier="prod", Engine="aurora-postgresql", MasterUsername="m", MasterUserPassword="p" * 20
    )
    assert leftover_logs.remove(target) == []
