"""Declares a third-party Terraform module as a Python class, from its variables and outputs.

    .venv/bin/python -m kit.declare SOURCE [--version VERSION] --name CLASS --into FILE [--terraform PATH]

Terraform itself fetches the module, so whatever it knows as a source will do: a registry, git, a local path (which is
meant from the folder of FILE). The file is generated: after a change of version, run the command again, and mypy says
what no longer fits.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hcl2

from kit.declared_types import Constraint, Declared, DeclaredObject, camel, declared
from kit.errors import KitError
from kit.generate import template_environment
from kit.third_party import Kind, check_origin, kind_of_source

_NO_DEFAULT = object()
_OPTIONS = hcl2.SerializationOptions(with_comments=False, explicit_blocks=False, preserve_heredocs=False)
_READ = ("description", "type", "default", "sensitive")
_TYPES = ("Bool", "List", "Map", "Number", "Text")


class DeclareError(KitError):
    """The module cannot be fetched or read."""


@dataclass
class Interface:
    """What a module takes and gives: its `variable` and `output` blocks by name."""

    variables: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def fetch(source: str, version: str | None, home: Path, work: Path, terraform: str) -> Path:
    """The folder of a module, fetched by Terraform into `work` unless it is a local path, meant from `home`.

    Raises:
        DeclareError: it is not there, or Terraform cannot fetch it; with Terraform's words.
    """
    if kind_of_source(source) is Kind.LOCAL:
        folder = home / source
        if not folder.is_dir():
            raise DeclareError(f"{source} is no folder: it is looked for at {folder.resolve()}")
        return folder
    call = {"source": source} | ({} if version is None else {"version": version})
    (work / "main.tf.json").write_text(json.dumps({"module": {"this": call}}))
    try:
        done = subprocess.run([terraform, "get", "-no-color"], cwd=work, capture_output=True, text=True, check=False)
    except OSError as error:
        raise DeclareError(f"Terraform does not run: {error}; say where it is by --terraform PATH") from error
    if done.returncode != 0:
        raise DeclareError(f"Terraform cannot fetch {source}:\n{done.stderr.strip()}")
    listed = json.loads((work / ".terraform" / "modules" / "modules.json").read_text())["Modules"]
    found: str = next(module["Dir"] for module in listed if module["Key"] == "this")
    return work / found


def read(folder: Path) -> Interface:
    """The variables and outputs of a module, from its `.tf` and `.tf.json` files.

    Raises:
        DeclareError: there is none, or a file is no Terraform.
    """
    files = sorted([*folder.glob("*.tf"), *folder.glob("*.tf.json")])
    if not files:
        raise DeclareError(f"{folder} holds no Terraform: is a //subfolder missing in the source?")
    found = Interface()
    for file in files:
        for kind, name, body in _blocks(file):
            (found.variables if kind == "variable" else found.outputs)[name] = body
    return found


def _blocks(file: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    try:
        if file.suffix == ".json":
            document = json.loads(file.read_text())
        else:
            document = hcl2.loads(file.read_text(), serialization_options=_OPTIONS)
    except Exception as error:  # the parser raises many kinds
        raise DeclareError(f"{file.name} cannot be read as Terraform: {error}") from error
    for kind in ("variable", "output"):
        groups = document.get(kind, [])
        for group in groups if isinstance(groups, list) else [groups]:
            for name, bodies in group.items():
                body = bodies[0] if isinstance(bodies, list) else bodies
                yield kind, _values(name), {key: _values(body[key]) for key in _READ if key in body}


def _values(value: Any) -> Any:
    """What the parser leaves in the quotes of HCL, as values; a type stays the text that it is."""
    if isinstance(value, dict):
        return {_values(key): _values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_values(item) for item in value]
    if isinstance(value, str) and value.startswith('"'):
        return json.loads(value, strict=False)
    return value


def declare(interface: Interface, source: str, version: str | None, class_name: str, file_name: str) -> str:
    """The Python of the class, unformatted.

    Raises:
        ConstraintError: a type constraint cannot be read.
    """
    objects: list[DeclaredObject] = []
    inputs = []
    for name, body in interface.variables.items():
        constraint = Constraint(_type_of(body), class_name + camel(name), {item.name for item in objects})
        objects += constraint.objects
        inputs.append(_input(name, body, constraint))
    inputs.sort(key=lambda item: not item.required)
    outputs = [
        # Terraform does not say of what type an output is.
        declared(name, "Any", _line(body.get("description")), *_sensitive(body))
        for name, body in interface.outputs.items()
    ]
    annotations = " ".join(item.annotation for item in [*inputs, *(one for each in objects for one in each.attributes)])
    options = "" if version is None else f' --version "{version}"'
    return (
        template_environment()
        .get_template("third_party.py.jinja")
        .render(
            source=source,
            version=version,
            name=class_name,
            command=f'python -m kit.declare "{source}"{options} --name {class_name} --into {file_name}',
            types=[name for name in _TYPES if re.search(rf"\b{name}\b", annotations)],
            typing="Any" if outputs or re.search(r"\bAny\b", annotations) else "",
            objects=objects,
            inputs=inputs,
            outputs=outputs,
        )
    )


def _type_of(body: Mapping[str, Any]) -> str:
    text = str(body.get("type", "any"))
    return text[2:-1] if text.startswith("${") else text


def _input(name: str, body: Mapping[str, Any], constraint: Constraint) -> Declared:
    default = body.get("default", _NO_DEFAULT)
    options = [] if default is _NO_DEFAULT else [f"default={default!r}"]
    description = _line(body.get("description")) or constraint.text
    return declared(name, constraint.annotation, description, *options, *_sensitive(body), nullable=default is None)


def _sensitive(body: Mapping[str, Any]) -> list[str]:
    return ["sensitive=True"] if body.get("sensitive") is True else []


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def write(source: str, version: str | None, class_name: str, file: Path, terraform: str = "terraform") -> None:
    """Generates the class into a file.

    Raises:
        ConstraintError: a type constraint of the module cannot be read.
        DeclareError: the module cannot be fetched or read, or the name is no name of a class.
        SourceError: a module of a registry or of git has no version, or another has one.
    """
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", class_name):
        raise DeclareError(f"{class_name!r} is no name of a class: give one as in RegistryVpc")
    check_origin(source, version)
    with tempfile.TemporaryDirectory() as work:
        interface = read(fetch(source, version, file.parent, Path(work), terraform))
    text = declare(interface, source, version, class_name, file.name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    ruff = [sys.executable, "-m", "ruff", "format", "--quiet", "--no-cache", "--isolated", "--line-length", "120"]
    subprocess.run([*ruff, str(file)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Declare a third-party Terraform module as a Python class.")
    parser.add_argument("source", help="as in a module block, such as terraform-aws-modules/vpc/aws")
    parser.add_argument("--version", help="for a module of a registry; git takes ?ref= in the source")
    parser.add_argument("--name", required=True, help="name of the class, as in RegistryVpc")
    parser.add_argument("--into", required=True, type=Path, help="Python file to write, as in stacks/registry_vpc.py")
    parser.add_argument("--terraform", default="terraform", help="path of the Terraform binary")
    given = parser.parse_args()
    try:
        write(given.source, given.version, given.name, given.into, given.terraform)
    except (KitError, OSError) as error:
        sys.exit(f"{error}")
    print(f"{given.into} declares {given.name}")


if __name__ == "__main__":
    main()
