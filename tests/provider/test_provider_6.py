"""Version 6 of the AWS provider knows every name that is emitted; 5.100 does, for the bindings are made from it.

docs/provider-versions.md says how the two differ.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kit import aws
from kit.block import Block, DynamicBlock, Schema
from kit.scope import Scope
from modules import MODULES
from stacks.app import build
from stacks.settings import Settings
from tests.provider.provider_schema import Names

ROOT = Path(__file__).parents[2]
NAMES = Names.all()
SETTINGS = {
    "state": {"embedded": {"bucket": "states", "region": "us-east-1"}},
    "deployments": {"low": {"availability": "low"}, "high": {"availability": "high"}},
}
REFERENCE = re.compile(r"(?<![\w.-])(?:(data|ephemeral)\.)?(aws_\w+)\.[\w-]+\)?((?:\[[^\[\]]*\])*)\.(\w+)")

# Deprecated in 5.100 (the flag in its schema) or by 6.0: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
# A type alone stands for all of it.
DEPRECATED = {
    "aws_eip.vpc",
    "aws_flow_log.log_group_name",
    "aws_iam_role.managed_policy_arns",
    "aws_iam_role.inline_policy",
    "aws_instance.cpu_core_count",
    "aws_instance.cpu_threads_per_core",
    "aws_s3_bucket.acceleration_status",
    "aws_s3_bucket.acl",
    "aws_s3_bucket.policy",
    "aws_s3_bucket.request_payer",
    "aws_s3_bucket.website_domain",
    "aws_s3_bucket.website_endpoint",
    "aws_s3_bucket.cors_rule",
    "aws_s3_bucket.grant",
    "aws_s3_bucket.lifecycle_rule",
    "aws_s3_bucket.logging",
    "aws_s3_bucket.object_lock_configuration",
    "aws_s3_bucket.replication_configuration",
    "aws_s3_bucket.region",
    "aws_s3_bucket.server_side_encryption_configuration",
    "aws_s3_bucket.versioning",
    "aws_s3_bucket.website",
    "aws_s3_bucket_lifecycle_configuration.rule.prefix",
    "aws_service_discovery_service.health_check_custom_config.failure_threshold",
    "data.aws_iam_policy_document.override_json",
    "data.aws_iam_policy_document.source_json",
    "data.aws_region.name",
}
# Without it the provider, 6 as well, sends no health check of its own at all, and plans a replacement for ever.
KEPT = {"aws_service_discovery_service.health_check_custom_config.failure_threshold"}


@pytest.fixture(scope="module")
def scopes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Scope]:
    """Every module and every stack, by name."""
    folder = tmp_path_factory.mktemp("stacks")
    found: dict[str, Scope] = {module.__name__: module.construct()[0] for module in MODULES}
    app = build(Settings.model_validate(SETTINGS, context=folder), folder)
    return found | {stack.name: stack for stack in app.stacks}


def address(block: Block) -> str:
    return block.TYPE if block.KIND == "resource" else f"{block.KIND}.{block.TYPE}"


def emitted(path: str, arguments: Mapping[str, Any], schema: Schema, names: Names | None) -> Iterator[tuple[str, bool]]:
    """The path of each argument and nested block, and whether version 6 knows it."""
    for key, value in arguments.items():
        if key not in schema.blocks:
            yield f"{path}.{key}", names is not None and key in names.settable
            continue
        inner = None if names is None else names.blocks.get(key)
        yield f"{path}.{key}", inner is not None
        for item in value:
            body = item.body if isinstance(item, DynamicBlock) else item
            yield from emitted(f"{path}.{key}", body, schema.blocks[key], inner)


def blocks(scopes: Mapping[str, Scope]) -> list[Block]:
    return [block for scope in scopes.values() for block in scope.blocks()]


def references() -> Iterator[tuple[str, str, str]]:
    """What the published Terraform reads of a resource, as (kind, type, attribute)."""
    for file in sorted((ROOT / "modules").glob("*/*.tf")):
        for kind, name, _, attribute in REFERENCE.findall(file.read_text()):
            yield kind or "resource", name, attribute


def test_the_schema_is_one_of_version_6_and_has_the_types_in_use() -> None:
    types = tomllib.loads((ROOT / "kit" / "types.toml").read_text())
    assert {(kind, name) for kind, names in types.items() for name in names} == set(NAMES)
    assert {name for _, name in NAMES} >= {name for _, name, _ in references()}


def test_every_argument_that_is_emitted_is_in_version_6(scopes: Mapping[str, Scope]) -> None:
    """N.9"""
    unknown = {
        path
        for block in blocks(scopes)
        for path, known in emitted(address(block), block.arguments, block.SCHEMA, NAMES[block.KIND, block.TYPE])
        if not known
    }
    assert unknown == set()


def test_a_name_that_version_6_lacks_is_found_at_any_depth() -> None:
    names = NAMES["resource", "aws_instance"]
    schema = Schema(optional=frozenset({"cpu_core_count", "ami"}), blocks={"metadata_options": Schema()})
    arguments = {"ami": "x", "cpu_core_count": 2, "metadata_options": [{"http_tokens": "required", "http_token": "x"}]}
    assert [path for path, known in emitted("aws_instance", arguments, schema, names) if not known] == [
        "aws_instance.cpu_core_count",
        "aws_instance.metadata_options.http_token",
    ]


def test_what_version_6_requires_is_emitted(scopes: Mapping[str, Scope]) -> None:
    missing = {
        f"{address(block)}.{name}"
        for block in blocks(scopes)
        for name in NAMES[block.KIND, block.TYPE].required
        if name not in block.arguments
    }
    assert missing == set()


def test_every_attribute_that_is_read_is_in_version_6() -> None:
    """N.9"""
    found = list(references())
    assert len(found) > 100
    unknown = {
        f"{kind}.{name}.{attribute}" for kind, name, attribute in found if attribute not in NAMES[kind, name].attributes
    }
    assert unknown == set()


def test_region_is_never_emitted(scopes: Mapping[str, Scope]) -> None:
    """Version 6 took the name for where a resource lives; 5.100 has no such argument, or means something else by it."""
    assert [address(block) for block in blocks(scopes) if "region" in block.arguments] == []
    read = {name for kind, name, attribute in references() if kind == "resource" and attribute == "region"}
    assert read == set()


def test_nothing_that_is_deprecated_is_emitted_but_what_has_its_reason(scopes: Mapping[str, Scope]) -> None:
    written = {
        path
        for block in blocks(scopes)
        for path, _ in emitted(address(block), block.arguments, block.SCHEMA, NAMES[block.KIND, block.TYPE])
    }
    read = {
        f"{name}.{attribute}" if kind == "resource" else f"{kind}.{name}.{attribute}"
        for kind, name, attribute in references()
    }
    assert (written | read) & DEPRECATED == KEPT


def offered(path: str, schema: Schema, names: Names) -> Iterator[str]:
    """What a binding takes and version 6 does not."""
    for name in (schema.required | schema.optional) - frozenset(schema.blocks):
        if name not in names.settable:
            yield f"{path}.{name}"
    for name, inner in schema.blocks.items():
        if name in names.blocks:
            yield from offered(f"{path}.{name}", inner, names.blocks[name])
        else:
            yield f"{path}.{name}"


@pytest.mark.parametrize(("kind", "package"), [("resource", aws), ("data", aws.data), ("ephemeral", aws.ephemeral)])
def test_the_bindings_offer_nothing_that_version_6_lacks(kind: str, package: Any) -> None:
    """Where this fails, `NOT_IN_BOTH_MAJORS` of kit/generate.py takes the name, and the bindings are made anew."""
    classes: Sequence[type[Block]] = [getattr(package, name) for name in package._CLASSES]
    unknown: set[str] = set()
    for found in classes:
        names = NAMES[kind, found.TYPE]
        unknown |= {*offered(found.TYPE, found.SCHEMA, names)}
        unknown |= {f"{found.TYPE}.{name}" for name in found.ATTRIBUTES - names.attributes}
    assert unknown == set()
