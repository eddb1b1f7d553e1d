"""A deployment that runs in containers, as the tests look at it: through the command line, by HTTP, by the engine."""

from __future__ import annotations

import contextlib
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from machine import ON_DEMAND

from tests.end_to_end.conftest import Checkout
from tests.security.leaks import Text
from tests.waiting import until
from wrapper.containers.api import AirflowApi, Login
from wrapper.containers.deployment import ADMIN_SECRET, FLOWER_SECRET
from wrapper.containers.engine import Engine

NAME = "airflow"
SETTINGS = """\
state:
  embedded: {{bucket: tarmac-state-embedded, region: us-east-1}}
deployments:
  airflow:
    availability: {}
"""

ALONE = f"""\
    on_demand_tasks: {{little: {{image: "{ON_DEMAND}"}}}}
    ecs_executor: {{}}
"""

LOW = SETTINGS.format("low") + "    dags: {editor: true}\n" + ALONE

# D0.1: what breaks naively joined URLs, env files, YAML, JSON, SQL, shells, and Flower's list of users.
HOSTILE = "p@ss/w:rd#%?&k $HOME ${PATH} $$ 'it' \"said\", one,two `id` %41 back\\slash <&> Grüße 世界"


@dataclass
class Deployment:
    """The deployment `airflow` of a fresh clone.

    Attributes:
        agent_port: where the tests answer workers as the agent of ECS does.
        printed: what `./tarmac up` said when it started the containers.
    """

    checkout: Checkout
    engine: Engine
    ui_port: int
    flower_port: int
    agent_port: int
    printed: str = ""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.ui_port}"

    @property
    def folder(self) -> Path:
        """Where its compose file and its secrets are."""
        return self.checkout.folder / ".tarmac" / "containers" / NAME

    def login(self, variable: str = ADMIN_SECRET) -> Login:
        arn = json.loads((self.folder / "containers.json").read_text())["logins"][variable]
        return Login.of(self.checkout.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])

    @property
    def flower_login(self) -> Login:
        return self.login(FLOWER_SECRET)

    @property
    def api(self) -> AirflowApi:
        return AirflowApi(self.url, self.login())

    def status(self) -> dict[str, Any]:
        """What `./tarmac status --json` says of the containers."""
        printed = self.checkout.tarmac("status", NAME, "--json", of_a_dag=True)
        found: dict[str, Any] = json.loads(printed[printed.index("{") :])["containers"][NAME]
        return found

    def healthy(self) -> dict[str, dict[str, Any]]:
        """Every container by its component, once all are well: on a busy machine a check may fail for a moment."""
        found: dict[str, dict[str, Any]] = {}

        def all_are() -> bool:
            found.update({row["component"]: row for row in self.status()["containers"]})
            return all(row["health"] in ("healthy", "done") for row in found.values())

        until(all_are, lambda: f"not all are healthy: { {name: row['health'] for name, row in found.items()} }")
        return found

    def checked(self) -> str:
        """What `./tarmac status --check` prints, once it finds nothing wrong."""

        def look() -> str | None:
            with contextlib.suppress(AssertionError):
                return self.checkout.tarmac("status", NAME, "--check")
            return None

        return until(look, lambda: self.checkout.tarmac("status", NAME, "--check", expect=None))

    def inspect(self) -> dict[str, dict[str, Any]]:
        """Every container of the deployment by its name in the compose file, as the engine describes it."""
        names = self.engine.run("ps", "--all", "--quiet", "--filter", f"label=tarmac.project={self.project}").split()
        described = json.loads(self.engine.run("inspect", *names)) if names else []
        return {one["Config"]["Labels"]["tarmac.service"]: one for one in described}

    def arguments(self) -> Iterator[Text]:
        """With what every container was started, and every process in it; what is handed to it otherwise left out."""
        for name, one in self.inspect().items():
            said = [
                one["Path"],
                one["Args"],
                one["Config"]["Cmd"],
                one["Config"]["Entrypoint"],
                one["Config"]["Labels"],
            ]
            yield "container", name, json.dumps(said, ensure_ascii=False).encode()
            if one["State"]["Running"]:
                look = "for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $file; echo; done 2>/dev/null"
                for number, line in enumerate(self.engine.run("exec", one["Id"], "sh", "-c", look).splitlines()):
                    yield "process", f"{name} {number}", line.encode()

    def logs(self) -> Iterator[Text]:
        """All that every container has written."""
        for name in self.inspect():
            yield "container log", name, self.checkout.tarmac("logs", name, of_a_dag=True).encode()

    @property
    def project(self) -> str:
        line = next(
            line for line in (self.folder / "compose.yaml").read_text().splitlines() if line.startswith("name:")
        )
        return str(json.loads(line.removeprefix("name: ")))

    def run_dag(self, dag: str) -> dict[str, Any]:
        """Triggers a DAG by the REST API and waits until the run has ended; the run."""
        run = self.trigger(dag)
        return self.wait_for_run(dag, run)

    def trigger(self, dag: str, **conf: str) -> str:
        api = self.api
        until(lambda: dag in [one["dag_id"] for one in api.call("dags")["dags"]], f"{dag} is not listed")
        api.call(f"dags/{dag}", method="PATCH", body={"is_paused": False})
        body = {"logical_date": None, "conf": conf}
        return str(api.call(f"dags/{dag}/dagRuns", method="POST", body=body)["dag_run_id"])

    def wait_for_run(self, dag: str, run: str) -> dict[str, Any]:
        api = self.api

        def ended() -> dict[str, Any] | None:
            found: dict[str, Any] = api.call(f"dags/{dag}/dagRuns/{run}")
            return found if found["state"] in ("success", "failed") else None

        return until(ended, f"{run} of {dag} does not end")

    def tasks(self, dag: str, run: str) -> dict[str, dict[str, Any]]:
        listed = self.api.call(f"dags/{dag}/dagRuns/{run}/taskInstances")["task_instances"]
        return {one["task_id"]: one for one in listed}

    def log(self, dag: str, run: str, task: str, attempt: int = 1) -> str:
        """A task's log as the API gives it out; a task counts as a success a moment before its log is in S3."""
        path = f"dags/{dag}/dagRuns/{run}/taskInstances/{task}/logs/{attempt}"
        return until(lambda: _with_s3(json.dumps(self.api.call(path))), f"the log of {task} is not in S3")

    def xcom(self, dag: str, run: str, task: str) -> Any:
        """What a task has returned."""
        path = f"dags/{dag}/dagRuns/{run}/taskInstances/{task}/xcomEntries/return_value"
        return self.api.call(path)["value"]

    def backlog(self, queue: str, since: datetime) -> set[int]:
        """Every value that was published for a queue since a moment, by however many publishers."""
        found = self.checkout.client("cloudwatch").get_metric_statistics(
            Namespace="Tarmac/Airflow",
            MetricName="Backlog",
            Dimensions=[{"Name": "Deployment", "Value": NAME}, {"Name": "Queue", "Value": queue}],
            StartTime=since,
            EndTime=datetime.now(UTC) + timedelta(seconds=1),
            Period=1,
            Statistics=["Minimum", "Maximum"],
        )
        return {int(point[name]) for point in found["Datapoints"] for name in ("Minimum", "Maximum")}

    def empty_task_seconds(self, runs: int = 5) -> float:
        """The median from the trigger to the end of a run of one task that does nothing."""
        taken = []
        for _ in range(runs):
            started = time.monotonic()
            assert self.run_dag("empty")["state"] == "success"
            taken.append(time.monotonic() - started)
        return statistics.median(taken)


def _with_s3(log: str) -> str | None:
    return log if "s3://" in log else None
