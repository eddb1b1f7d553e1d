"""An engine on the machine of the tests, and the images that a registry would give.

Registries of images may be out of reach, Debian's and Python's packages are not: from these the images are made, under
the names by which the product knows them.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from pathlib import Path

from tests.debian import debian_program
from wrapper.containers import engine as engines
from wrapper.containers.compose.stand_ins import POSTGRES_IMAGE, VALKEY_IMAGE
from wrapper.containers.engine import Engine
from wrapper.paths import ROOT

STAND_INS = Path(__file__).parent / "stand_ins"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
DEBIAN = "localhost/tarmac-tests/debian:bookworm"
PYTHON = "localhost/tarmac-tests/python:3.11"
ON_DEMAND = "localhost/tarmac-tests/on-demand:1"
AIRFLOW_BASE = "localhost/tarmac-tests/airflow-base:3.3.2"
_PACKAGES = "python3,python3-venv,python3-pip,ca-certificates,dumb-init,git,netbase"
_MOST = 4096  # Podman's own, a million, is more than root may have in some containers


def engine(folder: Path) -> Engine:
    """An engine that answers: Docker where there is one, else Podman, which is installed where it is missing."""
    try:
        found = engines.find()
    except engines.NoEngineError:
        debian_program("podman", "podman")
        found = engines.find()
    if found.is_podman and not found.is_rootless:
        _configure(folder / "containers.conf")
        found = engines.find()
    return found


def _configure(file: Path) -> None:
    """Lets Podman run in a container of its own: with runc, and within the limits that root has here."""
    debian_program("runc", "runc")

    def limit(kind: int) -> int:
        hard = resource.getrlimit(kind)[1]
        return _MOST if hard == resource.RLIM_INFINITY else min(hard, _MOST)

    files, processes = limit(resource.RLIMIT_NOFILE), limit(resource.RLIMIT_NPROC)
    file.write_text(
        f'[containers]\ndefault_ulimits = ["nofile={files}:{files}", "nproc={processes}:{processes}"]\n'
        '[engine]\nruntime = "runc"\n'
    )
    # A build needs rights that root has not in some containers, unless it isolates by chroot alone.
    os.environ |= {"CONTAINERS_CONF": str(file), "BUILDAH_ISOLATION": "chroot"}


def make_images(engine: Engine, folder: Path, postgres_version: str) -> None:
    """Makes every image that a deployment runs; what is unchanged since last time comes from the engine's cache."""
    if not engine.run("images", "--quiet", DEBIAN).strip():
        debian_program("debootstrap", "debootstrap")
        tree = folder / "debian"
        bootstrap = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "bookworm", str(tree)]
        subprocess.run(bootstrap, check=True, capture_output=True)
        # Builds reach the package index through this machine's network, so they trust whom it trusts.
        shutil.copy(AUTHORITIES, tree / AUTHORITIES.relative_to("/"))
        tar = subprocess.Popen(["tar", "-C", str(tree), "-c", "."], stdout=subprocess.PIPE)
        subprocess.run([engine.program, "import", "-", DEBIAN], stdin=tar.stdout, check=True, capture_output=True)
        assert tar.wait() == 0
        shutil.rmtree(tree)
    build(engine, STAND_INS / "postgres", f"{POSTGRES_IMAGE}:{postgres_version}")
    build(engine, STAND_INS / "valkey", VALKEY_IMAGE)
    build(engine, STAND_INS / "base", AIRFLOW_BASE)
    build(engine, STAND_INS / "python", PYTHON)
    build(engine, ROOT / "docker" / "on_demand", ON_DEMAND, f"--build-arg=BASE_IMAGE={PYTHON}")


def image_arguments(checkout: Path) -> list[str]:
    """What `./tarmac image build` of that checkout is told here, where neither registries nor AWS are in reach."""
    (checkout / "docker" / "airflow" / "authorities.pem").write_bytes(AUTHORITIES.read_bytes())
    arguments = {"BASE_IMAGE": AIRFLOW_BASE, "RDS_CA_BUNDLE": "authorities.pem", "PIP_CERT": str(AUTHORITIES)}
    return [f"--build-arg={name}={value}" for name, value in arguments.items()]


def build(engine: Engine, context: Path, tag: str, *options: str) -> None:
    """Builds an image."""
    command = [engine.program, "build", "--tag", tag, *options, str(context)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{tag} does not build:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
