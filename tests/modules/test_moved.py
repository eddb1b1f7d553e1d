"""Renames: a state of the previous release goes on without a replacement, and what callers refer to does not vanish.

docs/versioning.md is the promise. Until there is a release, one of a small module stands for it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import released
import tftest

from kit import aws
from kit.expressions import Text, count, each
from kit.module import Module, ModuleInputs, ModuleOutputs, output, variable
from kit.publish import publish, write
from kit.readme import version
from kit.scope import Move, Scope, ScopeError
from kit.stack import App, Stack
from stacks.names import EMBEDDED_ACCOUNT_ID
from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

PROMISES = released.promises()
UNRELEASED = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)[1]


class Before(Module):
    """The small module as the previous release had it."""

    class Inputs(ModuleInputs):
        name: Text = variable("Prefix of every resource name.")

    class Outputs(ModuleOutputs):
        log_group_name: Text = output("Log group of the tasks.")

    def build(self, i: Inputs) -> Outputs:
        logs = aws.CloudwatchLogGroup(self, "logs", name=f"{i.name}-tasks")
        aws.CloudwatchLogGroup(self, "zone", count=2, name=f"{i.name}-zone-{count.index}")
        return self.Outputs(log_group_name=logs.name)


class After(Module):
    """The same with better names: one resource is called otherwise, another goes by a name instead of a number."""

    class Inputs(ModuleInputs):
        name: Text = variable("Prefix of every resource name.")

    class Outputs(ModuleOutputs):
        log_group_name: Text = output("Log group of the tasks.")

    def build(self, i: Inputs) -> Outputs:
        logs = aws.CloudwatchLogGroup(self, "tasks", name=f"{i.name}-tasks")
        aws.CloudwatchLogGroup(self, "zone", for_each={"a": "0", "b": "1"}, name=f"{i.name}-zone-{each.value}")
        self.moved(from_="aws_cloudwatch_log_group.logs", to="aws_cloudwatch_log_group.tasks", note="Since 0.2.0.")
        self.moved(from_="aws_cloudwatch_log_group.zone[0]", to='aws_cloudwatch_log_group.zone["a"]')
        self.moved(from_="aws_cloudwatch_log_group.zone[1]", to='aws_cloudwatch_log_group.zone["b"]')
        return self.Outputs(log_group_name=logs.name)


@pytest.fixture
def publish_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Module]], None]:
    """Publishes a release of the small module; each overwrites the one before."""
    home = tmp_path / "small"
    home.mkdir()

    def release(module: type[Module]) -> None:
        monkeypatch.setattr(module, "folder", classmethod(lambda cls: home))
        write(module)

    return release


def synthesized(folder: Path, module: type[Any], name: str, moved_from: str | None = None) -> Stack:
    """A stack with the module under a name."""
    stack = Stack(App(folder), "small")
    stack.aws_provider(region="us-east-1", account_ids=[EMBEDDED_ACCOUNT_ID], tags={})
    stack.local_backend("small.tfstate")
    stack.add(module, name, module.Inputs(name="small"))
    if moved_from is not None:
        stack.moved(from_=f"module.{moved_from}", to=f"module.{name}")
    stack.app.synth()
    return stack


def test_a_rename_is_published_as_terraforms_own_moved_block(publish_into: Callable[[type[Module]], None]) -> None:
    publish_into(After)
    assert publish(After)["moved.tf"].partition("\n\n")[2] == (
        """# Since 0.2.0.
moved {
  from = aws_cloudwatch_log_group.logs
  to   = aws_cloudwatch_log_group.tasks
}

moved {
  from = aws_cloudwatch_log_group.zone[0]
  to   = aws_cloudwatch_log_group.zone["a"]
}

moved {
  from = aws_cloudwatch_log_group.zone[1]
  to   = aws_cloudwatch_log_group.zone["b"]
}
"""
    )


def test_a_module_without_renames_has_no_file_for_them(publish_into: Callable[[type[Module]], None]) -> None:
    publish_into(Before)
    assert "moved.tf" not in publish(Before)


def test_a_state_of_the_previous_release_plans_nothing_but_the_moves(
    publish_into: Callable[[type[Module]], None], tmp_path: Path, embedded_aws: EmbeddedAws
) -> None:
    """The module is renamed in the stack too, in the same upgrade."""
    publish_into(Before)
    stack = synthesized(tmp_path / "out", Before, "first")
    root = tftest.TerraformTest(str(stack.folder), binary=str(toolchain.terraform()))
    root.env = toolchain.terraform_environment(embedded_aws.complete_environment())
    root.setup(cleanup_on_exit=False)
    root.apply()

    publish_into(After)
    synthesized(tmp_path / "out", After, "second", moved_from="first")
    root.setup(cleanup_on_exit=False)
    changes = root.plan(output=True).resource_changes
    assert {address: change.get("previous_address") for address, change in changes.items()} == {
        "module.second.aws_cloudwatch_log_group.tasks": "module.first.aws_cloudwatch_log_group.logs",
        'module.second.aws_cloudwatch_log_group.zone["a"]': "module.first.aws_cloudwatch_log_group.zone[0]",
        'module.second.aws_cloudwatch_log_group.zone["b"]': "module.first.aws_cloudwatch_log_group.zone[1]",
    }
    assert {tuple(change["change"]["actions"]) for change in changes.values()} == {("no-op",)}
    root.destroy()


@pytest.mark.parametrize(
    ("from_", "to", "message"),
    [
        ("aws_vpc.this", "aws_vpc.new", "aws_vpc.this is moved to aws_vpc.new, and is still declared"),
        ("aws_vpc.old", "aws_vpc.gone", "aws_vpc.old is moved to aws_vpc.gone, which is not declared"),
        ("data.aws_vpc.old", "aws_vpc.this", "data.aws_vpc.old cannot be moved"),
        ("aws_vpc.old", "var.name", "var.name cannot be moved"),
    ],
)
def test_a_move_that_terraform_would_refuse_is_refused_in_python(from_: str, to: str, message: str) -> None:
    scope = Scope()
    aws.Vpc(scope, "this")
    with pytest.raises(ScopeError, match=re.escape(message)):
        scope.moved(from_=from_, to=to)
        scope.check_references("small")


def test_one_address_moves_once() -> None:
    scope = Scope()
    scope.moved(from_="aws_vpc.old", to="aws_vpc.this")
    with pytest.raises(ScopeError, match=r"aws_vpc.old is moved twice"):
        scope.moved(from_="aws_vpc.old", to="aws_vpc.other")


def test_a_second_rename_keeps_the_first_for_states_of_the_release_before() -> None:
    scope = Scope()
    aws.Vpc(scope, "this")
    scope.moved(from_="aws_vpc.oldest", to="aws_vpc.old")
    scope.moved(from_="aws_vpc.old", to="aws_vpc.this")
    scope.check_references("small")


@pytest.mark.parametrize("name", sorted({*PROMISES, *(file.stem for file in released.FOLDER.glob("*.txt"))}))
def test_nothing_that_the_last_release_promised_is_gone(name: str) -> None:
    """An address without a `moved` is a resource that is replaced; an input or output is somebody's broken call.

    A broken call is allowed where the CHANGELOG says so. Until 0.1.0 is released:
    .venv/bin/python -m tests.modules.released
    """
    now, moves = PROMISES.get(name, ([], []))
    lost = released.broken(released.read(name), now, moves)
    untold = [line for line in lost if not _told(name, line)]
    assert untold == [], f"{name}: carry it with self.moved(…), or tell it in CHANGELOG.md (docs/versioning.md)"


def _told(name: str, line: str) -> bool:
    kind, _, rest = line.partition(" ")
    return kind in ("input", "output") and f"`{name}`: {kind} `{rest.removesuffix(released.REQUIRED)}`" in UNRELEASED


@pytest.mark.parametrize(
    ("before", "now", "moves", "lost"),
    [
        (["resource aws_vpc.this"], ["resource aws_vpc.net"], [], ["resource aws_vpc.this"]),
        (["resource aws_vpc.this"], ["resource aws_vpc.net"], [Move("aws_vpc.this", "aws_vpc.net")], []),
        (["resource aws_vpc.this"], ["resource aws_vpc.this[0]"], [], []),
        (["resource aws_vpc.this[0]"], ['resource aws_vpc.this["…"]'], [], ["resource aws_vpc.this[0]"]),
        (["resource aws_vpc.this[0]"], [], [Move("aws_vpc.this", "aws_vpc.net")], []),
        (["call module.vpc"], ["call module.network"], [], ["call module.vpc"]),
        (["call module.vpc"], ["call module.network"], [Move("module.vpc", "module.network")], []),
        (["input name"], ["input name (required)"], [], ["input name", "input name (required)"]),
        (["input name (required)"], ["input name"], [], []),
        (["input name"], ["input name", "input zone"], [], []),
        (["input name"], ["input name", "input zone (required)"], [], ["input zone (required)"]),
        (["input name"], ["input name", "input box", "input box.size (required)"], [], []),
        (["input box"], ["input box", "input box.size (required)"], [], ["input box.size (required)"]),
        (["output id"], [], [], ["output id"]),
        ([], ["input name (required)"], [], []),
    ],
)
def test_what_breaks_a_promise(before: list[str], now: list[str], moves: list[Move], lost: list[str]) -> None:
    assert released.broken(before, now, moves) == lost


def test_the_changelog_names_the_version_that_the_modules_are_published_with() -> None:
    assert re.search(rf"^## \[{re.escape(version())}\]", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
