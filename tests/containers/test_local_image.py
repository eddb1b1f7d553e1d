"""The image of the local containers: built once, and a build that fails is one sentence and no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacks.settings import Deployment
from wrapper import paths
from wrapper.containers import images
from wrapper.containers.engine import Engine

ENGINE = """#!/bin/sh
echo "$@" >> {log}
case "$1" in
  images) {known} ;;
  inspect) echo {source} ;;
  build) echo "Trying to pull the base image ..."; echo "Error: no such host"; exit {code} ;;
esac
"""
NAME = "localhost/tarmac/airflow:3.3.2"


def deployment(**settings: object) -> Deployment:
    return Deployment.model_validate({"<name>": "sample", "availability": "low", **settings})


def engine(folder: Path, known: str, code: int, source: str = "other") -> Engine:
    program = folder / "engine"
    program.write_text(ENGINE.format(log=folder / "log", known=known, code=code, source=source))
    program.chmod(0o755)
    return Engine(str(program), is_podman=False)


def log(folder: Path) -> str:
    return (folder / "log").read_text()


def test_an_image_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    current = images.source(deployment())
    assert images.ensure(engine(tmp_path, "echo 0a1b2c", 1, current), deployment()) == NAME
    assert "build" not in log(tmp_path)


def test_one_that_is_missing_is_built_from_our_folder(tmp_path: Path) -> None:
    images.ensure(engine(tmp_path, "true", 0), deployment())
    assert str(paths.ROOT / "docker" / "airflow") in log(tmp_path)


def test_packages_of_the_settings_go_in_and_a_change_of_them_builds_anew(tmp_path: Path) -> None:
    """P1.10, P1.12, P2.3"""
    changed = deployment(image={"requirements": ["pandas==2.3.3", "polars"], "apt_packages": ["libgdal32"]})
    images.ensure(engine(tmp_path, "echo 0a1b2c", 0, images.source(deployment())), changed)
    assert "--build-arg=EXTRA_REQUIREMENTS=pandas==2.3.3 polars --build-arg=EXTRA_APT_PACKAGES=libgdal32" in log(
        tmp_path
    )
    assert f"tarmac.source={images.source(changed)}" in log(tmp_path)


def test_dags_that_are_part_of_the_image_are_its_last_layer(tmp_path: Path) -> None:
    images.ensure(engine(tmp_path, "true", 0), deployment(dags={"source": "image"}))
    _, base, layer = log(tmp_path).splitlines()
    assert base.endswith("docker/airflow")
    assert f"AIRFLOW_IMAGE={NAME}" in layer
    assert layer.endswith("/dags")


def test_one_that_does_not_build_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "work_folder", lambda: tmp_path)
    with pytest.raises(images.ImageError) as caught:
        images.ensure(engine(tmp_path, "true", 1), deployment())
    assert caught.value.message.endswith("does not build: Error: no such host")
    assert "Trying to pull" in (tmp_path / "image-build.log").read_text()


@pytest.mark.parametrize("package", ["pandas; rm -rf /", "-r other.txt", "pandas == 1", "$(id)"])
def test_what_is_no_package_is_refused(package: str) -> None:
    with pytest.raises(ValueError, match="a Python package such as"):
        deployment(image={"requirements": [package]})
