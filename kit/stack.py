"""A stack: a root module that CDK for Terraform synthesizes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kit import publish
from kit.block import Block, DynamicBlock, Schema
from kit.errors import KitError
from kit.expressions import Expression, expression_of, flat, null
from kit.framework import JSIIError, cdk
from kit.module import Buildable, Module, ModuleInputs, ModuleOutputs, plain, reference
from kit.scope import Scope
from kit.third_party import ThirdPartyModule

I = TypeVar("I", bound=ModuleInputs)  # noqa: E741 - inputs
O = TypeVar("O", bound=ModuleOutputs)  # noqa: E741 - outputs


class SynthesisError(KitError):
    """The stacks cannot be written."""


class App:
    """The CDKTF app: stacks are added to it, and `synth` writes a folder for each.

    Raises:
        SynthesisError: the folder cannot be made.
    """

    def __init__(self, outdir: Path | None = None) -> None:
        self.outdir = (outdir or Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"))).resolve()
        with self._writing():
            self.outdir.mkdir(parents=True, exist_ok=True)
        self.cdk_app = cdk.App(outdir=str(self.outdir), stack_traces=False)
        self.stacks: list[Stack] = []
        self.checked: set[type[Module]] = set()  # modules whose published Terraform was found to be up to date

    def synth(self) -> list[Path]:
        """Writes every stack; the folders, each a Terraform root.

        Raises:
            ScopeError: a stack refers to what it does not declare.
            SynthesisError: a folder cannot be written.
        """
        for stack in self.stacks:
            stack.check_references(f"the stack {stack.name}")
            stack.add_moves()
        with self._writing():
            self.cdk_app.synth()
            for stack in self.stacks:
                stack.copy_terraform_files()
        return [stack.folder for stack in self.stacks]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError, JSIIError) as error:  # CDKTF writes in Node, whose errors come as RuntimeError
            raise SynthesisError(f"The stacks cannot be written into {self.outdir}: {error}") from error


class Stack(cdk.TerraformStack, Scope):
    """A root module: a provider, a backend, module blocks, outputs; resources of its own where it needs any."""

    def __init__(self, app: App, name: str) -> None:
        cdk.TerraformStack.__init__(self, app.cdk_app, name)
        Scope.__init__(self)
        self.app = app
        self.name = name
        self.folder = app.outdir / "stacks" / name
        self._terraform_files: Sequence[Path] = ()
        app.stacks.append(self)
        self.add_override("terraform.required_version", Module.REQUIRED_TERRAFORM)
        requirement = {"source": "hashicorp/aws", "version": Module.REQUIRED_AWS}
        self.add_override("terraform.required_providers", {"aws": requirement})

    def aws_provider(self, *, region: str, account_ids: Iterable[str], tags: Mapping[str, str]) -> None:
        """The AWS provider. It refuses any other account than these, whoever's credentials are found."""
        configuration = {
            "region": region,
            "allowed_account_ids": list(account_ids),
            "default_tags": [{"tags": dict(tags)}],
        }
        self.add_override("provider.aws", [configuration])

    def s3_backend(self, *, bucket: str, key: str, region: str) -> None:
        """State in S3, encrypted, locked by an object beside it (no DynamoDB table): Terraform 1.11."""
        backend = cdk.S3Backend(self, bucket=bucket, key=key, region=region, encrypt=True)
        backend.add_override("use_lockfile", True)

    def local_backend(self, path: str) -> None:
        """State in a file; cdktf's own default is an absolute path that stacks of one name share."""
        cdk.LocalBackend(self, path=path)

    def add(self, module: type[Buildable[I, O]], name: str, inputs: I) -> O:
        """Adds a module block: on the published Terraform of one of ours, or on a third-party module where that is
        found. Its outputs, as expressions.

        Raises:
            PublishError: the committed Terraform is not what the module's Python publishes.
            SourceError: a third-party module says no source, or no version.
        """
        given = plain(inputs)
        self.take(f"module.{name}", given)
        self.add_override(f"module.{name}", {**self._origin(module), **to_json(given)})
        outputs: O = reference(module.Outputs, f"module.{name}")  # type: ignore[attr-defined]
        return outputs

    def _origin(self, module: type[Buildable[I, O]]) -> dict[str, str]:
        if issubclass(module, ThirdPartyModule):
            return module.origin(self.folder)
        assert issubclass(module, Module)  # noqa: S101 - narrows the protocol to the class behind it
        if module not in self.app.checked:
            publish.check(module)
            self.app.checked.add(module)
        return {"source": os.path.relpath(module.folder(), self.folder)}

    def output(self, name: str, value: object, description: str, *, sensitive: bool = False) -> None:
        """An output of the stack."""
        out = cdk.TerraformOutput(
            self, f"output-{name}", value=to_json(value), description=description, sensitive=sensitive or None
        )
        out.override_logical_id(name)
        self.take(f"output.{name}", value)

    def take_terraform_files(self, paths: Sequence[Path]) -> None:
        """Terraform files of the user's that become part of the root module."""
        self._terraform_files = paths

    def add_block(self, block: Block) -> None:
        super().add_block(block)
        body = to_json_body(block.arguments, block.SCHEMA)
        meta = {"count": block.count, "for_each": block.for_each, "lifecycle": block.lifecycle or None}
        body |= {key: to_json(value) for key, value in meta.items() if value is not None}
        if block.depends_on:
            body["depends_on"] = block.depends_on
        self.add_override(f"{block.KIND}.{block.TYPE}.{block.block_name}", body)

    def add_moves(self) -> None:
        """Writes the `moved` blocks, whose addresses are no expressions in Terraform's JSON."""
        if self.moves:
            self.add_override("moved", [{"from": move.from_, "to": move.to} for move in self.moves])

    def copy_terraform_files(self) -> None:
        """Lays the user's Terraform files into the synthesized folder, and removes those of an earlier synthesis."""
        wanted = {path.name: path for path in self._terraform_files}
        for old in self.folder.glob("*.tf"):
            if old.name not in wanted:
                old.unlink()
        for name, path in wanted.items():
            shutil.copyfile(path, self.folder / name)


def to_json(value: Any) -> Any:
    """A value in Terraform's JSON syntax: expressions as `${…}`, null included, for CDKTF leaves out what is None."""
    value = expression_of(value)
    if value is None or isinstance(value, Expression):
        return str(null if value is None else value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_json(item) for item in value]
    flat(value)  # refuses what Terraform cannot hold
    return value


def to_json_body(arguments: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The inside of a block in Terraform's JSON syntax, dynamic blocks included."""
    body: dict[str, Any] = {}
    for key, value in arguments.items():
        if key not in schema.blocks:
            body[key] = to_json(value)
            continue
        for item in value:
            if isinstance(item, DynamicBlock):
                content = to_json_body(item.body, schema.blocks[key])
                repeated = {"for_each": to_json(item.for_each), "content": content}
                body.setdefault("dynamic", {}).setdefault(key, []).append(repeated)
            else:
                body.setdefault(key, []).append(to_json_body(item, schema.blocks[key]))
    return body
