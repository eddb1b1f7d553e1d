"""What the tests of the command line's lower layer share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wrapper import paths


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder for this test alone."""
    folder = tmp_path / "work"
    monkeypatch.setattr(paths, "WORK", folder)
    return folder


@pytest.fixture
def fake_terraform(tmp_path: Path) -> Callable[..., Path]:
    """Makes a program that answers `version -json` as that version of Terraform would."""

    def make(version: str, folder: Path | None = None) -> Path:
        target = (folder or tmp_path / f"fake-{version}") / "terraform"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f'#!/bin/sh\necho \'{{"terraform_version": "{version}"}}\'\n')
        target.chmod(0o755)
        return target

    return make


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a folder with that Terraform configuration; Terraform's own `terraform_data` needs no provider."""

    def make(configuration: str) -> Path:
        folder = tmp_path / "sample"
        folder.mkdir(exist_ok=True)
        (folder / "main.tf").write_text(configuration)
        return folder

    yield make
