"""The compose file says what the task definitions say."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from wrapper.containers.compose.file import Port, Service, Volume, render
from wrapper.containers.compose.secrets import Secret, environment_file, write_private
from wrapper.containers.compose.services import AUTHORITY_FILE, FIRST, INITIALIZING, LAST, Surroundings, services
from wrapper.containers.compose.tasks import Container, HealthCheck, Mount, Task
from wrapper.errors import TarmacError

AURORA = "airflow.cluster-abc.us-east-1.rds.amazonaws.com"
HOSTILE = "p@ss/w:rd#%?&k $HOME \"double\" 'single' , \\ ü"


class KnownSecrets:
    """Stands for Secrets Manager: the value of a secret is what its ARN says."""

    def resolve(self, value_from: str) -> Secret:
        return Secret(f"the value of {value_from}", f"the version of {value_from}")


def parsed(text: str) -> dict[str, Any]:
    """The file as an engine reads it: two dollar signs are one."""

    def undouble(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: undouble(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [undouble(inner) for inner in value]
        return value.replace("$$", "$") if isinstance(value, str) else value

    found: dict[str, Any] = undouble(YAML(typ="safe").load(text))
    return found


def rendered(*containers: Service, env_files: bool = True) -> dict[str, Any]:
    return parsed(
        render(
            "demo",
            "demo-1a2b",
            containers,
            subnet="10.213.7.0/24",
            gateway="10.213.7.1",
            aws_address="10.213.7.1",
            env_files=env_files,
        )
    )


def api_server(**more: Any) -> Task:
    init = Container(
        name="init",
        image="registry/airflow:1",
        command=("init",),
        essential=False,
        environment={"DATABASE_HOST": AURORA},
        secrets={"MASTER_SECRET": "arn:master"},
    )
    main = Container(
        name="api-server",
        image="registry/airflow:1",
        command=("api-server", "--proxy-headers"),
        environment={"DATABASE_HOST": AURORA, "AIRFLOW__API__BASE_URL": "https://airflow.example.com/airflow"},
        secrets={"DATABASE_SECRET": "arn:database"},
        user="50000:0",
        read_only_root=True,
        dropped_capabilities=("ALL",),
        mounts=(
            Mount(path="/opt/airflow/logs", volume="api-server-logs", read_only=False),
            Mount(path="/opt/airflow/dags", volume="dags", read_only=True, file_system="fs-1", directory="/dags"),
            Mount(path="/mnt/efs", volume="shared", read_only=False, file_system="fs-1", directory="/shared"),
        ),
        health_check=HealthCheck(command=("CMD", "tarmac-airflow", "health", "api-server"), timeout=10),
        stop_timeout=45,
        public_port=8080,
    )
    values: dict[str, Any] = {"name": "api-server", "count": 1, "cpu": 512, "memory": 1024}
    return Task(
        **values | {"containers": (main, init), "dns_names": ("api-server.airflow", "webserver.airflow")} | more
    )


def redis() -> Task:
    server = Container(name="redis", image="registry/valkey:8", command=("serve $PORT",), entry_point=("sh", "-c"))
    return Task(
        name="redis",
        count=1,
        cpu=256,
        memory=512,
        containers=(server,),
        dns_names=("redis.airflow",),
        calls_aws=False,
    )


def worker() -> Task:
    container = Container(name="worker", image="registry/airflow:1", environment={"REDIS_HOST": "redis.airflow"})
    return Task(name="worker", count=2, cpu=256, memory=512, containers=(container,))


def made(*tasks: Task, stand_ins: tuple[Service, ...] = ()) -> dict[str, Service]:
    around = Surroundings(
        aws_port=4566,
        dags=Path("/home/me/dags"),
        ports={"api-server": 8090},
        stand_ins=stand_ins,
        authority=Path("/home/me/ca.pem"),
        local_image=lambda image: image.replace("registry/", "localhost/"),
    )
    return {service.name: service for service in services(tasks, KnownSecrets(), around)}  # type: ignore[arg-type]


def test_a_container_is_held_to_the_size_of_its_fargate_task() -> None:
    """P1.10: a size that is too small shows on this machine."""
    service = rendered(*made(api_server()).values())["services"]["api-server"]
    assert (service["cpus"], service["mem_limit"], service["memswap_limit"]) == (0.5, "1024m", "1024m")


def test_command_user_root_file_system_and_capabilities_are_those_of_the_task_definition() -> None:
    service = rendered(*made(api_server()).values())["services"]["api-server"]
    assert service["command"] == ["api-server", "--proxy-headers"]
    assert service["user"] == "50000:0"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["stop_grace_period"] == "45s"
    assert service["image"] == "localhost/airflow:1", "the image of this machine's own architecture"


def test_the_health_check_is_that_of_the_task_definition() -> None:
    check = rendered(*made(api_server()).values())["services"]["api-server"]["healthcheck"]
    assert check["test"] == ["CMD", "tarmac-airflow", "health", "api-server"]
    assert (check["interval"], check["timeout"], check["retries"]) == ("30s", "10s", 3)


def test_private_dns_names_are_aliases_in_the_network() -> None:
    """P0.9: `webserver` too, the name of former days."""
    services = rendered(*made(api_server()).values())["services"]
    assert services["api-server"]["networks"]["default"]["aliases"] == ["api-server.airflow", "webserver.airflow"]
    assert services["init"]["networks"]["default"]["aliases"] == [], "the init step serves nobody"


def test_the_shared_file_system_is_a_volume_and_its_dags_a_folder_here() -> None:
    file = rendered(*made(api_server()).values())
    assert file["services"]["api-server"]["volumes"] == [
        "/opt/airflow/logs",
        "/home/me/dags:/opt/airflow/dags:ro,z",
        "fs-1-shared:/mnt/efs",
    ]
    assert list(file["volumes"]) == ["fs-1-shared"]


def test_no_secret_stands_in_the_compose_file() -> None:
    services = made(api_server())
    for env_files in (True, False):
        text = str(rendered(*services.values(), env_files=env_files))
        assert "the value of" not in text
    assert services["api-server"].secrets["DATABASE_SECRET"].value == "the value of arn:database"
    assert "the value of" not in repr(services["api-server"]), "nor in a message that shows a container"


def test_only_docker_reads_the_files_of_secrets_by_the_compose_file() -> None:
    """podman-compose would put what is in them into the argument list of Podman."""
    service = made(api_server())["api-server"]
    assert rendered(service)["services"]["api-server"]["env_file"] == [{"path": "./api-server.env", "format": "raw"}]
    assert "env_file" not in rendered(service, env_files=False)["services"]["api-server"]


def test_a_secret_reaches_the_container_as_it_is(tmp_path: Path) -> None:
    """D0.1. Both engines read the file literally, a line for each variable."""
    file = tmp_path / "worker.env"
    write_private(file, environment_file({"B": HOSTILE, "A": '{\n  "password": "x"\n}'}))
    assert file.read_text() == f'A={{"password": "x"}}\nB={HOSTILE}\n'
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_secret_of_several_lines_is_refused_with_what_to_do() -> None:
    with pytest.raises(TarmacError, match="several lines") as caught:
        environment_file({"KEY": "-----BEGIN\nsecret stuff"})
    assert "secret stuff" not in str(caught.value)


def test_a_new_version_of_a_secret_makes_a_new_container() -> None:
    def digest(version: str) -> str:
        secrets = {"A": Secret("value", version)}
        return Service(name="a", component="a", image="i", cpus=1, memory=1, secrets=secrets).digest()

    assert digest("1") == digest("1") != digest("2")


def test_dollar_signs_are_not_taken_for_variables() -> None:
    assert rendered(*made(redis()).values())["services"]["redis"]["command"] == ["serve $PORT"]


def test_as_many_copies_run_as_the_scalable_target_has_at_least() -> None:
    file = rendered(*made(redis(), worker(), api_server(count=2)).values())
    assert set(file["services"]) == {"redis", "worker", "worker-2", "api-server", "api-server-2", "init", "init-2"}
    assert file["services"]["api-server"]["ports"] == ["127.0.0.1:8090:8080"], "on the loopback interface alone"
    assert "ports" not in file["services"]["api-server-2"]
    assert file["services"]["worker-2"]["container_name"] == "demo-1a2b-worker-2"


def test_the_broker_starts_first_then_the_init_steps_then_the_rest() -> None:
    steps = {name: service.step for name, service in made(worker(), api_server(), redis()).items()}
    assert steps == {"redis": FIRST, "init": INITIALIZING, "api-server": LAST, "worker": LAST, "worker-2": LAST}


def test_what_ecs_would_start_anew_is_no_step_that_ends() -> None:
    """As the publisher of the backlog: its end is not the task's, and nobody waits for it."""
    beside = Container(name="backlog", image="registry/airflow:1", essential=False, restarts=True)
    task = worker()
    task = dataclasses.replace(task, count=1, containers=(*task.containers, beside))
    found = made(task, redis())["backlog"]
    assert (found.step, found.one_shot, found.aliases) == (LAST, False, ())


def test_containers_call_the_embedded_aws_and_pages_lead_to_this_machine() -> None:
    services = made(api_server(), redis())
    told = services["api-server"].environment
    assert told["AWS_ENDPOINT_URL"] == "http://aws.airflow:4566"
    assert told["AIRFLOW__API__BASE_URL"] == "http://localhost:8090/airflow"
    assert "AWS_ENDPOINT_URL" not in services["redis"].environment, "a task without a role calls nothing of AWS"
    assert rendered(services["api-server"])["services"]["api-server"]["extra_hosts"] == ["aws.airflow:10.213.7.1"]


def test_a_stand_in_is_verified_by_its_own_authority() -> None:
    """TLS stays verified; what changes is by whom."""
    database = Service(name="database", component="database", image="postgres", cpus=1, memory=1, aliases=(AURORA,))
    stood_in = made(api_server(), stand_ins=(database,))["api-server"]
    assert stood_in.environment["DATABASE_CA_FILE"] == AUTHORITY_FILE
    assert Volume(AUTHORITY_FILE, "/home/me/ca.pem", read_only=True) in stood_in.volumes
    assert "DATABASE_CA_FILE" not in made(api_server())["api-server"].environment


def test_ports_and_volumes_are_written_as_compose_has_them() -> None:
    service = Service(name="a", component="a", image="i", cpus=1, memory=1, ports=(Port(8080, 18080),))
    assert rendered(service)["services"]["a"]["ports"] == ["127.0.0.1:18080:8080"]
    assert Volume("/data", "files").short == "files:/data"
