"""Publishing: a module's Python becomes Terraform that reads as if written by hand, and stays the same."""

import subprocess
from pathlib import Path

import pytest

from kit import aws
from kit.expressions import Text
from kit.module import Module, ModuleInputs, ModuleOutputs, output, variable
from kit.publish import PublishError, check, publish, write
from kit.readme import SOURCE, version
from modules import MODULES
from wrapper.terraform import toolchain

# Gone in version 6 of the provider, or deprecated there (upgrade guide of the provider, version 6).
NOT_IN_6 = {
    "aws_eip": ["vpc"],
    "aws_flow_log": ["log_group_name"],
    "aws_ecs_task_definition": ["inference_accelerator"],
}


class Small(Module):
    """A network."""

    class Inputs(ModuleInputs):
        name: Text = variable("Its name, with a | in it.", default="x")

    class Outputs(ModuleOutputs):
        vpc_id: Text = output("ID of the network.", sensitive=True)
        nothing: Text | None = output("Nothing.")

    def build(self, i: Inputs) -> Outputs:
        self.local("one", 1)
        self.local("two", 2, note="Says why.")
        with self.file("network.tf", note="The network."):
            vpc = aws.Vpc(self, "this", cidr_block="10.0.0.0/16", tags={"Name": i.name})
        self.local("three", "a\nb\n")
        with self.file("network.tf"):
            aws.Eip(self, "this")
        return self.Outputs(vpc_id=vpc.id, nothing=None)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "small"
    home.mkdir()
    monkeypatch.setattr(Small, "folder", classmethod(lambda cls: home))
    return home


def test_a_module_is_published_by_concern_in_the_order_of_the_python(folder: Path) -> None:
    header = "# Published from modules/small/*.py by `./tarmac publish`: change the Python, not this file.\n\n"
    files = publish(Small)
    assert list(files) == ["versions.tf", "variables.tf", "main.tf", "network.tf", "outputs.tf", "README.md"]
    assert files["versions.tf"] == header + (
        """terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}
"""
    )
    assert files["main.tf"] == header + (
        """locals {
  one = 1

  # Says why.
  two   = 2
  three = <<-EOT
    a
    b
  EOT
}
"""
    )
    assert files["network.tf"] == header + (
        """# The network.

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = var.name }
}

resource "aws_eip" "this" {}
"""
    )
    assert files["outputs.tf"] == header + (
        """output "vpc_id" {
  description = "ID of the network."
  value       = aws_vpc.this.id
  sensitive   = true
}

output "nothing" {
  description = "Nothing."
  value       = null
}
"""
    )


def test_the_readme_has_the_tables_of_terraform_docs(folder: Path) -> None:
    readme = publish(Small)["README.md"]
    assert "# small\n\nA network.\n" in readme
    begin, end = readme.index("<!-- BEGIN_TF_DOCS -->"), readme.index("<!-- END_TF_DOCS -->")
    tables = readme[begin:end]
    assert '[name](#input\\_name) | Its name, with a \\| in it. | `string` | `"x"` | no |\n' in tables
    assert "[vpc\\_id](#output\\_vpc\\_id) | ID of the network. |\n" in tables
    assert "resources/vpc) | resource |\n" in tables


def test_the_readme_shows_the_diagram_and_the_basic_example(folder: Path) -> None:
    (folder / "diagram.mmd").write_text("flowchart LR\n  a --> b\n")
    example = folder / "examples" / "basic"
    example.mkdir(parents=True)
    (example / "main.tf").write_text('# How.\n\nmodule "small" {\n  source = "../.."\n\n  name = "x"\n}\n')
    readme = publish(Small)["README.md"]
    assert "```mermaid\nflowchart LR\n  a --> b\n```" in readme
    assert f'source = "{SOURCE.format(name="small", version=version())}"' in readme


def test_writing_removes_what_is_no_longer_published_and_leaves_the_rest(folder: Path) -> None:
    (folder / "old.tf").write_text("")
    (folder / "module.py").write_text("")
    assert {path.name for path in write(Small)} == {"old.tf", *publish(Small)}
    assert write(Small) == []
    assert (folder / "module.py").exists() and not (folder / "old.tf").exists()


def test_check_names_the_file_and_the_line_that_differ(folder: Path) -> None:
    write(Small)
    check(Small)
    network = folder / "network.tf"
    network.write_text(network.read_text().replace("10.0.0.0/16", "10.0.0.0/8"))
    with pytest.raises(PublishError, match=r"modules/small/network.tf, line 6, is not what the Python publishes; run"):
        check(Small)
    write(Small)
    (folder / "more.tf").write_text("locals {}\n")
    with pytest.raises(PublishError, match=r"modules/small/more.tf, line 1"):
        check(Small)
    write(Small)
    network.unlink()
    with pytest.raises(PublishError, match=r"modules/small/network.tf, line 1"):
        check(Small)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_publishing_afresh_equals_the_committed_files(module: type[Module]) -> None:
    """N.1"""
    check(module)


def test_every_published_module_is_as_terraform_fmt_leaves_it(tmp_path: Path) -> None:
    for module in MODULES:
        write(module, _folder(tmp_path, module))
    done = subprocess.run(
        [toolchain.terraform(), "fmt", "-check", "-diff", "-recursive", str(tmp_path)], capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_nothing_is_published_that_either_major_version_of_the_provider_lacks(module: type[Module]) -> None:
    built, _ = module.construct()
    for block in built.blocks():
        assert "region" not in block.arguments, f"{block.address}: region is new in version 6"
        assert not set(NOT_IN_6.get(block.TYPE, ())) & set(block.arguments), block.address
    text = "".join(publish(module).values())
    assert "aws_region.current.name" not in text and "aws_region.current.region" not in text


def _folder(parent: Path, module: type[Module]) -> Path:
    folder = parent / module.folder().name
    folder.mkdir()
    return folder
