"""Runs the CDKTF app in a process of its own, so that the command line never loads CDKTF."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from stacks.settings import PATH_VARIABLE, settings_path
from wrapper import diagnostics, failures, paths
from wrapper.errors import TarmacError
from wrapper.exclusive import alone
from wrapper.terraform import toolchain


def synthesize(variables: Mapping[str, str] | None = None) -> list[Path]:
    """Writes every stack into `cdktf.out`; the folders. `variables` are added to the environment.

    Another run's Terraform may be at work there. So the stacks are written beside it first, and then each file that
    differs is replaced in one step: whoever reads sees the old file or the new one, never half of one.

    Raises TarmacError where the app refuses, with its own words.
    """
    # Beside cdktf.out, for the stacks name the modules by their relative path.
    fresh = paths.ROOT / "cdktf.out.new"
    with alone("synthesis") as lock:
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            _run_app(fresh, variables or {}, lock)
            return _take_over(fresh, paths.ROOT / "cdktf.out")
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def imports_file(folder: Path) -> Path:
    """Where this process keeps the `import` blocks of a stack while Terraform plans them."""
    return folder / f"imports.{os.getpid()}.tf.json"


def _is_in_use(file: Path) -> bool:
    """Whether it holds the `import` blocks of a run that is still at work."""
    kind, _, process = file.name.removesuffix(".tf.json").partition(".")
    return kind == "imports" and process.isdigit() and psutil.pid_exists(int(process))


def _run_app(outdir: Path, variables: Mapping[str, str], lock: int) -> None:
    environment = toolchain.node_environment({**os.environ, **variables})
    environment |= {
        "CDKTF_OUTDIR": str(outdir),
        "PYTHONPATH": str(paths.ROOT),
        PATH_VARIABLE: str(settings_path().resolve()),  # the app runs in another folder than we do
    }
    done = subprocess.run(
        [sys.executable, "-P", str(paths.ROOT / "main.py")],
        cwd=paths.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        pass_fds=[lock],
    )
    if done.returncode != 0:
        raise _refusal(done)


def _refusal(done: subprocess.CompletedProcess[str]) -> TarmacError:
    said = done.stderr.strip()
    if not said:
        return TarmacError(f"The stacks could not be synthesized: main.py ended with the code {done.returncode}.")
    if "Traceback (most recent call last)" not in said:
        return TarmacError(said)
    reason = said.splitlines()[-1]
    for rule in diagnostics.RULES:
        if rule.pattern.search(reason):
            return diagnostics.explain_aws(RuntimeError(reason), "synthesizing the stacks")
    return TarmacError(f"The stacks could not be synthesized: {reason}", failures.keep_trace(said))


def _take_over(fresh: Path, outdir: Path) -> list[Path]:
    """Moves what differs into `outdir`; beside the stacks' own files lie Terraform's, which stay."""
    folders = sorted(path.parent for path in (fresh / "stacks").glob("*/cdk.tf.json"))
    for folder in folders:
        for pattern in ("*.tf", "*.tf.json"):  # of an earlier synthesis, or of an import that was killed
            for old in (outdir / "stacks" / folder.name).glob(pattern):
                if not (folder / old.name).exists() and not _is_in_use(old):
                    old.unlink(missing_ok=True)
    for file in (path for path in fresh.rglob("*") if path.is_file()):
        target = outdir / file.relative_to(fresh)
        if not target.is_file() or target.read_bytes() != file.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
    return [outdir / "stacks" / folder.name for folder in folders]
