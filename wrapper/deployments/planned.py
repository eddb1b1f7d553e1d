"""The plan of a deployment, for verbs that read it and change nothing: no account and no `./tarmac up` is needed where
the deployment lives on the embedded AWS."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from stacks.settings import EMBEDDED, Deployment, Settings, load
from wrapper import paths
from wrapper.console import say
from wrapper.deployments.runs import make_plan
from wrapper.embedded_aws.process import EmbeddedAws
from wrapper.synthesis import synthesize
from wrapper.target import Target, embedded_aws, find, require_deployment

Plan = dict[str, Any]


def plan_of(name: str) -> Plan:
    """The plan of the deployment of that name, as `./tarmac plan` makes it.

    Where it lives on the embedded AWS and that does not run, one runs for as long as the plan takes: a plan from
    nothing. Raises TarmacError where there is no such deployment, or its account cannot be asked.
    """
    settings = load()
    deployment = require_deployment(settings, name)
    if deployment.is_embedded and embedded_aws().endpoint() is None:
        return _plan_from_nothing(settings, deployment)
    target = find(name)
    target.announce()
    synthesize()
    return make_plan(target)[0]


def _plan_from_nothing(settings: Settings, deployment: Deployment) -> Plan:
    say("The embedded AWS does not run; one is started for this plan.")
    with TemporaryDirectory(dir=paths.work_folder(), prefix="plan-") as folder, EmbeddedAws(Path(folder)) as aws:
        target = Target(deployment.name, EMBEDDED, deployment.region, aws.complete_environment(), settings)
        target.announce()
        state = settings.state_of(EMBEDDED)
        if state is not None:
            s3 = target.clients("s3", "us-east-1")  # moto's buckets are seen from every region
            s3.create_bucket(Bucket=state.bucket)
        synthesize()
        return make_plan(target)[0]
