"""Taking what exists into a state, with Terraform itself and a resource that needs no provider."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from wrapper.deployments import imports
from wrapper.errors import TarmacError
from wrapper.target import Target
from wrapper.terraform.runner import Terraform

MakeStack = Callable[[str], Path]

TWO_AND_AN_OUTPUT = """
resource "terraform_data" "this" {
  for_each = toset(["fernet", "api"])
}
resource "terraform_data" "other" {}
output "api" {
  value = terraform_data.this["api"].id
}
"""


def target_in(folder: Path) -> Target:
    """What an import needs to know of a target."""
    known = {"stack": "sample", "folder": folder, "plan_file": folder / "plan", "clients": None}
    return cast(Target, SimpleNamespace(**known, terraform=Terraform(folder, os.environ)))


def test_one_instance_is_taken_in_though_an_output_names_another(stack: MakeStack) -> None:
    """Terraform refuses to plan the one alone; what the configuration does not need for it is left alone."""
    target = target_in(stack(TWO_AND_AN_OUTPUT))
    asked: list[dict[str, object]] = []
    imports.take_in(target, [('terraform_data.this["fernet"]', "kept")], asked.append)
    assert len(asked) == 1
    assert target.terraform.state_list() == ['terraform_data.this["api"]', 'terraform_data.this["fernet"]']
    ids = [
        instance["attributes"]["id"]
        for resource in target.terraform.state_pull()["resources"]
        for instance in resource["instances"]
        if instance["index_key"] == "fernet"
    ]
    assert ids == ["kept"]
    assert list(target.folder.glob("*.tf.json")) == [], "the blocks are taken away again"


def test_what_the_state_holds_already_is_not_imported_over(stack: MakeStack) -> None:
    target = target_in(stack(TWO_AND_AN_OUTPUT))
    imports.take_in(target, [("terraform_data.other", "first")], lambda found: None)
    with pytest.raises(TarmacError, match="holds a resource already"):
        imports.take_in(target, [("terraform_data.other", "second")], lambda found: None)
