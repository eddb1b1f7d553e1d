"""The verb that writes the reference from the code."""

from __future__ import annotations

from typing import Annotated

import typer

from wrapper import paths
from wrapper.console import say, show


def docs(check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where it would.")] = False) -> None:
    """Write docs/reference from the code."""
    from wrapper import reference

    if check:
        reference.check()
    else:
        for path in reference.write():
            show(str(path.relative_to(paths.ROOT)))
    say("docs/reference is what the code says.")
