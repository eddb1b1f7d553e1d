"""`./tarmac bench synth`: time and memory, side by side with the prebuilt provider package (N.8)."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from wrapper import paths
from wrapper.development import benchmark
from wrapper.development.benchmark import Contender, Measurement, compare, measure, run
from wrapper.errors import TarmacError


def python(program: str, name: str = "fake") -> Contender:
    return Contender(name, [sys.executable, "-c", program], dict(os.environ))


def test_memory_is_that_of_the_whole_tree_and_time_is_wall_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, resident = tmp_path / "seen", benchmark._resident

    def look(process: psutil.Process) -> int:
        if (found := resident(process)) > 80_000_000:
            seen.touch()
        return found

    monkeypatch.setattr(benchmark, "_resident", look)
    child = f"""
import os, time
held = bytearray(80_000_000)
time.sleep(0.4)
while not os.path.exists({str(seen)!r}):
    time.sleep(0.05)
"""
    found = measure(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"))
    assert found.seconds >= 0.4
    assert 80 < found.megabytes < 300


def test_time_on_the_processors_is_that_of_the_whole_tree() -> None:
    busy = "import time; start = time.process_time()\nwhile time.process_time() < start + 0.3: pass"
    assert (
        measure(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])")).processor_seconds
        > 0.3
    )


def test_a_run_that_fails_says_how() -> None:
    with pytest.raises(TarmacError, match=r"fake failed with the exit code 3: no space left"):
        measure(python("import sys; print('no space left', file=sys.stderr); sys.exit(3)"))
    with pytest.raises(TarmacError, match=r"fake failed with the exit code 3: it said nothing"):
        measure(python("raise SystemExit(3)"))
    with pytest.raises(TarmacError, match=r"fake: /nonexistent/python cannot be started"):
        measure(Contender("fake", ["/nonexistent/python"], {}))


def test_contenders_run_in_turn_and_the_first_run_of_each_is_not_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    contenders = [python(f"open({str(log)!r}, 'a').write({name!r})", name) for name in "ab"]
    found = compare(contenders, rounds=2)
    assert log.read_text() == "ababab"
    assert {name: len(runs) for name, runs in found.items()} == {"a": 2, "b": 2}


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "tarmac", lambda folder: python("pass", "Tarmac"))
    monkeypatch.setattr(benchmark, "prebuilt", lambda folder: python("import time; time.sleep(0.3)", "Prebuilt"))


def test_the_result_is_a_table_for_people(faked: None, capsys: pytest.CaptureFixture[str]) -> None:
    run("synth", as_json=False)
    out = capsys.readouterr().out
    assert "Tarmac" in out and "Prebuilt" in out and "seconds" in out
    assert "Tarmac takes " in out and "% of the time." in out


def test_the_result_is_json_for_machines(faked: None, capsys: pytest.CaptureFixture[str]) -> None:
    run("synth", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["benchmark"] == "synth" and found["rounds"] == benchmark.ROUNDS
    assert set(found["medians"]) == {"Tarmac", "Prebuilt"}
    assert set(found["medians"]["Tarmac"]) == {"seconds", "processor_seconds", "peak_megabytes"}
    assert found["share_of_time"] > 0


def test_what_cannot_be_measured_is_answered_with_what_can() -> None:
    with pytest.raises(TarmacError, match=r"There is no benchmark 'plan'.\nWhat can be measured: synth."):
        run("plan", as_json=False)


def test_tarmacs_side_synthesizes_both_stacks_as_the_command_line_does(tmp_path: Path) -> None:
    contender = benchmark.tarmac(tmp_path)
    assert isinstance(measure(contender), Measurement)
    stacks = {path.parent.name for path in (tmp_path / "tarmac" / "stacks").glob("*/cdk.tf.json")}
    assert stacks == {"low-availability", "high-availability"}


def test_the_other_side_has_sixty_resources() -> None:
    classes = ("Vpc", "Subnet", "RouteTable", "RouteTableAssociation", "SecurityGroup", "CloudwatchLogGroup", "IamRole")
    count = 0
    for statement in ast.parse(benchmark.PREBUILT_APP.read_text()).body:
        times = 1
        if isinstance(statement, ast.For):
            assert isinstance(statement.iter, ast.Call) and isinstance(statement.iter.args[0], ast.Constant)
            times = int(str(statement.iter.args[0].value))
        calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
        count += times * sum(isinstance(call, ast.Name) and call.id in classes for call in calls)
    assert count == 60


def test_the_prebuilt_package_is_installed_once_in_an_environment_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0 if len(calls) > 1 else 1, "", "\nERROR: no such release\n")

    monkeypatch.setattr(paths, "WORK", tmp_path)
    monkeypatch.setattr(benchmark.subprocess, "run", pip)
    monkeypatch.setattr(benchmark.venv, "create", lambda home, with_pip: Path(home).mkdir(parents=True))
    with pytest.raises(TarmacError, match=r"cdktf-cdktf-provider-aws==21.22.1 could not be installed: ERROR: no such"):
        benchmark.prebuilt(tmp_path)
    first, second = benchmark.prebuilt(tmp_path), benchmark.prebuilt(tmp_path)
    assert first == second and len(calls) == 2
    assert first.command[0] == str(tmp_path / "benchmark" / "venv" / "bin" / "python") == calls[0][0]
    assert "cdktf-cdktf-provider-aws==21.22.1" in calls[1]
