"""The app on `cdktn`, the maintained fork of `cdktf`: one changed line, and the same Terraform."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.environments import python_with

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "cdktn"
SETTINGS = {
    "state": {"embedded": {"bucket": "states", "region": "us-east-1"}},
    "deployments": {"one": {"availability": "low"}, "two": {"availability": "high"}},
}


def pins(file: Path) -> dict[str, str]:
    """The version of each package that a list of requirements pins, by its name in lower case."""
    return {name.lower(): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", file.read_text(), re.MULTILINE)}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the app, with settings."""
    folder = tmp_path_factory.mktemp("app")
    ignored = shutil.ignore_patterns("__pycache__", ".terraform*", "examples", "tests")
    for part in ("kit", "modules", "stacks"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    # What a module's README is published from.
    for examples in (ROOT / "modules").glob("*/examples/basic"):
        shutil.copytree(examples, folder / examples.relative_to(ROOT), ignore=ignored)
    for file in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / file, folder)
    (folder / "tarmac.yaml").write_text(json.dumps(SETTINGS))
    return folder


def synthesized(app: Path, python: str, out: str) -> dict[str, Any]:
    """The Terraform of each stack, without what CDKTF notes about itself."""
    environment = os.environ | {"CDKTF_OUTDIR": str(app / out), "TARMAC_SETTINGS": str(app / "tarmac.yaml")}
    environment |= {"PYTHONPATH": str(app)}
    done = subprocess.run([python, "main.py"], cwd=app, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {file.parent.name: json.loads(file.read_text()) for file in (app / out).glob("stacks/*/cdk.tf.json")}
    for stack in found.values():
        assert stack.pop("//")["metadata"]["version"]
    return found


def test_one_changed_line_synthesizes_the_same_terraform(app: Path) -> None:
    """P0.10: decision 4"""
    before = synthesized(app, sys.executable, "cdktf.out")
    framework = app / "kit" / "framework.py"
    text = framework.read_text()
    assert text.count("\nimport cdktf as cdk\n") == 1
    framework.write_text(text.replace("\nimport cdktf as cdk\n", "\nimport cdktn as cdk\n"))
    fork = python_with("test-cdktn", HERE / "requirements.txt", HERE / "constraints.txt")
    assert subprocess.run([fork, "-c", "import cdktf"], capture_output=True, check=False).returncode != 0
    after = synthesized(app, str(fork), "cdktn.out")
    assert set(after) == {"one", "two", "remote-state"}
    assert after == before


def test_it_is_imported_in_one_place() -> None:
    found = [
        str(file.relative_to(ROOT))
        for part in ("kit", "modules", "stacks", "wrapper")
        for file in (ROOT / part).rglob("*.py")
        if re.search(r"^\s*(?:import|from) cdkt[fn]\b", file.read_text(), re.MULTILINE)
    ]
    assert found == ["kit/framework.py"]


def test_everything_else_is_pinned_as_in_the_repository() -> None:
    """constructs apart, for which the fork has a ceiling."""
    ours = pins(ROOT / "requirements.txt") | pins(ROOT / "constraints.txt")
    theirs = pins(HERE / "requirements.txt") | pins(HERE / "constraints.txt")
    assert {name for name, version in theirs.items() if ours.get(name) != version} == {"cdktn", "constructs"}
