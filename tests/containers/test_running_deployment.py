"""The deployment that `./tarmac up` starts, in containers held to their Fargate sizes, with hostile passwords.

The tests follow each other on one deployment: low availability first, which then becomes high in place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser import visit
from figures import write_table
from machine import build, image_arguments
from running import HOSTILE, NAME, SETTINGS, Deployment

from tests.docker import ecs_agent
from tests.security.leaks import in_account, in_folder, search, values
from tests.waiting import HANGS, until
from wrapper.containers.api import request
from wrapper.containers.images import LOCAL_REPOSITORY
from wrapper.paths import ROOT

pytestmark = pytest.mark.containers

COMPONENTS = {
    "api-server",
    "backlog",
    "database",
    "dag-processor",
    "flower",
    "init",
    "redis",
    "scheduler",
    "triggerer",
    "worker",
}
TWICE = ("api-server", "backlog", "dag-processor", "flower", "init", "scheduler", "triggerer", "worker")
ARTIFACTS = ROOT / ".ci" / "screenshots"


def test_every_component_is_healthy_within_its_fargate_size(deployment: Deployment) -> None:
    """N.3, P1.21, P4.2, P4.4, D0.1: nothing was killed for memory, and hostile passwords let everything in."""
    found = deployment.healthy()
    assert set(found) == COMPONENTS
    sizes = {name: row["memory_limit_mib"] for name, row in found.items()}
    assert sizes["scheduler"] == sizes["triggerer"] == sizes["flower"] == sizes["redis"] == 512
    assert sizes["worker"] == sizes["api-server"] == 1024
    for name, one in deployment.inspect().items():
        assert not one["State"]["OOMKilled"], name
    assert deployment.status()["import_errors"] == []


def test_every_endpoint_serves_and_keeps_strangers_out(deployment: Deployment) -> None:
    """P4.2, P4.3, P1.7, P3.5: the web pages, the REST API, Flower behind its password, their health."""
    printed = deployment.checked()
    for endpoint in ("web pages", "REST API, login", "REST API, to a stranger", "Flower, to a stranger"):
        assert re.search(rf"{endpoint} .*ok", printed), printed
    passwords = {deployment.login().password, deployment.flower_login.password}
    assert len(passwords) == 2 and all(password.startswith(HOSTILE) for password in passwords)


def test_a_dag_of_eleven_tasks_succeeds_and_its_logs_are_in_s3(deployment: Deployment) -> None:
    """P0.7, P0.8, P1.13, P1.20, P2.10, P4.6, P4.10: also a retry, an XCom, a sensor, a deferred task, a connection."""
    connection = {"connection_id": "partner", "conn_type": "http", "login": "joe", "password": HOSTILE}
    deployment.api.call("connections", method="POST", body=connection)
    run = deployment.run_dag("ten_tasks")
    tasks = deployment.tasks("ten_tasks", run["dag_run_id"])
    assert {name: task["state"] for name, task in tasks.items()} == dict.fromkeys(tasks, "success")
    assert len(tasks) == 11
    assert tasks["flaky"]["try_number"] == 2
    log = deployment.log("ten_tasks", run["dag_run_id"], "connect")
    assert "the password of joe is ***" in log, "it was read, and masked"
    bucket = deployment.checkout.client("s3").list_objects_v2(
        Bucket="airflow-logs-123456789012-us-east-1", Prefix="logs/dag_id=ten_tasks/"
    )
    assert bucket["KeyCount"] >= len(tasks)


def test_the_figures_of_the_documentation_are_measured(deployment: Deployment) -> None:
    """The table in docs/local-containers.md; TARMAC_WRITE_FIGURES=1 writes it anew."""
    table = write_table(deployment, write=bool(os.environ.get("TARMAC_WRITE_FIGURES")))
    for component in COMPONENTS - {"init"}:
        assert f"| {component} |" in table


def test_a_second_up_changes_nothing(deployment: Deployment) -> None:
    before = {name: (one["Id"], one["State"]["StartedAt"]) for name, one in deployment.inspect().items()}
    deployment.checkout.tarmac("up")
    after = {name: (one["Id"], one["State"]["StartedAt"]) for name, one in deployment.inspect().items()}
    assert after == before


def test_no_secret_is_in_the_compose_file_and_only_the_user_reads_the_others(deployment: Deployment) -> None:
    """P1.15"""
    word = "Grüße"
    assert word not in (deployment.folder / "compose.yaml").read_text()
    files = list(deployment.folder.glob("*.env"))
    assert files
    for file in [*files, *deployment.folder.glob("tls/*.key")]:
        assert file.stat().st_mode & 0o777 == 0o600, file
    assert deployment.folder.stat().st_mode & 0o777 == 0o700


def test_security_no_secret_is_in_an_argument_or_a_log(deployment: Deployment) -> None:
    """N.6, P1.15: of a container, a process or a task, nor in the state. They are handed over in the environment."""
    clients = deployment.checkout.client
    made = values(clients)
    written = [*deployment.arguments(), *deployment.logs(), *in_account(clients)]
    findings = search(made, written)
    assert findings.leaks == []
    least = {"container": 10, "process": 30, "container log": 10, "object": 15}
    assert {kind: min(findings.looked_at[kind], few) for kind, few in least.items()} == least
    assert search(made, in_folder(deployment.folder)).leaks, "it sees those that are where they belong"


def test_security_a_hostile_dag_gets_at_nothing_but_what_is_its_workers(deployment: Deployment) -> None:
    """N.7, D1.6: neither into the database nor at a secret, an environment or a process of another component.

    What AWS itself would refuse, its secrets and security groups, tests/security/test_policies.py and
    tests/modules/test_ecs_airflow_plans.py look at: the embedded AWS asks nobody for permission.
    """
    shutil.copy(Path(__file__).parent / "dags" / "intruder.py", deployment.checkout.folder / "dags")
    manager = deployment.checkout.client("secretsmanager")
    secrets = {one["Name"].split("/", 1)[1]: one["ARN"] for one in manager.list_secrets()["SecretList"]}
    (master,) = [arn for name, arn in secrets.items() if name.startswith("database/master")]
    environment = dict(one.split("=", 1) for one in deployment.inspect()["scheduler"]["Config"]["Env"])
    user = json.loads(manager.get_secret_value(SecretId=master)["SecretString"])["username"]
    run = deployment.trigger("intruder", database=environment["DATABASE_HOST"], master=user)
    assert deployment.wait_for_run("intruder", run)["state"] == "success", "it is the attempts that fail"
    loot = json.loads(deployment.engine.run("exec", deployment.inspect()["worker"]["Id"], "cat", "/tmp/intruder.json"))  # noqa: S108
    assert loot["got"] == {}
    refused = loot["refused"]
    assert len(refused) == 13
    assert refused["log_in_to_the_database"] == "Nothing: refused", "the server was reached, and let nobody in"
    assert "not allowed" in refused["read_by_airflow"], refused
    for attempt in ("look_into_flower", "forge_a_token"):
        assert re.search(r"HTTP Error 40[13]", refused[attempt]), refused
    made = values(deployment.checkout.client)
    own = {value: name for value, name in made.items() if "/airflow/api-" in name or "/redis/password-" in name}
    seen = [("seen", where, text.encode()) for where, text in loot["seen"].items()]
    assert len(search(own, seen).leaks) > 1, "it looked where secrets are"
    assert search({value: made[value] for value in made.keys() - own.keys()}, seen).leaks == []
    (deployment.checkout.folder / "dags" / "intruder.py").unlink()


def test_commands_of_airflow_run_inside_the_deployment(deployment: Deployment) -> None:
    """P3.13: in one line, with the service's environment."""
    assert "ten_tasks" in deployment.checkout.tarmac("airflow", "dags", "list", "--output", "plain")
    deployment.checkout.tarmac("airflow", "dags", "no-such-command", expect=1)


def test_the_log_of_a_component_is_one_command_away(deployment: Deployment) -> None:
    """P3.14"""
    assert "celery@" in deployment.checkout.tarmac("logs", "worker")
    said = deployment.checkout.tarmac("logs", "webserver", expect=1)
    assert "has no container webserver" in said
    assert "scheduler" in said


def test_open_says_where_and_not_the_password(deployment: Deployment) -> None:
    said = deployment.checkout.tarmac("open")
    assert deployment.url in said
    assert "secret arn:aws:secretsmanager:" in said
    assert HOSTILE not in said


def test_a_dag_appears_by_itself_and_a_broken_one_is_shown_with_its_traceback(deployment: Deployment) -> None:
    """D0.3, P3.7: every container sees one folder, and nothing else is hurt by it."""
    broken = deployment.checkout.folder / "dags" / "broken.py"
    broken.write_text("from airflow.sdk import dag\nimport no_such_module\n")

    def shown() -> str | None:
        printed = deployment.checkout.tarmac("status", NAME, of_a_dag=True)
        return printed if "No module named 'no_such_module'" in printed else None

    printed = until(shown, "the broken DAG is not shown")
    assert "broken.py does not import" in printed
    assert "Traceback (most recent call last)" in deployment.status()["import_errors"][0]["traceback"]
    assert deployment.run_dag("empty")["state"] == "success"
    broken.unlink()


def test_the_editor_in_the_web_pages_changes_the_shared_folder_for_those_who_may(deployment: Deployment) -> None:
    """Their right is Airflow's own, to change DAGs. Git is off."""
    edited = deployment.checkout.folder / "dags" / "edited.py"
    place, text = f"{deployment.url}/code_editor/files/edited.py", {"a": "DAG"}
    edited.parent.chmod(0o777)  # Airflow's user here is not the one who owns the folder: docs/dag-delivery.md
    assert request(place, method="POST", body=text).status == 401
    assert not edited.exists()
    assert request(place, method="POST", body=text, authorization=deployment.api.authorization).status == 200
    assert json.loads(edited.read_text()) == text
    git = f"{deployment.url}/code_editor/repo"
    said = request(git, method="POST", body={"args": ["status"]}, authorization=deployment.api.authorization)
    assert "git is disabled" in said.body
    edited.unlink()


def test_p1_11_tasks_in_containers_of_their_own(deployment: Deployment) -> None:
    """P1.11, P3.10: a DAG runs one on demand and another by the ECS executor, through RunTask, with their logs; a
    failure is seen."""
    log = deployment.checkout.folder / ".tarmac" / "containers" / NAME / "agent.log"
    shutil.copy(Path(__file__).parent / "dags" / "alone.py", deployment.checkout.folder / "dags")
    run = deployment.run_dag("on_demand_example")
    assert run["state"] == "success", log.read_text()
    said = deployment.log("on_demand_example", run["dag_run_id"], "little")
    assert "Hello from little" in said, "what the container printed is in the task's log"
    run = deployment.run_dag("on_demand_fails")
    assert run["state"] == "failed", log.read_text()
    assert "This task was told to fail." in deployment.log("on_demand_fails", run["dag_run_id"], "little")
    run = deployment.run_dag("by_ecs")
    assert run["state"] == "success", log.read_text()
    assert "it runs in a container of its own" in deployment.log("by_ecs", run["dag_run_id"], "alone")
    ecs = deployment.checkout.client("ecs")

    def ends() -> set[str]:
        listed = ecs.list_tasks(cluster=NAME)["taskArns"]
        return {task.get("stopCode", "it runs") for task in ecs.describe_tasks(cluster=NAME, tasks=listed)["tasks"]}

    until(lambda: ends() == {"EssentialContainerExited"}, "a container does not end")
    (deployment.checkout.folder / "dags" / "alone.py").unlink()


def test_a_port_in_use_is_one_sentence_and_what_was_up_stays_up(deployment: Deployment) -> None:
    before = {name: one["Id"] for name, one in deployment.inspect().items()}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = deployment.checkout.tarmac("up", "--ui-port", port, expect=1)
    assert f"Port {port} of this machine is in use" in said
    assert {name: one["Id"] for name, one in deployment.inspect().items()} == before
    assert request(f"{deployment.url}/api/v2/monitor/health").status == 200


def test_a_person_logs_in_triggers_a_dag_and_reads_its_log_in_chromium(deployment: Deployment, chromium: str) -> None:
    """P1.7, P4.3: in a real browser. Screenshots are kept."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    visit(chromium, deployment.url, deployment.login(), "example", ARTIFACTS)
    runs = deployment.api.call("dags/example/dagRuns")["dag_runs"]
    assert [run["state"] for run in runs] == ["success"]


def test_an_upgrade_rolls_and_one_that_does_not_come_up_is_taken_back(deployment: Deployment) -> None:
    """Airflow remembers across both, and what the broken image would have replaced never stopped."""
    variable = {"key": "kept", "value": HOSTILE}
    deployment.api.call("variables", method="POST", body=variable)
    derived_image(deployment, "3.3.2-1", "ENV UPGRADED=yes")
    said = deployment.checkout.tarmac("upgrade", NAME, "--to", "3.3.2-1")
    assert f"{NAME} runs" in said and said.index("init: done") < said.index("scheduler: healthy")
    upgraded = {name: one for name, one in deployment.inspect().items() if name in TWICE}
    assert all("UPGRADED=yes" in one["Config"]["Env"] for one in upgraded.values())
    assert deployment.run_dag("empty")["state"] == "success"
    derived_image(deployment, "3.3.2-2", 'ENTRYPOINT ["false"]')
    said = deployment.checkout.tarmac("upgrade", NAME, "--to", "3.3.2-2", expect=1)
    assert "failed and was taken back" in said and "3.3.2-1 runs again" in said
    running = {name: one for name, one in deployment.inspect().items() if name in TWICE and name != "init"}
    assert {name: one["Id"] for name, one in running.items()} == {name: upgraded[name]["Id"] for name in running}
    assert "no changes" in deployment.checkout.tarmac("plan", NAME)
    assert deployment.run_dag("empty")["state"] == "success"
    assert deployment.api.call("variables/kept")["value"] == HOSTILE


def derived_image(deployment: Deployment, tag: str, line: str) -> None:
    """Another image of the same Airflow, as somebody else would have built it."""
    folder = deployment.checkout.folder / ".tarmac" / tag
    folder.mkdir()
    (folder / "Dockerfile").write_text(f"FROM {LOCAL_REPOSITORY}:3.3.2\n{line}\n")
    build(deployment.engine, folder, f"{LOCAL_REPOSITORY}:{tag}")


HIGH = (
    SETTINGS
    + """\
    dags: {{source: s3, refresh_interval: 10}}
    secrets: {{backend: secrets-manager}}
    queues:
      heavy: {{cpu: 512, memory: 1024, concurrency: 2, max_count: 40}}
    environment:
      ECS_AGENT_URI: http://aws.airflow:{}{}
"""
)


def test_low_becomes_high_two_of_each_and_the_loss_of_a_scheduler_loses_no_run(deployment: Deployment) -> None:
    """D0.4, T0.2, P3.7: two init steps at once among them; the broker is now behind TLS and IAM; DAGs come from S3."""
    deployment.checkout.settings(HIGH.format("high", deployment.agent_port, ecs_agent.ROOT))
    shutil.copy(Path(__file__).parent / "dags" / "workers.py", deployment.checkout.folder / "dags")
    # From now on the connection is a secret, which the worker reads with its own role.
    deployment.api.call("connections/partner", method="DELETE")
    partner = json.dumps({"conn_type": "http", "login": "joe", "password": HOSTILE})
    deployment.checkout.client("secretsmanager").create_secret(Name=f"{NAME}/connections/partner", SecretString=partner)
    # Without the editor among its requirements the image is another one.
    deployment.checkout.tarmac("image", "build", "--native", *image_arguments(deployment.checkout.folder))
    deployment.checkout.tarmac("up")
    version = deployment.checkout.tarmac("dags", "push").splitlines()[1]
    assert set(deployment.healthy()) == {"broker", "database", "worker-heavy", *TWICE, *(f"{name}-2" for name in TWICE)}

    def taken_up() -> bool:
        listed = deployment.api.call("dags/ten_tasks/dagVersions")["dag_versions"]
        return any(one["bundle_version"] == version for one in listed)

    until(taken_up, "the DAGs that were pushed are not there")
    run = deployment.trigger("ten_tasks")
    scheduler = deployment.inspect()["scheduler"]["Id"]
    deployment.engine.run("kill", "--signal", "KILL", scheduler)
    assert deployment.wait_for_run("ten_tasks", run)["state"] == "success"
    assert any(row["health"].startswith("ended with 137") for row in deployment.status()["containers"])
    assert "the password of joe is ***" in deployment.log("ten_tasks", run, "connect")
    deployment.checked()


def test_a_burst_over_two_queues_is_published_as_it_is_whoever_dies(deployment: Deployment) -> None:
    """T0.3, P2.5, P2.9, N.4: each publisher says the whole of it, and neither a lost one nor a lost scheduler harms."""
    deployment.checkout.tarmac("up")  # what was killed
    run = deployment.trigger("burst")

    def published_since(moment: datetime) -> Callable[[], bool]:
        def both() -> bool:
            return all(50 in deployment.backlog(queue, moment) for queue in ("default", "heavy"))

        return both

    began = datetime.now(UTC)
    until(published_since(began), "the burst is not published")
    for victim in ("backlog", "scheduler"):
        deployment.engine.run("kill", "--signal", "KILL", deployment.inspect()[victim]["Id"])
        killed = datetime.now(UTC)
        until(published_since(killed), f"without {victim} nothing is published")
        for queue in ("default", "heavy"):
            assert deployment.backlog(queue, killed) == {50}
    deployment.api.call(f"dags/burst/dagRuns/{run}", method="PATCH", body={"state": "failed"})
    deployment.wait_for_run("burst", run)


def test_a_worker_that_is_stopped_finishes_what_it_can_and_hands_back_the_rest(deployment: Deployment) -> None:
    """N.5, P3.11, D3.7, D3.9, T0.4: protected; a minute ends there, an hour begins anew elsewhere; logs meanwhile."""
    deployment.checkout.tarmac("up")  # what was killed
    first, second = (deployment.inspect()[name] for name in ("worker", "worker-2"))
    deployment.engine.run("stop", "--time", "60", second["Id"])
    gateway = next(iter(first["NetworkSettings"]["Networks"].values()))["Gateway"]
    with ecs_agent.ecs_agent(gateway, deployment.agent_port) as agent:
        run = deployment.trigger("long_tasks", first=first["Config"]["Hostname"])

        def begun() -> bool:
            tasks = deployment.tasks("long_tasks", run)
            a_minute, an_hour = tasks["a_minute"]["state"], tasks["an_hour_on_the_first"]["state"]
            return a_minute in ("running", "success") and an_hour == "running"

        until(begun, "the tasks do not run")
        log = f"dags/long_tasks/dagRuns/{run}/taskInstances/a_minute/logs/1"
        until(lambda: "it has begun" in json.dumps(deployment.api.call(log)), "no log of a running task")
        assert agent.protected
        deployment.engine.run("start", second["Id"])
        # Fargate's limit is two minutes, and the worker's own 105 seconds; a busy machine may need longer for the rest.
        deployment.engine.run("stop", "--time", f"{HANGS:.0f}", first["Id"])
        assert agent.protected, "until its end"
    assert deployment.wait_for_run("long_tasks", run)["state"] == "success"
    tasks = deployment.tasks("long_tasks", run)
    assert {task["try_number"] for task in tasks.values()} == {1}
    assert deployment.xcom("long_tasks", run, "a_minute") == first["Config"]["Hostname"]
    assert deployment.xcom("long_tasks", run, "an_hour_on_the_first") == second["Config"]["Hostname"]


def test_down_removes_containers_volumes_network_and_secrets(deployment: Deployment) -> None:
    project = deployment.project
    deployment.checkout.tarmac("down")
    engine = deployment.engine
    assert engine.run("ps", "--all", "--quiet", "--filter", f"label=tarmac.project={project}") == ""
    assert project not in engine.run("volume", "ls", "--quiet")
    assert project not in engine.run("network", "ls")
    assert not deployment.folder.exists()
