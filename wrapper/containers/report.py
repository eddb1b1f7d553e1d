"""How the containers of a deployment are, for a person and for a machine."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rich.table import Table

from wrapper import paths
from wrapper.aws_clients import AwsClients
from wrapper.console import results, say, show
from wrapper.containers import endpoints, state
from wrapper.containers import engine as engines
from wrapper.containers.api import AirflowApi, Login
from wrapper.containers.compose.secrets import Secrets
from wrapper.containers.deployment import ADMIN_SECRET, FLOWER_SECRET, LocalDeployment
from wrapper.containers.state import Running
from wrapper.errors import TarmacError
from wrapper.target import embedded_aws, find
from wrapper.terraform.progress import duration


def local_deployments(names: Sequence[str]) -> dict[str, tuple[LocalDeployment, AwsClients]]:
    """Those that were started here as containers, with clients for their secrets; none where no engine answers."""
    started = [name for name in names if (paths.WORK / "containers" / name).exists()]
    if not started or embedded_aws().endpoint() is None:
        return {}
    try:
        engine = engines.find()
    except engines.NoEngineError as error:
        say(error.message)
        return {}
    return {name: (LocalDeployment(name, engine), find(name).clients) for name in started}


def describe(deployment: LocalDeployment, clients: AwsClients) -> dict[str, Any]:
    """Each container with its health, uptime and memory, and the DAG files that do not import."""
    found = deployment.containers()
    said = state.health_of_all(deployment.engine, found)
    with ThreadPoolExecutor(4) as pool:
        memories = list(pool.map(lambda one: state.memory(deployment.engine, one) if one.running else None, found))
    now = datetime.datetime.now(datetime.UTC)
    rows = []
    for one, memory in zip(found, memories, strict=True):
        rows.append(
            {
                "component": one.service,
                "health": "done" if one.ended_well else said[one.name],
                "memory_limit_mib": one.memory_limit,
                "memory_mib": memory.now if memory else None,
                "memory_peak_mib": memory.peak if memory else None,
                "uptime_seconds": round((now - one.started).total_seconds()) if one.running and one.started else None,
            }
        )
    errors, problem = _import_errors(deployment, clients, found)
    return {"containers": rows, "import_errors": errors, "problem": problem, "url": _url(deployment)}


def show_description(name: str, described: dict[str, Any]) -> None:
    """The same as a table, and each traceback below it."""
    show(f"{name} in containers: {described['url']}")
    table = Table("component", "health", "up", "memory", "at most", "limit")
    for row in described["containers"]:
        up = "" if row["uptime_seconds"] is None else duration(row["uptime_seconds"])
        used = "" if row["memory_mib"] is None else f"{row['memory_mib']} MiB"
        peak = "" if row["memory_peak_mib"] is None else f"{row['memory_peak_mib']} MiB"
        table.add_row(row["component"], row["health"], up, used, peak, f"{row['memory_limit_mib']} MiB")
    results.print(table)
    if described["problem"]:
        say(f"Whether every DAG imports could not be asked: {described['problem']}")
    for error in described["import_errors"]:
        show(f"{error['file']} does not import:\n{error['traceback'].rstrip()}")


def logins(deployment: LocalDeployment, clients: AwsClients) -> tuple[Login | None, Login | None]:
    """Those of Airflow's first user and of Flower's, from their secrets."""
    record = deployment.record()
    if record is None:
        return None, None
    secrets = Secrets(clients)

    def login(name: str) -> Login | None:
        return Login.of(secrets.resolve(record.logins[name]).value) if name in record.logins else None

    return login(ADMIN_SECRET), login(FLOWER_SECRET)


def check(deployment: LocalDeployment, clients: AwsClients) -> list[endpoints.Result]:
    """Asks every endpoint once. Raises TarmacError where nothing of the deployment was started."""
    admin, flower = logins(deployment, clients)
    url = _url(deployment)
    if admin is None or url is None:
        raise TarmacError(f"No container of {deployment.name} runs here.", f"Start it: {up_command(deployment.name)}")
    return list(endpoints.check(url, deployment.url("flower"), admin, flower))


def show_check(found: list[endpoints.Result]) -> None:
    """A row for each endpoint."""
    table = Table("endpoint", "URL", "result")
    for one in found:
        table.add_row(one.what, one.url, one.problem or "ok")
    results.print(table)


def up_command(name: str) -> str:
    """How a person starts the containers."""
    return f"./tarmac up --stack {name}"


def _url(deployment: LocalDeployment) -> str | None:
    return deployment.url("api-server")


def _import_errors(
    deployment: LocalDeployment, clients: AwsClients, found: list[Running]
) -> tuple[list[dict[str, str]], str | None]:
    """The errors, and why they could not be asked for; where no API server runs, its own row says so."""
    url = _url(deployment)
    if url is None or not any(one.component == "api-server" and one.running for one in found):
        return [], None
    admin, _ = logins(deployment, clients)
    if admin is None:
        return [], None
    try:
        errors = list(AirflowApi(url, admin).import_errors())
    except TarmacError as error:
        return [], str(error)
    return [{"file": file, "traceback": trace} for file, trace in errors], None
