"""The script `tarmac`: the virtual environment that it makes, and what it runs."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from wrapper import paths

INSTALLS = "installing the Python packages"

# What a checkout's `python -m wrapper` is in these tests: it says where it runs, and with what.
MAIN = "import os, sys\nprint(os.getcwd(), *sys.argv[1:])\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose requirements are none, with its environment made."""
    folder = bare_checkout(tmp_path_factory.mktemp("checkout"))
    run(folder)
    return folder


def bare_checkout(folder: Path) -> Path:
    shutil.copy(paths.ROOT / "tarmac", folder)
    (folder / "requirements.txt").write_text("# none\n")
    (folder / "constraints.txt").write_text("# none\n")
    (folder / "wrapper").mkdir()
    (folder / "wrapper" / "__init__.py").touch()
    (folder / "wrapper" / "__main__.py").write_text(MAIN)
    return folder


def start(checkout: Path, *arguments: str, cwd: Path | None = None, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [checkout / "tarmac", *arguments],
        cwd=cwd or checkout,
        env=_environment(more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PIP_NO_INDEX": "1", **more}


def run(checkout: Path, *arguments: str, cwd: Path | None = None, **more: str) -> tuple[int, str, str]:
    process = start(checkout, *arguments, cwd=cwd, **more)
    output, errors = process.communicate()
    return process.returncode, output, errors


def test_it_runs_from_any_folder_and_passes_on_what_it_is_given(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "wrapper").mkdir()
    (tmp_path / "wrapper" / "__main__.py").write_text("raise SystemExit('the wrong one')")
    code, output, errors = run(checkout, "plan", "a b", "--json", cwd=tmp_path)
    assert (code, output) == (0, f"{tmp_path} plan a b --json\n")
    assert INSTALLS not in errors


def test_it_runs_through_a_link(checkout: Path, tmp_path: Path) -> None:
    link = tmp_path / "tarmac"
    link.symlink_to(checkout / "tarmac")
    assert subprocess.run([link, "up"], cwd=tmp_path, capture_output=True, check=True).stdout


def test_changed_requirements_are_installed_once(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("# still none\n")
    assert INSTALLS in run(checkout)[2]
    assert INSTALLS not in run(checkout)[2]


def test_two_at_once_install_one_after_the_other(checkout: Path) -> None:
    (checkout / "constraints.txt").write_text("# two at once\n")
    both = [start(checkout), start(checkout)]
    errors = "".join(process.communicate()[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert errors.count(INSTALLS) == 1


def test_an_install_that_fails_says_so_and_is_repeated(checkout: Path) -> None:
    good = (checkout / "requirements.txt").read_text()
    (checkout / "requirements.txt").write_text("no-such-package-of-tarmac==1\n")
    code, output, errors = run(checkout)
    assert (code, output) == (1, "")
    assert "pip could not install requirements.txt" in errors
    (checkout / "requirements.txt").write_text(good)
    code, _, errors = run(checkout)
    assert code == 0
    assert INSTALLS in errors


def test_an_interrupted_install_is_repeated_from_the_start(checkout: Path) -> None:
    (checkout / ".venv" / ".tarmac-installed").rename(checkout / ".venv" / ".tarmac-installing")
    half = checkout / ".venv" / "half-installed"
    half.touch()
    assert run(checkout)[0] == 0
    assert not half.exists()
    assert INSTALLS not in run(checkout)[2]


def test_a_folder_that_is_no_virtual_environment_is_made_anew(checkout: Path) -> None:
    """Its Python would be the system's, and pip would install there."""
    (checkout / ".venv" / "pyvenv.cfg").unlink()
    assert INSTALLS in run(checkout)[2]
    assert (checkout / ".venv" / "pyvenv.cfg").exists()


def without_python(folder: Path) -> Path:
    """A folder for PATH that holds what the script itself needs, and no Python."""
    folder.mkdir()
    for tool in ("bash", "env", "dirname", "readlink", "mkdir", "cat", "rm"):
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    return folder


def python_that(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_without_a_python_it_says_what_is_needed(tmp_path: Path) -> None:
    folder = bare_checkout(tmp_path)
    tools = without_python(tmp_path / "bin")
    python_that(tools, "python3", "exit 1  # too old, or a shim of a version manager")
    code, _, errors = run(folder, PATH=str(tools))
    assert code == 1
    assert errors.startswith("tarmac: Python 3.11 or newer is needed and none is on PATH; install one")
    assert errors.count("\n") == 1


def test_without_the_venv_module_it_says_what_is_needed(tmp_path: Path) -> None:
    folder = bare_checkout(tmp_path)
    tools = without_python(tmp_path / "bin")
    python_that(tools, "python3.12", 'case "$2" in *ensurepip*) exit 1;; esac')
    code, _, errors = run(folder, PATH=str(tools))
    assert code == 1
    assert errors == (
        "tarmac: python3.12 lacks the venv module; install it (Debian and Ubuntu: apt install python3-venv) "
        "and run this again.\n"
    )
