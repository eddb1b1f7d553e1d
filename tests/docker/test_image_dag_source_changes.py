"""D1.3: another repository of DAGs needs no manual cleaning."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.airflow

READ = """
import json, sys
from airflow.providers.git.bundles.git import GitDagBundle
bundle = GitDagBundle(name="dags", repo_url=sys.argv[1], tracking_ref="main")
bundle.initialize()
print(json.dumps(sorted(file.name for file in bundle.path.glob("*.py"))))
"""


def repository(folder: Path, file: str) -> str:
    folder.mkdir()
    (folder / file).write_text("x = 1\n")
    identity = ["-c", "user.name=ada", "-c", "user.email=ada@example.com"]
    for command in (["init", "--quiet", "--initial-branch", "main"], ["add", "."], [*identity, "commit", "-qm", "one"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return f"file://{folder}"


def read(python: Path, scratch: Path, url: str) -> list[str]:
    """What a new task reads: a process of the image with the scratch that it is given."""
    scratch.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(scratch), "AIRFLOW_HOME": str(scratch)}
    environment |= {"TMPDIR": str(scratch), "AIRFLOW_CONFIG": str(scratch / "airflow.cfg")}
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", READ, url], env=environment, capture_output=True, text=True, check=True
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_d1_3_a_new_task_reads_the_new_repository(airflow_python: Path, tmp_path: Path) -> None:
    """A clone lies in a task's own scratch, which goes with it: on Fargate, and here for containers made anew."""
    first, second = repository(tmp_path / "first", "first.py"), repository(tmp_path / "second", "second.py")
    assert read(airflow_python, tmp_path / "task-1", first) == ["first.py"]
    assert read(airflow_python, tmp_path / "task-2", second) == ["second.py"]
