"""The command line as such: exit codes, help, and how errors reach a person."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from small_checkout import Checkout

from wrapper import cli, paths
from wrapper.commands import deployments


def raising(error: BaseException) -> object:
    """A function that fails so, whatever it is given."""

    def fail(*arguments: object, **options: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "No such command 'nonsense'. See ./tarmac --help."),
        (["plan"], "Missing argument 'DEPLOYMENT'. See ./tarmac plan --help."),
        (["plan", "airflow", "--jsn"], "No such option: --jsn"),
        (["synth", "too", "many"], "See ./tarmac synth --help."),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_1(checkout: Checkout, arguments: list[str], says: str) -> None:
    """Click's own exit code, 2, would say that a plan has changes."""
    result = checkout.run(*arguments, code=1)
    assert says in result.remarks
    assert result.output == ""
    assert result.remarks.count("\n") == 1


def test_without_a_verb_it_shows_its_help(checkout: Checkout) -> None:
    assert checkout.run(code=1).remarks.startswith("Usage: tarmac ")


def test_help_names_every_verb_with_a_whole_sentence(checkout: Checkout) -> None:
    """P0.10"""
    output = checkout.run("--help").output
    assert output.startswith("Usage: tarmac [OPTIONS] COMMAND [ARGS]...")
    verbs = dict(line.strip().split(maxsplit=1) for line in output.split("Commands:\n")[1].splitlines())
    wanted = (
        "up down status logs airflow open synth plan apply destroy output bootstrap unlock orphans publish bench test "
        "cost diagram env import secrets doctor docs image dags simulate exec bastion upgrade"
    )
    assert set(verbs) == set(wanted.split())
    for verb, says in verbs.items():
        assert says.endswith(".") and not says.endswith("..."), f"{verb}: {says}"
        assert checkout.run(verb, "--help").output.startswith(f"Usage: tarmac {verb} ")
        assert checkout.run(verb, "-h").code == 0


def test_it_never_loads_cdktf() -> None:
    program = "import sys, wrapper.cli; sys.exit('cdktf' in sys.modules or 'jsii' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=paths.ROOT, check=True)


def test_a_mistake_of_our_own_is_one_sentence_with_the_trace_in_a_file(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deployments, "find", raising(KeyError("slot")))
    remarks = checkout.run("plan", "airflow", code=1).remarks
    log = paths.WORK / "error.log"
    assert remarks == (
        "Tarmac made a mistake of its own: KeyError: 'slot'\n"
        f"Where it happened is written in {log}; please report it with that.\n"
    )
    assert "Traceback" in log.read_text()


def test_a_full_disk_is_one_sentence(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "/somewhere/terraform.tfstate")
    monkeypatch.setattr(deployments, "synthesize", raising(error))
    remarks = checkout.run("plan", "airflow", code=1).remarks
    assert "/somewhere/terraform.tfstate: The disk is full.\nMake room" in remarks


def test_a_work_folder_that_cannot_be_written_is_one_sentence(checkout: Checkout, tmp_path: Path) -> None:
    paths.WORK.rename(tmp_path / "elsewhere")
    paths.WORK.write_text("a file where the folder should be")
    remarks = checkout.run("status", code=1).remarks
    assert str(paths.WORK) in remarks


def test_a_folder_without_permission_is_one_sentence(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployments, "synthesize", raising(PermissionError(errno.EACCES, "Permission denied", "/x")))
    assert "/x: Permission denied.\nMake it readable" in checkout.run("plan", "airflow", code=1).remarks


def test_an_interruption_is_one_sentence(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployments, "synthesize", raising(KeyboardInterrupt()))
    assert checkout.run("plan", "airflow", code=1).remarks.endswith("Stopped; nothing more was done.\n")


def test_a_reader_that_goes_away_is_no_error_worth_a_word() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m wrapper --help | true; exit ${{PIPESTATUS[0]}}"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_wrong_settings_are_shown_whole(checkout: Checkout) -> None:
    checkout.settings("deployments:\n  airflow: {availability: medium, nat: none}\n")
    for verb in (["plan", "airflow"], ["apply", "airflow"], ["status"], ["up"], ["down"], ["bootstrap"]):
        remarks = checkout.run(*verb, code=1).remarks
        assert "deployments.airflow.availability" in remarks, verb
        assert "deployments.airflow.nat" in remarks, verb


def test_settings_that_are_not_there_are_one_sentence(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARMAC_SETTINGS", "no-such.yaml")
    remarks = checkout.run("plan", "airflow", code=1).remarks
    assert remarks.startswith("There is no settings file no-such.yaml.")


def test_main_ends_the_process_with_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "run", lambda arguments: 2)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
