"""Which stacks exist: one for each deployment in the settings, and the state that they stand on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kit.stack import App
from stacks.airflow_stack import AirflowStack
from stacks.high_availability import HighAvailability
from stacks.low_availability import LowAvailability
from stacks.names import LOCAL_STATE_VARIABLE, remote_state_name
from stacks.remote_state import RemoteState
from stacks.settings import Settings

STACKS: Final[dict[str, type[AirflowStack]]] = {"low": LowAvailability, "high": HighAvailability}


def build(settings: Settings, outdir: Path | None = None) -> App:
    """The app with all its stacks."""
    app = App(outdir)
    local = os.environ.get(LOCAL_STATE_VARIABLE) == "1"
    for account, state in settings.state.items():
        RemoteState(app, remote_state_name(settings, account), account=account, state=state, in_bucket=not local)
    for deployment in settings.deployments.values():
        STACKS[deployment.availability](app, deployment, settings.state_of(deployment.account))
    return app
