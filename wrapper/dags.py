"""DAGs in S3: packed, checked and pushed as one version, which the deployment then takes up by itself.

The image's `tarmac_airflow.dag_bundle` reads what is written here: `dags/versions/VERSION.tar.gz`, and `dags/current`
with the version that counts.
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.errors import TarmacError
from wrapper.target import Target

PREFIX: Final = "dags"
_SHOWN: Final = 16  # hexadecimal digits of a version: a digest of its content
_LEFT_OUT: Final = ("__pycache__", ".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache")


@dataclass(frozen=True)
class Version:
    """A version of the DAGs in the bucket."""

    name: str
    pushed: datetime.datetime
    size: int
    is_current: bool


def push(target: Target, bucket: str, folder: Path) -> tuple[str, bool]:
    """Uploads the folder and makes it the current version; its name, and whether that is a change.

    Raises TarmacError where a file is no Python, or leads out of the folder; then nothing was changed.
    """
    archive = pack(folder)
    version = hashlib.sha256(archive).hexdigest()[:_SHOWN]
    s3 = target.clients("s3")
    try:
        if _current(s3, bucket) == version:
            return version, False
        s3.put_object(Bucket=bucket, Key=_key(version), Body=archive, ContentType="application/gzip")
        _point(s3, bucket, version)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"pushing DAGs to the bucket {bucket}") from error
    return version, True


def use(target: Target, bucket: str, version: str) -> None:
    """Makes a version that was pushed before the current one. Raises TarmacError where there is none of that name."""
    known = [one.name for one in versions(target, bucket)]
    if version not in known:
        raise TarmacError(
            f"The bucket {bucket} holds no version {version} of the DAGs.",
            f"It holds: {', '.join(known)}." if known else "Push some: ./tarmac dags push",
        )
    try:
        _point(target.clients("s3"), bucket, version)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"writing to the bucket {bucket}") from error


def versions(target: Target, bucket: str) -> list[Version]:
    """What was pushed, the latest first. Raises TarmacError where the bucket cannot be read."""
    s3 = target.clients("s3")
    try:
        current = _current(s3, bucket)
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=_key(""))
        found = [one for page in pages for one in page.get("Contents", [])]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, f"reading the bucket {bucket}") from error
    listed = [
        Version(name, one["LastModified"], one["Size"], name == current)
        for one in found
        for name in [one["Key"].rpartition("/")[2].removesuffix(".tar.gz")]
    ]
    return sorted(listed, key=lambda one: one.pushed, reverse=True)


def pack(folder: Path) -> bytes:
    """The files of a folder as a .tar.gz, the same bytes for the same content.

    Raises TarmacError where there is no such folder, a file is no Python, or a link leads out of the folder.
    """
    if not folder.is_dir():
        raise TarmacError(f"There is no folder {folder}.", "Give the one with your DAGs: ./tarmac dags push FOLDER")
    written = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=written, mode="wb", mtime=0) as compressed,
        tarfile.open(mode="w", fileobj=compressed) as tar,
    ):
        for file in _files(folder):
            content = file.read_bytes()
            if file.suffix == ".py":
                _require_python(file, content)
            entry = tarfile.TarInfo(file.relative_to(folder).as_posix())
            entry.size, entry.mode = len(content), 0o644
            tar.addfile(entry, io.BytesIO(content))
    return written.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    whole = folder.resolve()
    for file in sorted(folder.rglob("*")):
        if any(part in _LEFT_OUT for part in file.relative_to(folder).parts) or not file.is_file():
            continue
        if not file.resolve().is_relative_to(whole):
            raise TarmacError(f"{file} leads out of the folder. Nothing was pushed.", "Put the file itself there.")
        yield file


def _require_python(file: Path, content: bytes) -> None:
    """Syntax alone: what a DAG imports is known to the image, not to this machine."""
    try:
        compile(content, str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{file}, line {line}" if line else str(file)
        raise TarmacError(f"{where}: {getattr(error, 'msg', error)}. Nothing was pushed.", "Correct it.") from error


def _key(version: str) -> str:
    return f"{PREFIX}/versions/{version}.tar.gz" if version else f"{PREFIX}/versions/"


def _current(s3: Any, bucket: str) -> str | None:
    try:
        return str(s3.get_object(Bucket=bucket, Key=f"{PREFIX}/current")["Body"].read().decode()).strip()
    except s3.exceptions.NoSuchKey:
        return None


def _point(s3: Any, bucket: str, version: str) -> None:
    """One write, which everybody sees or does not:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel"""
    s3.put_object(Bucket=bucket, Key=f"{PREFIX}/current", Body=version.encode(), ContentType="text/plain")
