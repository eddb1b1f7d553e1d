"""The commands that pages and workflows show, and whether the command line would take them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError

from wrapper import cli

ROOT: Final = Path(__file__).parents[2]

_FENCE: Final = re.compile(
    r"^(?P<mark>[^\n]*)\n(?P<indent> *)```console\n(?P<body>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
ACCOUNT: Final = "*In an account:*"
RUN: Final = "<!-- run by the tests -->"
_RUN_BY: Final = re.compile(r"<!-- run by (?P<test>tests/\S+\.py) -->")
_ENDS: Final = {"|", "||", "&&", ";", ">", ">>", "<"}


@dataclass(frozen=True)
class Command:
    """A command of a ```console block.

    Attributes:
        page: the page, from the repository's root.
        line: where it stands.
        text: the command without its prompt and remark.
        account: whether its block is marked as needing an account, so that no test runs it.
        run: whether its block is marked to be run by the test of the pages, as it stands.
        run_by: the test that runs it otherwise.
    """

    page: str
    line: int
    text: str
    account: bool
    run: bool
    run_by: str | None

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


def of_page(page: Path) -> list[Command]:
    """The commands of a page: the lines that begin with `$ `, with their continuations."""
    text, found = page.read_text(), []
    for block in _FENCE.finditer(text):
        mark = block["mark"].strip()
        by = _RUN_BY.fullmatch(mark)
        first = text.count("\n", 0, block.start("body")) + 1
        lines = [line.removeprefix(block["indent"]) for line in block["body"].splitlines()]
        for number, line in enumerate(lines):
            if not line.startswith("$ "):
                continue
            whole, following = line[2:], number
            while whole.endswith("\\"):
                following += 1
                whole = whole[:-1] + lines[following].strip()
            command = re.sub(r"\s+#\s.*", "", whole)
            name = str(page.relative_to(ROOT))
            found.append(
                Command(name, first + number, command, mark == ACCOUNT, mark == RUN, by["test"] if by else None)
            )
    return found


def invocations(text: str) -> list[list[str]]:
    """The arguments of each ./tarmac in a shell command. Variables stay as they are written."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split = True
    found: list[list[str]] = []
    current: list[str] | None = None
    for word in lexer:
        if word in _ENDS or set(word) <= set("|&;<>()"):
            current = None
        elif word == "./tarmac":
            current = []
            found.append(current)
        elif current is not None:
            current.append(word)
    return found


@cache
def _command_line() -> Any:
    return typer.main.get_command(cli.app)


def problem(arguments: list[str]) -> str | None:
    """What the command line has against these arguments; None where it would run them."""
    if "--help" in arguments or "-h" in arguments:
        arguments = [word for word in arguments if word not in ("--help", "-h")]
        return _unknown_verb(arguments)
    command: Any = _command_line()
    context: Any = None
    rest = list(arguments)
    try:
        while hasattr(command, "resolve_command"):
            context = command.context_class(command, parent=context, info_name="tarmac", **command.context_settings)
            if not rest:
                return f"{command.name} wants a verb"
            _, command, rest = command.resolve_command(context, rest)
        command.make_context(command.name, rest, parent=context)
    except NoArgsIsHelpError:
        return "it wants arguments"
    except ClickException as error:
        return str(error.format_message())
    return None


def _unknown_verb(words: list[str]) -> str | None:
    command: Any = _command_line()
    for word in words:
        verbs = getattr(command, "commands", {})
        if word not in verbs:
            return f"No such command '{word}'."
        command = verbs[word]
    return None
