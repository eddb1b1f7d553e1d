"""Where things are, from the root of the repository."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

ROOT = Path(__file__).resolve().parent.parent

#: What the command line keeps for itself; git ignores it.
WORK = ROOT / ".tarmac"


def synthesized(stack: str) -> Path:
    """The folder into which cdktf writes the stack of that name, and in which Terraform runs."""
    return ROOT / "cdktf.out" / "stacks" / stack


def work_folder() -> Path:
    """The work folder, made where it is missing."""
    WORK.mkdir(exist_ok=True)
    return WORK


def write_at_once(target: Path, text: str) -> None:
    """Write a file so that another process sees the old text or the new, never half of it."""
    with NamedTemporaryFile("w", dir=target.parent, prefix=target.name, delete=False) as file:
        file.write(text)
    os.replace(file.name, target)
