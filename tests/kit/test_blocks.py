"""Blocks: what the provider's schema knows is checked where it is written."""

from typing import Any

import pytest

from kit import aws
from kit import functions as fn
from kit.block import ArgumentError, Block, dynamic, optional_block
from kit.expressions import ALL, Expression, count, each, flat
from kit.hcl import terraform_block, text_of
from kit.scope import Scope

a = Expression("var.a")


def written(block: Block) -> str:
    return text_of(terraform_block(block))


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("Vpc", {"cidr_blok": "10.0.0.0/16"}, r"aws_vpc.x: no argument 'cidr_blok'; did you mean 'cidr_block'\?"),
        ("Vpc", {"zzz": 1}, r"no argument 'zzz'; it has: assign_generated_ipv6_cidr_block, "),
        ("Subnet", {"cidr_block": "10.0.0.0/24"}, "aws_subnet.x: the argument 'vpc_id' is required"),
        ("Subnet", {"vpc_id": None}, "aws_subnet.x: the argument 'vpc_id' is required"),
        ("EcsService", {"name": "x", "network_configuration": {"subnet": []}}, "did you mean 'subnets'"),
        ("EcsService", {"name": "x", "network_configuration": {}}, "'subnets' is required"),
        ("EcsService", {"name": "x", "network_configuration": "x"}, "no nested block: give a dict, a list of them"),
        (
            "EcsService",
            {"name": "x", "load_balancer": dynamic(a, lambda key, value: {"container_nam": value})},
            r"aws_ecs_service.x.load_balancer: no argument 'container_nam'; did you mean 'container_name'",
        ),
    ],
)
def test_an_unknown_or_missing_argument_fails_where_it_is_written(
    kind: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message):
        getattr(aws, kind)(Scope(), "x", **arguments)


def test_an_unknown_attribute_is_answered_with_the_nearest() -> None:
    vpc: Any = aws.Vpc(Scope(), "this")
    with pytest.raises(ArgumentError, match="aws_vpc: no attribute 'vpc_id'; "):
        _ = vpc.vpc_id
    with pytest.raises(ArgumentError, match="no attribute 'arm'; did you mean 'arn'"):
        _ = vpc.arm


def test_an_unknown_type_is_answered_with_the_nearest() -> None:
    with pytest.raises(ArgumentError, match=r"kit.aws: no type 'Subnett'; did you mean 'Subnet'"):
        _ = aws.Subnett  # type: ignore[attr-defined]


def test_attributes_are_references() -> None:
    scope = Scope()
    assert flat(aws.Vpc(scope, "this").id) == "aws_vpc.this.id"
    assert flat(aws.data.Region(scope, "current").id) == "data.aws_region.current.id"
    password = aws.ephemeral.SecretsmanagerRandomPassword(scope, "x")
    assert flat(password.random_password) == "ephemeral.aws_secretsmanager_random_password.x.random_password"


def test_a_repeated_block_asks_which_instance() -> None:
    scope = Scope()
    counted = aws.Eip(scope, "counted", count=2)
    keyed = aws.Eip(scope, "keyed", for_each={"a": 1})
    single = aws.Eip(scope, "single")
    assert flat(counted[0].id) == "aws_eip.counted[0].id"
    assert flat(counted[count.index].id) == "aws_eip.counted[count.index].id"
    assert flat(counted[ALL].id) == "aws_eip.counted[*].id"
    assert flat(keyed["a"].id) == 'aws_eip.keyed["a"].id'
    assert flat(keyed[each.key].id) == "aws_eip.keyed[each.key].id"
    assert flat(keyed[ALL].id) == "values(aws_eip.keyed)[*].id"
    assert flat(keyed.whole) == "aws_eip.keyed"
    with pytest.raises(ArgumentError, match=r"aws_eip.counted is repeated: say which instance, as in \[0\].id"):
        _ = counted.id
    with pytest.raises(ArgumentError, match=r"aws_eip.single has neither count nor for_each"):
        _ = single[0]


def test_a_block_reads_as_if_written_by_hand() -> None:
    scope = Scope()
    gateway = aws.InternetGateway(scope, "this")
    block = aws.SecurityGroup(
        scope,
        "web",
        count=fn.length(a),
        name_prefix="web-",
        vpc_id=a.vpc_id,
        description=None,
        tags={"Name": "web"},
        timeouts={"create": "5m"},
        lifecycle={
            "create_before_destroy": True,
            "ignore_changes": ["description"],
            "replace_triggered_by": [gateway.id],
            "precondition": [{"condition": a > 1, "error_message": "a must be more than 1."}],
        },
        depends_on=[gateway],
        note="Says why.",
    )
    assert written(block) == (
        """# Says why.
resource "aws_security_group" "web" {
  count = length(var.a)

  name_prefix = "web-"
  vpc_id      = var.a.vpc_id
  tags        = { Name = "web" }

  timeouts {
    create = "5m"
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
    replace_triggered_by  = [aws_internet_gateway.this.id]

    precondition {
      condition     = var.a > 1
      error_message = "a must be more than 1."
    }
  }

  depends_on = [aws_internet_gateway.this]
}
"""
    )


def test_nested_blocks_are_a_dict_a_list_or_repeated_by_terraform() -> None:
    block = aws.data.IamPolicyDocument(
        Scope(),
        "x",
        statement=[
            {"actions": ["a:B"], "principals": {"type": "AWS", "identifiers": [a]}, "condition": None},
            dynamic(a.statements, lambda key, value: {"sid": key, "actions": [value], "condition": []}),
            optional_block(a.extra, {"actions": ["c:D"]}),
            optional_block(False, {"actions": ["never"]}),
            optional_block(True, {"actions": ["always"]}),
        ],
    )
    assert written(block) == (
        """data "aws_iam_policy_document" "x" {
  statement {
    actions = ["a:B"]

    principals {
      type        = "AWS"
      identifiers = [var.a]
    }
  }

  dynamic "statement" {
    for_each = var.a.statements

    content {
      sid     = statement.key
      actions = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.a.extra ? [1] : []

    content {
      actions = ["c:D"]
    }
  }

  statement {
    actions = ["always"]
  }
}
"""
    )


def test_a_block_without_arguments_is_one_line() -> None:
    assert written(aws.data.CallerIdentity(Scope(), "current")) == 'data "aws_caller_identity" "current" {}\n'
