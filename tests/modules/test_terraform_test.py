"""`terraform test` in a module's folder, as a consumer runs it: without an account, and without our embedded AWS."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from wrapper.paths import ROOT
from wrapper.terraform import toolchain
from wrapper.terraform.runner import Terraform

TESTED = sorted(path.parent.name for path in (ROOT / "modules").glob("*/tests"))


def test_every_module_has_tests_of_its_own_where_terraform_can_run_them() -> None:
    """All of what ecs_airflow makes stands behind ephemeral keys, which Terraform 1.11 does not mock."""
    modules = {path.parent.name for path in (ROOT / "modules").glob("*/versions.tf")}
    assert set(TESTED) == modules - {"ecs_airflow"}


@pytest.mark.parametrize("module", TESTED)
def test_the_tests_of_a_module_pass_without_an_account(module: str, tmp_path: Path) -> None:
    source = ROOT / "modules" / module
    folder = tmp_path / module
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", ".terraform*", "examples"))
    nobody = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    root = Terraform(folder, nobody | {"AWS_EC2_METADATA_DISABLED": "true"})
    root.init()
    done = subprocess.run(
        [str(toolchain.terraform()), "test", "-no-color"],
        cwd=folder,
        env=root.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Success! {(folder / 'tests' / f'{module}.tftest.hcl').read_text().count('run ')} passed" in done.stdout
