"""The hooks before a commit are those of this repository, and each is a command that exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.documentation.documented_commands import invocations, problem

ROOT = Path(__file__).parents[2]


def hooks() -> list[dict[str, Any]]:
    repositories = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [one["repo"] for one in repositories] == ["local"], "nothing is fetched, and nothing has a second version"
    found: list[dict[str, Any]] = repositories[0]["hooks"]
    return found


def test_it_checks_style_types_terraform_and_what_is_generated() -> None:
    """P3.17"""
    assert [hook["id"] for hook in hooks()] == ["ruff-check", "ruff-format", "mypy", "terraform-fmt", "publish", "docs"]


def test_each_hook_is_a_command_that_exists() -> None:
    requirements = (ROOT / "requirements.txt").read_text()
    for hook in hooks():
        program = hook["entry"].split()[0]
        if program == "./tarmac":
            assert [problem(arguments) for arguments in invocations(hook["entry"])] == [None]
        elif program.startswith(".venv/bin/"):
            assert re.search(rf"^{program.removeprefix('.venv/bin/')}==", requirements, re.MULTILINE)
        else:
            assert program == "terraform"


def test_a_published_module_wakes_the_hooks_that_concern_it() -> None:
    files = {hook["id"]: hook.get("files", "") for hook in hooks()}
    assert re.search(files["terraform-fmt"], "modules/vpc/main.tf")
    assert re.search(files["terraform-fmt"], "modules/vpc/tests/inputs.tftest.hcl")
    assert re.search(files["publish"], "modules/vpc/module.py")
    assert re.search(files["docs"], "stacks/settings/network.py")
