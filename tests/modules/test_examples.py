"""The examples of the modules: there is one for each thing that a caller can bring, and each lives on the embedded
AWS. Those of ecs_airflow live in test_examples_airflow.py, beside these."""

import re
import subprocess
from pathlib import Path

import pytest
from example_roots import examples, live, root_of_examples

from kit.module import Module, fields
from modules import MODULES
from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

NAMES = [module.folder().name for module in MODULES]
ALL = [example for name in NAMES for example in examples(name)]


def title(example: Path) -> str:
    return str(example.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_there_is_one_for_each_thing_that_a_caller_can_bring(module: type[Module]) -> None:
    """P0.2"""
    found = {example.name for example in examples(module.folder().name)}
    inputs = {field.name: field for field in fields(module.Inputs)}
    assert {"basic", "complete"} <= found
    assert ("kms_key_arn" in inputs) == ("kms-key" in found)
    nested = inputs["load_balancer"].kind.object if "load_balancer" in inputs else None
    brings = "existing" in inputs or (nested is not None and "existing" in {field.name for field in fields(nested)})
    assert brings == any(name.startswith("existing-") for name in found)


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_what_a_module_takes_is_shown_by_one_of_its_examples(module: type[Module]) -> None:
    """Every input but those that the README explains better than a value could."""
    shown = "\n".join(path.read_text() for example in examples(module.folder().name) for path in example.glob("*.tf"))
    missing = [field.name for field in fields(module.Inputs) if not re.search(rf"^ +{field.name} += ", shown, re.M)]
    assert set(missing) <= {"nat_instance_type", "restore_from_snapshot", "restore_to_point_in_time", "serverless"}, (
        missing
    )


@pytest.mark.parametrize("example", ALL, ids=title)
def test_an_example_stands_alone(example: Path) -> None:
    """It says first what it shows, which versions it needs, and takes modules from this repository alone."""
    text = (example / "main.tf").read_text()
    assert text.startswith("# ")
    assert "provider " not in text, "region and credentials come from the environment"
    published = (example.parent.parent / "versions.tf").read_text()
    assert published.endswith((example / "versions.tf").read_text())
    sources = re.findall(r'^  source += "(.+)"', text, re.M)
    assert "../.." in sources
    for source in sources:
        assert (example / source).resolve().parent == ROOT / "modules", source
    assert f"| [{example.name}]({example.name}/main.tf) |" in (example.parent / "README.md").read_text()


def test_examples_are_as_terraform_fmt_leaves_them() -> None:
    folders = [str(ROOT / "examples"), *(str(ROOT / "modules" / name / "examples") for name in NAMES)]
    for folder in folders:
        done = subprocess.run(
            [toolchain.terraform(), "fmt", "-check", "-diff", "-recursive", folder], capture_output=True, text=True
        )
        assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.apply
def test_examples_are_applied_planned_empty_and_destroyed(embedded_aws: EmbeddedAws, tmp_path: Path) -> None:
    """N.1, P0.2: all but those of ecs_airflow, in one apply."""
    modules = [name for name in NAMES if name != "ecs_airflow"]
    live(root_of_examples(tmp_path, modules, embedded_aws), embedded_aws)
