"""`./tarmac status` shows the same of a deployment in an account as of a local one (7.1, P4.2)."""

from __future__ import annotations

import http.server
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from reached_account import CONTAINERS, NAME, REGION, World, definition

from wrapper.target import Target


@pytest.fixture
def running(world: World) -> World:
    """Every service runs one task of the revision that was applied."""
    world.play_aws()
    (world.programs / "airflow").write_text("#!/bin/sh\necho No data found\n")
    (world.programs / "airflow").chmod(0o755)
    world.ecs.run("redis", "redis-1", healthStatus="UNKNOWN")
    for component in (*CONTAINERS, "redis"):
        serve(world, component)
    return world


def serve(world: World, component: str, desired: int = 1, revision: int = 7, **latest: str) -> None:
    world.ecs.services[f"{NAME}-{component}"] = {
        "serviceName": f"{NAME}-{component}",
        "status": "ACTIVE",
        "desiredCount": desired,
        "taskDefinition": definition(component, revision),
        "deployments": [{"status": "PRIMARY", "rolloutState": "COMPLETED", **latest}],
        "events": [],
    }


def put(world: World, namespace: str, name: str, value: float, age: float = 3, **dimensions: str) -> None:
    datum = {
        "MetricName": name,
        "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
        "Timestamp": datetime.now(UTC) - timedelta(minutes=age),
        "Value": value,
    }
    world.clients("cloudwatch").put_metric_data(Namespace=namespace, MetricData=[datum])


def described(world: World) -> dict[str, Any]:
    done = world.tarmac("status", NAME, "--json")
    assert done.code == 0, done
    found: dict[str, Any] = json.loads(done.output)["services"][NAME]
    return found


def rows(world: World) -> dict[str, dict[str, Any]]:
    return {row["component"]: row for row in described(world)["components"]}


def test_each_component_has_its_tasks_health_and_uptime(running: World) -> None:
    found = rows(running)
    assert list(found) == ["api-server", "scheduler", "worker", "worker-gpu", "redis"]
    scheduler = found["scheduler"]
    assert (scheduler["running"], scheduler["desired"], scheduler["health"]) == (1, 1, "healthy")
    assert 3590 < scheduler["uptime_seconds"] < 4500
    assert (scheduler["revision"], scheduler["applied_revision"]) == (7, 7)
    assert found["redis"]["health"] == "running", "it has no health check"


def test_cpu_and_memory_are_shown_against_the_limit(running: World) -> None:
    place = {"ClusterName": NAME, "ServiceName": "prod-scheduler"}
    put(running, "AWS/ECS", "CPUUtilization", 12, **place)
    put(running, "AWS/ECS", "MemoryUtilization", 50, **place)
    put(running, "AWS/ECS", "MemoryUtilization", 75, age=45, **place)
    scheduler = rows(running)["scheduler"]
    assert (scheduler["cpu_percent"], scheduler["memory_mib"]) == (12, 512)
    assert (scheduler["memory_peak_mib"], scheduler["memory_limit_mib"]) == (768, 1024)
    assert rows(running)["worker"]["memory_mib"] is None, "of a service that CloudWatch does not know"


def test_the_worst_that_ecs_says_is_its_health(running: World) -> None:
    serve(running, "api-server", desired=2)
    serve(running, "scheduler", revision=6, rolloutState="FAILED", rolloutStateReason="tasks failed to start.")
    running.ecs.run("worker", "second", healthStatus="UNHEALTHY", age=timedelta(minutes=5))
    running.ecs.tasks.pop("prod-worker-gpu")
    serve(running, "worker-gpu", desired=0)
    running.ecs.services.pop("prod-redis")
    found = rows(running)
    assert {name: row["health"] for name, row in found.items()} == {
        "api-server": "starting",
        "scheduler": "the last change failed: tasks failed to start.",
        "worker": "1 unhealthy",
        "worker-gpu": "none wanted",
        "redis": "ECS has no such service",
    }
    assert (found["scheduler"]["revision"], found["scheduler"]["applied_revision"]) == (6, 7)
    assert found["worker"]["uptime_seconds"] < 1200, "of the task that was started last"


def test_queues_are_shown_and_one_that_nobody_serves(running: World) -> None:
    for queue, backlog in (("default", 3), ("gpu", 0), ("typo", 2)):
        put(running, "Tarmac/Airflow", "Backlog", backlog, Deployment=NAME, Queue=queue)
    put(running, "Tarmac/Airflow", "Backlog", 9, Deployment="other", Queue="other")
    put(running, "Tarmac/Airflow", "Backlog", 9, age=60, Deployment=NAME, Queue="of-an-hour-ago")
    put(running, "Tarmac/Airflow", "WorkersNeeded", 1, Deployment=NAME, Queue="default")
    put(running, "Tarmac/Airflow", "WorkersNeeded", 0, Deployment=NAME, Queue="gpu")
    assert described(running)["queues"] == [
        {"name": "default", "backlog": 3, "workers_needed": 1},
        {"name": "gpu", "backlog": 0, "workers_needed": 0},
        {"name": "typo", "backlog": 2, "workers_needed": None},
    ]
    shown = running.tarmac("status", NAME).output
    assert "nobody serves it" in shown


def test_import_errors_come_through_ecs_exec_where_the_pages_are_internal(running: World) -> None:
    error = json.dumps([{"bundle_name": "dags", "filepath": "broken.py", "error": "in line 1\nNameError: x"}])
    (running.programs / "airflow").write_text(f"#!/bin/sh\necho a warning >&2\ncat <<'EOF'\n{error}\nEOF\n")
    assert described(running)["import_errors"] == [{"file": "broken.py", "traceback": "in line 1\nNameError: x"}]
    assert "broken.py does not import:\nin line 1" in running.tarmac("status", NAME).output


def test_import_errors_come_from_the_rest_api_where_the_pages_are_in_the_open(
    running: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Airflow(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(201, {"access_token": "token"})

        def do_GET(self) -> None:
            self._answer(200, {"import_errors": [{"filename": "broken.py", "stack_trace": "NameError: x"}]})

        def _answer(self, status: int, body: object) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """No access log in the test's output."""

    login = json.dumps({"username": "admin", "password": "p"})
    arn = running.clients("secretsmanager").create_secret(Name="admin", SecretString=login)["ARN"]
    settings = running.target.deployment
    assert settings is not None
    in_the_open = settings.load_balancer.model_copy(update={"internal": False})
    opened = settings.model_copy(update={"load_balancer": in_the_open})
    monkeypatch.setattr(Target, "deployment", property(lambda self: opened))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Airflow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.put_state(url=f"http://127.0.0.1:{server.server_port}", admin_secret_arn=arn)
        assert described(running)["import_errors"] == [{"file": "broken.py", "traceback": "NameError: x"}]
        server.shutdown()


def test_what_cannot_be_asked_hides_nothing_else(running: World) -> None:
    """Without the plugin nobody can ask for import errors; the rest is shown, and a sentence says why."""
    (running.programs / "session-manager-plugin").unlink()
    done = running.tarmac("status", NAME)
    assert done.code == 0 and "healthy" in done.output
    assert "Whether every DAG imports could not be asked: session-manager-plugin is not on PATH" in done.remarks


def test_a_person_sees_tables_of_the_same_shape_as_here(running: World) -> None:
    serve(running, "scheduler", revision=6)
    shown = running.tarmac("status", NAME).output
    head = next(line for line in shown.splitlines() if "component" in line)
    # In this order those of a deployment in containers (wrapper/containers/report.py).
    places = [head.index(name) for name in ("component", "health", "up", "memory", "at most", "limit")]
    assert places == sorted(places)
    assert "6, applied is 7" in shown and "1/1" in shown


def test_a_deployment_of_which_nothing_runs_has_no_table(world: World) -> None:
    world.clients("s3").put_object(Bucket="tarmac-state", Key="prod/terraform.tfstate", Body=b'{"resources": []}')
    done = world.tarmac("status", NAME)
    assert done.code == 0 and "component" not in done.output


def test_an_account_that_does_not_let_us_ask_is_one_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from botocore.exceptions import ClientError

    def refuse(**_: Any) -> None:
        words = f"User is not authorized to perform: ecs:DescribeServices on resource: x in {REGION}"
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": words}}, "DescribeServices")

    monkeypatch.setattr(world.ecs, "describe_services", refuse)
    done = world.tarmac("status", NAME)
    assert (
        "How prod runs could not be asked: The AWS credentials lack the permission ecs:DescribeServices" in done.remarks
    )
