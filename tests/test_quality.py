"""The source is formatted, typed and published."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from wrapper.exclusive import alone

ROOT = Path(__file__).parent.parent
VENV = Path(sys.executable).parent


def succeeds(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_source_is_formatted() -> None:
    succeeds(str(VENV / "ruff"), "format", "--check", ".")


def test_the_source_passes_the_linter() -> None:
    succeeds(str(VENV / "ruff"), "check", ".")


def test_the_source_is_strictly_typed() -> None:
    with alone("tests-of-mypy"):
        succeeds(str(VENV / "mypy"))


def test_the_committed_terraform_is_what_the_python_publishes() -> None:
    """N.1"""
    succeeds(str(ROOT / "tarmac"), "publish", "--check")


@pytest.mark.parametrize("script", ["tarmac", ".ci/run"])
def test_a_script_is_valid_bash(script: str) -> None:
    succeeds("bash", "-n", script)


def test_a_test_file_has_a_name_of_its_own() -> None:
    """pytest imports them without their folder: two of one name end the whole run at its collection."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []
