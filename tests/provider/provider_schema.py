"""The names in version 6 of the AWS provider, for the types that are in use (`kit/types.toml`): `provider_6.json`.

    .venv/bin/pip download --no-deps --dest DOWNLOADS cdktn-provider-aws==25.8.1
    .venv/bin/python -m tests.provider.provider_schema DOWNLOADS/cdktn_provider_aws-25.8.1-py3-none-any.whl

makes it anew, after a change of kit/types.toml or for another version. CDK Terrain's prebuilt provider package is
generated from `terraform providers schema`, so that neither the registry nor the provider itself is needed here. What
is deprecated it does not say; test_provider_6.py has a list of that.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("provider_6.json")

_FOLDERS = {"resource": "", "data": "data-aws-", "ephemeral": "ephemeral-aws-"}
_VERSION = re.compile(r"providerVersion: '([\d.]+)'")
_STRUCT = re.compile(r"^function (\w+)ToHclTerraform\(struct\) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_OWN = re.compile(r"^    synthesizeHclAttributes\(\) \{\n(.*?)^    \}", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^ {8,12}(\w+): \{\n\s+value: (.+?),\n\s+isBlock: (true|false),", re.MULTILINE)
_NESTED = re.compile(r"(?<![\w.])(\w+)ToHclTerraform")
_ATTRIBUTE = re.compile(
    r"^    // (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$", re.M
)


class Names:
    """The names of one block: its arguments, which of them are required, its nested blocks, and what it only tells."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.arguments = frozenset(content.get("arguments", ()))
        self.required = frozenset(content.get("required", ()))
        self.computed = frozenset(content.get("computed", ()))
        self.blocks = {name: Names(inner) for name, inner in content.get("blocks", {}).items()}

    @classmethod
    def all(cls) -> dict[tuple[str, str], Self]:
        """By kind and type, as in ("data", "aws_region")."""
        kinds = json.loads(FILE.read_text())["types"]
        return {(kind, name): cls(content) for kind, types in kinds.items() for name, content in types.items()}

    @property
    def settable(self) -> frozenset[str]:
        """Arguments and blocks. A few arguments, as `ingress` of a security group, are written as either."""
        return self.arguments | frozenset(self.blocks)

    @property
    def attributes(self) -> frozenset[str]:
        """Whatever a reference may name."""
        return self.settable | self.computed


def content_of(script: str) -> dict[str, Any]:
    """The names in one generated script of the package."""
    structs = dict(_STRUCT.findall(script))
    own = _OWN.search(script)
    last_class = script[script.rindex("\nclass ") :]
    found = _block(own[1] if own else "", structs)
    told = {name: required == "true" for name, _, _, required in _ATTRIBUTE.findall(last_class)}
    computed = sorted(set(told) - {*found.get("arguments", ()), *found.get("blocks", {})})
    required = sorted(name for name, is_required in told.items() if is_required)
    return found | ({"required": required} if required else {}) | ({"computed": computed} if computed else {})


def _block(body: str, structs: Mapping[str, str], inside: tuple[str, ...] = ()) -> dict[str, Any]:
    arguments: list[str] = []
    blocks: dict[str, Any] = {}
    for name, value, is_block in _ENTRY.findall(body):
        nested = [struct for struct in _NESTED.findall(value) if struct in structs]
        if is_block == "false" or not nested:
            arguments.append(name)
        elif nested[0] not in inside:  # a block that holds itself is listed once
            blocks[name] = _block(structs[nested[0]], structs, (*inside, nested[0]))
    return ({"arguments": sorted(arguments)} if arguments else {}) | ({"blocks": blocks} if blocks else {})


def scripts(wheel: Path) -> Iterator[tuple[str, str]]:
    """The scripts of the npm package in the wheel, by the name of their folder."""
    with zipfile.ZipFile(wheel) as outer:
        packed = next(name for name in outer.namelist() if name.endswith(".tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(packed))) as inner:
            for member in inner:
                if match := re.fullmatch(r"package/lib/([\w-]+)/index\.js", member.name):
                    file = inner.extractfile(member)
                    assert file
                    yield match[1], file.read().decode()


def make(wheel: Path) -> str:
    """The compact schema as text."""
    types = tomllib.loads((ROOT / "kit" / "types.toml").read_text())
    wanted = {
        _FOLDERS[kind] + name.removeprefix("aws_").replace("_", "-"): (kind, name)
        for kind, names in types.items()
        for name in names
    }
    found: dict[str, dict[str, Any]] = {kind: {} for kind in types}
    versions = set()
    for folder, script in scripts(wheel):
        if folder in wanted:
            kind, name = wanted[folder]
            found[kind][name] = content_of(script)
            versions.add(_VERSION.search(script)[1])  # type: ignore[index]
    missing = set(wanted.values()) - {(kind, name) for kind, names in found.items() for name in names}
    assert not missing, f"the package has no {sorted(missing)}"
    (version,) = versions
    head = {
        "provider": f"hashicorp/aws {version}",
        "source": f"the prebuilt provider of CDK Terrain, {wheel.name} from PyPI, by tests/provider/provider_schema.py",
    }
    lines = [f'  "{key}": {json.dumps(value)},' for key, value in head.items()]
    for kind, names in found.items():
        inside = ",\n".join(f"      {json.dumps(name)}: {_compact(names[name])}" for name in sorted(names))
        lines.append(f'    "{kind}": {{\n{inside}\n    }},')
    text = "\n".join([*lines[:2], '  "types": {', *lines[2:]]).removesuffix(",")
    return f"{{\n{text}\n  }}\n}}\n"


def _compact(content: Mapping[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"))


if __name__ == "__main__":
    FILE.write_text(make(Path(sys.argv[1])))
