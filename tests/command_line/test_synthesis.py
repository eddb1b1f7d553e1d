"""Synthesis by the command line: in one step, and with the app's own words where it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from small_checkout import Checkout

from wrapper import paths
from wrapper.errors import TarmacError
from wrapper.synthesis import synthesize


def test_it_writes_the_stacks_and_names_their_folders(checkout: Checkout) -> None:
    """P0.10"""
    assert checkout.run("synth").output == "cdktf.out/stacks/airflow\n"
    assert checkout.run("synth", "--json").json == {"folders": ["cdktf.out/stacks/airflow"]}
    assert sorted(path.name for path in checkout.folder.glob("cdktf*")) == ["cdktf.out"]


def test_what_did_not_change_is_not_touched_and_what_terraform_keeps_there_stays(checkout: Checkout) -> None:
    (folder,) = synthesize()
    (folder / ".terraform").mkdir()
    (folder / "removed.tf").write_text("# of a folder that the settings no longer name")
    (folder / "imports.tf.json").write_text("{}")
    before = (folder / "cdk.tf.json").stat()
    synthesize()
    after = (folder / "cdk.tf.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert (folder / ".terraform").is_dir()
    assert sorted(path.name for path in folder.iterdir()) == [".terraform", "cdk.tf.json"]


def test_what_changed_is_replaced_in_one_step(checkout: Checkout) -> None:
    """Another run's Terraform may have the file open: it goes on reading the old one, whole."""
    (folder,) = synthesize()
    with (folder / "cdk.tf.json").open() as reading:
        checkout.stack("two")
        synthesize()
        old = json.load(reading)
    new = json.loads((folder / "cdk.tf.json").read_text())
    assert old["resource"]["terraform_data"]["one"]["input"] == "one"
    assert new["resource"]["terraform_data"]["one"]["input"] == "two"


def test_a_stack_that_the_settings_no_longer_have_is_not_listed(checkout: Checkout) -> None:
    synthesize()
    checkout.stack(name="other")
    assert [folder.name for folder in synthesize()] == ["other"]


def test_several_at_once_never_show_half_a_stack(checkout: Checkout) -> None:
    """Two runs in one checkout share cdktf.out."""
    synthesize()
    started = []
    for value in ("two", "three", "four"):
        checkout.stack(value * 10_000)
        command, environment = checkout.driver("synth")
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
    file = paths.synthesized("airflow") / "cdk.tf.json"
    while any(process.poll() is None for process in started):
        json.loads(file.read_text())
    assert [process.returncode for process in started] == [0, 0, 0]


def test_what_another_run_is_importing_stays_and_what_a_killed_one_left_goes(checkout: Checkout) -> None:
    """Every synthesis writes every stack, also the one that another run is at work in."""
    [folder] = synthesize()
    alive, dead = (folder / f"imports.{process}.tf.json" for process in (os.getpid(), 2**22 + 1))
    for file in (alive, dead, folder / "imports.tf.json"):
        file.write_text("{}")
    synthesize()
    assert [file.name for file in folder.glob("imports*")] == [alive.name]


def test_what_the_app_refuses_is_shown_in_its_own_words(checkout: Checkout) -> None:
    (checkout.folder / "refusal").write_text("modules/vpc is not what its Python publishes; run ./tarmac publish.")
    remarks = checkout.run("synth", code=1).remarks
    assert remarks == "modules/vpc is not what its Python publishes; run ./tarmac publish.\n"


@pytest.mark.parametrize(
    ("fails", "says"),
    [
        ("raise OSError(28, 'No space left on device')", "The disk is full. It happened while synthesizing the stacks"),
        ("raise ValueError('slot')", "The stacks could not be synthesized: ValueError: slot"),
        ("raise SystemExit(3)", "The stacks could not be synthesized: main.py ended with the code 3."),
    ],
)
def test_a_failure_of_the_app_shows_no_trace(checkout: Checkout, fails: str, says: str) -> None:
    (checkout.folder / "main.py").write_text(fails)
    assert checkout.run("synth", code=1).remarks.startswith(says)


def test_the_app_reads_the_settings_that_are_meant_from_wherever_we_are(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_text("deployments: {airflow: {availability: low}}\n")
    (checkout.folder / "main.py").write_text("import os, sys; sys.exit(os.environ['TARMAC_SETTINGS'])")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TARMAC_SETTINGS", "mine.yaml")
    with pytest.raises(TarmacError, match=str(tmp_path / "mine.yaml")):
        synthesize()
