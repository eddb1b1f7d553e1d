"""publish and test."""

from __future__ import annotations

import subprocess
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
