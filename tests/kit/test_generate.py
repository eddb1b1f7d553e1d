"""The generator: the provider's schema becomes typed bindings, the same each time."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kit import generate
from wrapper.terraform import toolchain

KIT = Path(generate.__file__).parent
BLOCK: dict[str, Any] = {
    "attributes": {
        "id": {"type": "string", "optional": True, "computed": True},
        "arn": {"type": "string", "computed": True},
        "name": {"type": "string", "required": True},
        "count": {"type": "number", "optional": True},
        "class": {"type": "bool", "optional": True},
        "labels": {"type": ["map", "string"], "optional": True},
        "zones": {"type": ["set", "string"], "optional": True},
        "shape": {"type": ["object", {"side": "number"}], "optional": True},
    },
    "block_types": {
        "rule": {
            "nesting_mode": "list",
            "min_items": 1,
            "block": {
                "attributes": {"port": {"type": "number", "required": True}},
                "block_types": {"range": {"nesting_mode": "list", "max_items": 1, "block": {"attributes": {}}}},
            },
        }
    },
}
SCHEMAS: dict[str, Any] = {
    section: {f"aws_{name}": {"block": BLOCK}}
    for section, name in (
        ("resource_schemas", "thing"),
        ("data_source_schemas", "import"),
        ("ephemeral_resource_schemas", "secret"),
    )
}
TYPES = {"resource": ["aws_thing"], "data": ["aws_import"], "ephemeral": ["aws_secret"]}


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.py")}


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    (tmp_path / "aws").mkdir()
    (tmp_path / "aws" / "gone.py").write_text("# a type that is no longer listed\n")
    assert generate.generate_aws(SCHEMAS, TYPES, tmp_path / "aws") == 3
    return tmp_path / "aws"


def test_the_same_schema_gives_the_same_files(generated: Path, tmp_path: Path) -> None:
    generate.generate_aws(SCHEMAS, TYPES, tmp_path / "again")
    assert files(generated) == files(tmp_path / "again")
    assert set(files(generated)) == {
        "__init__.py",
        "thing.py",
        "data/__init__.py",
        "data/import_.py",
        "ephemeral/__init__.py",
        "ephemeral/secret.py",
    }


def test_a_type_becomes_a_class_with_its_arguments_required_ones_first(generated: Path) -> None:
    text = (generated / "thing.py").read_text()
    for line in (
        "class Thing(Resource):",
        'TYPE = "aws_thing"',
        "            name: Text,\n            rule: ThingRule | Sequence[ThingRule],\n",
        "class_: Bool | None = None,",
        "count_: Number | None = None,",
        "labels: Map[Text] | None = None,",
        "zones: List[Text] | None = None,",
        "shape: Mapping[str, Any] | Expression | None = None,",
        "        arn: Expression\n",
        "        class_: Expression\n",
        '"port": Required["Number"]',
        '"range": NotRequired["ThingRuleRange | None"]',
    ):
        assert line in text, line


def test_the_id_is_an_argument_of_data_sources_alone(generated: Path) -> None:
    assert "            id: Text | None = None," not in (generated / "thing.py").read_text()
    assert "            id: Text | None = None," in (generated / "data" / "import_.py").read_text()


def test_bindings_are_python(generated: Path) -> None:
    for name, text in files(generated).items():
        ast.parse(text, filename=name)


@pytest.mark.parametrize(("type_name", "gone"), [(name, gone) for name, gone in generate.NOT_IN_BOTH_MAJORS.items()])
def test_what_version_6_of_the_provider_no_longer_has_cannot_be_written(type_name: str, gone: set[str]) -> None:
    text = (KIT / "aws" / f"{type_name.removeprefix('aws_')}.py").read_text()
    for name in gone:
        assert f'"{name}"' not in text


def test_region_which_is_new_in_version_6_cannot_be_written() -> None:
    for path in (KIT / "aws").glob("*.py"):
        assert "            region: " not in path.read_text(), path.name


def test_functions_take_what_terraform_says(tmp_path: Path) -> None:
    signatures = {
        "merge": {"description": '`merge` merges "maps". And more.', "variadic_parameter": {"name": "maps"}},
        "try": {"description": "Tries.", "variadic_parameter": {"name": "expressions"}},
        "substr": {"description": "Cuts.", "parameters": [{"name": "str"}, {"name": "offset"}, {"name": "lambda"}]},
        "core::merge": {"description": "The same."},
    }
    assert generate.generate_functions(signatures, tmp_path / "functions.py") == 3
    text = (tmp_path / "functions.py").read_text()
    assert 'def merge(*maps: object) -> Expression:\n    """`merge` merges \'maps\'."""' in text
    assert (
        'def try_(*expressions: object) -> Expression:\n    """Tries."""\n    return call("try", *expressions)' in text
    )
    assert "def substr(str: object, offset: object, lambda_: object)" in text


def test_generating_afresh_gives_the_committed_files(tmp_path: Path) -> None:
    """With Terraform and the provider themselves."""
    program = "import sys; from pathlib import Path; from kit.generate import generate; " + (
        "generate(sys.argv[1], Path(sys.argv[2]))"
    )
    environment = toolchain.terraform_environment(os.environ) | {"PYTHONPATH": str(KIT.parent)}
    command = [sys.executable, "-c", program, str(toolchain.terraform()), str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "aws") == files(KIT / "aws")
    assert (tmp_path / "functions.py").read_text() == (KIT / "functions.py").read_text()
