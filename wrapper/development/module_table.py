"""docs/modules.md: what each module holds, and how long Terraform takes to plan its basic example."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kit.block import Block
from kit.module import Module, fields
from modules import MODULES
from wrapper import paths
from wrapper.console import errors
from wrapper.embedded_aws.process import EmbeddedAws
from wrapper.terraform.runner import Terraform

COMMAND: Final = "./tarmac bench modules > docs/modules.md"
HEAD: Final = f"""\
<!-- Made by `{COMMAND}`: run it again after a change. -->

# The modules
Each is an ordinary Terraform module with a README of its own. Resources count the blocks that are written, not what
`count` and `for_each` make of them. The time is that of `terraform plan` on the module's basic example and the
embedded AWS, the provider's start included: the median of three, on two cores.

| module | resources | inputs | outputs | examples | time to plan |
|---|---|---|---|---|---|
"""
ROUNDS: Final = 3
VARIABLES: Final = {"AWS_REGION": "us-east-1", "TF_VAR_image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/airflow:3"}


def rows() -> dict[str, list[str]]:
    """What can be read from each module without running it, by its name."""
    return {module.folder().name: _row(module) for module in MODULES}


def _row(module: type[Module]) -> list[str]:
    folder = module.folder()
    built, _ = module.construct()
    items = [item for file in built.files for item in file.items]
    resources = [item for item in items if isinstance(item, Block) and item.KIND == "resource"]
    examples = sorted(path.parent.name for path in folder.glob("examples/*/main.tf"))
    links = ", ".join(f"[{name}](../modules/{folder.name}/examples/{name}/main.tf)" for name in examples)
    counts = [str(len(resources)), str(len(fields(module.Inputs))), str(len(fields(module.Outputs)))]
    return [f"[{folder.name}](../modules/{folder.name}/README.md)", *counts, links]


def render(seconds: Mapping[str, float]) -> str:
    """The page, with the time that each module's plan took."""
    lines = [f"| {' | '.join([*cells, f'{seconds[name]:.1f} s'])} |" for name, cells in rows().items()]
    return HEAD + "\n".join(lines) + "\n"


def measure() -> dict[str, float]:
    """Seconds that the plan of each basic example takes; raises TarmacError where one fails."""
    with TemporaryDirectory() as folder:
        top = Path(folder)
        ignored = shutil.ignore_patterns("*.py", "__pycache__", ".terraform*")
        shutil.copytree(paths.ROOT / "modules", top / "modules", ignore=ignored)
        with EmbeddedAws(top / "embedded-aws") as aws:
            return {name: _seconds(top / "modules" / name / "examples" / "basic", aws) for name in rows()}


def _seconds(example: Path, aws: EmbeddedAws) -> float:
    errors.print(f"Planning {example.parent.parent.name} ...", markup=False)
    root = Terraform(example, aws.complete_environment() | VARIABLES)
    root.init()
    found = []
    for _ in range(ROUNDS):
        started = time.monotonic()
        root.plan(example / "tfplan")
        found.append(time.monotonic() - started)
    return statistics.median(found)
