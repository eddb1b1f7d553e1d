"""What a killed apply left behind, and how it gets into the state."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from stacks.settings import DEPLOYMENT_TAG
from wrapper.aws_clients import AwsClients
from wrapper.deployments import imports, orphans
from wrapper.embedded_aws import EmbeddedAws
from wrapper.target import Target
from wrapper.terraform.runner import Terraform

REGION = "eu-central-1"
ACCOUNT = "123456789012"


@pytest.fixture
def clients(embedded_aws: EmbeddedAws) -> AwsClients:
    return AwsClients(embedded_aws.complete_environment(), REGION)


def planned(*creates: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A plan that creates these, by address and known arguments."""
    return {
        "resource_changes": [
            {"address": address, "type": address.split(".")[-2], "change": {"actions": ["create"], "after": after}}
            for address, after in creates
        ]
    }


def tags(deployment: str, name: str) -> list[dict[str, str]]:
    return [{"Key": DEPLOYMENT_TAG, "Value": deployment}, {"Key": "Name", "Value": name}]


@pytest.mark.parametrize(
    ("resource", "kind", "import_id"),
    [
        ("ec2:{r}:{a}:vpc/vpc-1", "aws_vpc", "vpc-1"),
        ("ec2:{r}:{a}:natgateway/nat-1", "aws_nat_gateway", "nat-1"),
        ("ec2:{r}:{a}:elastic-ip/eipalloc-1", "aws_eip", "eipalloc-1"),
        ("elasticloadbalancing:{r}:{a}:loadbalancer/app/x/1", "aws_lb", "{arn}"),
        ("elasticloadbalancing:{r}:{a}:targetgroup/x/1", "aws_lb_target_group", "{arn}"),
        ("elasticloadbalancing:{r}:{a}:listener/app/x/1/2", "aws_lb_listener", "{arn}"),
        ("elasticloadbalancing:{r}:{a}:listener-rule/app/x/1/2/3", "aws_lb_listener_rule", "{arn}"),
        ("ecs:{r}:{a}:cluster/x", "aws_ecs_cluster", "x"),
        ("ecs:{r}:{a}:service/x/y", "aws_ecs_service", "x/y"),
        ("rds:{r}:{a}:cluster:x", "aws_rds_cluster", "x"),
        ("rds:{r}:{a}:db:x-1", "aws_rds_cluster_instance", "x-1"),
        ("rds:{r}:{a}:subgrp:x", "aws_db_subnet_group", "x"),
        ("rds:{r}:{a}:cluster-pg:x", "aws_rds_cluster_parameter_group", "x"),
        ("elasticache:{r}:{a}:replicationgroup:x", "aws_elasticache_replication_group", "x"),
        ("elasticache:{r}:{a}:usergroup:x", "aws_elasticache_user_group", "x"),
        ("elasticfilesystem:{r}:{a}:file-system/fs-1", "aws_efs_file_system", "fs-1"),
        ("elasticfilesystem:{r}:{a}:access-point/fsap-1", "aws_efs_access_point", "fsap-1"),
        ("iam::{a}:role/path/x", "aws_iam_role", "x"),
        ("iam::{a}:policy/x", "aws_iam_policy", "{arn}"),
        ("kms:{r}:{a}:key/1-2", "aws_kms_key", "1-2"),
        ("logs:{r}:{a}:log-group:/x/y:*", "aws_cloudwatch_log_group", "/x/y"),
        ("secretsmanager:{r}:{a}:secret:x/y-AbCdEf", "aws_secretsmanager_secret", "{arn}"),
        ("s3:::x", "aws_s3_bucket", "x"),
        ("servicediscovery:{r}:{a}:namespace/ns-1", "aws_service_discovery_private_dns_namespace", "ns-1:vpc-9"),
        ("servicediscovery:{r}:{a}:service/srv-1", "aws_service_discovery_service", "srv-1"),
        ("ecr:{r}:{a}:repository/x/y", "aws_ecr_repository", "x/y"),
    ],
)
@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_each_kind_is_told_by_its_arn(partition: str, resource: str, kind: str, import_id: str) -> None:
    """N.11: in every partition."""
    arn = f"arn:{partition}:{resource.format(r=REGION, a=ACCOUNT)}"
    found, match = orphans._kind_of(arn)
    assert found is not None and match is not None
    assert found.types[0] == kind
    assert found.import_id.format(arn=arn, vpc="vpc-9", **match.groupdict()) == import_id.format(arn=arn)


@pytest.mark.parametrize("resource", ["ecs:{r}:{a}:task/x/1", "rds:{r}:{a}:cluster-snapshot:rds:x"])
def test_what_aws_makes_by_itself_is_no_orphan(resource: str) -> None:
    assert orphans._kind_of(f"arn:aws:{resource.format(r=REGION, a=ACCOUNT)}") == (None, None)


def test_orphans_are_matched_to_the_plan_by_name(clients: AwsClients) -> None:
    ec2 = clients("ec2")
    known, lost, unwanted = (
        ec2.create_vpc(
            CidrBlock="10.0.0.0/16",
            TagSpecifications=[{"ResourceType": "vpc", "Tags": tags("matched", name)}],
        )["Vpc"]["VpcId"]
        for name in ("known", "lost", "unwanted")
    )
    ec2.create_vpc(
        CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags("somebody-else", "lost")}]
    )
    state = {
        "resources": [{"mode": "managed", "type": "aws_vpc", "instances": [{"attributes": {"id": known, "arn": "?"}}]}]
    }
    plan = planned(
        ("module.vpc.aws_vpc.this", {"tags_all": {"Name": "lost"}}),
        ("module.vpc.aws_subnet.public[0]", {"tags_all": {"Name": "lost"}}),
    )
    found = orphans.find("matched", clients, state, plan)
    assert {(orphan.import_id, orphan.address) for orphan in found} == {
        (lost, "module.vpc.aws_vpc.this"),
        (unwanted, None),
    }


def test_roles_are_found_although_the_tagging_api_lacks_them(clients: AwsClients) -> None:
    for name in ("roles-worker", "roles-other"):
        clients("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}", Tags=tags("roles", name))
    clients("iam").create_role(RoleName="roles-untagged", AssumeRolePolicyDocument="{}")
    plan = planned(('module.ecs_airflow.aws_iam_role.task["worker"]', {"name": "roles-worker"}))
    found = {orphan.import_id: orphan.address for orphan in orphans.find("roles", clients, {}, plan)}
    assert found == {"roles-worker": 'module.ecs_airflow.aws_iam_role.task["worker"]', "roles-other": None}


def test_what_is_being_deleted_is_no_orphan(clients: AwsClients) -> None:
    secret = clients("secretsmanager").create_secret(Name="ending/fernet", Tags=tags("ending", "x"))["ARN"]
    clients("secretsmanager").delete_secret(SecretId=secret)
    key = clients("kms").create_key(Tags=[{"TagKey": DEPLOYMENT_TAG, "TagValue": "ending"}])
    clients("kms").schedule_key_deletion(KeyId=key["KeyMetadata"]["KeyId"])
    assert orphans.find("ending", clients, {}, planned()) == []


@pytest.mark.parametrize(("is_egress", "name"), [(False, "ingress"), (True, "egress")])
def test_rules_of_a_security_group_are_matched_by_what_they_say(
    clients: AwsClients, is_egress: bool, name: str
) -> None:
    ec2, deployment = clients("ec2"), f"rules-{name}"
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName=deployment, Description="x", VpcId=vpc)["GroupId"]
    authorize = ec2.authorize_security_group_egress if is_egress else ec2.authorize_security_group_ingress
    rule = authorize(
        GroupId=group,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "IpRanges": [{"CidrIp": "10.0.0.0/16", "Description": "database"}],
            }
        ],
        TagSpecifications=[
            {"ResourceType": "security-group-rule", "Tags": [{"Key": DEPLOYMENT_TAG, "Value": deployment}]}
        ],
    )["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    said = {"security_group_id": group, "ip_protocol": "tcp", "from_port": 5432, "cidr_ipv4": "10.0.0.0/16"}
    plan = planned(
        ("aws_vpc_security_group_ingress_rule.database", said),
        ("aws_vpc_security_group_egress_rule.database", said),
        (f"aws_vpc_security_group_{name}_rule.redis", said | {"from_port": 6379}),
    )
    kind, match = orphans._kind_of(f"arn:aws:ec2:{REGION}:{ACCOUNT}:security-group-rule/{rule}")
    assert kind is not None and match is not None
    orphan = orphans._orphan("arn", {}, kind, match, plan, clients)
    assert orphan.address == f"aws_vpc_security_group_{name}_rule.database"


def test_after_the_imports_terraform_converges(
    stack: Callable[[str], Path], clients: AwsClients, embedded_aws: EmbeddedAws
) -> None:
    """The whole way with the real provider: made, lost from the state, found, imported, and the plan is empty."""
    folder = stack(
        f"""
        terraform {{
          required_providers {{
            aws = {{
              source  = "hashicorp/aws"
              version = ">= 5.100, < 7"
            }}
          }}
        }}
        provider "aws" {{
          region = "{REGION}"
          default_tags {{ tags = {{ "{DEPLOYMENT_TAG}" = "lost" }} }}
        }}
        resource "aws_cloudwatch_log_group" "worker" {{ name = "lost/worker" }}
        resource "aws_iam_role" "task" {{
          for_each           = toset(["worker"])
          name               = "lost-${{each.key}}"
          assume_role_policy = jsonencode({{
            Version   = "2012-10-17"
            Statement = [{{
              Effect    = "Allow"
              Action    = "sts:AssumeRole"
              Principal = {{ Service = "ecs-tasks.amazonaws.com" }}
            }}]
          }})
        }}
        """
    )
    runner = Terraform(folder, embedded_aws.complete_environment())
    runner.init()
    runner.plan(folder / "plan")
    runner.apply(folder / "plan")
    (folder / "terraform.tfstate").unlink()
    runner.plan(folder / "plan")
    found = orphans.find("lost", clients, runner.state_pull(), runner.show(folder / "plan"))
    assert {orphan.address for orphan in found} == {
        "aws_cloudwatch_log_group.worker",
        'aws_iam_role.task["worker"]',
    }
    pairs = {orphan.address: orphan.import_id for orphan in found}
    known: dict[str, Any] = {"stack": "lost", "folder": folder, "plan_file": folder / "plan"}
    target = cast(Target, SimpleNamespace(**known, clients=clients, terraform=runner))
    imports.take_in(target, [(str(address), import_id) for address, import_id in pairs.items()], lambda found: None)
    assert runner.plan(folder / "plan") is False
    assert orphans.find("lost", clients, runner.state_pull(), runner.show(folder / "plan")) == []
