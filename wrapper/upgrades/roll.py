"""The roll of an upgrade in its order, and the way back.

First the API server alone, which Terraform plans with -target: its init step migrates the schema, and the apply waits
until the new tasks are steady. Only then the others. So a migration that fails has touched one service, and no
scheduler ever waits for a schema that does not come.

Back is Terraform too, with the tag of before: it registers the task definitions of before anew, for Terraform has
deregistered theirs, and ECS gives no service an inactive one
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister-task-definition-v2.html). Afterwards the state,
the settings and what runs agree. Old code starts on a newer schema: its init step leaves that alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wrapper.console import say
from wrapper.deployments.runs import apply_plan, make_plan
from wrapper.target import Target
from wrapper.upgrades.checks import API_SERVER

_FIRST: Final = f'module.ecs_airflow.aws_ecs_service.this["{API_SERVER}"]'

Restart = Callable[[Target], None]
"""What brings the containers of this machine to what was applied, where the deployment runs on it."""


def forward(target: Target, restart: Restart) -> None:
    """Applies the new image to the API server, then to all; raises TarmacError where either does not become steady."""
    say("First the API server: its init step migrates the schema where that is older.")
    found, changed = make_plan(target, targets=[_FIRST])
    if changed:
        apply_plan(target, found)
    say("The new API server is steady. Now the other components.")
    found, changed = make_plan(target)
    if changed:
        apply_plan(target, found)
    restart(target)


def back(target: Target, restart: Restart) -> None:
    """Applies the settings, which name the image of before again; raises TarmacError where that fails."""
    found, changed = make_plan(target)
    if changed:
        apply_plan(target, found)
    restart(target)
