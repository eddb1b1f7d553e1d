"""Virtual environments of the tests, apart from Tarmac's own: each is made once and kept until its lists change."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

WORK = Path(__file__).parents[1] / ".tarmac"


def python_with(name: str, requirements: Path, constraints: Path) -> Path:
    """The Python of the environment `name`, in which the requirements are installed.

    Test processes that ask for it at once wait for the one that installs.
    """
    folder = WORK / name
    WORK.mkdir(exist_ok=True)
    digest = hashlib.sha256(requirements.read_bytes() + constraints.read_bytes()).hexdigest()
    stamp = folder / "tarmac-digest"
    python = folder / "bin" / "python"
    with (WORK / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != digest:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
            install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements), "-c", str(constraints)]
            subprocess.run(install, check=True)
            stamp.write_text(digest)
    return python
