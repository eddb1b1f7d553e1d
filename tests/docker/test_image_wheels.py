"""The locked requirements on ARM64, on which the image runs by default: the package index has a wheel for each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from image_servers import IMAGE

# The official image stands on Debian 12, whose C library is 2.36: https://peps.python.org/pep-0600/
PLATFORMS = [f"--platform=manylinux_2_{number}_aarch64" for number in (17, 24, 26, 27, 28, 31, 34, 35, 36)]


def ask(folder: Path, *what: str) -> subprocess.CompletedProcess[str]:
    """Asks the index for wheels for ARM64 and installs nothing."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed", "--quiet"]
    command += ["--target", str(folder), "--python-version=3.11", "--only-binary=:all:", *PLATFORMS, *what]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_p1_10_every_locked_package_has_a_wheel_for_arm64(tmp_path: Path) -> None:
    """A package without one would be compiled, with tools that the image has not."""
    locked = ask(tmp_path, "--requirement", str(IMAGE / "constraints.txt"))
    assert locked.returncode == 0, locked.stderr
    windows = ask(tmp_path, "pywin32")
    assert "No matching distribution found for pywin32" in windows.stderr
