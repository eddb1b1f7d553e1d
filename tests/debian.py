"""Programs that the tests need and a machine may lack: from Debian, installed by whichever test asks first."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from wrapper.exclusive import alone


def debian_program(name: str, package: str, folders: str = "") -> str:
    """The program's path; its Debian package is installed where it is missing and we may.

    Args:
        folders: where it lies besides PATH, as a pattern below `/`; the last in order counts.
    """

    def find() -> str | None:
        found = sorted(Path("/").glob(f"{folders}/{name}")) if folders else []
        return shutil.which(name) or (str(found[-1]) if found else None)

    if not find():
        assert os.geteuid() == 0, f"{name} is missing; as root: apt-get install {package}"
        with alone("tests-of-apt"):  # dpkg refuses a second one
            if not find():
                _apt_get("update")
                _apt_get("install", "-y", package)
    path = find()
    assert path, f"{package} brought no {name}"
    return path


def _apt_get(*arguments: str) -> None:
    command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=600", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
