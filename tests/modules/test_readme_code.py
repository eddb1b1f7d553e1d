"""Every piece of Terraform in a README or a page of docs/ is planned, with its modules taken from this folder."""

import re
import subprocess
from pathlib import Path

import pytest
import tftest

from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

_LISTED = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
PAGES = sorted(ROOT / name for name in _LISTED.split())
CODE = re.compile(r"^```(?:hcl|terraform)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOURCE = re.compile(r'"git::[^"]*//modules/(\w+)\?ref=v[0-9.]+"')
SETTING = {"AWS_REGION": "us-east-1", "TF_VAR_image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/airflow:3.3.2"}
BLOCKS = [
    pytest.param(code, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, code in enumerate(CODE.findall(page.read_text()), start=1)
]


def test_every_module_shows_how_it_is_used() -> None:
    shown = {
        page.parent.name for page in PAGES if page.parent.parent == ROOT / "modules" and CODE.search(page.read_text())
    }
    assert shown == {path.name for path in (ROOT / "modules").iterdir() if (path / "versions.tf").exists()}


@pytest.mark.parametrize("code", BLOCKS)
def test_the_code_of_a_page_is_planned(code: str, embedded_aws: EmbeddedAws, tmp_path: Path) -> None:
    assert SOURCE.search(code), "it takes a module from git, as a stranger does"
    (tmp_path / "main.tf").write_text(SOURCE.sub(rf'"{ROOT}/modules/\1"', code))
    root = tftest.TerraformTest(str(tmp_path), binary=str(toolchain.terraform()))
    root.env = toolchain.terraform_environment(embedded_aws.complete_environment() | SETTING)
    root.setup(cleanup_on_exit=False)
    assert root.plan(output=True).resource_changes
