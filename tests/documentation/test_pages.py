"""What the pages say: their commands exist, run or are marked; their settings are valid; their links hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from stacks.settings import PATH_VARIABLE, load
from tests.documentation.documented_commands import ROOT, Command, invocations, of_page, problem
from wrapper import reference
from wrapper.errors import TarmacError
from wrapper.reference import alarms

PAGES = sorted(
    [
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docker/*/README.md"),
        *ROOT.glob("examples/*/README.md"),
        *ROOT.glob("modules/*/README.md"),
    ]
)
MARKED_AS_A_WHOLE = {
    # Pages of which every command is run by a test of their own subject, or needs an account.
    "README.md": "tests/end_to_end/test_low_to_high.py",
    "docs/account-test.md": "tests/account/test_smoke.py",
    "examples/airflow/README.md": "tests/modules/test_examples_airflow.py",
}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def commands() -> list[Command]:
    return [command for page in PAGES for command in of_page(page)]


def test_every_documented_verb_and_option_exists() -> None:
    """T4.1: how to use it is written down, and so it works."""
    wrong = []
    for command in commands():
        for arguments in invocations(command.text):
            if said := problem(arguments):
                wrong.append(f"{command.where}\n    {said}")
    assert wrong == []


def test_every_verb_in_the_text_exists() -> None:
    """`./tarmac VERB` between backticks, in whatever sentence."""
    wrong = []
    for page in PAGES:
        for quoted in re.findall(r"`\./tarmac ([a-z][a-z-]*)", page.read_text()):
            if said := problem([quoted, "--help"]):
                wrong.append(f"{name(page)}: ./tarmac {quoted}: {said}")
    assert wrong == []


def test_every_command_is_run_or_marked_as_needing_an_account() -> None:
    unmarked = []
    for command in commands():
        by = command.run_by or MARKED_AS_A_WHOLE.get(command.page)
        if by is not None:
            assert (ROOT / by).is_file(), f"{command.where}: there is no {by}"
        elif not (command.account or command.run):
            unmarked.append(command.where)
    assert unmarked == []


@pytest.mark.parametrize("text", sorted({command.text for command in commands() if command.run}))
def test_a_command_that_is_marked_to_run_runs(text: str) -> None:
    done = subprocess.run(["bash", "-c", text], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_settings_on_a_page_are_valid(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^( *)```yaml\n(.*?)^\1```", page.read_text(), re.MULTILINE | re.DOTALL)
    for number, (indent, body) in enumerate(blocks):
        text = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        if re.match(r"(deployments|state):", text):
            whole = YAML(typ="safe", pure=True).load(text)
            for deployment in whole.get("deployments", {}).values():
                deployment.setdefault("availability", "low")  # a page may show a part
            (tmp_path / "vault-ca.pem").touch()
            file = tmp_path / f"{number}.yaml"
            file.write_text(json.dumps(whole))
            monkeypatch.setenv(PATH_VARIABLE, str(file))
            assert load().deployments


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MkDocs make them."""
    text = re.sub(r"^( *)```.*?^\1```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    found = {name.replace("\\", "") for name in re.findall(r'<a name="([^"]+)">', text)}
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_hold(page: Path) -> None:
    text = re.sub(r"^( *)```.*?^\1```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            assert target.startswith("https://"), target
            continue
        path, _, anchor = target.partition("#")
        file = Path(os.path.normpath(page.parent / path)) if path else page
        assert file.exists(), f"{name(page)} links to {target}, which is not there"
        if (anchor := anchor.replace("\\", "")) and file.suffix == ".md":
            assert anchor in anchors(file), f"{name(page)} links to {target}, and there is no such heading"


def test_the_generated_reference_is_current() -> None:
    """Otherwise: ./tarmac docs"""
    reference.check()


def test_no_page_names_the_machine_that_wrote_it() -> None:
    assert [name(page) for page in PAGES if f"{ROOT}/" in page.read_text()] == []


def test_the_runbook_says_what_to_do_at_each_alarm() -> None:
    runbook = "".join(page.read_text() for page in (ROOT / "docs" / "runbook").rglob("*.md"))
    told = [alarm.name for alarm in alarms.alarms() if alarm.tells_people]
    assert len(told) >= 2
    assert [name for name in told if f"| `{name}` |" not in runbook] == []


def test_an_old_page_of_the_reference_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("wrapper.paths.ROOT", tmp_path)
    pages = {"one.md": lambda: "# One\n", "two.md": lambda: "# Two\n"}
    monkeypatch.setattr(reference, "PAGES", pages)
    assert [path.name for path in reference.write()] == ["one.md", "two.md"]
    reference.check()
    old = tmp_path / "docs" / "reference" / "two.md"
    assert old.read_text() == f"{reference.MARK}# Two\n"
    old.write_text("something else")
    with pytest.raises(TarmacError, match=r"Out of date: docs/reference/two.md.\nRun: ./tarmac docs"):
        reference.check()
    assert reference.write() == [old]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("./tarmac plan production || [ $? -eq 2 ]", None),
        ("./tarmac secrets rotate production jwt", None),
        ("./tarmac secrets production", None),
        ("./tarmac plan", "Missing argument"),
        ("./tarmac plan production --jsn", "No such option"),
        ("./tarmac paln production", "No such command"),
        ('eval "$(./tarmac env)"', None),
    ],
)
def test_a_mistake_in_a_page_would_be_found(text: str, says: str | None) -> None:
    found = [problem(arguments) for arguments in invocations(text)]
    assert all(said is None for said in found) if says is None else says in str(found)
