"""The components of the image in one table: what each runs, waits for and is given."""

from dataclasses import dataclass

DATABASE_SECRETS = ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET")
API_SECRET_KEY = "AIRFLOW__API__SECRET_KEY"  # noqa: S105 - a variable's name


@dataclass(frozen=True, kw_only=True)
class Component:
    """One role of the image.

    Attributes:
        command: what replaces the entrypoint once the waits are over. Empty for init and backlog, which run here, and
            for task, which is told by the executor.
        waits_for: "schema", "execution-api", "redis" or nothing.
        database: is given the metadata database.
        redis: is given the broker and the result backend.
        withheld: Airflow's own secret variables that are removed should anybody inject them.
        job_type: whose heartbeat in the table `job` tells health, where there is no cheaper sign.
    """

    command: tuple[str, ...] = ()
    waits_for: str = ""
    database: bool = False
    redis: bool = False
    withheld: tuple[str, ...] = ()
    job_type: str = ""


COMPONENTS = {
    "init": Component(database=True),
    "api-server": Component(command=("airflow", "api-server"), waits_for="schema", database=True),
    "scheduler": Component(command=("airflow", "scheduler"), waits_for="schema", database=True, redis=True),
    "dag-processor": Component(
        command=("airflow", "dag-processor"), waits_for="schema", database=True, job_type="DagProcessorJob"
    ),
    "triggerer": Component(
        command=("airflow", "triggerer"), waits_for="schema", database=True, job_type="TriggererJob"
    ),
    # Users' code runs in the worker: it talks to the execution API and never to the database.
    "worker": Component(
        command=("python3", "-m", "tarmac_airflow.worker"),
        waits_for="execution-api",
        redis=True,
        withheld=DATABASE_SECRETS,
    ),
    # One of Airflow's tasks alone in its container, as the ECS executor starts it: a worker without a broker.
    "task": Component(waits_for="execution-api", withheld=(*DATABASE_SECRETS, API_SECRET_KEY)),
    # Started by a schedule, and ends: it is told by its environment how much to keep.
    "clean-database": Component(
        command=("airflow", "db", "clean"),
        waits_for="schema",
        database=True,
        withheld=(*DATABASE_SECRETS, API_SECRET_KEY),
    ),
    "flower": Component(
        command=("airflow", "celery", "flower"),
        waits_for="redis",
        redis=True,
        withheld=(*DATABASE_SECRETS, API_SECRET_KEY),
    ),
    "backlog": Component(waits_for="schema", database=True, withheld=(*DATABASE_SECRETS, API_SECRET_KEY)),
}
