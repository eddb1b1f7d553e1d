"""ECS: tasks that are run once, by RunTask, as an agent reports them.

Nothing runs in here. An agent beside it starts the containers (wrapper/containers/run_task/agent.py) and reports by
the actions that AWS's own agent has. A task that nobody would run stops at once and says so, rather than claiming a
success.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

import time
from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ecs.models import EC2ContainerServiceBackend, Task
from moto.ecs.responses import EC2ContainerServiceResponse

from wrapper.embedded_aws.gaps.core import add, gap, replace

AGENT_SECONDS = 120.0
"""An agent that has not asked for so long is gone."""

NO_AGENT = (
    "CannotStartContainerError: nothing runs containers for the embedded AWS. ./tarmac up starts what does, where "
    "Docker or Podman is found."
)


def _begin(task: Any) -> None:
    """What a task is before an agent has seen it."""
    task.last_status = "PROVISIONING"
    task.created_at = utcnow()
    for container in task.containers:
        container.task_arn = task.task_arn
        container.exitCode = None


def _stopped(task: Any, reason: str) -> None:
    """The end of a task, whose network interface goes with it."""
    if task.last_status == "STOPPED":
        return
    started = getattr(task, "started_at", None) is not None
    asked = task.desired_status == "STOPPED"
    task.last_status = task.desired_status = "STOPPED"
    task.stopped_at = utcnow()
    task.stopped_reason = task.stopped_reason or reason
    task.stop_code = "UserInitiated" if asked else "EssentialContainerExited" if started else "TaskFailedToStart"
    for container in task.containers:
        container.last_status = "STOPPED"
    ec2 = ec2_backends[task._account_id][task.region_name]
    for attachment in task.attachments:
        for detail in attachment["details"]:
            if detail["name"] == "networkInterfaceId":
                ec2.enis.pop(detail["value"], None)


def _find(backend: Any, cluster: str, name: str) -> Any:
    """The task of that ID or ARN; AWS's own refusal where there is none."""
    identifier = name.split("/")[-1]
    for arn, task in backend.tasks.get(backend._get_cluster(cluster).name, {}).items():
        if arn.endswith(f"/{identifier}"):
            return task
    raise JsonRESTError("InvalidParameterException", "The referenced task was not found.")


@gap
def fargate_sizes() -> None:
    """Stock moto fails where a container says no memory of its own; AWS needs none with Fargate: the task says it."""

    @replace(EC2ContainerServiceBackend, "_calculate_task_resource_requirements")
    def requirements(
        original: Callable[..., dict[str, Any]], self: EC2ContainerServiceBackend, task_definition: Any
    ) -> dict[str, Any]:
        said = task_definition.container_definitions
        task_definition.container_definitions = [{"memory": 0, **one} for one in said]
        try:
            # The method is static: bound by `replace`, it takes no backend.
            return original.func(task_definition)  # type: ignore[attr-defined, no-any-return]
        finally:
            task_definition.container_definitions = said


@gap
def tasks_run_by_an_agent() -> None:
    """Stock moto claims of every task that it ran and ended with 0. In AWS an agent reports what becomes of it.

    Here an agent must have asked where to poll in the last AGENT_SECONDS; otherwise the task stops as one that could
    not be started.
    """
    Task.last_status = property(  # type: ignore[assignment]
        lambda self: self._status, lambda self, value: setattr(self, "_status", value)
    )

    def agents(backend: Any) -> dict[str, float]:
        found: dict[str, float] = backend.__dict__.setdefault("polled_by_agents", {})
        return found

    @replace(EC2ContainerServiceResponse)
    def discover_poll_endpoint(original: Callable[[], ActionResult], self: EC2ContainerServiceResponse) -> ActionResult:
        name = self.ecs_backend._get_cluster(self._get_param("cluster", "default")).name
        agents(self.ecs_backend)[name] = time.monotonic()
        return original()

    @replace(EC2ContainerServiceBackend)
    def run_task(
        original: Callable[..., list[Any]], self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any
    ) -> list[Any]:
        tasks = original(*args, **kwargs)
        for task in tasks:
            _begin(task)
            if time.monotonic() - agents(self).get(task.cluster_name, -AGENT_SECONDS) > AGENT_SECONDS:
                _stopped(task, NO_AGENT)
        return tasks

    @add(EC2ContainerServiceResponse)
    def submit_container_state_change(self: EC2ContainerServiceResponse) -> ActionResult:
        task = _find(self.ecs_backend, self._get_param("cluster", "default"), self._get_param("task"))
        for container in task.containers:
            if container.name == self._get_param("containerName"):
                container.last_status = self._get_param("status")
                container.runtime_id = self._get_param("runtimeId")
                container.exitCode = self._get_param("exitCode")
                container.reason = self._get_param("reason")
        return ActionResult({"acknowledgment": "ACCEPT"})

    @add(EC2ContainerServiceResponse)
    def submit_task_state_change(self: EC2ContainerServiceResponse) -> ActionResult:
        task = _find(self.ecs_backend, self._get_param("cluster", "default"), self._get_param("task"))
        status = self._get_param("status")
        if status == "STOPPED":
            _stopped(task, self._get_param("reason") or "")
        else:
            task.last_status = status
            if status == "RUNNING":
                task.started_at = utcnow()
        return ActionResult({"acknowledgment": "ACCEPT"})

    @replace(EC2ContainerServiceBackend)
    def stop_task(
        original: Callable[..., Any], self: EC2ContainerServiceBackend, cluster: str, name: str, reason: str
    ) -> Any:
        task = _find(self, cluster, name)
        if task.last_status != "STOPPED":
            task.desired_status, task.stopping_at = "STOPPED", utcnow()
            task.stopped_reason = reason or "Task stopped by user"
        return task


@gap
def a_task_that_is_not_there() -> None:
    """Stock moto leaves an unknown task out of its answer, and fails where one is to be stopped.

    AWS answers a failure MISSING to the first, and InvalidParameterException to the second, by which Airflow's
    executor knows that ECS is well. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
    """

    @replace(EC2ContainerServiceResponse)
    def describe_tasks(original: Callable[[], ActionResult], self: EC2ContainerServiceResponse) -> ActionResult:
        answer: Any = original()
        found = {task.task_arn.split("/")[-1] for task in answer.result["tasks"]}
        missing = [name for name in self._get_param("tasks", []) if name.split("/")[-1] not in found]
        failures = [{"arn": name, "reason": "MISSING"} for name in missing]
        return ActionResult({"tasks": answer.result["tasks"], "failures": failures})

    @replace(EC2ContainerServiceBackend)
    def stop_task(
        original: Callable[..., Any], self: EC2ContainerServiceBackend, cluster: str, name: str, reason: str
    ) -> Any:
        _find(self, cluster, name)
        return original(cluster, name, reason)
