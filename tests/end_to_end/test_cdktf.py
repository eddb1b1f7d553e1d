"""CDKTF's own command line and that of CDK Terrain, its maintained fork, from the repository's root: the same app, two
deployments side by side in one account, each driven by one of them.

The tests of this file are one story and run in this order.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Checkout
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

pytestmark = pytest.mark.end_to_end

SETTINGS = """\
state:
  embedded: {bucket: tarmac-state-embedded, region: us-east-1}
deployments:
  one: {availability: low}
  two: {availability: high}
"""
KEPT = ("tarmac-state-embedded", "repository/tarmac/airflow")


@dataclass(frozen=True)
class CommandLine:
    """A command line from npm, kept between runs, and the deployment that it drives here."""

    name: str
    package: str
    stack: str

    def install(self) -> None:
        """npm's own launcher looks for Node elsewhere, hence the script."""
        node = toolchain.node().parent
        folder = ROOT / ".tarmac" / self.name
        if not self._executable.exists():
            folder.mkdir(parents=True, exist_ok=True)
            npm = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            install = [str(node / "node"), str(npm), "install", "--silent", "--no-fund", "--no-audit", self.package]
            environment = os.environ | {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
            Checkout(folder, environment).run(*install)

    @property
    def _executable(self) -> Path:
        return ROOT / ".tarmac" / self.name / "node_modules" / ".bin" / self.name

    def run(self, checkout: Checkout, *arguments: str) -> str:
        """Each synthesizes into a folder of its own, for they run at once."""
        return checkout.run(str(self._executable), *arguments, "--output", f"{self.name}.out")


CDKTF = CommandLine("cdktf", "cdktf-cli@0.21.0", stack="one")
CDKTN = CommandLine("cdktn", "cdktn-cli@0.24.0", stack="two")
BOTH = pytest.mark.parametrize("command_line", [CDKTF, CDKTN], ids=lambda item: item.name)
CHANGING = ("--auto-approve", "--skip-provider-lock")


def at_once(checkout: Checkout, verb: str, drives: Mapping[CommandLine, str]) -> None:
    """Both command lines at once, each with a deployment: most of the time is waiting."""
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(item.run, checkout, verb, stack, *CHANGING) for item, stack in drives.items()]
        for run in runs:
            run.result()


@pytest.fixture(scope="module")
def deployed(checkout: Checkout) -> Checkout:
    """A clone whose environment is that of the embedded AWS, as `eval "$(./tarmac env)"` leaves it."""
    for command_line in (CDKTF, CDKTN):
        command_line.install()
    checkout.settings(SETTINGS)
    checkout.tarmac("bootstrap")
    embedded = checkout.embedded_aws.complete_environment()
    environment = toolchain.node_environment(toolchain.terraform_environment(embedded))
    environment["PATH"] = f"{toolchain.node().parent}{os.pathsep}{environment['PATH']}"
    # Both report home unless they are told not to, and there is no way out here.
    environment |= {"CHECKPOINT_DISABLE": "1", "CI": "1", "FORCE_COLOR": "0"}
    checkout.environment = environment
    return checkout


@BOTH
def test_list_and_synth(deployed: Checkout, command_line: CommandLine) -> None:
    """P0.10"""
    listed = command_line.run(deployed, "list")
    for stack in ("one", "two", "remote-state"):
        assert stack in listed
    assert "Generated Terraform code" in command_line.run(deployed, "synth")


@BOTH
def test_diff_shows_what_a_deploy_would_make(deployed: Checkout, command_line: CommandLine) -> None:
    """P0.10"""
    shown = command_line.run(deployed, "diff", command_line.stack, "--skip-provider-lock")
    assert "to add, 0 to change, 0 to destroy" in shown


def test_deploy_makes_two_deployments_side_by_side(deployed: Checkout) -> None:
    """P0.1, N.11: the low and the high one, in one account and region."""
    at_once(deployed, "deploy", {CDKTF: CDKTF.stack, CDKTN: CDKTN.stack})
    clusters = deployed.client("ecs").list_clusters()["clusterArns"]
    assert {arn.rsplit("/", 1)[-1] for arn in clusters} == {"one", "two"}


@BOTH
def test_output_shows_where_airflow_is(deployed: Checkout, command_line: CommandLine) -> None:
    assert "url" in command_line.run(deployed, "output", command_line.stack, "--skip-synth")


@pytest.mark.parametrize("stack", ["one", "two"])
def test_what_they_deployed_is_what_our_command_line_would(deployed: Checkout, stack: str) -> None:
    """N.1: one definition, the same addresses, one state."""
    plan = deployed.tarmac("plan", stack)
    assert "no changes" in plan


def test_each_deployment_has_its_own_state(deployed: Checkout) -> None:
    states = {stack: deployed.state(stack) for stack in ("one", "two")}
    assert states["one"]["lineage"] != states["two"]["lineage"]
    text = json.dumps(states["one"])
    assert '"two-' not in text and "/two/" not in text


def test_destroy_leaves_nothing_but_the_state(deployed: Checkout) -> None:
    """P1.22: and either command line takes over what the other deployed."""
    at_once(deployed, "destroy", {CDKTF: CDKTN.stack, CDKTN: CDKTF.stack})
    left = [item for item in deployed.exists() if not any(kept in item for kept in KEPT)]
    assert left == []
