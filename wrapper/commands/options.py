"""Arguments and options that several verbs take."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

Name: TypeAlias = Annotated[str, typer.Argument(metavar="DEPLOYMENT", help="Its name in the settings.")]
Stack: TypeAlias = Annotated[
    str | None, typer.Option("--stack", metavar="DEPLOYMENT", help="The deployment's name in the settings.")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", help="Do not ask before something changes in an account.")]
AllowReplace: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-replace",
        metavar="ADDRESS",
        help="Let this resource be replaced or deleted with its data. May be given several times.",
    ),
]
ImportOrphans: TypeAlias = Annotated[
    bool,
    typer.Option("--import-orphans", help="Take whatever exists of the deployment, and not in its state, into it."),
]
