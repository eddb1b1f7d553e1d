"""The documentation as a site."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.environments import python_with

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built without a warning: `strict` makes each one an error, a link that does not hold too."""
    python = python_with("documentation", DOCS / "requirements.txt", DOCS / "constraints.txt")
    folder = tmp_path_factory.mktemp("site")
    command = [str(python.parent / "mkdocs"), "build", "--strict", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "TARMAC_REPOSITORY_URL": "https://git.example.com/tarmac"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    return folder


def test_every_page_is_in_it(site: Path) -> None:
    """P3.16, P3.17"""
    for page in DOCS.rglob("*.md"):
        built = site / page.relative_to(DOCS).with_suffix("")
        assert (built.parent if page.stem == "index" else built).joinpath("index.html").is_file(), page


def test_the_modules_and_the_guide_for_contributors_are_pages_too(site: Path) -> None:
    for page in ("modules/vpc", "modules/ecs_airflow", "contributing", "changelog", "reference/image"):
        assert (site / page / "index.html").is_file()


def test_links_to_files_lead_to_the_repository(site: Path) -> None:
    tutorial = (site / "tutorial" / "index.html").read_text()
    assert 'href="https://git.example.com/tarmac/blob/main/tarmac.yaml"' in tutorial
    assert 'href="../reference/settings/"' in tutorial


def test_it_asks_no_other_host_for_fonts_or_scripts(site: Path) -> None:
    page = (site / "index.html").read_text()
    assert "fonts.googleapis.com" not in page
    assert 'src="http' not in page


def test_a_mark_above_a_command_is_shown_to_readers(site: Path) -> None:
    assert "<em>In an account:</em>" in (site / "tutorial" / "index.html").read_text()
