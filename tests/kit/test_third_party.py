"""Third-party modules: declared from their variables, typed, and called by source and version."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mypy import api

from kit.block import ArgumentError
from kit.declare import DeclareError, write
from kit.declared_types import Constraint, ConstraintError
from kit.expressions import Expression
from kit.module import ModuleInputs, ModuleOutputs, fields, output, variable
from kit.stack import App, Stack
from kit.third_party import Kind, SourceError, ThirdPartyModule, kind_of_source
from wrapper.exclusive import alone

ROOT = Path(__file__).parents[2]
MODULE = """\
variable "name" {
  description = <<-EOT
    Name of "it".

    In ${"$"}{braces}.
  EOT
  type        = string
}

variable "rules" {
  type = map(object({
    # whom it lets in
    from     = string
    variable = optional(list(number), [80, 443])
    "port"   = optional(object({ a = bool, b = optional(string, "x\\"y") }))
    either   = tuple([string, number])
  }))
  default  = {}
  nullable = false
}

variable "rules_port" {
  type    = object({ c = set(string) })
  default = null
}

variable "my-secret" {
  type      = string
  default   = null
  sensitive = true

  validation {
    condition     = var.my-secret == null ? true : "${var.my-secret}" != ""
    error_message = "Say one."
  }
}

variable "anything" {}

variable "short" { type = map }

output "my-id" {
  description = "ID"
  value       = "${var.name}" == "x" ? 1 : 2
  sensitive   = true
}

output "class" { value = 1 }
"""
MORE = {"variable": {"size": {"type": "number", "default": -1.5}}, "output": {"size": {"value": "${var.size}"}}}


class Local(ThirdPartyModule):
    """By a path, from this file's folder."""

    SOURCE = "./network"

    class Inputs(ModuleInputs):
        name: Any = variable("Name.")

    class Outputs(ModuleOutputs):
        id: Any = output("ID.")

    def build(self, i: Inputs) -> Outputs:
        raise NotImplementedError


def declared(folder: Path) -> Any:
    """The module above, declared and imported."""
    (folder / "theirs").mkdir()
    (folder / "theirs" / "main.tf").write_text(MODULE)
    (folder / "theirs" / "more.tf.json").write_text(json.dumps(MORE))
    file = folder / "theirs.py"
    write("./theirs", None, "Theirs", file)
    return imported(file)


def imported(file: Path, name: str | None = None) -> Any:
    name = name or file.stem
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec and spec.loader
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return declared(tmp_path_factory.mktemp("declared"))


def synthesized(stack: Stack) -> dict[str, Any]:
    stack.local_backend("demo.tfstate")
    stack.app.synth()
    found: dict[str, Any] = json.loads((stack.folder / "cdk.tf.json").read_text())
    return found


def test_inputs_and_outputs_are_those_of_the_module(theirs: Any) -> None:
    inputs = {field.hcl_name: field for field in fields(theirs.Theirs.Inputs)}
    assert {name for name, field in inputs.items() if field.required} == {"name", "anything", "short"}
    assert set(inputs) == {"name", "rules", "rules_port", "my-secret", "anything", "short", "size"}
    assert inputs["name"].description == 'Name of "it". In ${"$"}{braces}.'
    assert inputs["my-secret"].sensitive and inputs["my-secret"].default is None
    assert inputs["size"].default == -1.5
    assert {field.hcl_name: field.sensitive for field in fields(theirs.Theirs.Outputs)} == {
        "my-id": True,
        "class": False,
        "size": False,
    }


def test_a_call_says_what_is_not_left_at_its_default(theirs: Any, tmp_path: Path) -> None:
    stack = Stack(App(tmp_path), "demo")
    rule = theirs.TheirsRules(from_="10.0.0.0/8", either=["a", 1], port=theirs.TheirsRulesPort(a=True))
    outputs = stack.add(
        theirs.Theirs,
        "theirs",
        theirs.Theirs.Inputs(name="x", anything=[1], short={}, my_secret="s", rules={"one": rule}),
    )
    assert (str(outputs.my_id), str(outputs.class_)) == ("${module.theirs.my-id}", "${module.theirs.class}")
    call = synthesized(stack)["module"]["theirs"]
    assert (stack.folder / call.pop("source")).resolve() == Path(theirs.__file__).parent / "theirs"
    assert call == {
        "name": "x",
        "anything": [1],
        "short": {},
        "my-secret": "s",
        "rules": {"one": {"from": "10.0.0.0/8", "either": ["a", 1], "port": {"a": True}}},
    }


def test_declaring_again_changes_nothing(theirs: Any, tmp_path: Path) -> None:
    before = Path(theirs.__file__).read_text()
    write("./theirs", None, "Theirs", Path(theirs.__file__))
    assert Path(theirs.__file__).read_text() == before


def test_what_is_declared_is_formatted_and_typed_and_a_mistake_is_an_error(theirs: Any, tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    lines = {
        'vpc = stack.add(Theirs, "a", Theirs.Inputs(name="x", anything=1, short={}))': None,
        "stack.output('id', vpc.my_id, 'ID.')": None,
        "stack.output('id', vpc.my_ids, 'ID.')": 'has no attribute "my_ids"',
        'stack.add(Theirs, "b", Theirs.Inputs(nam="x", anything=1, short={}))': 'Unexpected keyword argument "nam"',
        'stack.add(Theirs, "c", Theirs.Inputs(name=["x"], anything=1, short={}))': 'Argument "name" to "Inputs"',
        'stack.add(Theirs, "d", Theirs.Inputs(name="x", anything=1))': 'Missing named argument "short"',
        'TheirsRules(from_="x", either=1, port=TheirsRulesPort(a=True))': None,
        'TheirsRules(from_="x", either=1, port=TheirsRulesPort2(c=[]))': 'Argument "port" to "TheirsRules"',
    }
    head = ["from kit.stack import Stack", f"from {theirs.__name__} import *", "", "def compose(stack: Stack) -> None:"]
    snippet.write_text("\n".join([*head, *(f"    {line}" for line in lines)]) + "\n")
    configuration = tmp_path / "mypy.ini"
    paths = f"{ROOT}:{Path(theirs.__file__).parent}"
    configuration.write_text(f"[mypy]\nstrict = True\nmypy_path = {paths}\npython_executable = {sys.executable}\n")
    cache = str(ROOT / ".mypy_cache")
    with alone("tests-of-mypy"):
        shown, error, _ = api.run(["--config-file", str(configuration), "--cache-dir", cache, str(snippet)])
    assert not error
    assert f"{theirs.__name__}.py" not in shown
    found = dict(re.findall(r"snippet\.py:(\d+): error: (.+)", shown))
    assert list(map(int, found)) == [number for number, text in enumerate(lines.values(), len(head) + 1) if text]
    for number, text in enumerate(lines.values(), len(head) + 1):
        assert text is None or text in found[str(number)]
    subprocess.run([sys.executable, "-m", "ruff", "check", "-q", str(theirs.__file__)], check=True)


def test_a_misspelt_input_is_refused_at_run_time_too(theirs: Any) -> None:
    with pytest.raises(ArgumentError, match=r"no argument 'nam'; did you mean 'name'\?"):
        theirs.Theirs.Inputs(nam="x", anything=1, short={})


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        ("string", "Text"),
        ("list(map(number))", "List[Map[Number]]"),
        ("set(object({}))", "List[X]"),
        ("map(any)", "Map[Any]"),
        ("list", "List[Any]"),
        ('tuple([string, object({ a = optional(string, "x") })])', "Any"),
    ],
)
def test_a_type_constraint_is_an_annotation(text: str, annotation: str) -> None:
    assert Constraint(text, "X").annotation == annotation


@pytest.mark.parametrize("text", ["strin", "list(string", "list(string))", "object({ a })", ""])
def test_what_is_no_type_constraint_is_one_sentence(text: str) -> None:
    with pytest.raises(ConstraintError, match="the type constraint"):
        Constraint(text, "X")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("./network", Kind.LOCAL),
        ("../network", Kind.LOCAL),
        ("terraform-aws-modules/vpc/aws", Kind.REGISTRY),
        ("terraform-aws-modules/vpc/aws//modules/vpc-endpoints", Kind.REGISTRY),
        ("app.terraform.io/acme/vpc/aws", Kind.REGISTRY),
        ("registry.example.com:8443/acme/vpc/aws", Kind.REGISTRY),
        ("github.com/acme/network", Kind.GIT),
        ("git@github.com:acme/network.git", Kind.GIT),
        ("git::https://git.example.com/network.git//modules/a?ref=v1.0.0", Kind.GIT),
        ("https://example.com/network.zip", Kind.OTHER),
        ("s3::https://s3.amazonaws.com/modules/network.zip", Kind.OTHER),
    ],
)
def test_a_source_is_what_terraform_takes_it_for(source: str, kind: Kind) -> None:
    assert kind_of_source(source) is kind


@pytest.mark.parametrize(
    ("source", "version", "message"),
    [
        ("terraform-aws-modules/vpc/aws", None, "say which version"),
        ("git::https://git.example.com/network.git", None, r"end it with \?ref="),
        ("git::https://git.example.com/network.git?ref=", None, r"end it with \?ref="),
        ("git::https://git.example.com/network.git?ref=v1", "1.0.0", "it takes no version"),
        ("./network", "1.0.0", "it takes no version"),
    ],
)
def test_a_module_that_would_be_another_tomorrow_is_refused(
    source: str, version: str | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match=message):
        write(source, version, "Network", tmp_path / "network.py")
    monkeypatch.setattr(Local, "SOURCE", source)
    monkeypatch.setattr(Local, "VERSION", version)
    with pytest.raises(SourceError, match=message):
        Stack(App(tmp_path), "demo").add(Local, "network", Local.Inputs(name=Expression("local.name")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "holds no Terraform: is a //subfolder missing"),
        ("variable {{", "main.tf cannot be read as Terraform"),
        ('variable "x" { type = strin }', "has a type 'strin', which Terraform does not know"),
    ],
)
def test_a_module_that_cannot_be_declared_is_one_sentence(text: str | None, message: str, tmp_path: Path) -> None:
    (tmp_path / "network").mkdir()
    if text:
        (tmp_path / "network" / "main.tf").write_text(text)
    with pytest.raises((DeclareError, ConstraintError), match=message):
        write("./network", None, "Network", tmp_path / "network.py")


def test_a_folder_that_is_not_there_and_a_name_that_is_none_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeclareError, match=r"\./network is no folder: it is looked for at .*/network"):
        write("./network", None, "Network", tmp_path / "network.py")
    with pytest.raises(DeclareError, match="'my_network' is no name of a class"):
        write("./network", None, "my_network", tmp_path / "network.py")
    with pytest.raises(DeclareError, match=r"Terraform does not run: .*--terraform PATH"):
        write("acme/vpc/aws", "1.0.0", "Network", tmp_path / "network.py", terraform="no-such-terraform")
