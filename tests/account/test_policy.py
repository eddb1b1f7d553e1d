"""docs/policies/account-test.json: what the user of the smoke test in an account may do."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from smoke import NAME_PREFIX, Place, new_name

from wrapper.paths import ROOT

POLICY = ROOT / "docs" / "policies" / "account-test.json"
INVENTORY = ROOT / "tests" / "stacks" / "inventory.json"
INLINE_POLICY_CHARACTERS = 10_240
"""Of a role, white space not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

NEEDED: dict[str, str] = {
    # resource type                              actions that make it and take it away
    "aws_appautoscaling_policy": "application-autoscaling:PutScalingPolicy application-autoscaling:DeleteScalingPolicy "
    "cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms",
    "aws_appautoscaling_target": "application-autoscaling:RegisterScalableTarget "
    "application-autoscaling:DeregisterScalableTarget",
    "aws_cloudwatch_dashboard": "cloudwatch:PutDashboard cloudwatch:DeleteDashboards",
    "aws_cloudwatch_log_group": "logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy",
    "aws_cloudwatch_metric_alarm": "cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:TagResource",
    "aws_db_subnet_group": "rds:CreateDBSubnetGroup rds:DeleteDBSubnetGroup",
    "aws_default_security_group": "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress",
    "aws_ecr_lifecycle_policy": "ecr:PutLifecyclePolicy",
    "aws_ecr_repository": "ecr:CreateRepository ecr:BatchGetImage",
    "aws_ecs_cluster": "ecs:CreateCluster ecs:DeleteCluster",
    "aws_ecs_cluster_capacity_providers": "ecs:PutClusterCapacityProviders",
    "aws_ecs_service": "ecs:CreateService ecs:UpdateService ecs:DeleteService iam:PassRole",
    "aws_ecs_task_definition": "ecs:RegisterTaskDefinition ecs:DeregisterTaskDefinition",
    "aws_efs_access_point": "elasticfilesystem:CreateAccessPoint elasticfilesystem:DeleteAccessPoint",
    "aws_efs_backup_policy": "elasticfilesystem:PutBackupPolicy",
    "aws_efs_file_system": "elasticfilesystem:CreateFileSystem elasticfilesystem:DeleteFileSystem",
    "aws_efs_file_system_policy": "elasticfilesystem:PutFileSystemPolicy elasticfilesystem:DeleteFileSystemPolicy",
    "aws_efs_mount_target": "elasticfilesystem:CreateMountTarget elasticfilesystem:DeleteMountTarget "
    "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface",
    "aws_eip": "ec2:AllocateAddress ec2:ReleaseAddress",
    "aws_eip_association": "ec2:AssociateAddress ec2:DisassociateAddress",
    "aws_elasticache_parameter_group": "elasticache:CreateCacheParameterGroup elasticache:DeleteCacheParameterGroup",
    "aws_elasticache_replication_group": "elasticache:CreateReplicationGroup elasticache:DeleteReplicationGroup",
    "aws_elasticache_subnet_group": "elasticache:CreateCacheSubnetGroup elasticache:DeleteCacheSubnetGroup",
    "aws_elasticache_user": "elasticache:CreateUser elasticache:DeleteUser",
    "aws_elasticache_user_group": "elasticache:CreateUserGroup elasticache:DeleteUserGroup",
    "aws_flow_log": "ec2:CreateFlowLogs ec2:DeleteFlowLogs iam:PassRole",
    "aws_iam_role": "iam:CreateRole iam:DeleteRole",
    "aws_iam_role_policy": "iam:PutRolePolicy iam:DeleteRolePolicy",
    "aws_instance": "ec2:RunInstances ec2:TerminateInstances",
    "aws_internet_gateway": "ec2:CreateInternetGateway ec2:AttachInternetGateway ec2:DetachInternetGateway "
    "ec2:DeleteInternetGateway",
    "aws_lb": "elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:DeleteLoadBalancer",
    "aws_lb_listener": "elasticloadbalancing:CreateListener elasticloadbalancing:DeleteListener",
    "aws_lb_listener_rule": "elasticloadbalancing:CreateRule elasticloadbalancing:DeleteRule",
    "aws_lb_target_group": "elasticloadbalancing:CreateTargetGroup elasticloadbalancing:DeleteTargetGroup",
    "aws_nat_gateway": "ec2:CreateNatGateway ec2:DeleteNatGateway",
    "aws_network_interface": "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface",
    "aws_rds_cluster": "rds:CreateDBCluster rds:ModifyDBCluster rds:DeleteDBCluster",
    "aws_rds_cluster_instance": "rds:CreateDBInstance rds:DeleteDBInstance",
    "aws_rds_cluster_parameter_group": "rds:CreateDBClusterParameterGroup rds:ModifyDBClusterParameterGroup "
    "rds:DeleteDBClusterParameterGroup",
    "aws_route": "ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute",
    "aws_route53_record": "route53:ChangeResourceRecordSets",
    "aws_route_table": "ec2:CreateRouteTable ec2:DeleteRouteTable",
    "aws_route_table_association": "ec2:AssociateRouteTable ec2:DisassociateRouteTable",
    "aws_s3_bucket": "s3:CreateBucket s3:DeleteBucket s3:DeleteObject s3:DeleteObjectVersion s3:ListBucketVersions",
    "aws_s3_bucket_lifecycle_configuration": "s3:PutLifecycleConfiguration s3:GetLifecycleConfiguration",
    "aws_s3_bucket_ownership_controls": "s3:PutBucketOwnershipControls",
    "aws_s3_bucket_policy": "s3:PutBucketPolicy s3:DeleteBucketPolicy",
    "aws_s3_bucket_public_access_block": "s3:PutBucketPublicAccessBlock",
    "aws_s3_bucket_server_side_encryption_configuration": "s3:PutEncryptionConfiguration s3:GetEncryptionConfiguration",
    "aws_s3_bucket_versioning": "s3:PutBucketVersioning",
    "aws_secretsmanager_secret": "secretsmanager:CreateSecret secretsmanager:DescribeSecret "
    "secretsmanager:DeleteSecret",
    "aws_secretsmanager_secret_version": "secretsmanager:PutSecretValue secretsmanager:GetSecretValue "
    "secretsmanager:GetRandomPassword",
    "aws_scheduler_schedule": "scheduler:CreateSchedule scheduler:DeleteSchedule iam:PassRole",
    "aws_security_group": "ec2:CreateSecurityGroup ec2:DeleteSecurityGroup",
    "aws_service_discovery_instance": "servicediscovery:RegisterInstance servicediscovery:DeregisterInstance",
    "aws_service_discovery_private_dns_namespace": "servicediscovery:CreatePrivateDnsNamespace "
    "servicediscovery:DeleteNamespace route53:CreateHostedZone route53:DeleteHostedZone",
    "aws_service_discovery_service": "servicediscovery:CreateService servicediscovery:DeleteService",
    "aws_sns_topic": "sns:CreateTopic sns:SetTopicAttributes sns:TagResource sns:DeleteTopic",
    "aws_sns_topic_policy": "sns:SetTopicAttributes",
    "aws_subnet": "ec2:CreateSubnet ec2:DeleteSubnet",
    "aws_vpc": "ec2:CreateVpc ec2:ModifyVpcAttribute ec2:DeleteVpc",
    "aws_vpc_endpoint": "ec2:CreateVpcEndpoint ec2:DeleteVpcEndpoints",
    "aws_vpc_security_group_egress_rule": "ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupEgress",
    "aws_vpc_security_group_ingress_rule": "ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress",
}

STATE = "s3:GetObject s3:PutObject s3:DeleteObject s3:ListBucket"
"""What Terraform's S3 backend does with its state and lock: https://developer.hashicorp.com/terraform/language/backend/s3"""

LOOKING = "sts:GetCallerIdentity tag:GetResources ecs:DescribeServices elasticloadbalancing:DescribeTargetHealth"
"""What the smoke test itself asks."""


@pytest.fixture(scope="module")
def statements() -> list[dict[str, Any]]:
    policy = json.loads(POLICY.read_text())
    assert policy["Version"] == "2012-10-17"
    found: list[dict[str, Any]] = policy["Statement"]
    return found


def types() -> set[str]:
    """The types in the inventories of both stacks and of the remote state."""
    return {kind for counts in json.loads(INVENTORY.read_text()).values() for kind in counts}


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def allowed(statements: list[dict[str, Any]], action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for one in statements for pattern in as_list(one["Action"]))


def test_every_statement_allows_named_actions_only(statements: list[dict[str, Any]]) -> None:
    for statement in statements:
        assert statement["Effect"] == "Allow"
        for action in as_list(statement["Action"]):
            service, _, name = action.partition(":")
            assert service.isascii() and service.islower() and name, action
            assert name[0].isupper(), f"{action}: no action of a whole service"


def test_roles_passed_and_linked_are_those_of_named_services(statements: list[dict[str, Any]]) -> None:
    for statement in statements:
        if {"iam:PassRole", "iam:CreateServiceLinkedRole"} & set(as_list(statement["Action"])):
            assert statement["Condition"]["StringEquals"]


@pytest.mark.parametrize("service", ["iam", "s3", "secretsmanager", "rds", "ecr", "elasticache"])
def test_what_is_changed_carries_the_name_of_the_test(statements: list[dict[str, Any]], service: str) -> None:
    """Reading is allowed everywhere; but nothing that holds data or rights is changed under another name."""
    for statement in statements:
        changes = [
            action
            for action in as_list(statement["Action"])
            if action.startswith(f"{service}:") and not action.split(":")[1].startswith(("Describe", "List", "Get"))
        ]
        if changes:
            for resource in as_list(statement["Resource"]):
                named = NAME_PREFIX in resource or resource.endswith(":repository/tarmac/airflow")
                assert named or resource.endswith(("/aws-service-role/*", ":parametergroup:default.*")), resource


def test_the_names_are_those_that_the_test_makes() -> None:
    assert new_name().startswith(NAME_PREFIX)
    text = POLICY.read_text()
    assert Place("123456789012", "us-east-1").bucket.startswith("tarmac-smoke-")
    assert "arn:aws:s3:::tarmac-smoke-*" in text and f"arn:aws:s3:::{NAME_PREFIX}*" in text


@pytest.mark.parametrize("kind", sorted(types()))
def test_it_covers_every_type_in_the_inventories(statements: list[dict[str, Any]], kind: str) -> None:
    assert kind in NEEDED, f"say in NEEDED what {kind} needs, and allow it in {POLICY.name}"
    assert [action for action in NEEDED[kind].split() if not allowed(statements, action)] == []


@pytest.mark.parametrize("needed", [STATE, LOOKING])
def test_it_covers_the_state_and_what_the_test_asks(statements: list[dict[str, Any]], needed: str) -> None:
    assert [action for action in needed.split() if not allowed(statements, action)] == []


def test_it_fits_into_an_inline_policy_of_a_role() -> None:
    assert len("".join(Path(POLICY).read_text().split())) <= INLINE_POLICY_CHARACTERS
