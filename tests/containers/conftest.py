"""A deployment in real containers, made once for the session: its secrets are as hostile as secrets can be."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine import engine as find_engine
from machine import image_arguments, make_images
from running import HOSTILE, LOW, Deployment

from tests.debian import debian_program
from tests.end_to_end.conftest import clone
from tests.ports import free_port
from wrapper.containers.engine import Engine

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine, and in it the images that a deployment runs."""
    before = {name: os.environ.get(name) for name in ("CONTAINERS_CONF", "BUILDAH_ISOLATION")}
    folder = tmp_path_factory.mktemp("engine")
    found = find_engine(folder)
    make_images(found, folder, postgres_version="16.8")
    yield found
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session")
def deployment(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Low availability, applied first, then given hostile passwords, then started: one apply serves all tests."""
    checkout = clone(tmp_path_factory.mktemp("clone") / "tarmac")
    checkout.settings(LOW)
    running = Deployment(checkout, engine, free_port(), free_port(), free_port())
    try:
        checkout.tarmac("image", "build", "--native", *image_arguments(checkout.folder))
        checkout.tarmac("up", "--no-containers")
        make_hostile(running)
        shutil.copy(HERE / "dags" / "ten_tasks.py", checkout.folder / "dags")
        ports = ["--ui-port", str(running.ui_port), "--flower-port", str(running.flower_port)]
        running.printed = checkout.tarmac("up", *ports)
        yield running
    finally:
        checkout.tarmac("down", expect=None)
        checkout.embedded_aws.stop()


def make_hostile(running: Deployment) -> None:
    """Gives every login of the deployment a hostile password of its own."""
    secrets = running.checkout.client("secretsmanager")
    changed = []
    for listed in secrets.list_secrets()["SecretList"]:
        text = secrets.get_secret_value(SecretId=listed["ARN"])["SecretString"]
        if text.startswith("{") and "password" in (said := json.loads(text)):
            password = f"{HOSTILE} {len(changed)}"
            secrets.put_secret_value(SecretId=listed["ARN"], SecretString=json.dumps(said | {"password": password}))
            changed.append(listed["Name"])
    assert len(changed) == 6, f"database, its master, Redis, its administrator, Airflow's admin, Flower: {changed}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium."""
    return debian_program("chromium", "chromium")
