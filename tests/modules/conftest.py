"""Terraform roots on which the modules are tried, each on the embedded AWS."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tftest

from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.terraform import toolchain

ROOTS = Path(__file__).parent / "roots"
REGION = "us-east-1"


@pytest.fixture(scope="session")
def embedded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """One for these tests alone: some of them look at all that is there."""
    with EmbeddedAws(tmp_path_factory.mktemp("embedded_aws")) as instance:
        yield instance


@pytest.fixture(scope="session")
def terraform_root(
    embedded_aws: EmbeddedAws, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., tftest.TerraformTest]:
    """Makes a copy of a folder of `roots/`, initialized, beside the modules as they are. Further variables of the
    environment may be given."""

    def make(name: str, **variables: str) -> tftest.TerraformTest:
        top = tmp_path_factory.mktemp(name)
        folder = top / "tests" / "modules" / "roots" / name
        shutil.copytree(ROOTS / name, folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
        (top / "modules").symlink_to(ROOT / "modules")
        root = tftest.TerraformTest(str(folder), binary=str(toolchain.terraform()))
        environment = embedded_aws.complete_environment() | {"AWS_REGION": REGION} | variables
        root.env = toolchain.terraform_environment(environment)
        root.setup(cleanup_on_exit=False)
        return root

    return make
