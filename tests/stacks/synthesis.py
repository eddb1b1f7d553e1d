"""Synthesizes stacks from settings into a folder, in this process."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tftest

from stacks.settings import Settings, load
from wrapper.terraform import toolchain

ACCOUNT = "123456789012"
"""An account by its digits, which is the embedded AWS's own too."""

BUCKET = {"bucket": "some-state", "region": "eu-west-1"}


def read(folder: Path, deployments: Mapping[str, Mapping[str, Any]], **state: Mapping[str, str]) -> Settings:
    """Settings with these deployments; JSON is YAML. State is kept for ACCOUNT and the embedded AWS by default."""
    file = folder / "tarmac.yaml"
    kept = state or {ACCOUNT: BUCKET, "embedded": BUCKET}
    file.write_text(json.dumps({"state": kept, "deployments": deployments}))
    return load(file)


def synthesize(
    folder: Path, deployments: Mapping[str, Mapping[str, Any]], **state: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """The Terraform JSON of every stack, by the stack's name; `folder`/out/stacks/<name> holds each."""
    settings = read(folder, deployments, **state)
    find_node()
    from stacks.app import build  # starts Node, which settings alone do not need

    folders = build(settings, folder / "out").synth()
    return {path.name: json.loads((path / "cdk.tf.json").read_text()) for path in folders}


def find_node() -> None:
    """Lets CDKTF find the Node that came with requirements.txt, as the command line does."""
    os.environ.setdefault("JSII_NODE", str(toolchain.node()))


def flatten(value: Any, path: str = "") -> dict[str, Any]:
    """Every leaf of nested mappings and lists, by its dotted path."""
    if isinstance(value, Mapping):
        items = value.items()
    elif isinstance(value, list) and value:
        items = dict(enumerate(value)).items()
    else:
        return {path: value}
    return {
        inner: leaf for key, item in items for inner, leaf in flatten(item, f"{path}.{key}" if path else key).items()
    }


def stack_root(folder: Path, environment: Mapping[str, str]) -> tftest.TerraformTest:
    """A synthesized stack that plain Terraform plans with a state beside it instead of the one in S3."""
    override = folder / "override.tf.json"
    override.write_text(json.dumps({"terraform": {"backend": {"local": {"path": "test.tfstate"}}}}))
    root = tftest.TerraformTest(str(folder), binary=str(toolchain.terraform()))
    root.env = toolchain.terraform_environment(environment)
    root.setup(cleanup_on_exit=False)
    return root
