"""Where DAGs come from is one setting, which becomes one of Airflow's bundles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stacks.settings import Deployment
from tests.stacks.synthesis import synthesize


def bundles(**dags: Any) -> list[dict[str, Any]]:
    deployment = Deployment.model_validate({"<name>": "sample", "availability": "low", "dags": dags})
    return [bundle.model_dump() for bundle in deployment.dags.bundles()]


def test_p2_10_the_shared_folder_is_the_modules_own_default() -> None:
    assert bundles() == []
    [bundle] = bundles(refresh_interval=30)
    assert bundle["kwargs"] == {"refresh_interval": 30, "path": "/opt/airflow/dags"}


def test_p2_10_the_bucket_is_read_a_version_at_a_time() -> None:
    [bundle] = bundles(source="s3")
    assert bundle == {"name": "dags", "classpath": "tarmac_airflow.dag_bundle.S3VersionedDagBundle", "kwargs": {}}


def test_p2_10_git_by_branch_and_folder_and_by_a_connection_that_holds_its_key() -> None:
    git = {"repository": "git@github.com:example/dags.git", "branch": "release", "subdirectory": "airflow/dags"}
    [bundle] = bundles(source="git", git=git | {"connection": "dags_repository"}, refresh_interval=60)
    assert bundle["kwargs"] == {
        "refresh_interval": 60,
        "repo_url": "git@github.com:example/dags.git",
        "tracking_ref": "release",
        "subdir": "airflow/dags",
        "git_conn_id": "dags_repository",
    }


def test_p2_10_a_folder_of_the_image() -> None:
    [bundle] = bundles(source="image")
    assert bundle["kwargs"] == {"path": "/opt/tarmac/dags"}


def test_d1_3_another_source_changes_what_tasks_are_told_and_nothing_that_holds_files(tmp_path: Path) -> None:
    """D1.3: file system, access points and buckets stay as they are, so nothing has to be cleared by hand."""
    git = {"repository": "https://github.com/example/dags.git"}
    sources: dict[str, dict[str, Any]] = {
        "first": {},
        "second": {"source": "s3"},
        "third": {"source": "git", "git": git},
        "fourth": {"source": "git", "git": git | {"repository": "https://github.com/example/others.git"}},
        "fifth": {"source": "image"},
    }
    stacks = synthesize(tmp_path, {name: {"availability": "low", "dags": dags} for name, dags in sources.items()})
    told = set()
    for name in sources:
        modules = json.loads(json.dumps(stacks[name]["module"]).replace(f'"{name}"', '"same"'))
        told.add(json.dumps(modules["ecs_airflow"].pop("dag_bundles", None)))
        stacks[name] = modules
    assert len(told) == len(sources)
    assert all(stacks[name] == stacks["first"] for name in sources)
