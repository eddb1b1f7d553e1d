"""Where Terraform's providers come from when the registry cannot be reached.

In this order: the setting TARMAC_PROVIDER_MIRROR; the user's own Terraform configuration; the folders that Terraform
looks into by itself; and, only while the registry does not answer, a mirror found under /opt.
https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
"""

import json
import platform
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from wrapper import paths
from wrapper.errors import TarmacError

REGISTRY = "registry.terraform.io"
DISCOVERY = f"https://{REGISTRY}/.well-known/terraform.json"

REGISTRY_TIMEOUT = 3  # seconds
REMEMBER_REACHABLE = 3600  # seconds
REMEMBER_UNREACHABLE = 10 * 60  # seconds: a broken network may be back soon

MIRRORS_UNDER = Path("/opt")


def cli_configuration(
    environment: Mapping[str, str], discovery: str = DISCOVERY, mirrors_under: Path = MIRRORS_UNDER
) -> Path | None:
    """A Terraform CLI configuration that names the mirror to use; None where Terraform needs no help of ours.

    Raises TarmacError where the setting TARMAC_PROVIDER_MIRROR names no mirror.
    """
    setting = environment.get("TARMAC_PROVIDER_MIRROR")
    if setting:
        if setting.startswith("https://"):
            return _write(f"  network_mirror {{\n    url = {json.dumps(setting.rstrip('/') + '/')}\n  }}\n")
        return _write(_filesystem_mirror(_mirror_of(Path(setting).expanduser())))
    if _has_own_configuration(environment) or any(map(_providers, _implied_mirrors(environment))):
        return None
    for mirror in _mirrors_under(mirrors_under):
        if _registry_answers(discovery):
            return None
        return _write(_filesystem_mirror(mirror))
    return None


def _mirror_of(folder: Path) -> Path:
    """The mirror that the setting means: the folder that holds registry.terraform.io, or that folder itself."""
    mirror = folder.parent if folder.name == REGISTRY else folder
    if not _providers(mirror):
        raise TarmacError(
            f"TARMAC_PROVIDER_MIRROR names {folder}, which holds no provider for this machine ({_this_platform()}).",
            f"Fill one where the registry answers: terraform providers mirror -platform={_this_platform()} {folder}",
        )
    return mirror.resolve()


def _has_own_configuration(environment: Mapping[str, str]) -> bool:
    if environment.get("TF_CLI_CONFIG_FILE"):
        return Path(environment["TF_CLI_CONFIG_FILE"]).is_file()
    home = Path(environment.get("HOME", "/"))
    return (home / ".terraformrc").is_file() or any((home / ".terraform.d").glob("*.tfrc"))


def _implied_mirrors(environment: Mapping[str, str]) -> list[Path]:
    """Terraform's own: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories"""
    home = Path(environment.get("HOME", "/"))
    data_home = environment.get("XDG_DATA_HOME") or str(home / ".local/share")
    data_dirs = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(folder) / "terraform/plugins" for folder in [data_home, *data_dirs.split(":")] if folder]
    return [home / ".terraform.d/plugins", *folders]


def _mirrors_under(folder: Path) -> list[Path]:
    found = [*folder.glob(REGISTRY), *folder.glob(f"*/{REGISTRY}"), *folder.glob(f"*/*/{REGISTRY}")]
    return [mirror.parent for mirror in sorted(found) if _providers(mirror.parent)]


def _providers(mirror: Path) -> list[str]:
    """The providers of which the mirror holds a package for this machine, unpacked or zipped."""
    unpacked = (mirror / REGISTRY).glob(f"*/*/*/{_this_platform()}")
    zipped = (mirror / REGISTRY).glob(f"*/*/terraform-provider-*_{_this_platform()}.zip")
    folders = {package.parent.parent for package in unpacked} | {package.parent for package in zipped}
    return sorted(str(folder.relative_to(mirror)) for folder in folders)


def _this_platform() -> str:
    machine = platform.machine().lower()
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
    return f"{platform.system().lower()}_{machine}"


def _filesystem_mirror(mirror: Path) -> str:
    """Providers that the mirror holds come from it, all others (of a user's own files) from where they live."""
    providers = json.dumps(_providers(mirror))
    return (
        f"  filesystem_mirror {{\n    path    = {json.dumps(str(mirror))}\n    include = {providers}\n  }}\n"
        f"  direct {{\n    exclude = {providers}\n  }}\n"
    )


def _write(methods: str) -> Path:
    target = paths.work_folder() / "terraform.tfrc"
    text = f"# written by ./tarmac\nprovider_installation {{\n{methods}}}\n"
    if not target.is_file() or target.read_text() != text:
        paths.write_at_once(target, text)
    return target


def _registry_answers(discovery: str) -> bool:
    memory = paths.work_folder() / "registry.json"
    try:
        seen = json.loads(memory.read_text())
        age = time.time() - seen["at"]
        if seen["url"] == discovery and 0 <= age < (REMEMBER_REACHABLE if seen["answers"] else REMEMBER_UNREACHABLE):
            return bool(seen["answers"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing is remembered
    try:
        with urllib.request.urlopen(discovery, timeout=REGISTRY_TIMEOUT):  # noqa: S310
            answers = True
    except (OSError, ValueError):
        answers = False
    paths.write_at_once(memory, json.dumps({"url": discovery, "at": time.time(), "answers": answers}))
    return answers
