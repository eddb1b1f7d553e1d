"""Stacks: the JSON that CDK for Terraform synthesizes, and what is laid beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from kit import aws
from kit import functions as fn
from kit.block import dynamic
from kit.expressions import Expression, ExpressionError, each
from kit.publish import PublishError
from kit.scope import ScopeError
from kit.stack import App, Stack, SynthesisError
from modules.vpc import ExistingVpc, Vpc


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(tmp_path / "deep" / "out")


@pytest.fixture
def stack(app: App) -> Stack:
    stack = Stack(app, "demo")
    stack.local_backend("demo.tfstate")
    return stack


def synthesized(stack: Stack) -> dict[str, Any]:
    stack.app.synth()
    found: dict[str, Any] = json.loads((stack.folder / "cdk.tf.json").read_text())
    return found


def test_a_stack_knows_its_account_its_backend_and_its_versions(app: App) -> None:
    """N.2: state in S3, locked by an object beside it."""
    stack = Stack(app, "demo")
    stack.aws_provider(region="eu-west-1", account_ids=["123456789012"], tags={"Team": "data"})
    stack.s3_backend(bucket="states", key="demo/terraform.tfstate", region="us-east-1")
    found = synthesized(stack)
    assert found["provider"]["aws"] == [
        {
            "region": "eu-west-1",
            "allowed_account_ids": ["123456789012"],
            "default_tags": [{"tags": {"Team": "data"}}],
        }
    ]
    assert found["terraform"] == {
        "required_version": ">= 1.11",
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": ">= 5.100, < 7"}},
        "backend": {
            "s3": {
                "bucket": "states",
                "key": "demo/terraform.tfstate",
                "region": "us-east-1",
                "encrypt": True,
                "use_lockfile": True,
            }
        },
    }


def test_a_module_block_stands_on_the_published_terraform(stack: Stack) -> None:
    """N.1"""
    first = stack.add(Vpc, "first", Vpc.Inputs(name="first", az_count=3))
    second = stack.add(
        Vpc,
        "second",
        Vpc.Inputs(
            name=f"x-{first.vpc_id}",
            existing=ExistingVpc(
                vpc_id=first.vpc_id, private_subnet_ids=first.private_subnet_ids, database_subnet_ids=[]
            ),
        ),
    )
    stack.output("vpc_id", second.vpc_id, "Network.", sensitive=True)
    found = synthesized(stack)
    module = found["module"]["first"]
    assert (stack.folder / module.pop("source")).resolve() == Vpc.folder()
    assert module == {"name": "first", "az_count": 3}
    assert {key: found["module"]["second"][key] for key in ("name", "existing")} == {
        "name": "x-${module.first.vpc_id}",
        "existing": {
            "vpc_id": "${module.first.vpc_id}",
            "private_subnet_ids": "${module.first.private_subnet_ids}",
            "database_subnet_ids": [],
        },
    }
    assert found["output"] == {
        "vpc_id": {"value": "${module.second.vpc_id}", "description": "Network.", "sensitive": True}
    }


def test_blocks_keep_their_meta_arguments_null_and_dynamic_blocks(stack: Stack) -> None:
    key = aws.KmsKey(stack, "this", for_each={"a": 1}, description=each.key, lifecycle={"prevent_destroy": True})
    bucket = aws.S3Bucket(
        stack,
        "this",
        count=2,
        tags={"Name": "x", "nothing": None, "MixedCase_key": [None, 1]},
        lifecycle={
            "ignore_changes": ["tags"],
            "replace_triggered_by": [key.whole],
            "precondition": [{"condition": fn.length("x") == 1, "error_message": "No."}],
        },
        depends_on=[key],
        note="Only HCL has comments.",
    )
    aws.data.IamPolicyDocument(
        stack,
        "x",
        statement=[
            {"actions": ["a:B"], "principals": {"type": "AWS", "identifiers": ["*"]}},
            dynamic([1], lambda key, value: {"sid": f"S{value}", "resources": [bucket[0].arn]}),
        ],
    )
    found = synthesized(stack)
    assert found["resource"]["aws_kms_key"]["this"] == {
        "description": "${each.key}",
        "for_each": {"a": 1},
        "lifecycle": {"prevent_destroy": True},
    }
    assert found["resource"]["aws_s3_bucket"]["this"] == {
        "tags": {"Name": "x", "nothing": "${null}", "MixedCase_key": ["${null}", 1]},
        "count": 2,
        "lifecycle": {
            "ignore_changes": ["tags"],
            "replace_triggered_by": ["aws_kms_key.this"],
            "precondition": [{"condition": '${length("x") == 1}', "error_message": "No."}],
        },
        "depends_on": ["aws_kms_key.this"],
    }
    assert found["data"]["aws_iam_policy_document"]["x"] == {
        "statement": [{"actions": ["a:B"], "principals": [{"type": "AWS", "identifiers": ["*"]}]}],
        "dynamic": {
            "statement": [
                {
                    "for_each": [1],
                    "content": {"sid": "S${statement.value}", "resources": ["${aws_s3_bucket.this[0].arn}"]},
                }
            ]
        },
    }


def test_an_ephemeral_resource_is_synthesized_though_cdktf_has_none(stack: Stack) -> None:
    aws.ephemeral.SecretsmanagerRandomPassword(stack, "x", password_length=32)
    assert synthesized(stack)["ephemeral"] == {"aws_secretsmanager_random_password": {"x": {"password_length": 32}}}


def test_a_module_or_resource_of_another_stack_is_refused(app: App) -> None:
    one, other = Stack(app, "one"), Stack(app, "other")
    vpc = one.add(Vpc, "vpc", Vpc.Inputs(name="one"))
    other.add(Vpc, "copy", Vpc.Inputs(name="copy", kms_key_arn=vpc.vpc_id))
    with pytest.raises(ScopeError, match=r"the stack other: module.copy refers to module.vpc, which is not declared"):
        app.synth()


@pytest.mark.parametrize("reference", ["module.typo.id", "local.typo", "aws_vpc.typo.id"])
def test_an_output_of_what_is_not_there_is_refused(stack: Stack, reference: str) -> None:
    stack.output("x", Expression(reference), "Nothing.")
    with pytest.raises(ScopeError, match=r"the stack demo: output.x refers to "):
        stack.app.synth()


def test_the_text_of_a_setting_is_no_reference(stack: Stack) -> None:
    stack.output("x", "http://local.domain/module.py", "An address.")
    assert synthesized(stack)["output"]["x"]["value"] == "http://local.domain/module.py"


def test_a_token_of_cdktf_is_refused(stack: Stack) -> None:
    with pytest.raises(ExpressionError, match="CDKTF token"):
        stack.output("x", "${TfToken[TOKEN.2]}", "A token.")


def test_a_name_is_taken_once(stack: Stack) -> None:
    stack.add(Vpc, "vpc", Vpc.Inputs(name="x"))
    with pytest.raises(ScopeError, match=r"module.vpc is declared twice"):
        stack.add(Vpc, "vpc", Vpc.Inputs(name="y"))


def test_a_module_whose_terraform_is_not_what_its_python_publishes_is_refused(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Vpc, "folder", classmethod(lambda cls: tmp_path / "vpc"))
    with pytest.raises(PublishError, match=r"modules/vpc/README.md, line 1, is not what the Python publishes"):
        stack.add(Vpc, "vpc", Vpc.Inputs(name="x"))


def test_terraform_files_of_the_users_are_laid_in_and_those_of_an_earlier_synthesis_removed(
    stack: Stack, tmp_path: Path
) -> None:
    extra = tmp_path / "queue.tf"
    extra.write_text("# a queue\n")
    stack.folder.mkdir(parents=True)
    (stack.folder / "old.tf").write_text("# no longer wanted\n")
    (stack.folder / "terraform.tfstate").write_text("{}")
    stack.take_terraform_files([extra])
    stack.app.synth()
    assert (stack.folder / "queue.tf").read_text() == "# a queue\n"
    assert not (stack.folder / "old.tf").exists()
    assert (stack.folder / "terraform.tfstate").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    with pytest.raises(SynthesisError, match=r"The stacks cannot be written into .*/file/out: .*Not a directory"):
        App(occupied / "out")
    app = App(tmp_path / "out")
    Stack(app, "demo").local_backend("demo.tfstate")
    (tmp_path / "out" / "stacks" / "demo").write_text("in the way")
    with pytest.raises(SynthesisError, match=r"The stacks cannot be written into .*/out: "):
        app.synth()
