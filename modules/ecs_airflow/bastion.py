"""A place for tools of the database, of Redis and of the shared files, without SSH: a task that is started when it is
wanted (`./tarmac bastion start`), opened by ECS Exec, and ends by itself.

What runs is a row of the table of components (BASTION), so its roles, its network, its log group and its task
definition are made like those of every other. It is the one task whose root file system can be written, where
`execute_command` is off for the rest. docs/how-to/reach-in.md explains its use.
"""

from __future__ import annotations

from typing import Final

from kit.expressions import Bool, Expression, when
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context

HOURS: Final = 4
"""After so many it ends, where nobody says otherwise: what was forgotten costs little, and opens nothing for long."""


def decide(c: Context) -> None:
    """Declares the local `bastion_tasks`."""
    c.module.local(
        "bastion_tasks", when(c.i.bastion, [table.BASTION.name], []), note="Its component; a list of one or of none."
    )


def wanted(c: Context) -> Bool:
    """Whether there is one."""
    return c.i.bastion


def environment(c: Context) -> Expression:
    """How long it stays; whoever starts it may say otherwise."""
    return c.module.local("bastion_environment", {"TARMAC_BASTION_SECONDS": str(HOURS * 3600)})
