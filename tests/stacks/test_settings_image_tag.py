"""Writing the tag of a deployment's image into the settings file: one value, nothing else changed."""

from pathlib import Path

import pytest

from stacks.settings import DEFAULT_PATH, SettingsError, load
from stacks.settings.image_tag import remember_image_tag


def remember(file: Path, tag: str = "3.4.0") -> str:
    remember_image_tag(file, "demo", tag)
    return file.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "deployments:\n  demo:   {availability: low}   # the one\n",
            'deployments:\n  demo:   {image: {tag: "3.4.0"}, availability: low}   # the one\n',
            id="braces",
        ),
        pytest.param(
            "deployments:\n  demo: {availability: low, image: {architecture: X86_64}}\n",
            'deployments:\n  demo: {availability: low, image: {tag: "3.4.0", architecture: X86_64}}\n',
            id="braces in braces",
        ),
        pytest.param(
            'deployments:\n  "demo": {availability: low, image: {tag: "3.3.2"}}  # 3.3.2\n',
            'deployments:\n  "demo": {availability: low, image: {tag: "3.4.0"}}  # 3.3.2\n',
            id="another tag in braces",
        ),
        pytest.param(
            "deployments:\n  # Ours.\n  demo:\n    availability: low # cheap\n"
            "\n  # Theirs.\n  b2: {availability: low}\n",
            "deployments:\n  # Ours.\n  demo:\n    availability: low # cheap\n"
            '    image: {tag: "3.4.0"}\n\n  # Theirs.\n  b2: {availability: low}\n',
            id="a block without an image",
        ),
        pytest.param(
            "deployments:\n  demo:\n    image:\n      # Built on Mondays.\n      tag: '3.3.2'   # pinned\n"
            "    availability: low\n",
            'deployments:\n  demo:\n    image:\n      # Built on Mondays.\n      tag: "3.4.0"   # pinned\n'
            "    availability: low\n",
            id="another tag in a block",
        ),
        pytest.param(
            "deployments:\n  demo:\n    image:\n      architecture: X86_64\n    availability: low",
            'deployments:\n  demo:\n    image:\n      architecture: X86_64\n      tag: "3.4.0"\n    availability: low',
            id="a block without a tag",
        ),
        pytest.param(
            "deployments:\n  demo:\n    image:   # to come\n    availability: low\n",
            'deployments:\n  demo:\n    image: {tag: "3.4.0"}   # to come\n    availability: low\n',
            id="an empty image",
        ),
        pytest.param(
            "deployments:\r\n  demo:\r\n    availability: low\r\n",
            'deployments:\r\n  demo:\r\n    availability: low\r\n    image: {tag: "3.4.0"}\r\n',
            id="line ends of Windows",
        ),
    ],
)
def test_one_value_is_written_and_the_rest_stays(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_bytes(before.encode())
    edit = remember_image_tag(file, "demo", "3.4.0")
    assert file.read_bytes().decode() == after
    assert load(file).deployments["demo"].image.tag == "3.4.0"
    edit.undo()
    assert file.read_bytes().decode() == before


def test_what_somebody_else_wrote_since_is_not_undone(tmp_path: Path) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text("deployments:\n  demo: {availability: low}\n")
    edit = remember_image_tag(file, "demo", "3.4.0")
    file.write_text("deployments:\n  demo: {availability: high}\n")
    edit.undo()
    assert "high" in file.read_text()


def test_the_file_of_this_repository_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text(DEFAULT_PATH.read_text())
    remember_image_tag(file, "low-availability", "3.4.0")
    assert file.read_text().replace('    image: {tag: "3.4.0"}\n', "", 1) == DEFAULT_PATH.read_text()


@pytest.mark.parametrize(
    ("text", "tag", "said"),
    [
        pytest.param("deployments:\n  demo: {availability: low}\n", "a b", "tag", id="no tag at all"),
        pytest.param("deployments:\n  else: {availability: low}\n", "3.4.0", "availability", id="no such deployment"),
        pytest.param(
            "deployments:\n  all: &all {availability: low, image: {tag: a1, architecture: X86_64}}\n"
            "  demo: {<<: *all}\n  b2: *all\n",
            "3.4.0",
            'deployments.demo.image.tag: "3.4.0"',
            id="from a merge, with more than the tag in it",
        ),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_changed(tmp_path: Path, text: str, tag: str, said: str) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        remember(file, tag)
    assert file.read_text() == text
