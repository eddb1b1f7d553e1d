"""Each component gets what it needs and no more."""

import json

import pytest
from image_servers import HOSTILE_SECRETS
from tarmac_airflow.__main__ import main
from tarmac_airflow.components import COMPONENTS
from tarmac_airflow.environment import SettingError
from tarmac_airflow.settings import airflow_environment, command_line
from test_image_connections import database_environment, redis_environment

EVERYTHING = {
    **database_environment("database-password"),
    **redis_environment("redis-password"),
    "MASTER_SECRET": json.dumps({"username": "master", "password": "master-password"}),
    "ADMIN_SECRET": json.dumps({"username": "admin", "password": "admin-password"}),
    "FLOWER_SECRET": json.dumps({"username": "flower", "password": "flower-password"}),
    "AIRFLOW__CORE__FERNET_KEY": "fernet-key",
    "AIRFLOW__API_AUTH__JWT_SECRET": "jwt-secret",
    "AIRFLOW__API__SECRET_KEY": "api-secret",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql://somebody:database-password@elsewhere/airflow",
    "PATH": "/usr/bin",
}


def held(component: str) -> set[str]:
    """The secrets that the component's own environment holds when every one of them is injected."""
    text = " ".join(airflow_environment(EVERYTHING, component).values())
    secrets = ["database", "redis", "master", "admin", "flower"]
    return {name for name in secrets if f"{name}-password" in text} | {
        name for name in ("fernet-key", "jwt-secret", "api-secret") if name in text
    }


@pytest.mark.parametrize(
    ("component", "secrets"),
    [
        ("init", {"database", "fernet-key", "jwt-secret", "api-secret"}),
        ("api-server", {"database", "fernet-key", "jwt-secret", "api-secret"}),
        ("scheduler", {"database", "redis", "fernet-key", "jwt-secret", "api-secret"}),
        ("dag-processor", {"database", "fernet-key", "jwt-secret", "api-secret"}),
        ("triggerer", {"database", "fernet-key", "jwt-secret", "api-secret"}),
        ("worker", {"redis", "api-secret"}),
        ("flower", {"redis", "flower"}),
        ("backlog", {"database"}),
        ("task", set()),
        ("clean-database", {"database"}),
    ],
)
def test_n_7_a_component_holds_its_own_secrets_alone(component: str, secrets: set[str]) -> None:
    """N.7: the worker, where users' code runs, has no way into the metadata database, even where it is handed one."""
    assert held(component) == secrets


def test_the_master_reaches_no_process_of_airflows() -> None:
    for component in COMPONENTS:
        assert "MASTER_SECRET" not in airflow_environment(EVERYTHING, component)


def test_the_rest_of_the_environment_is_passed_on() -> None:
    """P1.23"""
    environment = airflow_environment({**EVERYTHING, "AIRFLOW__CORE__PARALLELISM": "8"}, "scheduler")
    assert (environment["PATH"], environment["AIRFLOW__CORE__PARALLELISM"]) == ("/usr/bin", "8")


def test_airflows_own_check_does_not_refuse_a_newer_schema() -> None:
    assert airflow_environment(EVERYTHING, "scheduler")["AIRFLOW__DATABASE__CHECK_MIGRATIONS"] == "False"


def test_a_small_scheduler_gets_time_to_hand_its_tasks_over() -> None:
    """Airflow fails a task that it could not send within a second, four times."""
    name = "AIRFLOW__CELERY__OPERATION_TIMEOUT"
    assert airflow_environment(EVERYTHING, "scheduler")[name] == "10"
    assert airflow_environment({**EVERYTHING, name: "2"}, "scheduler")[name] == "2"


def test_both_drivers_get_libpqs_options() -> None:
    """Airflow would turn the URL into one for asyncpg, which knows no sslmode."""
    environment = airflow_environment(EVERYTHING, "api-server")
    assert environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://")
    assert environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC"].startswith("postgresql+psycopg_async://")


def test_redis_with_tls_asks_for_no_client_certificate() -> None:
    environment = airflow_environment(EVERYTHING, "worker")
    assert environment["AIRFLOW__CELERY__SSL_ACTIVE"] == "True"
    assert environment["AIRFLOW__CELERY__SSL_MUTUAL_TLS"] == "False"
    plain = airflow_environment({**EVERYTHING, "REDIS_TLS": "false"}, "worker")
    assert plain["AIRFLOW__CELERY__SSL_ACTIVE"] == "False"


@pytest.mark.parametrize("name", ["FERNET_KEY", "JWT_SECRET", "SECRET_KEY"])
@pytest.mark.parametrize("value", ["a$HOME", "~root"])
def test_d0_1_a_key_that_airflow_would_expand_is_refused(name: str, value: str) -> None:
    variable = next(known for known in EVERYTHING if known.endswith(f"__{name}"))
    with pytest.raises(SettingError, match=rf"{variable} must hold no \$"):
        airflow_environment({**EVERYTHING, variable: value}, "api-server")


@pytest.mark.parametrize("hostile", HOSTILE_SECRETS)
def test_d0_1_flowers_login_is_on_no_command_line(hostile: str) -> None:
    secret = json.dumps({"username": "flower", "password": hostile})
    environment = airflow_environment({**EVERYTHING, "FLOWER_SECRET": secret}, "flower")
    assert environment["FLOWER_SECRET"] == secret
    assert not any(hostile in argument for argument in command_line("flower", []))


def test_flower_does_not_start_open_to_everybody() -> None:
    with pytest.raises(SettingError, match="FLOWER_SECRET is not set"):
        airflow_environment({**EVERYTHING, "FLOWER_SECRET": ""}, "flower")
    with pytest.raises(SettingError, match="must hold no colon"):
        airflow_environment({**EVERYTHING, "FLOWER_SECRET": '{"username": "a:b", "password": "c"}'}, "flower")


def test_what_the_ecs_executor_hands_a_task_is_run_as_it_is() -> None:
    assert command_line("task", ["python", "-m", "somewhere", "--json-string", "{}"])[:2] == ["python", "-m"]


def test_a_task_without_a_command_says_who_gives_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["task"]) == 1
    assert "runs the command that the ECS executor gives it" in capsys.readouterr().err


def test_arguments_of_the_task_definition_are_passed_on() -> None:
    assert command_line("worker", ["--queues", "gpu"]) == [
        *("python3", "-m", "tarmac_airflow.worker"),
        *("--queues", "gpu"),
    ]


def test_airflows_command_line_gets_what_the_container_has() -> None:
    """P3.13: Airflow's own commands inside a container of any component."""
    assert "AIRFLOW__CELERY__BROKER_URL" not in airflow_environment(database_environment())
    assert "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN" not in airflow_environment(redis_environment())
