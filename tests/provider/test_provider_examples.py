"""The examples, plain HCL written by hand, write nothing that version 6 of the AWS provider lacks.

`aws_acm_certificate` and `aws_wafv2_web_acl`, which only examples make, are in no schema here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hcl2
import pytest

from tests.provider.provider_schema import Names

ROOT = Path(__file__).parents[2]
NAMES = Names.all()
META_ARGUMENTS = {"count", "for_each", "depends_on", "lifecycle", "provider"}
ONLY_IN_EXAMPLES = {("resource", "aws_acm_certificate"), ("resource", "aws_wafv2_web_acl")}
OPTIONS = hcl2.SerializationOptions(with_comments=False, explicit_blocks=False, strip_string_quotes=True)
FILES = [
    file
    for file in sorted([*ROOT.glob("examples/**/*.tf"), *ROOT.glob("modules/*/examples/*/*.tf")])
    if re.search(r'^(resource|data|ephemeral) "aws_', file.read_text(), re.MULTILINE)
]


def lacking(path: str, body: Mapping[str, Any], names: Names) -> Iterator[str]:
    """What of a block version 6 does not know, by its path."""
    for key, value in body.items():
        if key == "dynamic":
            for group in value:
                for label, repeated in group.items():
                    contents = repeated["content"]
                    yield from lacking(path, {label: contents}, names)
        elif key in names.blocks:
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    yield from lacking(f"{path}.{key}", inner, names.blocks[key])
        elif key not in names.arguments | META_ARGUMENTS:
            yield f"{path}.{key}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT).parent))
def test_an_example_writes_what_version_6_knows(file: Path) -> None:
    """N.9"""
    document = hcl2.loads(file.read_text(), serialization_options=OPTIONS)
    unknown: list[str] = []
    for kind in ("resource", "data", "ephemeral"):
        for group in document.get(kind, []):
            for name, called in group.items():
                if name.startswith("aws_") and (kind, name) not in ONLY_IN_EXAMPLES:
                    for body in called.values():
                        unknown += lacking(name, body, NAMES[kind, name])
    assert unknown == []


def test_an_argument_that_version_6_lacks_is_found_in_dynamic_blocks_too() -> None:
    body = {"ami": "x", "vpc": True, "dynamic": [{"ebs_block_device": {"for_each": [], "content": [{"sise": 1}]}}]}
    found = [*lacking("aws_instance", body, NAMES["resource", "aws_instance"])]
    assert found == ["aws_instance.vpc", "aws_instance.ebs_block_device.sise"]
