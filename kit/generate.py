"""Generates the typed bindings in `kit/aws` and the functions in `kit/functions.py` from Terraform itself.

    .venv/bin/python -m kit.generate [--terraform PATH]

needs Terraform and the AWS provider (5.100.0, the lowest version that the modules admit, so that nothing newer slips
in). The types in use are listed in `kit/types.toml`; add a type there and run the command again.
"""

from __future__ import annotations

import argparse
import json
import keyword
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

HERE = Path(__file__).parent
PROVIDER = "registry.terraform.io/hashicorp/aws"
SECTIONS = {
    "resource": ("Resource", "resource_schemas"),
    "data": ("DataSource", "data_source_schemas"),
    "ephemeral": ("EphemeralResource", "ephemeral_resource_schemas"),
}
# New in provider 6 or gone from it: never emitted, so that one module serves both majors (docs: upgrade guide to 6.0).
NOT_IN_BOTH_MAJORS = {
    "aws_eip": {"vpc"},
    "aws_flow_log": {"log_group_name"},
    "aws_ecs_task_definition": {"inference_accelerator"},
    "aws_instance": {"cpu_core_count", "cpu_threads_per_core"},
}
# Names that the classes use themselves: an argument or attribute of that name gets an underscore at its end.
META_ARGUMENTS = frozenset({"count", "for_each", "lifecycle", "depends_on", "note"})
OWN_ATTRIBUTES = META_ARGUMENTS | {"address", "arguments", "attribute", "block_name", "repeated", "whole"}


@dataclass(frozen=True)
class Argument:
    """One argument or nested block, as the template needs it."""

    name: str
    python_name: str
    python_type: str
    required: bool


def class_name(name: str) -> str:
    """`aws_vpc_endpoint` as `VpcEndpoint`."""
    return "".join(part.capitalize() for part in name.removeprefix("aws_").split("_"))


def python_type(constraint: Any) -> str:
    """A type constraint of the schema as a Python annotation."""
    if isinstance(constraint, str):
        return {"string": "Text", "number": "Number", "bool": "Bool"}.get(constraint, "Any")
    kind, inner = constraint
    if kind in ("list", "set"):
        return f"List[{python_type(inner)}]"
    if kind == "map":
        return f"Map[{python_type(inner)}]"
    return "Mapping[str, Any] | Expression"


class BlockWriter:
    """Collects what one type needs: its arguments, a TypedDict for each nested block, and its schema."""

    def __init__(self, name: str, block: Mapping[str, Any], id_is_argument: bool) -> None:
        self.name = name
        self.id_is_argument = id_is_argument
        self.nested: list[tuple[str, list[Argument]]] = []
        self.arguments, self.schema = self._read(class_name(name), block, top=True)
        missing = NOT_IN_BOTH_MAJORS.get(name, set())
        self.attributes = sorted({*block.get("attributes", {}), *block.get("block_types", {})} - missing)

    def _read(self, prefix: str, block: Mapping[str, Any], top: bool = False) -> tuple[list[Argument], str]:
        arguments: list[Argument] = []
        inner: dict[str, str] = {}
        for name, attribute in block.get("attributes", {}).items():
            settable = attribute.get("required") or attribute.get("optional")
            if (
                not settable
                or (top and name == "id" and not self.id_is_argument)
                or name in NOT_IN_BOTH_MAJORS.get(self.name, ())
            ):
                continue
            kind = python_type(attribute["type"]) if "type" in attribute else "Any"
            arguments.append(Argument(name, _python_name(name, top), kind, bool(attribute.get("required"))))
        for name, block_type in block.get("block_types", {}).items():
            if name in NOT_IN_BOTH_MAJORS.get(self.name, ()):
                continue
            nested_name = prefix + class_name(name)
            nested_arguments, inner[name] = self._read(nested_name, block_type["block"])
            self.nested.append((nested_name, nested_arguments))
            single = block_type["nesting_mode"] == "single" or block_type.get("max_items") == 1
            kind = nested_name if single else f"{nested_name} | Sequence[{nested_name}]"
            arguments.append(Argument(name, _python_name(name, top), kind, block_type.get("min_items", 0) > 0))
        arguments.sort(key=lambda item: (not item.required, item.name))
        return arguments, _schema(arguments, inner)


def _python_name(name: str, top: bool) -> str:
    return f"{name}_" if top and (keyword.iskeyword(name) or name in META_ARGUMENTS) else name


def _schema(arguments: list[Argument], blocks: Mapping[str, str]) -> str:
    parts = []
    for label, names in (
        ("required", [item.name for item in arguments if item.required]),
        ("optional", [item.name for item in arguments if not item.required]),
    ):
        if names:
            parts.append(f"{label}=frozenset({{{', '.join(repr(name) for name in names)}}})")
    if blocks:
        parts.append("blocks={" + ", ".join(f"{name!r}: {schema}" for name, schema in sorted(blocks.items())) + "}")
    return f"Schema({', '.join(parts)})"


def provider_schema(terraform: str) -> dict[str, Any]:
    """The schema of the AWS provider, asked of Terraform in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        requirement = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}}}
        (Path(folder) / "main.tf.json").write_text(json.dumps(requirement))
        subprocess.run(
            [terraform, "init", "-input=false", "-no-color"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        done = subprocess.run([terraform, "providers", "schema", "-json"], cwd=folder, check=True, capture_output=True)
    schemas: dict[str, Any] = json.loads(done.stdout)["provider_schemas"][PROVIDER]
    return schemas


def template_environment() -> jinja2.Environment:
    """Jinja2 for Python source: nothing is escaped, for nothing is HTML."""
    loader = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(loader=loader, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701


def generate_aws(schemas: Mapping[str, Any], types: Mapping[str, list[str]], folder: Path) -> int:
    """Writes a module a type and an index a kind; returns how many types there are."""
    environment = template_environment()
    for old in folder.rglob("*.py"):
        old.unlink()
    for kind, (base, section) in SECTIONS.items():
        target = folder if kind == "resource" else folder / kind
        target.mkdir(parents=True, exist_ok=True)
        index = []
        for name in sorted(types[kind]):
            bare = name.removeprefix("aws_")
            module = f"{bare}_" if keyword.iskeyword(bare) else bare
            (target / f"{module}.py").write_text(_bindings(environment, base, name, schemas[section][name]["block"]))
            index.append((module, class_name(name)))
        children = ["data", "ephemeral"] if kind == "resource" else []
        text = environment.get_template("index.py.jinja").render(index=index, children=children, kind=kind)
        (target / "__init__.py").write_text(text)
    return sum(map(len, types.values()))


def _bindings(environment: jinja2.Environment, base: str, name: str, block: Mapping[str, Any]) -> str:
    writer = BlockWriter(name, block, id_is_argument=base == "DataSource")
    return environment.get_template("block.py.jinja").render(
        base=base,
        type=name,
        class_name=class_name(name),
        nested=writer.nested,
        arguments=writer.arguments,
        schema=writer.schema,
        properties=[(f"{item}_" if _own_attribute(item) else item, item) for item in writer.attributes],
    )


def _own_attribute(name: str) -> bool:
    return name in OWN_ATTRIBUTES or keyword.iskeyword(name)


def generate_functions(signatures: Mapping[str, Any], path: Path) -> int:
    """Writes one Python function for each of Terraform's; returns how many there are."""
    functions = []
    for name, signature in sorted(signatures.items()):
        if "::" in name:
            continue
        parameters = [_parameter(item["name"]) for item in signature.get("parameters", [])]
        if variadic := signature.get("variadic_parameter"):
            parameters.append("*" + _parameter(variadic["name"]))
        python_name = f"{name}_" if keyword.iskeyword(name) else name
        summary = signature["description"].split("\n")[0].split(". ")[0].rstrip(".")
        functions.append((python_name, name, parameters, summary.replace('"', "'").replace("\\", "\\\\")))
    path.write_text(template_environment().get_template("functions.py.jinja").render(functions=functions))
    return len(functions)


def _parameter(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def generate(terraform: str, folder: Path) -> tuple[int, int]:
    """Writes `aws` and `functions.py` into a folder; how many types and functions there are.

    Raises:
        subprocess.CalledProcessError: Terraform failed, with its words on standard error.
    """
    types = tomllib.loads((HERE / "types.toml").read_text())
    count = generate_aws(provider_schema(terraform), types, folder / "aws")
    done = subprocess.run([terraform, "metadata", "functions", "-json"], check=True, capture_output=True)
    functions = generate_functions(json.loads(done.stdout)["function_signatures"], folder / "functions.py")
    ruff = [sys.executable, "-m", "ruff", "format", "-q", "--no-cache", "--isolated", "--line-length", "120"]
    subprocess.run([*ruff, str(folder / "aws"), str(folder / "functions.py")], check=True)
    return count, functions


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate kit/aws and kit/functions.py from Terraform's own schemas.")
    parser.add_argument("--terraform", default="terraform", help="path of the Terraform binary")
    count, functions = generate(parser.parse_args().terraform, HERE)
    print(f"{count} types in kit/aws, {functions} functions in kit/functions.py")


if __name__ == "__main__":
    main()
