"""A worker at its end, with real Airflow: its task is handed back and done elsewhere."""

import signal
from pathlib import Path

import pytest
from ecs_agent import EcsAgent, ecs_agent
from image_deployment import Components, Deployment
from image_servers import Postgres, RedisServer

from tests.waiting import HANGS

pytestmark = pytest.mark.airflow

DAG = """
from airflow.sdk import dag, task
from airflow.providers.standard.operators.bash import BashOperator
import datetime, pathlib, time

FOLDER = pathlib.Path("{folder}")

@dag(schedule=None, start_date=datetime.datetime(2026, 1, 1), default_args={{"retries": 0}})
def long_tasks():
    @task
    def python():
        if not (FOLDER / "python").exists():
            (FOLDER / "python").touch()
            time.sleep(600)

    python()
    BashOperator(
        task_id="bash",
        bash_command="test -e {folder}/bash || {{ trap 'touch {folder}/killed; exit 1' TERM; touch {folder}/bash; "
        "sleep 600 & wait; }}",
    )

long_tasks()
"""


def test_n_5_what_outlasts_its_worker_is_done_elsewhere_without_a_retry(
    postgres: Postgres, redis_server: RedisServer, tmp_path: Path
) -> None:
    """N.5, P3.11, D3.7: protected while it works; after its deadline the worker hands back a task that ends on no
    signal and one that cleans up after itself. Neither has retries, and both succeed on the next worker."""
    postgres.empty_database("airflow")
    made = Deployment(tmp_path, postgres, redis_server)
    made.add_dag("long_tasks", DAG.format(folder=tmp_path))
    made.environment |= {"AIRFLOW__CELERY__WORKER_CONCURRENCY": "2"}
    code, said = made.run("init", **made.init | {"ADMIN_SECRET": ""})
    assert code == 0, said
    with ecs_agent() as agent, Components(made) as components:
        tell_the_story(made, components, agent)


def tell_the_story(made: Deployment, components: Components, agent: EcsAgent) -> None:
    def states() -> dict[str, str]:
        rows = made.postgres.query("SELECT task_id, state || '/' || try_number FROM task_instance", "airflow")
        return dict(row.split("|") for row in rows.splitlines())

    components.start("api-server", **made.database)
    components.start("scheduler", **made.database, **made.redis)
    components.start("dag-processor", **made.database)
    worker = made.redis | {"TARMAC_DRAIN_SECONDS": "2"}
    first = components.start("worker", name="first", ECS_AGENT_URI=agent.uri, **worker)
    serialized = "SELECT count(*) FROM serialized_dag"
    components.until(lambda: made.postgres.query(serialized, "airflow") == "1")
    code, said = made.run("dags", "trigger", "long_tasks", **made.database)
    assert code == 0, said
    components.until(lambda: all((made.folder / task).exists() for task in ("python", "bash")))
    assert agent.protected

    components.running.remove(first)
    first.send_signal(signal.SIGTERM)
    components.start("worker", "--skip-serve-logs", name="second", **worker)
    components.until(lambda: states() == {"python": "success/1", "bash": "success/1"})
    assert (made.folder / "killed").exists(), "on_kill ran"
    assert first.wait(timeout=HANGS) == 0, "its shutdown ended by itself, before the kill"
