"""Verbs for those who work on Tarmac itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from wrapper import paths
from wrapper.commands.options import AsJson
from wrapper.console import print_json, say, show
from wrapper.errors import TarmacError
from wrapper.synthesis import synthesize
from wrapper.terraform import toolchain
from wrapper.terraform.runner import Terraform

SIDE_BY_SIDE: Final = ["-n", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
"""Files of tests side by side, in the order that tests/conftest.py gives: four keep two cores busy, as an apply mostly
waits."""

ALONE_AT_MOST: Final = 3
"""Files with a failure that run once more by themselves: tests that met on a busy machine are few."""

_LAST_FAILED: Final = Path(".pytest_cache/v/cache/lastfailed")
"""Where pytest keeps what failed. https://docs.pytest.org/en/stable/how-to/cache.html"""

TESTED_PROVIDER: Final = "5.100.0"
"""The lowest version that the modules admit."""


def synth(as_json: AsJson = False) -> None:
    """Write every stack into cdktf.out.

    Each is a folder in which plain Terraform can plan.
    """
    folders = [str(folder.relative_to(paths.ROOT)) for folder in synthesize()]
    if as_json:
        print_json({"folders": folders})
        return
    for folder in folders:
        show(folder)


def publish(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where it would.")] = False,
) -> None:
    """Publish the modules as the Terraform beside them."""
    from kit.publish import PublishError, write
    from kit.publish import check as check_module
    from modules import MODULES

    try:
        for module in MODULES:
            if check:
                check_module(module)
            else:
                for path in write(module):
                    show(str(path.relative_to(paths.ROOT)))
    except PublishError as error:
        raise TarmacError(str(error)) from error
    say("The committed Terraform is what the Python publishes.")


def bench(
    what: Annotated[str, typer.Argument(help="What to measure: synth, modules.")] = "synth", as_json: AsJson = False
) -> None:
    """Measure synthesizing, or planning the modules."""
    from wrapper.development.benchmark import run

    run(what, as_json=as_json)


def test(
    keyword: Annotated[str | None, typer.Option("-k", metavar="EXPRESSION", help="Only the tests that match.")] = None,
    account: Annotated[bool, typer.Option("--account", help="Also the smoke test in a real account.")] = False,
) -> int:
    """Run the tests: all of them, or a part.

    All of them run side by side. A file that fails there runs once more by itself, and its second result counts.
    """
    options = ["--account"] if account else []
    if keyword:
        code = _pytest("-k", keyword, *options)
    else:
        _fill_plugin_cache()
        code = _pytest(*SIDE_BY_SIDE, "--cache-clear", *options)
        # Tests failed; other codes are an interruption or an error of pytest's. An account costs money each time.
        if code == 1 and not account:
            code = _alone()
    return 1 if code else 0  # pytest's own codes would read as Terraform's


def _pytest(*arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=paths.ROOT, env=toolchain.node_environment(), check=False).returncode


def _alone() -> int:
    """What failed side by side, by itself; pytest's exit code. Neither failure is hidden: both outputs are there."""
    failed: list[str] = json.loads((paths.ROOT / _LAST_FAILED).read_text())
    files = sorted({test.partition("::")[0] for test in failed})
    if len(files) > ALONE_AT_MOST:
        return 1
    names = "".join(f"\n  {test}" for test in failed)
    say(f"\nFailed side by side:{names}\nTheir files once more, by themselves:")
    code = _pytest(*files)
    say(f"\nFailed side by side, and {'again' if code else 'not'} by themselves:{names}")
    return code


def _fill_plugin_cache() -> None:
    """Fetches the AWS provider once, before tests side by side would fill their cache at the same time."""
    aws = {"source": "hashicorp/aws", "version": TESTED_PROVIDER}
    requirement = {"terraform": {"required_providers": {"aws": aws}}}
    with TemporaryDirectory() as folder:
        (Path(folder) / "main.tf.json").write_text(json.dumps(requirement))
        Terraform(Path(folder), os.environ).init()
