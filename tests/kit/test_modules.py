"""Modules: what they declare, what of it Python checks, and what they may refer to."""

from typing import Any

import pytest

from kit import aws
from kit import functions as fn
from kit.block import ArgumentError
from kit.checks import Check, between, every, is_cidr, matches, one_of, one_of_numbers
from kit.expressions import Bool, Expression, List, Map, Number, Text, flat, given, is_set
from kit.module import InputError, Module, ModuleInputs, ModuleOutputs, Object, fields, output, plain, variable
from kit.publish import publish
from kit.scope import ScopeError


class Scaling(Object):
    """Bounds."""

    minimum: Number = variable("Least.", check=between(0, 10))
    maximum: Number = variable("Most.", default=4)
    zone: Text | None = variable("Where.", default=None)


class Example(Module):
    """An example."""

    class Inputs(ModuleInputs):
        name: Text = variable("Its name.", check=matches("^[a-z]+$", "be lower-case letters"))
        size: Number = variable("How large.", default=1, check=[between(1, 8), one_of_numbers(1, 2, 4, 8)])
        zone: Text | None = variable("Where.", default=None, check=one_of("a", "b"))
        ranges: List[Text] = variable("Who is let in.", default=[], check=every(is_cidr(8, 24)))
        scaling: Scaling | None = variable("Bounds.", default=None)
        fixed: Scaling = variable("Bounds, too.", default=Scaling(minimum=2))
        tags: Map[Text] = variable("Tags.", default={})
        enabled: Bool = variable("Whether.", default=True)
        rules: Map[List[Number]] = variable("Ports by name.", default={})
        secret: Text = variable("Unseen.", default="", sensitive=True)

    class Outputs(ModuleOutputs):
        vpc_id: Text = output("ID of the network.")
        minimum: Number = output("Least.", sensitive=True)

    def build(self, i: Inputs) -> Outputs:
        vpc = aws.Vpc(self, "this", cidr_block=i.name, tags=i.tags)
        minimum = self.local("minimum", fn.try_(given(i.scaling).minimum, i.fixed.minimum))
        return self.Outputs(vpc_id=vpc.id, minimum=minimum)


VARIABLES = publish(Example)["variables.tf"]


def variable_block(name: str) -> str:
    start = VARIABLES.index(f'variable "{name}" {{')
    return VARIABLES[start : VARIABLES.index("\n}\n", start) + 3]


@pytest.mark.parametrize(
    ("name", "constraint"),
    [
        ("name", "string"),
        ("size", "number"),
        ("zone", "string"),
        ("ranges", "list(string)"),
        ("tags", "map(string)"),
        ("enabled", "bool"),
        ("rules", "map(list(number))"),
    ],
)
def test_an_annotation_is_a_type_constraint(name: str, constraint: str) -> None:
    assert f"= {constraint}\n" in variable_block(name)


def test_an_annotation_that_terraform_has_no_type_for_is_refused() -> None:
    class Wrong(ModuleInputs):
        when: set[str] = variable("A set.")

    with pytest.raises(TypeError, match="is not a type that an input can have"):
        fields(Wrong)


def test_an_input_is_required_unless_it_has_a_default_and_nullable_only_where_it_says_so() -> None:
    assert "default" not in variable_block("name") and "nullable    = false" in variable_block("name")
    assert "default     = 1\n" in variable_block("size")
    assert "default     = null\n" in variable_block("zone") and "nullable" not in variable_block("zone")
    assert "sensitive   = true" in variable_block("secret")


def test_an_object_is_written_with_optional_attributes_and_described_by_them() -> None:
    assert """  type = object({
    minimum = number
    maximum = optional(number, 4)
    zone    = optional(string)
  })
  default = null
""" in variable_block("scaling")
    assert "    - minimum: Least.\n" in variable_block("scaling")
    assert "default  = { minimum = 2 }\n" in variable_block("fixed")


def test_checks_become_validation_blocks() -> None:
    assert variable_block("size").count("validation {") == 2
    assert "condition     = var.size >= 1 && var.size <= 8\n" in variable_block("size")
    assert 'error_message = "size must be from 1 to 8."' in variable_block("size")
    assert 'error_message = "ranges must each be an IPv4 range with a prefix from /8 to /24."' in VARIABLES


def test_a_check_of_what_may_be_null_is_guarded_by_a_choice_for_terraform_evaluates_both_sides_of_or() -> None:
    assert 'var.zone == null ? true : contains(["a", "b"], var.zone)' in variable_block("zone")
    assert "var.scaling == null ? true : var.scaling.minimum >= 0 && var.scaling.minimum <= 10" in VARIABLES
    assert "condition     = var.fixed.minimum >= 0 && var.fixed.minimum <= 10" in VARIABLES


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (between(1, 2), [1, 1.5, 2], [0.9, 3, "1"]),
        (one_of("a", "b"), ["a"], ["c", 1]),
        (one_of_numbers(0, 7), [0, 7], [1]),
        (matches("^a+$", "be a's"), ["aa"], ["b", 1]),
        (is_cidr(), ["10.0.0.0/8", "0.0.0.0/0"], ["10.0.0.1/8", "fd00::/8", "x", "10.0.0.0/33"]),
        (is_cidr(16, 20), ["10.0.0.0/16"], ["10.0.0.0/8", "10.0.0.0/24"]),
        (every(between(1, 2)), [[], [1, 2]], [[3], 1]),
    ],
)
def test_python_checks_what_it_knows(check: Check, right: list[object], wrong: list[object]) -> None:
    assert [value for value in right if not check.accepts(value)] == []
    assert [value for value in wrong if check.accepts(value)] == []


def test_a_known_input_that_breaks_its_rule_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(InputError, match=r"Example.Inputs: size is 3 but must be one of 1, 2, 4, 8"):
        Example.Inputs(name="x", size=3)
    with pytest.raises(InputError, match=r"Scaling: minimum is 11 but must be from 0 to 10"):
        Scaling(minimum=11)


@pytest.mark.parametrize("name", [Expression("module.x.name"), "${module.x.name}", f"x-{Expression('var.A')}"])
def test_an_input_that_only_terraform_knows_is_left_to_terraform(name: Any) -> None:
    assert Example.Inputs(name=name).name is name


def test_a_misspelt_input_or_output_is_answered_with_the_right_one() -> None:
    with pytest.raises(ArgumentError, match=r"Example.Inputs: no argument 'nam'; did you mean 'name'\?"):
        Example.Inputs(nam="x")  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match=r"Example.Outputs: no argument 'vpc_ids'; did you mean 'vpc_id'\?"):
        Example.Outputs(vpc_ids="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="name"):
        Example.Inputs()  # type: ignore[call-arg]


def test_a_module_block_says_only_what_differs_from_the_defaults() -> None:
    inputs = Example.Inputs(name="x", size=1, zone="a", enabled=False, fixed=Scaling(minimum=2, maximum=5))
    assert plain(inputs) == {
        "name": "x",
        "zone": "a",
        "enabled": False,
        "fixed": {"minimum": 2, "maximum": 5},
    }
    assert "size" in plain(Example.Inputs(name="x", size=True))  # 1 == True in Python alone


def test_an_object_input_is_one_expression_and_each_of_its_attributes_another() -> None:
    seen: list[str] = []

    class Reading(Example):
        def build(self, i: Example.Inputs) -> Example.Outputs:
            seen.extend([flat(i.scaling), flat(given(i.scaling).minimum), flat(is_set(i.scaling))])
            return super().build(i)

    Reading.construct()
    assert seen == ["var.scaling", "var.scaling.minimum", "var.scaling != null"]


class Referring(Module):
    """Refers to what the test puts in."""

    reference: str = ""

    class Inputs(ModuleInputs):
        name: Text = variable("Its name.")

    class Outputs(ModuleOutputs):
        value: Text = output("Something.")

    def build(self, i: Inputs) -> Outputs:
        self.local("known", i.name)
        aws.Vpc(self, "known", cidr_block="10.0.0.0/16")
        return self.Outputs(value=self.reference)


@pytest.mark.parametrize(
    "reference",
    [
        "aws_vpc.other.id",
        "data.aws_vpc.known.id",
        "local.other",
        "var.other",
        "module.other.id",
        '"x-${merge(local.other, { a = "b" })}"',
    ],
)
def test_what_a_module_does_not_declare_it_cannot_refer_to(reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Referring, "reference", "${" + reference + "}")
    with pytest.raises(ScopeError, match=r"Referring: output.value refers to .*, which is not declared there"):
        publish(Referring)


@pytest.mark.parametrize(
    "reference", ["${aws_vpc.known.id}", "${local.known}", "http://local.other/", "module.py", '${upper("var.other")}']
)
def test_what_is_declared_may_be_referred_to_and_text_is_no_reference(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Referring, "reference", reference)
    assert publish(Referring)


def test_an_address_is_declared_once() -> None:
    module = Referring()
    module.local("x", 1)
    aws.Vpc(module, "x")
    with pytest.raises(ScopeError, match=r"local.x is declared twice"):
        module.local("x", 2)
    with pytest.raises(ScopeError, match=r"aws_vpc.x is declared twice"):
        aws.Vpc(module, "x")
    aws.data.Vpc(module, "x")
