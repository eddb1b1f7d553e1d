"""What an interrupt found half made is kept."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from wrapper.deployments import unfinished
from wrapper.target import Target
from wrapper.terraform.runner import Terraform

FOUR = """
resource "terraform_data" "one" {}
resource "terraform_data" "of_count" {
  count = 1
}
resource "terraform_data" "of_key" {
  for_each = toset(["a"])
}
resource "terraform_data" "failed_before" {}
"""
ADDRESSES = ["terraform_data.of_count[0]", 'terraform_data.of_key["a"]', "terraform_data.one"]


def test_what_was_being_made_is_no_longer_to_be_made_anew(stack: Callable[[str], Path]) -> None:
    folder = stack(FOUR)
    runner = Terraform(folder, os.environ)
    runner.init()
    runner.plan(folder / "plan")
    runner.apply(folder / "plan")
    file = folder / "terraform.tfstate"
    state = json.loads(file.read_text())
    for resource in state["resources"]:
        resource["instances"][0]["status"] = "tainted"
    file.write_text(json.dumps(state))
    assert runner.plan(folder / "plan") is True

    known: dict[str, Any] = {"stack": "sample", "terraform": runner, "clients": None, "deployment": None}
    target = cast(Target, SimpleNamespace(**known))
    assert sorted(unfinished.keep(target, runner.show(folder / "plan"), ADDRESSES)) == ADDRESSES
    assert [address for address, _ in unfinished.tainted(runner.state_pull())] == ["terraform_data.failed_before"]


def test_what_is_still_to_be_deleted_is_not_mistaken_for_it() -> None:
    instance = {"status": "tainted", "deposed": "3b1a2c4d", "attributes": {"id": "x"}}
    state = {"resources": [{"type": "aws_vpc", "name": "this", "module": "module.vpc", "instances": [instance]}]}
    assert unfinished.tainted(state) == []
    instance.pop("deposed")
    assert unfinished.tainted(state) == [("module.vpc.aws_vpc.this", "x")]
