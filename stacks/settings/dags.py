"""Settings of where DAGs come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from stacks.settings.base import Problem, Section
from stacks.settings.values import Flag, Shape

IMAGE_FOLDER: Final = "/opt/tarmac/dags"
"""Where `./tarmac image build` puts DAGs that are part of the image."""

_FOLDERS: Final = {"shared-folder": "/opt/airflow/dags", "image": IMAGE_FOLDER}
_CLASSES: Final = {
    "shared-folder": "airflow.dag_processing.bundles.local.LocalDagBundle",
    "image": "airflow.dag_processing.bundles.local.LocalDagBundle",
    "s3": "tarmac_airflow.dag_bundle.S3VersionedDagBundle",
    "git": "airflow.providers.git.bundles.git.GitDagBundle",
}
_EDITOR: Final = "airflow-code-editor==8.3.2"
_EDITOR_ENVIRONMENT: Final = {
    "AIRFLOW__CODE_EDITOR__ENABLED": "True",
    "AIRFLOW__CODE_EDITOR__GIT_ENABLED": "False",
    "AIRFLOW__CODE_EDITOR__GIT_INIT_REPO": "False",
    "AIRFLOW__CODE_EDITOR__ROOT_DIRECTORY": _FOLDERS["shared-folder"],
}


class DagBundle(Section):
    """Where DAGs come from, as Airflow has it.

    https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/dag-bundles.html
    """

    name: Annotated[str, Shape(r"[\w.-]{1,200}", "a name of letters, digits, dots and dashes")] = Field(
        description="Name of the bundle."
    )
    classpath: Annotated[str, Shape(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", "the path of a class")] = Field(
        description="Class, such as airflow.providers.git.bundles.git.GitDagBundle."
    )
    kwargs: dict[str, Any] = Field(default_factory=dict, description="Its arguments; secrets do not belong here.")


class Git(Section):
    """A git repository with DAGs."""

    repository: Annotated[
        str,
        Shape(r"https?://[^\s@]+|(ssh://)?[\w.-]+@[\w.-]+[:/][^\s@]+", "the URL of a git repository without password"),
    ] = Field(description="URL, such as https://github.com/example/dags.git or git@github.com:example/dags.git.")
    branch: Annotated[str, Shape(r"[\w./-]+", "a branch or tag")] = Field(default="main", description="Branch or tag.")
    subdirectory: Annotated[str, Shape(r"[\w.-]+(/[\w.-]+)*", "a folder in the repository")] | None = Field(
        default=None, description="Folder of the DAGs in it; its root by default."
    )
    connection: Annotated[str, Shape(r"[\w.-]{1,250}", "the id of an Airflow connection")] | None = Field(
        default=None,
        description="Airflow connection of type git with a token or a private key, where the repository asks for one.",
    )


class Dags(Section):
    """Where DAGs come from, and how often Airflow looks for new ones."""

    source: Literal["shared-folder", "s3", "git", "image"] = Field(
        default="shared-folder",
        description="The folder on EFS; the bucket to which `./tarmac dags push` brings versions; git; or the image.",
    )
    refresh_interval: Annotated[int, Field(strict=True, ge=5, le=86400)] | None = Field(
        default=None, description="Seconds between two looks for new DAGs: Airflow's own 300 by default."
    )
    git: Git | None = Field(default=None, description="The repository, where the source is git.")

    editor: Flag = Field(
        default=False,
        description="Whether the web pages hold an editor for the DAGs on the shared folder. Whoever may edit one "
        "runs code as the workers do.",
    )

    def rules(self) -> Iterator[Problem]:
        if self.editor and self.source != "shared-folder":
            yield Problem(("editor",), f"edits the shared folder, and dags.source is {self.source}")
        if (self.git is not None) != (self.source == "git"):
            yield Problem(("git",), "goes with dags.source git: give both or neither")

    @property
    def environment(self) -> dict[str, str]:
        """What every component is told of the editor. Its git is off: it asks for no more than the right to read."""
        return dict(_EDITOR_ENVIRONMENT) if self.editor else {}

    @property
    def requirements(self) -> tuple[str, ...]:
        """Packages that the image needs for it."""
        return (_EDITOR,) if self.editor else ()

    def bundles(self) -> tuple[DagBundle, ...]:
        """The bundle of the source; none where the module's own default is meant."""
        kwargs: dict[str, Any] = {} if self.refresh_interval is None else {"refresh_interval": self.refresh_interval}
        if self.git is not None:
            kwargs |= {"repo_url": self.git.repository, "tracking_ref": self.git.branch}
            kwargs |= {"subdir": self.git.subdirectory} if self.git.subdirectory else {}
            kwargs |= {"git_conn_id": self.git.connection} if self.git.connection else {}
        elif self.source in _FOLDERS:
            if self.source == "shared-folder" and not kwargs:
                return ()
            kwargs |= {"path": _FOLDERS[self.source]}
        return (DagBundle(name="dags", classpath=_CLASSES[self.source], kwargs=kwargs),)
