"""Runs Terraform. The only place that knows how it is called.

python-terraform builds the command lines, from arguments that are all given here because several of its defaults
do not suit Terraform 1.x (`destroy` passes -force, `apply` plans a second time). It is not used to run them: it
shows nothing until Terraform has ended, and lets a Ctrl-C reach Terraform twice.
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

import python_terraform
from python_terraform import IsFlagged

from wrapper import diagnostics, paths
from wrapper.errors import Interrupted, TarmacError
from wrapper.terraform import toolchain

#: One object of Terraform's machine-readable user interface, or one of ours: `{"type": "interrupt", "@message": …}`.
#: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
Event = dict[str, Any]
OnEvent = Callable[[Event], None]

# Process arguments are visible to every user of the machine.
SECRET_BACKEND_OPTIONS = {"access_key", "secret_key", "token", "sse_customer_key"}

# Terminal and shell may both deliver one Ctrl-C, and `timeout` signals its child and then its group.
SECONDS_BETWEEN_TWO_INTERRUPTS = 1.0

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Terraform:
    """Terraform in one folder, with one environment.

    `folder` holds the configuration and has the name of its stack. `environment` is the whole environment of the
    process (credentials, AWS_ENDPOINT_URL, TF_VAR_…): nothing is taken from our own. Every method raises TarmacError
    where Terraform fails, and Interrupted where SIGINT, SIGTERM or SIGHUP came while it ran: Terraform gets one SIGINT,
    finishes what is in flight, writes its state and releases its lock before the method returns.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], executable: Path | None = None) -> None:
        self.folder = folder
        self.executable = executable or toolchain.terraform(environment)
        self.environment = toolchain.terraform_environment(environment)
        # It reads whatever state file lies in its working_dir: ours has none.
        self._commands = python_terraform.Terraform(
            working_dir=str(paths.WORK), terraform_bin_path=str(self.executable)
        )

    def init(
        self,
        backend: Mapping[str, str] | None = None,
        *,
        reconfigure: bool = False,
        migrate: bool = False,
        on_event: OnEvent | None = None,
    ) -> None:
        """Get the providers and connect the backend; `migrate` moves the state from the old backend to the new one."""
        for option in sorted(SECRET_BACKEND_OPTIONS & set(backend or {})):
            raise TarmacError(
                f"The backend option {option} is a secret and must not be a process argument.",
                "Give credentials in the environment, for example AWS_PROFILE.",
            )
        command = self._command(
            "init",
            json=None if migrate else IsFlagged,  # Terraform refuses the two together
            backend_config=dict(backend) if backend else None,
            reconfigure=IsFlagged if reconfigure else None,
            migrate_state=IsFlagged if migrate else None,
            force_copy=IsFlagged if migrate else None,
        )
        with _one_at_a_time(paths.work_folder() / "plugin-cache.lock"):
            self._stream(command, on_event)

    def plan(
        self,
        out: Path,
        *,
        destroy: bool = False,
        targets: Iterable[str] = (),
        refresh: bool = True,
        on_event: OnEvent | None = None,
    ) -> bool:
        """Write a plan to `out`, readable by its owner alone, and say whether it changes anything."""
        command = self._command(
            "plan",
            json=IsFlagged,
            detailed_exitcode=IsFlagged,
            out=str(out.resolve()),
            destroy=IsFlagged if destroy else None,
            refresh=None if refresh else False,
            target=list(targets),
        )
        code = self._stream(command, on_event, success=(0, 2))
        out.chmod(0o600)
        return code == 2

    def show(self, plan: Path) -> dict[str, Any]:
        """A written plan as JSON: https://developer.hashicorp.com/terraform/internals/json-format"""
        return self._json(self._command("show", str(plan.resolve()), json=IsFlagged))

    def show_text(self, plan: Path) -> str:
        """A written plan as Terraform shows it to people, without colours; sensitive values are hidden."""
        return self._text(self._command("show", str(plan.resolve()), no_color=IsFlagged))

    def apply(self, plan: Path, on_event: OnEvent | None = None) -> None:
        """Apply a written plan, also one that destroys."""
        self._stream(self._command("apply", str(plan.resolve()), json=IsFlagged), on_event)

    def output(self) -> dict[str, Any]:
        """The values of all outputs by name, sensitive ones too: never print them unasked (see `sensitive_outputs`)."""
        return {name: output["value"] for name, output in self._outputs().items()}

    def sensitive_outputs(self) -> set[str]:
        """The names of the outputs that must not be shown."""
        return {name for name, output in self._outputs().items() if output["sensitive"]}

    def _outputs(self) -> dict[str, Any]:
        return self._json(self._command("output", json=IsFlagged))

    def state_list(self) -> list[str]:
        """The addresses in the state; none where there is no state yet."""
        if not self.state_pull():
            return []  # `terraform state list` fails then
        return self._text(self._command("state list")).splitlines()

    def state_pull(self) -> dict[str, Any]:
        """The state as JSON, empty where there is none yet. It may hold sensitive values."""
        text = self._text(self._command("state pull"))
        state: dict[str, Any] = json.loads(text) if text.strip() else {}
        return state if state.get("lineage") else {}  # an S3 backend shows an empty state where there is none

    def state_rm(self, address: str) -> None:
        """Take a resource out of the state; what it stands for stays as it is."""
        self._text(self._command("state rm", address))

    def untaint(self, address: str) -> None:
        """Take the mark from a resource in the state that says that it is to be made anew."""
        self._text(self._command("untaint", address))

    def force_unlock(self, lock_id: str) -> None:
        """Release the lock of that id; fails where another id holds it."""
        self._text(self._command("force-unlock", lock_id, force=IsFlagged))

    def validate(self) -> None:
        """Check the configuration without asking AWS."""
        code, text, stderr = self._run(self._command("validate", json=IsFlagged))
        if code != 0:
            found = json.loads(text)["diagnostics"] if text.startswith("{") else []
            raise diagnostics.explain(found, stderr, self.folder)

    def version(self) -> str:
        """Terraform's own version, as in 1.11.4."""
        return str(self._json(self._command("version", json=IsFlagged))["terraform_version"])

    def _command(self, name: str, *arguments: str, **options: Any) -> list[str]:
        command: list[str] = self._commands.generate_cmd_string(name, *arguments, **options)
        return command

    def _json(self, command: list[str]) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self._text(command))
        return value

    def _text(self, command: list[str]) -> str:
        code, text, stderr = self._run(command)
        if code != 0:
            raise diagnostics.explain([], stderr, self.folder)
        return text

    def _stream(self, command: list[str], on_event: OnEvent | None, success: tuple[int, ...] = (0,)) -> int:
        found: list[dict[str, Any]] = []

        def receive(event: Event) -> None:
            if event.get("type") == "diagnostic":
                found.append(event["diagnostic"])
            if on_event:
                on_event(event)

        code, text, stderr = self._run(command, receive)
        if code not in success:
            raise diagnostics.explain(found, f"{stderr}\n{text}", self.folder)
        return code

    def _run(self, command: list[str], on_event: OnEvent | None = None) -> tuple[int, str, str]:
        """Exit code, standard output (without the events, where they are asked for) and standard error."""
        # Files, not pipes: were we killed, writing into a pipe would kill Terraform in the middle of its work.
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors, _Signals() as signals:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
                preexec_fn=_interrupt_when_parent_dies,
            )
            signals.forward_to(process)
            lines = _Lines(output)
            text: list[str] = []
            try:
                while True:
                    ended = process.poll() is not None
                    for line in lines.read(to_the_end=ended):
                        _receive(line, text, on_event)
                    for event in signals.events():
                        if on_event:
                            on_event(event)
                    if ended:
                        break
                    time.sleep(0.05)
            finally:
                if process.poll() is None:  # our own code failed: what is in flight must still reach the state
                    process.send_signal(signal.SIGINT)
                    process.wait()
            errors.seek(0)
            stderr = errors.read().decode(errors="replace")
        if signals.count:
            raise self._interrupted(command[1], signals.count, process.returncode)
        if process.returncode < 0:
            raise TarmacError(
                f"Terraform was killed (signal {-process.returncode}): its state may lack what was made.",
                f"'./tarmac unlock {self.folder.name}' releases its lock; then run the command again.",
            )
        return process.returncode, "\n".join(text), stderr

    def _interrupted(self, verb: str, count: int, code: int) -> Interrupted:
        if verb != "apply":
            return Interrupted(f"Interrupted: terraform {verb} stopped before its end.")
        again = (
            f"Run the command again to go on. A request that was cancelled may have made something all the same: "
            f"'./tarmac orphans {self.folder.name}' finds what exists and is not in the state."
        )
        if code < 0 or count > 1:
            return Interrupted(
                "Interrupted: Terraform stopped at once, and its state may lack what was in flight.", again
            )
        return Interrupted(
            "Interrupted: Terraform finished what was in flight, wrote its state and released its lock.", again
        )


class _Signals:
    """While it is open, SIGINT, SIGTERM and SIGHUP reach Terraform as one SIGINT each."""

    def __init__(self) -> None:
        self.count = 0
        self._announced = 0
        self._last = -SECONDS_BETWEEN_TWO_INTERRUPTS
        self._process: subprocess.Popen[bytes] | None = None
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "_Signals":
        # Python handles signals in its main thread alone.
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                    continue  # nohup
                self._previous[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def forward_to(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        if self.count:  # it came while the process was being started
            process.send_signal(signal.SIGINT)

    def events(self) -> Iterator[Event]:
        """An event for each signal that nobody has been told of."""
        while self._announced < self.count:
            self._announced += 1
            if self._announced == 1:
                message = (
                    "Interrupted: Terraform finishes what is in flight and writes its state. "
                    "A second Ctrl-C stops it at once, and its state may then be incomplete."
                )
            else:
                message = "Interrupted again: Terraform stops at once."
            yield {"type": "interrupt", "@level": "warn", "@message": message}

    def _receive(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._last < SECONDS_BETWEEN_TWO_INTERRUPTS:
            return
        self._last = now
        self.count += 1
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)


class _Lines:
    """The lines of a file that a child process is still writing."""

    def __init__(self, file: BinaryIO) -> None:
        self._descriptor = file.fileno()
        self._position = 0
        self._rest = b""

    def read(self, to_the_end: bool) -> Iterator[str]:
        """The lines that are new; an unfinished one waits, unless nothing will follow."""
        # The child shares our file position, so each read says its own.
        while chunk := os.pread(self._descriptor, 1 << 20, self._position):
            self._position += len(chunk)
            *whole, self._rest = (self._rest + chunk).split(b"\n")
            for line in whole:
                yield line.decode(errors="replace")
        if to_the_end and self._rest:
            yield self._rest.decode(errors="replace")
            self._rest = b""


def _receive(line: str, text: list[str], on_event: OnEvent | None) -> None:
    if on_event and line.startswith("{"):
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if isinstance(event, dict):
            on_event(event)
            return
    text.append(line)


def _interrupt_when_parent_dies() -> None:
    """Runs in the child before Terraform starts: where we are killed, it stops gracefully and releases its lock."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Terraform's plugin cache is not safe for two `terraform init` at once.

    https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
    """
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
