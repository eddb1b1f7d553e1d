"""Errands and restarts in ECS.

An errand is a task of a definition made for it: one container of the service's own definition, with its image, roles,
logs and secrets. ECS takes other commands and variables for a task, but no other version of a secret; and the
container that matters here, init, is not one with which its own task would end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.console import say
from wrapper.errors import TarmacError
from wrapper.secrets import catalog
from wrapper.secrets.deployed import Service
from wrapper.secrets.runtime import Errand
from wrapper.secrets.store import PENDING

_POLL_SECONDS: Final = 5.0
_ERRAND_SECONDS: Final = 3600
"""Longer than the start deadline of a component, 1800 s, for which init waits."""

_RESTART_SECONDS: Final = 3 * 3600
"""A worker's task is not stopped before what it runs has ended."""

_LOG_LINES: Final = 20
_DRIFT: Final = timedelta(seconds=1)
"""Some of AWS's times are whole seconds."""

_TAKEN_OVER: Final = (
    "taskRoleArn",
    "executionRoleArn",
    "networkMode",
    "requiresCompatibilities",
    "cpu",
    "memory",
    "runtimePlatform",
    "ephemeralStorage",
)
_LEFT_OUT: Final = ("healthCheck", "portMappings", "dependsOn", "links")


class Ecs:
    """The containers of a deployment in ECS. `sleep` waits between two looks."""

    def __init__(self, clients: AwsClients, deployment: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._clients = clients
        self._ecs = clients("ecs")
        self._deployment = deployment
        self._sleep = sleep

    def require(self) -> None:
        """Nothing: ECS runs errands."""

    def run(self, errand: Errand) -> None:
        """Runs a task for the errand, and takes its definition back."""
        say(f"{errand.doing} …")
        with _explained(errand.doing):
            answer = self._ecs.describe_task_definition(taskDefinition=errand.service.task_definition, include=["TAGS"])
            definition = definition_for(errand, answer["taskDefinition"])
            tags = answer.get("tags") or []
            made = self._ecs.register_task_definition(**definition, **({"tags": tags} if tags else {}))
            arn = made["taskDefinition"]["taskDefinitionArn"]
            try:
                task = self._wait_for_end(errand, self._start(errand, arn))
            finally:
                self._ecs.deregister_task_definition(taskDefinition=arn)
        self._judge(errand, task, definition["containerDefinitions"][0])

    def _start(self, errand: Errand, definition: str) -> str:
        network = (errand.network_of or errand.service).network
        answer = self._ecs.run_task(
            cluster=errand.service.cluster,
            taskDefinition=definition,
            launchType="FARGATE",
            networkConfiguration=network,
            propagateTags="TASK_DEFINITION",
            enableECSManagedTags=True,
            startedBy="tarmac secrets",
        )
        if not answer["tasks"]:
            reasons = "; ".join(failure.get("reason", "no reason given") for failure in answer.get("failures", []))
            raise TarmacError(
                f"ECS starts no task ({reasons}). It happened while {errand.doing}. "
                "The deployment goes on with the old value.",
                "Run the command again.",
            )
        return str(answer["tasks"][0]["taskArn"])

    def _wait_for_end(self, errand: Errand, task: str) -> dict[str, Any]:
        for _ in range(int(_ERRAND_SECONDS / _POLL_SECONDS)):
            found = self._ecs.describe_tasks(cluster=errand.service.cluster, tasks=[task])["tasks"]
            if found and found[0]["lastStatus"] == "STOPPED":
                stopped: dict[str, Any] = found[0]
                return stopped
            self._sleep(_POLL_SECONDS)
        self._ecs.stop_task(cluster=errand.service.cluster, task=task, reason="It took too long")
        raise TarmacError(
            f"The task did not end within {_ERRAND_SECONDS // 60} minutes, while {errand.doing}, and was stopped. "
            "The deployment goes on with the old value.",
            "Run the command again.",
        )

    def _judge(self, errand: Errand, task: dict[str, Any], container: Mapping[str, Any]) -> None:
        code = next((one.get("exitCode") for one in task["containers"] if one["name"] == errand.container), None)
        if code == 0:
            return
        why = task.get("stoppedReason") or "no reason given" if code is None else f"exit code {code}"
        said = "\n".join(f"  {line}" for line in self._last_words(task["taskArn"], container))
        raise TarmacError(
            f"The container {errand.container} failed ({why}) while {errand.doing}. "
            f"The deployment goes on with the old value.{f' Its last words:{chr(10)}{said}' if said else ''}",
            "Mend that, then run the command again: it goes on where it stopped.",
        )

    def _last_words(self, task: str, container: Mapping[str, Any]) -> list[str]:
        options = (container.get("logConfiguration") or {}).get("options", {})
        if "awslogs-group" not in options:
            return []
        stream = f"{options['awslogs-stream-prefix']}/{container['name']}/{task.rsplit('/', 1)[-1]}"
        try:
            events = self._clients("logs").get_log_events(
                logGroupName=options["awslogs-group"], logStreamName=stream, limit=_LOG_LINES, startFromHead=False
            )["events"]
        except (ClientError, BotoCoreError):
            return []  # the exit code has been said; a log that was never begun adds nothing
        return [event["message"].rstrip() for event in events]

    def restart(self, services: Sequence[Service], *, since: datetime | None) -> None:
        """Forces a new deployment of each service, all at once, and waits until only it is left."""
        if not services:
            return
        say(f"replacing the tasks of {', '.join(service.name for service in services)} …")
        with _explained("replacing tasks"):
            awaited = {service.name: self._renew(service, since) for service in services}
            self._wait_until_replaced(services, awaited)

    def _renew(self, service: Service, since: datetime | None) -> str:
        """The id of the deployment of that service whose tasks read the new value."""
        standing = self._describe([service])[0]
        primary = _primary(standing)
        if since is not None and primary["createdAt"] > since + _DRIFT and primary.get("rolloutState") != "FAILED":
            return str(primary["id"])
        answer = self._ecs.update_service(cluster=service.cluster, service=service.name, forceNewDeployment=True)
        return str(_primary(answer["service"])["id"])

    def _describe(self, services: Sequence[Service]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for service in services:
            answer = self._ecs.describe_services(cluster=service.cluster, services=[service.name])
            found += [one for one in answer["services"] if one["status"] == "ACTIVE"]
        if len(found) < len(services):
            raise TarmacError(
                f"A service of {self._deployment} is gone.", f"Bring it back with: ./tarmac apply {self._deployment}"
            )
        return found

    def _wait_until_replaced(self, services: Sequence[Service], awaited: Mapping[str, str]) -> None:
        left = {service.name: service for service in services}
        said: dict[str, str] = {}
        for _ in range(int(_RESTART_SECONDS / _POLL_SECONDS)):
            for standing in self._describe(list(left.values())):
                name = standing["serviceName"]
                _refuse_failure(standing, awaited[name], self._deployment)
                if _is_replaced(standing):
                    say(f"{name}: replaced")
                    del left[name]
                    continue
                primary = _primary(standing)
                progress = f"{name}: {primary['runningCount']} of {primary['desiredCount']} new tasks"
                if said.get(name) != progress:
                    say(progress)
                said[name] = progress
            if not left:
                return
            self._sleep(_POLL_SECONDS)
        raise TarmacError(
            f"After {_RESTART_SECONDS // 3600} hours old tasks still run in {', '.join(left)}: a worker's task ends "
            "with the last task of Airflow in it.",
            "Nothing is lost. Run the command again: it goes on waiting.",
        )


def definition_for(errand: Errand, definition: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of RegisterTaskDefinition for an errand, from the definition of the service.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
    """
    found = next(one for one in definition["containerDefinitions"] if one["name"] == errand.container)
    container = {key: value for key, value in found.items() if key not in _LEFT_OUT}
    container["essential"] = True
    if errand.command is not None:
        container["command"] = list(errand.command)
    environment = {one["name"]: one["value"] for one in found.get("environment") or ()} | dict(errand.environment)
    container["environment"] = [{"name": name, "value": value} for name, value in environment.items()]
    container["secrets"] = [
        {"name": one["name"], "valueFrom": catalog.at_stage(one["valueFrom"], PENDING)}
        if catalog.arn_of(one["valueFrom"]) in errand.pending
        else one
        for one in found.get("secrets") or ()
    ]
    mounted = {mount["sourceVolume"] for mount in found.get("mountPoints") or ()}
    return {
        **{key: definition[key] for key in _TAKEN_OVER if definition.get(key)},
        "family": f"{definition['family']}-errand",
        "containerDefinitions": [container],
        "volumes": [volume for volume in definition.get("volumes") or () if volume["name"] in mounted],
    }


def _primary(service: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in service["deployments"] if one["status"] == "PRIMARY")
    return found


def _is_replaced(service: Mapping[str, Any]) -> bool:
    """Whether nothing but the newest deployment is left, and it has all its tasks."""
    primary = _primary(service)
    return (
        len(service["deployments"]) == 1
        and primary.get("rolloutState", "COMPLETED") == "COMPLETED"
        and primary["runningCount"] >= primary["desiredCount"]
    )


def _refuse_failure(service: Mapping[str, Any], awaited: str, deployment: str) -> None:
    for one in service["deployments"]:
        if one["id"] == awaited and one.get("rolloutState") == "FAILED":
            raise TarmacError(
                f"The new tasks of {service['serviceName']} do not become healthy: "
                f"{one.get('rolloutStateReason') or 'ECS gives no reason'}. The old ones go on with the old value.",
                f"Their log says why. Mend that, then run the command again; ./tarmac secrets {deployment} shows how "
                "far it is.",
            )


@contextmanager
def _explained(doing: str) -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, doing) from error
