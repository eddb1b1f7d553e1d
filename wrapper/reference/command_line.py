"""The reference of the command line, from the command line."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from typing import Any, Final

import typer

from wrapper import paths

_HEAD: Final = """\
# Command line
Every verb of `./tarmac`. Exit codes are Terraform's: 0 nothing to change, 2 changes, 1 any error. Results go to
standard output, everything about the way there to standard error; `--json` prints JSON alone. The same in the terminal:

<!-- run by the tests -->
```console
$ ./tarmac --help
```

"""


def render() -> str:
    """The page: each verb with its arguments and options, in the order of the help."""
    from wrapper import cli  # it loads this package's verb, which loads us

    parts = [_HEAD]
    for words, command in _commands(typer.main.get_command(cli.app), ()):
        context = command.make_context(words[-1], [], resilient_parsing=True)
        usage = " ".join(["./tarmac", *words, *command.collect_usage_pieces(context)])
        parts += [f"## {' '.join(words)}\n```text\n{usage}\n```\n\n", f"{inspect.cleandoc(command.help or '')}\n\n"]
        rows = [_row(one, context) for one in command.params if one.name != "help"]
        if rows:
            parts.append("| | |\n|---|---|\n" + "".join(rows) + "\n")
    # A default may name a folder of this checkout, wherever that lies.
    return "".join(parts).rstrip("\n").replace(f"{paths.ROOT}{os.sep}", "") + "\n"


def _commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every verb, groups opened."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*words, name))
    else:
        yield words, command


def _row(parameter: Any, context: Any) -> str:
    name, says = parameter.get_help_record(context) or (parameter.metavar or parameter.name.upper(), "")
    return "| `{}` | {} |\n".format(*(" ".join(text.split()).replace("|", "\\|") for text in (name, says)))
