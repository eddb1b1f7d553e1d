"""Terraform roots that hold the examples of several modules side by side, so that one apply serves them all: most of
its time is waiting."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import boto3
import tftest

from wrapper.embedded_aws import EmbeddedAws
from wrapper.embedded_aws.inventory import inventory
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

REGION = "us-east-1"
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/tarmac/airflow:3.3.2"
STATE_BUCKET = "state-of-examples"
SIDE_BY_SIDE = "-parallelism=30"
"""Three times Terraform's own: what it does meanwhile is wait."""


def examples(module: str) -> list[Path]:
    """The folders of a module's examples."""
    return sorted(path.parent for path in (ROOT / "modules" / module / "examples").glob("*/main.tf"))


def root_of_examples(
    folder: Path, modules: Iterable[str], embedded_aws: EmbeddedAws, only: str = ""
) -> tftest.TerraformTest:
    """A root in which each example of these modules is a module, initialized; beside copies of the modules.

    `only` names the one example of each module that is wanted.

    Terraform checks an example that is called without arguments as it checks a root.
    """
    skipped = shutil.ignore_patterns("*.py", "__pycache__", ".terraform*")
    shutil.copytree(ROOT / "modules", folder / "modules", ignore=skipped)
    blocks = [
        f'module "{example.parent.parent.name}-{example.name}" {{\n'
        f'  source = "./{example.relative_to(ROOT)}"\n'
        f"{_required(example)}}}\n"
        for module in modules
        for example in examples(module)
        if only in ("", example.name)
    ]
    # A state in a file is written whole after each resource, which for some hundreds takes minutes.
    backend = f'terraform {{\n  backend "s3" {{\n    bucket = "{STATE_BUCKET}"\n    key    = "state"\n  }}\n}}\n'
    (folder / "main.tf").write_text("\n".join([backend, *blocks]))
    _bucket(embedded_aws).create()
    root = tftest.TerraformTest(str(folder), binary=str(toolchain.terraform()))
    root.env = toolchain.terraform_environment(embedded_aws.complete_environment() | {"AWS_REGION": REGION})
    root.setup(cleanup_on_exit=False)
    return root


def live(root: tftest.TerraformTest, embedded_aws: EmbeddedAws) -> None:
    """Applies, plans nothing, destroys, and leaves nothing."""
    endpoint = embedded_aws.endpoint()
    assert endpoint
    before = set(inventory(endpoint, REGION))
    root.execute_command("apply", "-auto-approve", "-no-color", SIDE_BY_SIDE)
    plan = root.execute_command("plan", "-detailed-exitcode", "-no-color", SIDE_BY_SIDE)
    assert plan.retcode == 0, plan.out
    # What is in the state was read a moment ago, by the plan.
    root.execute_command("destroy", "-auto-approve", "-no-color", "-refresh=false", SIDE_BY_SIDE)
    assert set(inventory(endpoint, REGION)) <= before
    bucket = _bucket(embedded_aws)
    bucket.objects.delete()
    bucket.delete()


def _bucket(embedded_aws: EmbeddedAws) -> Any:
    credentials = {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
    s3 = boto3.resource("s3", region_name=REGION, endpoint_url=embedded_aws.endpoint(), **credentials)
    return s3.Bucket(STATE_BUCKET)


def _required(example: Path) -> str:
    """The arguments of what an example asks for: an image, where it is one of Airflow."""
    variables = example / "variables.tf"
    asked = re.findall(r'^variable "(\w+)"', variables.read_text(), re.MULTILINE) if variables.exists() else []
    assert asked in ([], ["image"]), f"{example.relative_to(ROOT)} asks for {', '.join(asked)}"
    return f'  image  = "{IMAGE}"\n' if asked else ""
