"""What the last release promised: addresses, inputs and outputs of each module and stack, a file each in `released/`.

    .venv/bin/python -m tests.modules.released

writes them, at each release (docs/versioning.md).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kit.module import ModuleInputs, Object, fields
from kit.scope import Move, Scope
from modules import MODULES
from stacks.app import build
from stacks.settings import Settings

FOLDER = Path(__file__).with_name("released")
REQUIRED = " (required)"
FOR_EACH = '["…"]'
_SETTINGS: dict[str, Any] = {
    "state": {"embedded": {"bucket": "states", "region": "us-east-1"}},
    "deployments": {"airflow": {"availability": "low"}},
}


def promises() -> dict[str, tuple[list[str], Sequence[Move]]]:
    """What callers and states refer to, by module or stack: lines as in `resource aws_vpc.this`, and what has moved.

    A resource with `count` ends with `[0]` and one with `for_each` with `["…"]`, for Terraform finds its instances
    by these keys; an input without a default ends with `(required)`.
    """
    found: dict[str, tuple[list[str], Sequence[Move]]] = {}
    for module in MODULES:
        built, _ = module.construct()
        outputs = [f"output {field.name}" for field in fields(module.Outputs)]
        found[module.folder().name] = (_resources(built) + sorted(inputs(module.Inputs)) + sorted(outputs), built.moves)
    with tempfile.TemporaryDirectory() as folder:
        for stack in build(Settings.model_validate(_SETTINGS, context=Path(folder)), Path(folder)).stacks:
            called = [f"call {address}" for address in stack.addresses() if address.startswith("module.")]
            outputs = [address.replace(".", " ", 1) for address in stack.addresses() if address.startswith("output.")]
            lines = _resources(stack) + sorted(called) + sorted(outputs)
            found[f"stack-{stack.name}"] = (lines, stack.moves)
    return found


def _resources(built: Scope) -> list[str]:
    return sorted(
        f"resource {block.address}{_index(block.count, block.for_each)}"
        for block in built.blocks()
        if block.KIND == "resource"
    )


def _index(count: object, for_each: object) -> str:
    if for_each is not None:
        return FOR_EACH
    return "" if count is None else "[0]"


def inputs(record: type[ModuleInputs] | type[Object], prefix: str = "") -> Iterator[str]:
    """The inputs, and the attributes of those that are objects."""
    for field in fields(record):
        yield f"input {prefix}{field.name}{REQUIRED if field.required else ''}"
        if field.kind.object:
            yield from inputs(field.kind.object, f"{prefix}{field.name}.")


def broken(before: Sequence[str], now: Sequence[str], moves: Sequence[Move]) -> list[str]:
    """The lines of the promise `before` that are no longer kept, and the inputs that are newly demanded."""
    if not before:
        return []  # new since then
    carried = {move.from_ for move in moves}
    lost = [line for line in before if line not in now and not _carried(line, now, carried)]
    parents = {line.removesuffix(REQUIRED) for line in before}
    for line in now:
        parent = line.removesuffix(REQUIRED).rpartition(".")[0]
        if line.endswith(REQUIRED) and line not in before and (not parent or parent in parents):
            lost.append(line)
    return lost


def _carried(line: str, now: Sequence[str], carried: set[str]) -> bool:
    kind, _, name = line.partition(" ")
    if kind == "input":
        return line.removesuffix(REQUIRED) in now  # nobody's call breaks where it is no longer required
    address = name.partition("[")[0]
    if name in carried or address in carried:
        return True
    # Terraform itself moves a resource without count to its first instance, and back.
    return kind == "resource" and not name.endswith(FOR_EACH) and {address, f"{address}[0]"} & _names(now) != set()


def _names(lines: Sequence[str]) -> set[str]:
    return {line.partition(" ")[2] for line in lines}


def read(name: str) -> list[str]:
    """The promise of the last release; empty for what it did not have."""
    file = FOLDER / f"{name}.txt"
    return file.read_text().splitlines() if file.is_file() else []


def write() -> None:
    """Makes today's promise that of the last release."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, (lines, _) in promises().items():
        (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    write()
