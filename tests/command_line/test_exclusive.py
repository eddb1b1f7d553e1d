"""What one run in a checkout does at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wrapper import exclusive, paths
from wrapper.exclusive import alone


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "WORK", tmp_path)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(exclusive, "say", lines.append)
    return lines


def test_the_second_waits_and_says_so(said: list[str]) -> None:
    holder = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print(flush=True); input()"
    command = [sys.executable, "-c", holder, str(paths.WORK / "bootstrap.lock")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    process.stdout.readline()

    def end(remark: str) -> None:
        said.append(remark)
        process.communicate("\n")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exclusive, "say", end)
        with alone("bootstrap", remark="Another runs."):
            assert process.returncode == 0, "we came in before the other had ended"
    assert said == ["Another runs."]


def test_alone_it_says_nothing(said: list[str]) -> None:
    with alone("bootstrap", remark="Another runs."), alone("synthesis", remark="Another runs."):
        pass
    with alone("bootstrap", remark="Another runs."):
        pass
    assert said == []


def test_a_child_keeps_others_out_after_its_parent(said: list[str]) -> None:
    """As synthesis goes on where the command line is killed."""
    with alone("synthesis") as lock:
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[lock])

    def end(remark: str) -> None:
        said.append(remark)
        child.communicate(b"")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exclusive, "say", end)
        with alone("synthesis", remark="Another runs."):
            pass
    assert said == ["Another runs."]
