"""Runs the tasks of ECS that no service keeps: what RunTask asks the embedded AWS for, as containers of this machine.

It is to the embedded AWS what AWS's own agent is to ECS, and speaks to it by the same actions. Each container's output
goes to CloudWatch Logs while it runs, as the awslogs driver sends it:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from wrapper.aws_clients import AwsClients
from wrapper.containers.run_task.log_shipper import Shipper
from wrapper.errors import TarmacError

PAUSE_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 300.0
"""After so long without an answer the embedded AWS is gone, and its tasks with it."""

_LOOK_SECONDS: Final = 0.2
_BATCH: Final = 100
"""Tasks that ECS describes at once: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html"""

EXITED: Final = "Essential container in task exited"
"""ECS's own words for the end of a task: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html"""


class Containers(Protocol):
    """Where containers run."""

    def start(self, identifier: str, definition: Mapping[str, Any]) -> str:
        """Starts the container of a task; its name. Raises TarmacError where it does not start."""

    def lines(self, name: str) -> Iterator[str]:
        """What it writes, line by line, until it ends."""

    def wait(self, name: str) -> int:
        """Its exit code, once it has ended."""

    def stop(self, name: str) -> None:
        """Asks it to end, and ends it after its time; one that has ended just now is left alone."""

    def remove(self, name: str) -> None:
        """Removes it with its volumes."""


class Agent:
    """Runs the tasks of one cluster, each in a thread of its own."""

    def __init__(self, cluster: str, clients: AwsClients, containers: Containers) -> None:
        self._cluster = cluster
        self._clients = clients
        # Made here: the first use of a service is not safe in several threads at once.
        self._ecs, self._logs = clients("ecs"), clients("logs")
        self._containers = containers
        self._threads: dict[str, threading.Thread] = {}
        self._names: dict[str, str] = {}
        self._stopping: set[str] = set()

    def work(self, ended: threading.Event, say: Callable[[str], None]) -> None:
        """Looks for tasks until it is told to end, or the embedded AWS is gone; ends with its containers."""
        last_answer = time.monotonic()
        while not ended.wait(PAUSE_SECONDS):
            try:
                self.look()
                last_answer = time.monotonic()
            except (ClientError, BotoCoreError) as error:
                if time.monotonic() - last_answer > PATIENCE_SECONDS:
                    say(f"the embedded AWS does not answer: {error}")
                    break
        self.end()

    def look(self) -> None:
        """One round: what shall run and does not is started; what shall not is stopped.

        Raises ClientError or BotoCoreError where the embedded AWS does not answer.
        """
        self._ecs.discover_poll_endpoint(cluster=self._cluster, containerInstance="local")
        for arn in [arn for arn, thread in self._threads.items() if not thread.is_alive()]:
            del self._threads[arn]
            self._names.pop(arn, None)
        wanted = self._ecs.list_tasks(cluster=self._cluster, desiredStatus="RUNNING")["taskArns"]
        known = [*self._threads, *(arn for arn in wanted if arn not in self._threads)]
        for start in range(0, len(known), _BATCH):
            described = self._ecs.describe_tasks(cluster=self._cluster, tasks=known[start : start + _BATCH])
            for task in described["tasks"]:
                self._attend(task)

    def end(self) -> None:
        """Stops every container and waits until that is reported."""
        while any(thread.is_alive() for thread in self._threads.values()):
            for arn in list(self._threads):
                self._stop(arn)
            time.sleep(_LOOK_SECONDS)

    def _attend(self, task: Mapping[str, Any]) -> None:
        arn = task["taskArn"]
        if task["desiredStatus"] == "STOPPED":
            self._stop(arn)
        elif task["desiredStatus"] == "RUNNING" and arn not in self._threads:
            work = self._run if task["lastStatus"] == "PROVISIONING" else self._give_up
            thread = threading.Thread(target=work, args=(task,), name=arn, daemon=True)
            self._threads[arn] = thread
            thread.start()

    def _stop(self, arn: str) -> None:
        name = self._names.get(arn)
        if name is not None and arn not in self._stopping:
            self._stopping.add(arn)
            self._containers.stop(name)

    def _give_up(self, task: Mapping[str, Any]) -> None:
        """A task of an agent before this one: its container went with that."""
        self._submit(task["taskArn"], "STOPPED", "The agent that ran it has ended.")

    def _run(self, task: Mapping[str, Any]) -> None:
        arn = task["taskArn"]
        identifier = arn.rpartition("/")[2]
        try:
            found = self._ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])["taskDefinition"]
            definition = overridden(found, task.get("overrides", {}))
            name = self._containers.start(identifier, definition)
        except (TarmacError, ClientError, BotoCoreError) as error:
            self._submit(arn, "STOPPED", f"CannotStartContainerError: {error}")
            return
        (container,) = definition["containerDefinitions"]
        about = {"cluster": self._cluster, "task": arn, "containerName": container["name"], "runtimeId": name}
        self._ecs.submit_container_state_change(**about, status="RUNNING")
        self._submit(arn, "RUNNING", "")
        self._names[arn] = name
        options = container.get("logConfiguration", {}).get("options", {})
        with Shipper(self._logs, options, str(container["name"]), identifier) as log:
            for line in self._containers.lines(name):
                log.add(line)
        exit_code = self._containers.wait(name)
        del self._names[arn]  # what has ended is not stopped
        # Only now: whoever sees the end finds the whole log.
        self._ecs.submit_container_state_change(**about, status="STOPPED", exitCode=exit_code)
        self._submit(arn, "STOPPED", EXITED)
        self._containers.remove(name)

    def _submit(self, arn: str, status: str, reason: str) -> None:
        self._ecs.submit_task_state_change(cluster=self._cluster, task=arn, status=status, reason=reason)


def overridden(definition: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The task definition with what one run of it changes.

    Raises TarmacError where it has several containers: one after the other is not what ECS would do.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
    """
    if len(definition["containerDefinitions"]) != 1:
        raise TarmacError(f"{definition['family']} has several containers; here a task that is run once has one.")
    (container,) = definition["containerDefinitions"]
    changed = {**container}
    for override in overrides.get("containerOverrides", []):
        if override.get("name") == container["name"]:
            changed |= {key: value for key, value in override.items() if key == "command"}
            named = {one["name"]: one for one in container.get("environment", [])}
            named |= {one["name"]: one for one in override.get("environment", [])}
            changed["environment"] = list(named.values())
    size = {key: overrides[key] for key in ("cpu", "memory") if overrides.get(key)}
    return {**definition, **size, "containerDefinitions": [changed]}
