"""The gaps of moto, a file a service.

To fill another one: write a function marked `@gap` in the service's file, say in its docstring what stock moto
does and what AWS does, and add a test marked `@fills("<file>.<function>")` under tests/embedded_aws.
"""

import moto

from wrapper.embedded_aws.gaps import (
    application_autoscaling,
    budgets,
    core,
    cost_explorer,
    ec2,
    ec2_instances,
    ecs,
    ecs_tasks,
    efs,
    elasticache,
    elasticache_users,
    rds,
    s3,
    secrets_manager,
    service_discovery,
    ssm,
    tagging,
)
from wrapper.embedded_aws.gaps.core import GAPS
from wrapper.errors import TarmacError

MOTO_VERSION = "5.2.5"
"""The fillers reach into moto's classes, so they fit one version."""

_SERVICES = (
    application_autoscaling,
    budgets,
    core,
    cost_explorer,
    ec2,
    ec2_instances,
    ecs,
    ecs_tasks,
    efs,
    elasticache,
    elasticache_users,
    rds,
    s3,
    secrets_manager,
    service_discovery,
    ssm,
    tagging,
)

_filled: set[str] = set()


def fill() -> None:
    """Patch moto in this process; a second call does nothing.

    Raises TarmacError where another version of moto is installed.
    """
    if moto.__version__ != MOTO_VERSION:
        raise TarmacError(
            f"The embedded AWS is made for moto {MOTO_VERSION}, but moto {moto.__version__} is installed.",
            hint="Run: pip install -r requirements.txt",
        )
    for name, filler in GAPS.items():
        if name not in _filled:
            filler()
            _filled.add(name)
