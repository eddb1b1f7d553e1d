"""What signals do to a run: real signals, sent to a process that runs Terraform through the wrapper."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.waiting import HANGS, until
from wrapper import paths
from wrapper.errors import TarmacError
from wrapper.terraform.runner import Terraform

MakeStack = Callable[[str], Path]

SLOW = """
resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "touch started; exec sleep 3600" }
}
resource "terraform_data" "after" {
  depends_on = [terraform_data.slow]
}
"""

# Notes each SIGINT that it gets, and ends at the second, or a while after the first.
COUNTING_TERRAFORM = """#!{python}
import signal, sys, time
from pathlib import Path
notes = Path("notes")
def note(number, frame):
    with notes.open("a") as file:
        file.write("INT\\n")
    if notes.read_text().count("INT") > 1:
        sys.exit(1)
signal.signal(signal.SIGINT, note)
Path("started").touch()
while not notes.exists():
    time.sleep(0.02)
time.sleep({seconds})
"""

RUNNER = """
import os, sys
from pathlib import Path
from wrapper.errors import Interrupted
from wrapper.terraform import runner as runner_module
from wrapper.terraform.runner import Terraform
executable = Path(sys.argv[1]) if sys.argv[1:] else None
runner_module.SECONDS_BETWEEN_TWO_INTERRUPTS = float(os.environ["SECONDS_BETWEEN_TWO_INTERRUPTS"])
try:
    runner = Terraform(Path.cwd(), os.environ, executable)
    runner.apply(Path("plan"), lambda event: print(event.get("@message"), flush=True))
except Interrupted as error:
    sys.exit(f"INTERRUPTED {error}")
"""


@pytest.fixture
def run() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts an apply in a folder, in a process group of its own, and waits until it is under way."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path, *arguments: str, apart: float = 1.0) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", RUNNER, *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(paths.ROOT), "SECONDS_BETWEEN_TWO_INTERRUPTS": str(apart)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        until(lambda: (folder / "started").exists(), "nothing was applied")
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def planned(folder: Path) -> Path:
    runner = Terraform(folder, os.environ)
    runner.init()
    runner.plan(folder / "plan")
    return folder


def counting(folder: Path, ends_after: float) -> Path:
    program = folder / "terraform"
    program.write_text(COUNTING_TERRAFORM.replace("{python}", sys.executable).replace("{seconds}", str(ends_after)))
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_an_apply_with_its_state_written_and_its_lock_released(
    number: signal.Signals, stack: MakeStack, run: Callable[..., subprocess.Popen[str]]
) -> None:
    folder = planned(stack(SLOW))
    process = run(folder)
    process.send_signal(number)
    output, errors = process.communicate()
    assert process.returncode == 1
    assert "A second Ctrl-C stops it at once" in output
    assert "INTERRUPTED Interrupted: Terraform finished what was in flight, wrote its state" in errors
    state = json.loads((folder / "terraform.tfstate").read_text())
    assert [resource["name"] for resource in state["resources"]] == ["slow"]
    assert not (folder / ".terraform.tfstate.lock.info").exists()


def test_after_an_interrupt_an_apply_converges(stack: MakeStack, run: Callable[..., subprocess.Popen[str]]) -> None:
    folder = planned(stack(SLOW))
    process = run(folder)
    process.send_signal(signal.SIGINT)
    process.communicate()
    (folder / "main.tf").write_text(SLOW.replace("exec sleep 3600", "true"))
    runner = Terraform(folder, os.environ)
    runner.plan(folder / "plan")
    runner.apply(folder / "plan")
    assert runner.plan(folder / "plan") is False


def test_a_ctrl_c_in_a_terminal_reaches_terraform_once(
    stack: MakeStack, run: Callable[..., subprocess.Popen[str]]
) -> None:
    """The terminal signals the whole group, and `timeout` or a shell may pass the signal on a second time."""
    folder = stack("")
    process = run(folder, str(counting(folder, ends_after=4)), apart=HANGS)
    os.killpg(process.pid, signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert (folder / "notes").read_text() == "INT\n"


def test_a_second_signal_is_passed_on(stack: MakeStack, run: Callable[..., subprocess.Popen[str]]) -> None:
    folder = stack("")
    process = run(folder, str(counting(folder, ends_after=HANGS)))
    process.send_signal(signal.SIGINT)
    until(lambda: (folder / "notes").exists(), "no signal arrived")
    time.sleep(1.2)  # longer than two deliveries of one Ctrl-C are apart
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate()
    assert (folder / "notes").read_text() == "INT\nINT\n"
    assert "Interrupted again: Terraform stops at once." in output
    assert "its state may lack what was in flight" in errors


def test_where_the_wrapper_is_killed_terraform_stops_gracefully(
    stack: MakeStack, run: Callable[..., subprocess.Popen[str]]
) -> None:
    folder = planned(stack(SLOW))
    process = run(folder)
    process.kill()
    process.communicate()
    until(lambda: not (folder / ".terraform.tfstate.lock.info").exists(), "the lock was not released")
    state = json.loads((folder / "terraform.tfstate").read_text())
    assert [resource["name"] for resource in state["resources"]] == ["slow"]


def test_a_second_apply_is_refused_with_who_holds_the_lock(
    stack: MakeStack, run: Callable[..., subprocess.Popen[str]]
) -> None:
    folder = planned(stack(SLOW))
    process = run(folder)
    with pytest.raises(
        TarmacError, match=r"state of sample is locked: .+@.+ runs apply since (?s:.+)'\./tarmac unlock sample'"
    ):
        Terraform(folder, os.environ).plan(folder / "plan")
    process.send_signal(signal.SIGINT)
    process.communicate()
