"""DAGs from S3, a version at a time: what `./tarmac dags push` delivers.

A push uploads one archive under a name made of its content, and then writes that name into one object: everybody sees
the old DAGs or the new ones. A task that runs keeps the version with which its run began.
https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/dag-bundles.html
"""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from airflow.dag_processing.bundles.base import BaseDagBundle, BundleVersion
from airflow.providers.amazon.aws.hooks.s3 import S3Hook

BUCKET_VARIABLE = "DAGS_BUCKET"
_NOTHING = "none"  # the folder of a bucket to which nothing was pushed
_KEPT = 2  # unpacked versions that the DAG processor keeps: files of the one before may still be read


class S3VersionedDagBundle(BaseDagBundle):
    """DAGs that were pushed to an S3 bucket.

    Args:
        bucket_name: the bucket; that of the environment variable DAGS_BUCKET by default.
        prefix: of the objects `current` and `versions/VERSION.tar.gz`.
        aws_conn_id: Airflow's connection to AWS.
    """

    supports_versioning = True

    def __init__(
        self, *, bucket_name: str = "", prefix: str = "dags", aws_conn_id: str = "aws_default", **named: Any
    ) -> None:
        super().__init__(**named)
        self.bucket_name = bucket_name or os.environ[BUCKET_VARIABLE]
        self.prefix = prefix.strip("/")
        self.aws_conn_id = aws_conn_id
        self._latest = self.base_dir / "latest"  # a link to what was unpacked last

    def initialize(self) -> None:
        """Unpacks the version that a task asks for, or the latest one."""
        if self.version:
            with self.lock():
                self._unpack(self.version, self.versions_dir / self.version)
        else:
            self.refresh()
        super().initialize()

    @property
    def path(self) -> Path:
        """The folder of the DAGs."""
        return self.versions_dir / self.version if self.version else self._latest

    def get_current_version(self) -> BundleVersion | None:
        """What was unpacked last; None where nothing has been pushed yet."""
        if self.version:
            return BundleVersion(self.version)
        name = self._latest.readlink().name if self._latest.is_symlink() else _NOTHING
        return None if name == _NOTHING else BundleVersion(name)

    def refresh(self) -> None:
        """Unpacks the version that `current` names, and turns to it in one step."""
        if self.version:
            raise RuntimeError("A version never changes, so it cannot be refreshed.")
        with self.lock():
            self.base_dir.mkdir(parents=True, exist_ok=True)
            version = self._current()
            folder = self.base_dir / "tracked" / (version or _NOTHING)
            if version is None:
                folder.mkdir(parents=True, exist_ok=True)
            else:
                self._unpack(version, folder)
            if self._latest.is_symlink() and self._latest.readlink() == folder:
                return
            link = self.base_dir / "latest.new"
            link.unlink(missing_ok=True)
            link.symlink_to(folder)
            link.replace(self._latest)
            os.utime(folder)
            for old in sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
                shutil.rmtree(old, ignore_errors=True)

    def view_url_template(self) -> str | None:
        """None: the bucket is closed to browsers."""
        return self._view_url_template

    def _current(self) -> str | None:
        s3 = S3Hook(aws_conn_id=self.aws_conn_id).get_conn()
        try:
            return str(
                s3.get_object(Bucket=self.bucket_name, Key=f"{self.prefix}/current")["Body"].read().decode()
            ).strip()
        except s3.exceptions.NoSuchKey:
            return None

    def _unpack(self, version: str, folder: Path) -> None:
        """Makes the folder whole or not at all."""
        if folder.is_dir():
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        hook = S3Hook(aws_conn_id=self.aws_conn_id)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unpacking-") as temporary:
            archive = Path(temporary) / "dags.tar.gz"
            hook.get_conn().download_file(self.bucket_name, f"{self.prefix}/versions/{version}.tar.gz", str(archive))
            whole = Path(temporary) / "dags"
            with tarfile.open(archive) as packed:
                # As an attribute, since extractall() of a Python before 3.11.4 takes no filter:
                # https://docs.python.org/3/library/tarfile.html#supporting-older-python-versions
                packed.extraction_filter = getattr(tarfile, "data_filter", None)
                packed.extractall(whole)  # noqa: S202 - with the filter above
            whole.mkdir(exist_ok=True)
            whole.rename(folder)
