"""How a deployment in an account is, for a person and for a machine: what `./tarmac status` says of containers here."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Column, Table

from wrapper import diagnostics
from wrapper.account import execute, metrics, placed, session
from wrapper.account.metrics import Load
from wrapper.account.placed import Placed, Service
from wrapper.console import results, say, show
from wrapper.containers.api import AirflowApi, Login
from wrapper.errors import TarmacError
from wrapper.target import Target
from wrapper.terraform.progress import duration

_SERVICES_AT_ONCE: Final = 10
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html"""

_WIDEST: Final = 200
API_SERVER: Final = "api-server"
_NO_LOAD: Final = Load(None, None, None)


def describe(target: Target) -> dict[str, Any]:
    """Each component with its tasks, health and load; the queues; the DAG files that do not import.

    What beside ECS cannot be asked is under `problems`, each in a sentence. Raises TarmacError where ECS cannot be
    asked.
    """
    found = placed.look(target)
    if not found.services:
        return nothing()
    services = _services(target, found)
    tasks = {one.component: _tasks(target, one.tasks) for one in found.services}
    problems = []
    loads: Mapping[str, Load] = {}
    waiting: list[metrics.Queue] = []
    try:
        loads, waiting = metrics.loads(target, found.services), metrics.queues(target)
    except TarmacError as error:
        problems.append(str(error))
    rows = [_row(one, services.get(one.name), tasks[one.component], loads.get(one.component)) for one in found.services]
    if found.bastion:
        rows.append(_row_of_bastion(found.bastion, _tasks(target, found.bastion.tasks)))
    errors: list[dict[str, str]] = []
    try:
        errors = _import_errors(target, found)
    except TarmacError as error:
        problems.append(f"Whether every DAG imports could not be asked: {error}")
    return {
        "components": rows,
        "import_errors": errors,
        "problems": problems,
        "queues": [vars(one) for one in waiting],
        "url": found.outputs.get("url"),
    }


def nothing(*problems: str) -> dict[str, Any]:
    """The same where nothing runs, or nothing can be said."""
    return {"components": [], "import_errors": [], "problems": list(problems), "queues": [], "url": None}


def show_description(name: str, described: dict[str, Any]) -> None:
    """The same as tables, with each traceback below them."""
    if described["components"]:
        show(f"{name} in its account: {described['url']}")
        _show_components(described["components"])
    if described["queues"]:
        table = Table("queue", "waits and runs", "workers needed")
        for queue in described["queues"]:
            needed = "nobody serves it" if queue["workers_needed"] is None else str(queue["workers_needed"])
            table.add_row(queue["name"], str(queue["backlog"]), needed)
        results.print(table)
    for problem in described["problems"]:
        say(problem)
    for error in described["import_errors"]:
        show(f"{error['file']} does not import:\n{error['traceback'].rstrip()}")


def _show_components(rows: list[dict[str, Any]]) -> None:
    table = Table(
        Column("component", no_wrap=True), "tasks", "health", "up", "CPU", "memory", "at most", "limit", "revision"
    )
    for row in rows:
        applied = row["applied_revision"]
        current = row["revision"] in (None, applied)
        table.add_row(
            row["component"],
            f"{row['running']}/{row['desired']}",
            row["health"],
            "" if row["uptime_seconds"] is None else duration(row["uptime_seconds"]),
            "" if row["cpu_percent"] is None else f"{row['cpu_percent']}%",
            "" if row["memory_mib"] is None else f"{row['memory_mib']} MiB",
            "" if row["memory_peak_mib"] is None else f"{row['memory_peak_mib']} MiB",
            f"{row['memory_limit_mib']} MiB",
            str(applied) if current else f"{row['revision']}, applied is {applied}",
        )
    # To a file or a program as wide as it is; a terminal has its own width.
    (results if results.is_terminal else Console(width=_WIDEST)).print(table)


def _services(target: Target, found: Placed) -> dict[str, dict[str, Any]]:
    """What ECS says of each service that is active, by its name."""
    ecs, services = target.clients("ecs"), {}
    try:
        for cluster in {one.cluster for one in found.services}:
            names = sorted(one.name for one in found.services if one.cluster == cluster)
            for first in range(0, len(names), _SERVICES_AT_ONCE):
                part = names[first : first + _SERVICES_AT_ONCE]
                for service in ecs.describe_services(cluster=cluster, services=part)["services"]:
                    if service["status"] == "ACTIVE":
                        services[service["serviceName"]] = service
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS how the services are") from error
    return services


def _tasks(target: Target, which: Mapping[str, str]) -> list[dict[str, Any]]:
    ecs = target.clients("ecs")
    try:
        arns = ecs.list_tasks(**which, desiredStatus="RUNNING")["taskArns"]
        found = ecs.describe_tasks(cluster=which["cluster"], tasks=arns)["tasks"] if arns else []
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking ECS how the tasks are") from error
    return [task for task in found if task.get("lastStatus") == "RUNNING"]


def _row(
    service: Service, said: Mapping[str, Any] | None, tasks: list[dict[str, Any]], load: Load | None
) -> dict[str, Any]:
    load = load or _NO_LOAD
    started = [task["startedAt"] for task in tasks if task.get("startedAt")]
    now = datetime.datetime.now(datetime.UTC)

    def mebibytes(percent: float | None) -> int | None:
        return None if percent is None else round(service.memory * percent / 100)

    return {
        "applied_revision": service.revision,
        "component": service.component,
        "cpu_percent": None if load.cpu is None else round(load.cpu),
        "desired": said["desiredCount"] if said else 0,
        "health": _health(said, tasks),
        "memory_limit_mib": service.memory,
        "memory_mib": mebibytes(load.memory),
        "memory_peak_mib": mebibytes(load.memory_peak),
        "revision": placed.revision(said["taskDefinition"]) if said else None,
        "running": len(tasks),
        # Of the task that was started last: one that ends again and again is seen by it.
        "uptime_seconds": round((now - max(started)).total_seconds()) if started else None,
    }


def _row_of_bastion(bastion: Service, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    """Nobody wants it but who started it; where one was forgotten, it shows."""
    row = _row(bastion, None, tasks, None)
    return {**row, "desired": len(tasks), "health": "open" if tasks else "none wanted"}


def _health(said: Mapping[str, Any] | None, tasks: list[dict[str, Any]]) -> str:
    """The worst that can be said of a service."""
    if said is None:
        return "ECS has no such service"
    latest: Mapping[str, Any] = next((one for one in said.get("deployments") or () if one["status"] == "PRIMARY"), {})
    if latest.get("rolloutState") == "FAILED":
        return f"the last change failed: {latest.get('rolloutStateReason') or 'ECS does not say why'}"
    healths = [task.get("healthStatus", "UNKNOWN") for task in tasks]
    if "UNHEALTHY" in healths:
        return f"{healths.count('UNHEALTHY')} unhealthy"
    if len(tasks) < said["desiredCount"]:
        events = said.get("events") or ()
        blocked = [one["message"] for one in events[:1] if "unable to" in one["message"]]
        return blocked[0] if blocked else "starting"
    if latest.get("rolloutState") == "IN_PROGRESS":
        return "being replaced"
    if not tasks:
        return "none wanted"
    # A container without a health check, as that of Redis, is never said to be anything else.
    return "healthy" if "UNKNOWN" not in healths else "running"


def _import_errors(target: Target, found: Placed) -> list[dict[str, str]]:
    """From the REST API where it can be reached from here, else by Airflow's own command in the API server."""
    settings = target.deployment
    if settings is not None and not settings.load_balancer.internal:
        try:
            value = target.clients("secretsmanager").get_secret_value(SecretId=found.outputs["admin_secret_arn"])
        except (ClientError, BotoCoreError) as error:
            raise diagnostics.explain_aws(error, "reading the password of Airflow's first user") from error
        errors = AirflowApi(str(found.outputs["url"]), Login.of(value["SecretString"])).import_errors()
        return [{"file": file, "traceback": trace} for file, trace in errors]
    session.require_programs(target.environment)
    container = execute.open_container(target, found, API_SERVER)
    said: list[bytes] = []
    complaints: list[bytes] = []

    def keep(is_error: bool, text: bytes) -> None:
        (complaints if is_error else said).append(text)

    command = ["airflow", "dags", "list-import-errors", "--output", "json"]
    code = execute.execute(target, container, API_SERVER, command, keep)
    text = b"".join(said).decode(errors="replace").strip()
    if code:
        last = b"".join(complaints).decode(errors="replace").strip().splitlines() or ["it says nothing"]
        raise TarmacError(f"airflow dags list-import-errors ended with {code}: {last[-1]}")
    if not text.endswith("]"):  # Airflow's words for none
        return []
    return [
        {"file": one["filepath"], "traceback": one["error"]}
        for one in json.loads(text[text.index("[") :], strict=False)
    ]
