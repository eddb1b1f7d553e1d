"""The bastion: a task with tools for the database, Redis and the shared files, started when somebody wants it.

It needs no SSH, no key, no port and no address: ECS Exec opens it, and its security group lets nobody in. It ends by
itself (modules/ecs_airflow/bastion.py). https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.account import placed, session
from wrapper.account.placed import BASTION, Service
from wrapper.console import say
from wrapper.errors import TarmacError
from wrapper.target import Target

STARTED_BY: Final = "tarmac-bastion"
_OPENS_WITHIN_SECONDS: Final = 300
"""The image is pulled, which takes a minute or so, and then the agent answers within seconds."""
_PAUSE_SECONDS: Final = 3.0


def start(target: Target, hours: float, wait: Callable[[float], None] = time.sleep) -> list[str]:
    """The IDs of the bastions that run; starts one where none does, and waits until it can be opened.

    Raises TarmacError where the deployment has none, or ECS does not start it.
    """
    bastion = _of(target)
    running = _running(target, bastion)
    if running:
        return running
    task = _run(target, bastion, hours)
    say(f"The task {task} starts; that takes a minute or two.")
    for _ in range(round(_OPENS_WITHIN_SECONDS / _PAUSE_SECONDS)):
        open_ = [
            number
            for number, container in session.running_containers(target, bastion.tasks, BASTION)
            if session.has_agent(container)
        ]
        if open_:
            return open_
        _refuse_ended(target, bastion, task)
        wait(_PAUSE_SECONDS)
    raise TarmacError(
        f"The bastion of {target.stack} cannot be opened after {_OPENS_WITHIN_SECONDS} seconds.",
        "It needs a way to Session Manager: NAT, a public address, or the interface endpoint ssmmessages. "
        f"Stop it: ./tarmac bastion stop {target.stack}",
    )


def stop(target: Target) -> list[str]:
    """Stops every bastion of the deployment; their IDs.

    Raises TarmacError where the deployment has none, or ECS cannot be asked.
    """
    bastion = _of(target)
    stopped = _running(target, bastion)
    try:
        for task in stopped:
            target.clients("ecs").stop_task(cluster=bastion.cluster, task=task, reason="./tarmac bastion stop")
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "stopping the bastion") from error
    return stopped


def _of(target: Target) -> Service:
    return placed.find(target).find(BASTION)


def _running(target: Target, bastion: Service) -> list[str]:
    """Those that were started and have not been stopped, be they on their way."""
    try:
        arns = target.clients("ecs").list_tasks(**bastion.tasks, desiredStatus="RUNNING")["taskArns"]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS for the bastion") from error
    return [str(arn).rpartition("/")[2] for arn in arns]


def _run(target: Target, bastion: Service, hours: float) -> str:
    seconds = [{"name": "TARMAC_BASTION_SECONDS", "value": str(round(hours * 3600))}]
    try:
        answer = target.clients("ecs").run_task(
            cluster=bastion.cluster,
            taskDefinition=bastion.task_definition,
            launchType="FARGATE",
            enableExecuteCommand=True,
            enableECSManagedTags=True,
            propagateTags="TASK_DEFINITION",
            startedBy=STARTED_BY,
            networkConfiguration={"awsvpcConfiguration": _network(bastion.network)},
            overrides={"containerOverrides": [{"name": BASTION, "environment": seconds}]},
        )
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "starting the bastion") from error
    for failure in answer.get("failures") or ():
        raise TarmacError(f"ECS does not start the bastion of {target.stack}: {failure.get('reason')}.")
    return str(answer["tasks"][0]["taskArn"]).rpartition("/")[2]


def _network(found: Mapping[str, Any]) -> dict[str, Any]:
    public = "ENABLED" if found.get("assign_public_ip") else "DISABLED"
    return {
        "subnets": sorted(found["subnets"]),
        "securityGroups": list(found["security_groups"]),
        "assignPublicIp": public,
    }


def _refuse_ended(target: Target, bastion: Service, task: str) -> None:
    """Raises TarmacError where the task has ended, with ECS's own words."""
    try:
        found = target.clients("ecs").describe_tasks(cluster=bastion.cluster, tasks=[task])["tasks"]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS for the bastion") from error
    for one in found:
        if one.get("lastStatus") == "STOPPED":
            reasons = [one.get("stoppedReason"), *(container.get("reason") for container in one["containers"])]
            words = "; ".join(reason for reason in reasons if reason) or "ECS does not say why"
            raise TarmacError(f"The bastion of {target.stack} ended at once: {words}")
