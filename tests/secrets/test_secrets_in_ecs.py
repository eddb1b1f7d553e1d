"""Errands and restarts in ECS: what ECS is asked, and what becomes of its answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standin import NETWORK, Account

from wrapper.errors import TarmacError
from wrapper.secrets.deployed import Service
from wrapper.secrets.ecs import Ecs, definition_for
from wrapper.secrets.runtime import Errand

ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/database/application-x1-AbCdEf"
OTHER = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/airflow/fernet-x1-AbCdEf"
SERVICE = Service(
    "prod-api-server", "prod", "prod-api-server:7", NETWORK, {"api-server": frozenset(), "init": frozenset()}
)
DEFINITION: dict[str, Any] = {
    "family": "prod-api-server",
    "taskRoleArn": "task-role",
    "executionRoleArn": "execution-role",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "cpu": "512",
    "memory": "1024",
    "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
    "revision": 7,
    "status": "ACTIVE",
    "volumes": [{"name": "api-server-tmp"}, {"name": "init-tmp"}],
    "containerDefinitions": [
        {"name": "api-server", "image": "airflow", "essential": True, "healthCheck": {"command": ["CMD", "true"]}},
        {
            "name": "init",
            "image": "airflow",
            "command": ["init"],
            "essential": False,
            "environment": [{"name": "DATABASE_HOST", "value": "db"}],
            "secrets": [
                {"name": "DATABASE_SECRET", "valueFrom": ARN},
                {"name": "ONE_KEY", "valueFrom": f"{ARN}:password::"},
                {"name": "AIRFLOW__CORE__FERNET_KEY", "valueFrom": OTHER},
            ],
            "mountPoints": [{"sourceVolume": "init-tmp", "containerPath": "/scratch"}],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {"awslogs-group": "/prod/api-server", "awslogs-stream-prefix": "init"},
            },
        },
    ],
}


def errand(**changed: Any) -> Errand:
    return Errand(**({"doing": "making the role", "service": SERVICE, "container": "init"} | changed))


class Client:
    """ECS and CloudWatch Logs with answers laid down: a queue for each operation, whose last one is repeated."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, operation: str) -> Any:
        def call(**parameters: Any) -> Any:
            self.asked.append((operation, parameters))
            queue = self.answers.get(operation, [{}])
            return queue.pop(0) if len(queue) > 1 else queue[0]

        return call

    def parameters(self, operation: str) -> list[dict[str, Any]]:
        return [parameters for name, parameters in self.asked if name == operation]


def ecs(client: Client) -> Ecs:
    return Ecs(lambda service: client, "prod", sleep=lambda seconds: None)  # type: ignore[arg-type]


def a_task(status: str, **container: Any) -> dict[str, Any]:
    return {
        "tasks": [{"taskArn": "arn:task/prod/t1", "lastStatus": status, "containers": [{"name": "init", **container}]}]
    }


def running_errand(*tasks: dict[str, Any]) -> Client:
    return Client(
        describe_task_definition=[{"taskDefinition": DEFINITION, "tags": [{"key": "Deployment", "value": "prod"}]}],
        register_task_definition=[{"taskDefinition": {"taskDefinitionArn": "made:1"}}],
        run_task=[{"tasks": [{"taskArn": "arn:task/prod/t1"}]}],
        describe_tasks=list(tasks),
        get_log_events=[{"events": [{"message": "tarmac: PostgreSQL refuses: permission denied\n"}]}],
    )


def test_an_errand_is_one_container_of_the_service_with_one_secret_as_it_is_to_become() -> None:
    made = definition_for(errand(pending=frozenset({ARN}), environment={"RETIRED": "airflow"}), DEFINITION)
    [container] = made["containerDefinitions"]
    assert container["secrets"] == [
        {"name": "DATABASE_SECRET", "valueFrom": f"{ARN}::AWSPENDING:"},
        {"name": "ONE_KEY", "valueFrom": f"{ARN}:password:AWSPENDING:"},
        {"name": "AIRFLOW__CORE__FERNET_KEY", "valueFrom": OTHER},
    ]
    assert container["essential"] and container["command"] == ["init"]
    assert {"name": "RETIRED", "value": "airflow"} in container["environment"]
    assert {"name": "DATABASE_HOST", "value": "db"} in container["environment"]
    assert made["volumes"] == [{"name": "init-tmp"}]
    assert made["executionRoleArn"] == "execution-role" and made["taskRoleArn"] == "task-role"
    assert "revision" not in made and "status" not in made


def test_an_errand_loses_its_health_check_and_takes_another_command() -> None:
    made = definition_for(errand(container="api-server", command=["rotate-fernet-key"]), DEFINITION)
    [container] = made["containerDefinitions"]
    assert container["command"] == ["rotate-fernet-key"] and "healthCheck" not in container


def test_an_errand_is_waited_for_and_its_definition_taken_back() -> None:
    client = running_errand(a_task("RUNNING"), a_task("STOPPED", exitCode=0))
    ecs(client).run(errand())
    [run] = client.parameters("run_task")
    assert run["taskDefinition"] == "made:1" and run["networkConfiguration"] == NETWORK
    [registered] = client.parameters("register_task_definition")
    assert registered["tags"] == [{"key": "Deployment", "value": "prod"}]
    assert client.parameters("deregister_task_definition") == [{"taskDefinition": "made:1"}]


def test_an_errand_that_fails_says_its_last_words() -> None:
    client = running_errand(a_task("STOPPED", exitCode=1))
    with pytest.raises(TarmacError, match=r"init failed \(exit code 1\) while making the role(.|\n)*permission denied"):
        ecs(client).run(errand())
    [asked] = client.parameters("get_log_events")
    assert (asked["logGroupName"], asked["logStreamName"]) == ("/prod/api-server", "init/init/t1")
    assert client.parameters("deregister_task_definition")


def test_an_errand_that_never_began_says_why() -> None:
    stopped = a_task("STOPPED")
    stopped["tasks"][0]["stoppedReason"] = "ResourceInitializationError: unable to pull secrets"
    with pytest.raises(TarmacError, match="unable to pull secrets"):
        ecs(running_errand(stopped)).run(errand())


def test_an_errand_for_which_ecs_has_no_room_leaves_the_old_value() -> None:
    client = running_errand()
    client.answers["run_task"] = [{"tasks": [], "failures": [{"reason": "RESOURCE:CPU"}]}]
    with pytest.raises(TarmacError, match=r"starts no task \(RESOURCE:CPU\).*goes on with the old value"):
        ecs(client).run(errand())


def test_an_errand_that_does_not_end_is_stopped() -> None:
    client = running_errand(a_task("RUNNING"))
    with pytest.raises(TarmacError, match="did not end within 60 minutes"):
        ecs(client).run(errand())
    assert client.parameters("stop_task")


def a_service(
    deployment: str = "old", *others: str, state: str = "COMPLETED", running: int = 2, age: int = 3600
) -> dict[str, Any]:
    created = datetime.now(UTC) - timedelta(seconds=age)
    primary = {
        "id": deployment,
        "status": "PRIMARY",
        "rolloutState": state,
        "rolloutStateReason": "tasks failed to start" if state == "FAILED" else "",
        "runningCount": running,
        "desiredCount": 2,
        "createdAt": created,
    }
    rest = [{**primary, "id": other, "status": "ACTIVE", "rolloutState": "COMPLETED"} for other in others]
    return {"serviceName": SERVICE.name, "status": "ACTIVE", "deployments": [primary, *rest]}


def restarting(*answers: dict[str, Any], new: str = "new") -> Client:
    return Client(
        describe_services=[{"services": [answer]} for answer in answers],
        update_service=[{"service": a_service(new, "old", state="IN_PROGRESS", running=0, age=0)}],
    )


def test_a_restart_waits_until_no_old_task_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    client = restarting(
        a_service(),
        a_service("new", "old", state="IN_PROGRESS", running=1),
        a_service("new", "old", running=2),
        a_service("new"),
    )
    ecs(client).restart([SERVICE], since=None)
    assert len(client.parameters("describe_services")) == 4
    [forced] = client.parameters("update_service")
    assert forced == {"cluster": "prod", "service": "prod-api-server", "forceNewDeployment": True}
    assert "prod-api-server: 1 of 2 new tasks" in capsys.readouterr().err


def test_a_service_that_was_replaced_since_is_only_waited_for() -> None:
    since = datetime.now(UTC) - timedelta(seconds=60)
    client = restarting(a_service("new", age=10))
    ecs(client).restart([SERVICE], since=since)
    assert not client.parameters("update_service")


def test_a_service_that_was_replaced_before_is_replaced_again() -> None:
    client = restarting(a_service("old", age=120), a_service("new"))
    ecs(client).restart([SERVICE], since=datetime.now(UTC) - timedelta(seconds=60))
    assert client.parameters("update_service")


def test_new_tasks_that_do_not_become_healthy_leave_the_old_ones_at_work() -> None:
    client = restarting(a_service(), a_service("new", "old", state="FAILED", running=0))
    with pytest.raises(TarmacError, match=r"do not become healthy: tasks failed to start\. The old ones go on"):
        ecs(client).restart([SERVICE], since=None)


def test_a_worker_that_never_ends_is_not_waited_for_for_ever() -> None:
    client = restarting(a_service(), a_service("new", "old"))
    with pytest.raises(
        TarmacError, match=r"After 3 hours old tasks still run in prod-api-server(.|\n)*goes on waiting"
    ):
        ecs(client).restart([SERVICE], since=None)


def test_moto_takes_what_is_asked(account: Account) -> None:
    """The calls are those of the API: moto refuses parameters that it does not know."""
    [service] = [one for one in account.deployed().services if "init" in one.secrets]
    Ecs(account.target.clients, "prod", sleep=lambda seconds: None).restart([service], since=None)
    described = account.client("ecs").describe_task_definition(taskDefinition=service.task_definition)["taskDefinition"]
    made = account.client("ecs").register_task_definition(
        **definition_for(errand(service=service, pending=frozenset({account.arns["database"]})), described)
    )["taskDefinition"]
    references = {one["name"]: one["valueFrom"] for one in made["containerDefinitions"][0]["secrets"]}
    assert references["DATABASE_SECRET"] == f"{account.arns['database']}::AWSPENDING:"
