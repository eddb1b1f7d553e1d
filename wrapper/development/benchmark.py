"""Measures time and memory of what is claimed to be fast, side by side with the alternative and in one run."""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Final

import psutil
from rich.table import Table

from wrapper import paths
from wrapper.console import errors, print_json, results
from wrapper.errors import TarmacError
from wrapper.terraform import toolchain

SUBJECTS: Final = ("synth", "modules")
ROUNDS: Final = 3
SAMPLE_SECONDS: Final = 0.05  # finding the children costs some milliseconds of the same processors

#: The last release for cdktf 0.21: https://pypi.org/project/cdktf-cdktf-provider-aws/
PREBUILT: Final = ("cdktf==0.21.0", "cdktf-cdktf-provider-aws==21.22.1")
PREBUILT_APP: Final = paths.ROOT / "tests" / "benchmark" / "prebuilt_provider.py"

#: Both stacks with their defaults, whatever this checkout's own settings say.
SETTINGS: Final = {
    "deployments": {"low-availability": {"availability": "low"}, "high-availability": {"availability": "high"}}
}


@dataclass(frozen=True)
class Contender:
    """What is measured: a command, and its environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Measurement:
    """What one run took."""

    seconds: float
    """Wall time."""
    processor_seconds: float
    """Time on the processors, of all processes: what a busy machine leaves alone."""
    megabytes: float
    """Peak of the resident memory of the process and all below it; shared pages count for each of them."""


def run(what: str, *, as_json: bool) -> None:
    """Measure one of SUBJECTS and print the result.

    Raises TarmacError where `what` is none of them, the prebuilt package cannot be installed, or a run fails.
    """
    if what not in SUBJECTS:
        raise TarmacError(f"There is no benchmark {what!r}.", f"What can be measured: {', '.join(SUBJECTS)}.")
    paths.work_folder()
    if what == "modules":
        from wrapper.development import module_table  # builds every module, which nothing else here needs

        seconds = module_table.measure()
        if as_json:
            print_json({"benchmark": what, "rounds": module_table.ROUNDS, "seconds_to_plan": seconds})
        else:
            print(module_table.render(seconds), end="")
        return
    with TemporaryDirectory() as folder:
        contenders = [tarmac(Path(folder)), prebuilt(Path(folder))]
        found = compare(contenders, ROUNDS)
    medians = {
        name: Measurement(*(statistics.median(values) for values in zip(*map(astuple, runs), strict=True)))
        for name, runs in found.items()
    }
    ours, theirs = (medians[contender.name] for contender in contenders)
    share = ours.seconds / theirs.seconds
    if as_json:
        print_json({"benchmark": what, "rounds": ROUNDS, "share_of_time": round(share, 3)} | _as_json(medians))
        return
    table = Table(
        "", "seconds", "on the processors", "MB, all processes", title=f"Medians of {ROUNDS} runs each, in turn"
    )
    for name, median in medians.items():
        numbers = [f"{median.seconds:.2f}", f"{median.processor_seconds:.2f}", f"{median.megabytes:.0f}"]
        table.add_row(name, *numbers)
    results.print(table)
    results.print(f"{contenders[0].name} takes {share:.0%} of the time.")


def tarmac(folder: Path) -> Contender:
    """Synthesizing both stacks, as `./tarmac synth` does."""
    settings = folder / "tarmac.yaml"
    settings.write_text(json.dumps(SETTINGS))  # YAML contains JSON
    variables = {"CDKTF_OUTDIR": str(folder / "tarmac"), "TARMAC_SETTINGS": str(settings)}
    environment = {**_environment(), **variables, "PYTHONPATH": str(paths.ROOT)}
    return Contender("Tarmac, both stacks", [sys.executable, "-P", str(paths.ROOT / "main.py")], environment)


def prebuilt(folder: Path) -> Contender:
    """Synthesizing 60 resources by the prebuilt provider package, which is installed when first asked for.

    Raises TarmacError where it cannot be installed.
    """
    home = paths.WORK / "benchmark" / "venv"
    python = home / "bin" / "python"
    complete = home / "complete"  # written last, so that half an installation is not taken for one
    if not complete.is_file() or complete.read_text() != " ".join(PREBUILT):
        errors.print(f"Installing {PREBUILT[1]} for comparison (once, about 500 MB) ...", markup=False)
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        constraints = paths.ROOT / "constraints.txt"
        install = [str(python), "-m", "pip", "install", "--quiet", "--constraint", str(constraints), *PREBUILT]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise TarmacError(f"{PREBUILT[1]} could not be installed: {_last_line(done.stderr)}")
        complete.write_text(" ".join(PREBUILT))
    command = [str(python), "-P", str(PREBUILT_APP), str(folder / "prebuilt")]
    return Contender("Prebuilt provider package, 60 resources", command, _environment())


def compare(contenders: Sequence[Contender], rounds: int) -> dict[str, list[Measurement]]:
    """Run each in turn, once unmeasured so that every cache is warm, then `rounds` times.

    Raises TarmacError where a run fails.
    """
    found: dict[str, list[Measurement]] = {contender.name: [] for contender in contenders}
    for number in range(rounds + 1):
        for contender in contenders:
            errors.print(f"{contender.name}: {f'run {number} of {rounds}' if number else 'warming up'}", markup=False)
            measurement = measure(contender)
            if number:
                found[contender.name].append(measurement)
    return found


def measure(contender: Contender) -> Measurement:
    """Run a command to its end and watch its time and memory.

    Raises TarmacError where it cannot be started or ends with anything but 0.
    """
    with TemporaryFile("w+") as output:
        started, before = time.monotonic(), _processor_seconds()
        try:
            process = psutil.Popen(
                list(contender.command), env=dict(contender.environment), stdout=output, stderr=subprocess.STDOUT
            )
        except OSError as error:
            raise TarmacError(f"{contender.name}: {contender.command[0]} cannot be started: {error}") from error
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process))
            time.sleep(SAMPLE_SECONDS)
        seconds = time.monotonic() - started
        if process.returncode != 0:
            output.seek(0)
            reason = _last_line(output.read())
            raise TarmacError(f"{contender.name} failed with the exit code {process.returncode}: {reason}")
    return Measurement(seconds, _processor_seconds() - before, peak / 1e6)


def _processor_seconds() -> float:
    """What the processes that have ended below this one have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(process: psutil.Process) -> int:
    """Resident memory of a process and all below it, in bytes; what ends meanwhile counts nothing."""
    total = 0
    try:
        for one in [process, *process.children(recursive=True)]:
            total += one.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return total


def _environment() -> dict[str, str]:
    """The environment of either side: the same Node, and bytecode kept, as on any machine."""
    environment = toolchain.node_environment()
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(paths.WORK / "benchmark" / "bytecode")
    return environment


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


def _as_json(medians: Mapping[str, Measurement]) -> dict[str, object]:
    return {
        "medians": {
            name: {
                "seconds": round(median.seconds, 2),
                "processor_seconds": round(median.processor_seconds, 2),
                "peak_megabytes": round(median.megabytes),
            }
            for name, median in medians.items()
        }
    }
