"""What mypy --strict catches before anything runs."""

import re
import sys
from pathlib import Path

import pytest
from mypy import api

from kit.publish import publish
from wrapper.exclusive import alone

ROOT = Path(publish.__code__.co_filename).parents[1]

# Each line that ends with `# error: …` must be that error; no other line may be one.
SNIPPET = """
from kit import aws
from kit.block import dynamic, optional_block
from kit.expressions import ALL, Expression, Text, given, when
from kit.module import Module, ModuleInputs, ModuleOutputs, Object, output, variable
from kit.stack import App, Stack
from modules.vpc import Vpc


class Bounds(Object):
    least: Text = variable("Least.")


class Example(Module):
    class Inputs(ModuleInputs):
        name: Text = variable("Its name.")
        zone: Text | None = variable("Where.", default=None)
        bounds: Bounds | None = variable("Bounds.", default=None)

    class Outputs(ModuleOutputs):
        vpc_id: Text = output("ID.")

    def build(self, i: Inputs) -> Outputs:
        vpc = aws.Vpc(self, "this", cidr_block=i.name, count=1)
        aws.Vpc(self, "wrong", cidr_blok=i.name)  # error: Unexpected keyword argument "cidr_blok"
        aws.Subnet(self, "wrong")  # error: Missing named argument "vpc_id"
        aws.Subnet(self, "wrong", vpc_id=1)  # error: Argument "vpc_id" to "Subnet" has incompatible type "int"
        aws.Vpcc(self, "wrong")  # error: Module has no attribute "Vpcc"
        aws.Vpc(self, "wrong", tags=i.nam)  # error: "Inputs" has no attribute "nam"
        aws.Vpc(self, "wrong", tags={"Name": vpc[0].idd})  # error: "Vpc" has no attribute "idd"
        network = {"subnets": [vpc[0].id]}
        aws.EcsService(self, "right", name="x", network_configuration={"subnets": [vpc[0].id]})
        aws.EcsService(self, "right", name="x", load_balancer=dynamic([1], lambda key, value: {"container_name": "x"}))
        aws.EcsService(self, "right", name="x", network_configuration=optional_block(i.name == "x", network))
        aws.EcsService(self, "wrong", name="x", network_configuration={"subnet": []})  # error: Argument "network_conf
        aws.EcsService(self, "wrong", name="x", network_configuration=i.name)  # error: Argument "network_conf
        aws.Vpc(self, "wrong", lifecycle={"ignore_change": []})  # error: Argument "lifecycle"
        aws.Vpc(self, "right", tags={"a": given(i.bounds).least}, cidr_block=when(i.name, "a", "b"))
        aws.Vpc(self, "wrong", tags={"a": given(i.bounds).most})  # error: "Bounds" has no attribute "most"
        i.name = "x"  # error: Property "name" defined in "Inputs" is read-only
        if i.name == "x":
            return self.Outputs(vpc_ids=vpc[ALL].id)  # error: Unexpected keyword argument "vpc_ids"
        return self.Outputs()  # error: Missing named argument "vpc_id"


def compose(stack: Stack) -> None:
    vpc = stack.add(Vpc, "vpc", Vpc.Inputs(name="x"))
    stack.output("right", vpc.vpc_id, "ID.")
    stack.output("wrong", vpc.vpcid, "ID.")  # error: "Outputs" has no attribute "vpcid"
    stack.add(Vpc, "wrong", Vpc.Inputs())  # error: Missing named argument "name"
    stack.add(Vpc, "wrong", Vpc.Inputs(name="x", az_counts=2))  # error: Unexpected keyword argument "az_counts"
    stack.add(Vpc, "wrong", Vpc.Inputs(name="x", az_count="2"))  # error: Argument "az_count" to "Inputs"
    stack.add(Vpc, "wrong", Example.Inputs(name="x"))  # error: Cannot infer value
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """mypy's errors by line; one run for all, with the cache that `mypy` leaves in the repository."""
    folder = tmp_path_factory.mktemp("types")
    file = folder / "snippet.py"
    file.write_text(SNIPPET)
    configuration = folder / "mypy.ini"
    configuration.write_text(f"[mypy]\nstrict = True\nmypy_path = {ROOT}\npython_executable = {sys.executable}\n")
    cache = ROOT / ".mypy_cache"
    with alone("tests-of-mypy"):
        out, err, _ = api.run(
            ["--config-file", str(configuration), "--cache-dir", str(cache), "--no-error-summary", str(file)]
        )
    assert not err
    errors: dict[int, list[str]] = {}
    for line in out.splitlines():
        if match := re.match(r"(.+?):(\d+): error: (.+)", line):
            assert match[1].endswith("snippet.py"), line
            errors.setdefault(int(match[2]), []).append(match[3])
    return errors


@pytest.mark.parametrize(
    ("number", "line"),
    [
        pytest.param(number, line, id=line.strip())
        for number, line in enumerate(SNIPPET.splitlines(), 1)
        if "# error: " in line
    ],
)
def test_a_mistake_is_an_error_of_types(number: int, line: str, found: dict[int, list[str]]) -> None:
    expected = line.split("# error: ")[1]
    assert any(expected in error for error in found.get(number, [])), found.get(number)


def test_what_is_right_is_no_error_of_types(found: dict[int, list[str]]) -> None:
    wrong = {number for number, line in enumerate(SNIPPET.splitlines(), 1) if "# error: " in line}
    assert {number: errors for number, errors in found.items() if number not in wrong} == {}
