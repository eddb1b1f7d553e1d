"""What the machine must have: Terraform, a way to the AWS provider, and for local containers an engine."""

from __future__ import annotations

import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from wrapper.containers import engine as engines
from wrapper.doctor.check import Check
from wrapper.errors import TarmacError
from wrapper.terraform import provider_mirror, toolchain

_TERRAFORM = "Terraform"
_PROVIDER = "AWS provider"
_ENGINE = "container engine"


def checks() -> Iterator[Check]:
    """Every check of the machine, in the order in which an apply needs them."""
    yield terraform()
    yield provider()
    yield engine()


def terraform() -> Check:
    """Whether a Terraform that is new enough is there; Tarmac's own is fetched where none is."""
    try:
        program = toolchain.terraform(os.environ)
    except TarmacError as error:
        return Check(_TERRAFORM, "missing", error.message, error.hint)
    # Its own check for a newer release would wait for the network.
    quiet = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    said = subprocess.run([program, "version"], capture_output=True, text=True, env=quiet, check=False).stdout
    version = (said.splitlines() or ["Terraform"])[0].removeprefix("Terraform").strip() or "of unknown version"
    return Check(_TERRAFORM, "ok", f"{version} at {program}.")


def provider(discovery: str = provider_mirror.DISCOVERY) -> Check:
    """Whether Terraform finds the AWS provider: in a mirror, or at the registry."""
    setting = os.environ.get("TARMAC_PROVIDER_MIRROR")
    try:
        configuration = provider_mirror.cli_configuration(os.environ, discovery)
    except TarmacError as error:
        return Check(_PROVIDER, "missing", error.message, error.hint)
    if configuration is not None:
        where = f"the mirror {setting} (TARMAC_PROVIDER_MIRROR)" if setting else "a mirror of this machine"
        return Check(_PROVIDER, "ok", f"It comes from {where}.")
    named = os.environ.get("TF_CLI_CONFIG_FILE", "")
    if named and Path(named).is_file():
        return Check(_PROVIDER, "ok", f"Terraform asks where {named} says.")
    try:
        with urllib.request.urlopen(discovery, timeout=provider_mirror.REGISTRY_TIMEOUT):  # noqa: S310
            return Check(_PROVIDER, "ok", f"{provider_mirror.REGISTRY} answers.")
    except (OSError, ValueError) as error:
        return Check(
            _PROVIDER,
            "cannot tell",
            f"{provider_mirror.REGISTRY} does not answer ({getattr(error, 'reason', error)}).",
            "Check the network or HTTPS_PROXY, or name a folder with the provider in TARMAC_PROVIDER_MIRROR.",
        )


def engine() -> Check:
    """Whether Docker or Podman answers. An apply in an account needs neither."""
    try:
        found = engines.find()
    except TarmacError as error:
        hint = "Only ./tarmac up with containers, and building the image, need one; an apply does not."
        return Check(_ENGINE, "missing", error.message, hint, needed=False)
    return Check(_ENGINE, "ok", f"{found.program} answers.", needed=False)
