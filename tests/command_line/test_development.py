"""publish and test."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from small_checkout import Checkout

import kit.publish
from modules import MODULES
from wrapper.commands import development


@pytest.mark.parametrize(("pytests", "ours"), [(0, 0), (1, 1), (2, 1), (5, 1)])
def test_the_tests_end_with_0_or_1(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, pytests: int, ours: int
) -> None:
    """Pytest's own 2 would read as "a plan with changes"."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, pytests)

    monkeypatch.setattr(development.subprocess, "run", run)
    checkout.run("test", "-k", "vpc", code=ours)
    assert commands[0][1:] == ["-m", "pytest", "-k", "vpc"]


class TestSideBySide:
    """All tests: what fails beside others is no verdict before it has failed by itself."""

    @pytest.fixture
    def pytests(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[list[str]]]:
        """Stands in for pytest: fails as it is told, and leaves what failed where pytest leaves it."""

        def stand_in(codes: list[int], failed: list[str]) -> list[list[str]]:
            commands: list[list[str]] = []

            def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
                commands.append(command[3:])
                cache = checkout.folder / ".pytest_cache/v/cache"
                cache.mkdir(parents=True, exist_ok=True)
                (cache / "lastfailed").write_text(json.dumps(dict.fromkeys(failed, True)))
                return subprocess.CompletedProcess(command, codes[len(commands) - 1])

            monkeypatch.setattr(development, "_fill_plugin_cache", lambda: None)
            monkeypatch.setattr(development.subprocess, "run", run)
            return commands

        return stand_in

    def test_what_passes_runs_once(self, checkout: Checkout, pytests: Callable[..., list[list[str]]]) -> None:
        commands = pytests([0], [])
        checkout.run("test", code=0)
        assert commands == [[*development.SIDE_BY_SIDE, "--cache-clear"]]

    @pytest.mark.parametrize(("second", "says"), [(0, "not by themselves"), (1, "again by themselves")])
    def test_whole_files_run_again_and_their_second_result_counts(
        self, checkout: Checkout, pytests: Callable[..., list[list[str]]], second: int, says: str
    ) -> None:
        """A file may tell a story, in which one test alone makes no sense."""
        commands = pytests([1, second], ["tests/b.py::test_x[1]", "tests/a.py::test_y", "tests/a.py::test_z"])
        remarks = checkout.run("test", code=second).remarks
        assert commands[1:] == [["tests/a.py", "tests/b.py"]]
        assert remarks.count("tests/b.py::test_x[1]") == 2 and says in remarks

    def test_many_failures_are_no_accident(self, checkout: Checkout, pytests: Callable[..., list[list[str]]]) -> None:
        commands = pytests([1], [f"tests/{number}.py::test" for number in range(development.ALONE_AT_MOST + 1)])
        checkout.run("test", code=1)
        assert len(commands) == 1

    def test_an_account_pays_once(self, checkout: Checkout, pytests: Callable[..., list[list[str]]]) -> None:
        commands = pytests([1], ["tests/account/test_account.py::test"])
        checkout.run("test", "--account", code=1)
        assert len(commands) == 1

    @pytest.mark.parametrize("code", [2, 3, 4, 5])
    def test_an_interruption_ends_it(
        self, checkout: Checkout, pytests: Callable[..., list[list[str]]], code: int
    ) -> None:
        commands = pytests([code], ["tests/a.py::test"])
        checkout.run("test", code=1)
        assert len(commands) == 1


def test_publishing_checks_without_writing(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[object] = []
    monkeypatch.setattr(kit.publish, "check", checked.append)
    assert checkout.run("publish", "--check").remarks == "The committed Terraform is what the Python publishes.\n"
    assert checked == list(MODULES)


def test_what_is_not_published_is_one_sentence(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(module: object) -> None:
        raise kit.publish.PublishError("modules/vpc/main.tf is not what the Python publishes; run ./tarmac publish.")

    monkeypatch.setattr(kit.publish, "check", refuse)
    remarks = checkout.run("publish", "--check", code=1).remarks
    assert remarks == "modules/vpc/main.tf is not what the Python publishes; run ./tarmac publish.\n"
