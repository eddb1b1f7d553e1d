"""`./tarmac dags push`: one version at a time, checked before anything is sent."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from wrapper import dags
from wrapper.errors import TarmacError
from wrapper.target import Target

BUCKET = "airflow-dags"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield client


@pytest.fixture
def target(s3: Any) -> Target:
    return cast("Target", SimpleNamespace(clients=lambda service: s3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dags" / "shared").mkdir(parents=True)
    (tmp_path / "dags" / "sales.py").write_text("rate = 1\n")
    (tmp_path / "dags" / "shared" / "queries.sql").write_text("select 1")
    (tmp_path / "dags" / "__pycache__").mkdir()
    (tmp_path / "dags" / "__pycache__" / "sales.pyc").write_bytes(b"\0")
    return tmp_path / "dags"


def current(s3: Any) -> str:
    return str(s3.get_object(Bucket=BUCKET, Key="dags/current")["Body"].read().decode())


def test_p3_7_a_push_is_one_archive_and_one_pointer(target: Target, folder: Path, s3: Any) -> None:
    version, changed = dags.push(target, BUCKET, folder)
    assert (changed, current(s3)) == (True, version)
    archive = s3.get_object(Bucket=BUCKET, Key=f"dags/versions/{version}.tar.gz")["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        assert packed.getnames() == ["sales.py", "shared/queries.sql"]


def test_the_same_dags_are_the_same_version(target: Target, folder: Path) -> None:
    version, _ = dags.push(target, BUCKET, folder)
    (folder / "sales.py").touch()
    assert dags.push(target, BUCKET, folder) == (version, False)


def test_a_version_of_before_is_one_command_away(target: Target, folder: Path, s3: Any) -> None:
    first, _ = dags.push(target, BUCKET, folder)
    (folder / "sales.py").write_text("rate = 2\n")
    second, _ = dags.push(target, BUCKET, folder)
    assert first != second == current(s3)
    dags.use(target, BUCKET, first)
    listed = {one.name: one.is_current for one in dags.versions(target, BUCKET)}
    assert listed == {first: True, second: False}
    with pytest.raises(TarmacError, match="holds no version 0a1b"):
        dags.use(target, BUCKET, "0a1b")


def test_a_file_that_is_no_python_is_named_with_its_line_and_nothing_is_pushed(
    target: Target, folder: Path, s3: Any
) -> None:
    (folder / "sales.py").write_text("rate = 1\ndef (:\n")
    with pytest.raises(TarmacError, match=r"sales\.py, line 2: invalid syntax\. Nothing was pushed\."):
        dags.push(target, BUCKET, folder)
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET)


def test_a_link_out_of_the_folder_is_refused(target: Target, folder: Path, s3: Any) -> None:
    (folder.parent / "password").write_text("secret")
    (folder / "notes.txt").symlink_to(folder.parent / "password")
    with pytest.raises(TarmacError, match=r"notes\.txt leads out of the folder"):
        dags.push(target, BUCKET, folder)
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET)


def test_a_bucket_that_is_not_there_is_one_sentence(target: Target, folder: Path) -> None:
    with pytest.raises(TarmacError, match="no-such-bucket"):
        dags.push(target, "no-such-bucket", folder)
