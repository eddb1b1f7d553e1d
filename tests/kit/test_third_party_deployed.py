"""Third-party modules in stacks on the embedded AWS: one from git, and the page docs/third-party-modules.md."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import tftest
from module_registry import registry, repository, with_registry
from test_third_party import imported

from kit.declare import write
from kit.stack import App, Stack
from modules.ecs_cluster import EcsCluster
from stacks.names import EMBEDDED_ACCOUNT_ID
from stacks.settings import Settings
from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

PAGE = (ROOT / "docs" / "third-party-modules.md").read_text()
RANGES = ["10.9.0.0/24", "10.9.1.0/24"]


@pytest.fixture(scope="module")
def environment(embedded_aws: EmbeddedAws) -> Mapping[str, str]:
    return toolchain.terraform_environment(embedded_aws.complete_environment())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The network module in a git repository, as a source."""
    return repository(tmp_path_factory.mktemp("git"), "v1.0.0")


def root_of(stack: Stack, environment: Mapping[str, str]) -> tftest.TerraformTest:
    stack.app.synth()
    root = tftest.TerraformTest(str(stack.folder), binary=str(toolchain.terraform()))
    root.env = dict(environment)
    root.setup(cleanup_on_exit=False)
    return root


def actions(plan: Any) -> set[str]:
    return {action for change in plan.resource_changes.values() for action in change["change"]["actions"]}


def test_a_module_from_git_lives_in_place_of_ours_and_beside_another_of_ours(
    source: str, environment: Mapping[str, str], tmp_path: Path
) -> None:
    """Declared, initialized, applied, planned empty and destroyed: a network by ?ref=, our cluster in it."""
    file = tmp_path / "git_network.py"
    write(source, None, "GitNetwork", file, str(toolchain.terraform()))
    theirs = imported(file)
    stack = Stack(App(tmp_path / "out"), "mixed")
    stack.aws_provider(region="us-east-1", account_ids=[EMBEDDED_ACCOUNT_ID], tags={})
    stack.local_backend("mixed.tfstate")
    network = stack.add(
        theirs.GitNetwork,
        "network",
        theirs.GitNetwork.Inputs(
            name="mixed",
            cidr="10.9.0.0/16",
            azs=["us-east-1a", "us-east-1b"],
            private_subnets=RANGES,
            tags_of={"team": theirs.GitNetworkTagsOf(key="data")},
        ),
    )
    cluster = stack.add(
        EcsCluster, "ecs_cluster", EcsCluster.Inputs(name="mixed", vpc_id=network.vpc_id, namespace_name="mixed")
    )
    stack.output("subnets", network.private_subnets, "Subnets.")
    stack.output("namespace", cluster.namespace_id, "Namespace.")

    root = root_of(stack, environment)
    root.apply()
    outputs = root.output()
    assert len(outputs["subnets"]) == 2 and outputs["namespace"]
    assert actions(root.plan(output=True)) == {"no-op"}
    root.destroy()


@pytest.fixture(scope="module")
def page(source: str, environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The stack of the page, made as the page says: its command, then its Python; and Terraform's environment."""
    folder = tmp_path_factory.mktemp("page")
    command = shlex.split(re.search(r"^\.venv/bin/python (.+)$", PAGE, flags=re.MULTILINE)[1])  # type: ignore[index]
    module, version = command[command.index("kit.declare") + 1], command[command.index("--version") + 1]
    command[command.index("--into") + 1] = str(folder / "registry_vpc.py")
    with registry({(module, version): source}) as address:
        reached = with_registry(environment, address, folder / "terraform.tfrc")
        run = [sys.executable, *command, "--terraform", str(toolchain.terraform())]
        subprocess.run(run, cwd=ROOT, env=reached, check=True)
        imported(folder / "registry_vpc.py", "stacks.registry_vpc")
        code = re.search(r"^```python\n(.+?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
        assert code
        (folder / "low_availability.py").write_text(code[1])
        yield imported(folder / "low_availability.py", "page_low_availability"), reached
    del sys.modules["stacks.registry_vpc"], sys.modules["page_low_availability"]


def test_the_stack_of_the_page_is_planned_in_a_network_of_the_registry(page: Any, tmp_path: Path) -> None:
    """Low availability, with every other module unchanged."""
    module, environment = page
    settings = Settings.model_validate({"deployments": {"airflow": {"availability": "low"}}}, context=tmp_path)
    stack = module.LowAvailability(App(tmp_path / "out"), settings.deployments["airflow"], None)
    planned = root_of(stack, environment).plan(output=True)
    assert actions(planned) <= {"create", "read"}
