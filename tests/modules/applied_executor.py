"""What an apply of the ecs_airflow module with Airflow's ECS executor has made."""

import json
from collections.abc import Callable
from typing import Any

Values = dict[str, Any]

ECS = "airflow.providers.amazon.aws.executors.ecs.AwsEcsExecutor"


def check_executor(outputs: Values, containers: Values, aws: Callable[[str], Any]) -> None:
    """P1.14: every component knows both executors; the scheduler knows how to start a task, and may do just that."""

    def told(name: str) -> dict[str, str]:
        return {item["name"]: item["value"] for item in containers[name]["environment"]}

    definition = aws("ecs").describe_task_definition(taskDefinition=outputs["task_definition_arns"]["task"])
    (container,) = definition["taskDefinition"]["containerDefinitions"]
    assert container["name"] == "task" and not container["secrets"]
    assert container["entryPoint"][-2:] == ["tarmac-airflow", "task"] and not container.get("command")
    for name in ("api-server", "scheduler", "dag-processor", "triggerer", "worker"):
        assert told(name)["AIRFLOW__CORE__EXECUTOR"] == f"CeleryExecutor,{ECS}", name
    settings = {
        name.removeprefix("AIRFLOW__AWS_ECS_EXECUTOR__"): value
        for name, value in told("scheduler").items()
        if name.startswith("AIRFLOW__AWS_ECS_EXECUTOR__")
    }
    read = told("api-server")
    assert settings and all(read[f"AIRFLOW__AWS_ECS_EXECUTOR__{name}"] == value for name, value in settings.items())
    assert settings["TASK_DEFINITION"] == definition["taskDefinition"]["family"]
    assert settings["SECURITY_GROUPS"] == outputs["security_group_ids"]["task"]
    kwargs = json.loads(settings["RUN_TASK_KWARGS"])
    assert kwargs["capacity_provider_strategy"] == [{"capacityProvider": "FARGATE", "weight": 1}]
    role = outputs["task_role_arns"]["scheduler"].rpartition("/")[2]
    policy = aws("iam").get_role_policy(RoleName=role, PolicyName="run-executor-tasks")["PolicyDocument"]
    rights = {statement["Sid"]: statement for statement in policy["Statement"]}
    family = definition["taskDefinition"]["taskDefinitionArn"].rpartition(":")[0]
    assert rights["Run"]["Action"] == "ecs:RunTask" and rights["Run"]["Resource"] == f"{family}:*"
    for sid in ("Run", "Follow"):
        assert set(rights[sid]["Condition"]["ArnEquals"]) == {"ecs:cluster"}
    own = {outputs["task_role_arns"]["task"], outputs["execution_role_arns"]["task"]}
    assert set(rights["HandOn"]["Resource"]) == own
    assert rights["Tag"]["Condition"] == {"StringEquals": {"ecs:CreateAction": "RunTask"}}
    starting = aws("iam").get_role_policy(
        RoleName=outputs["execution_role_arns"]["task"].rpartition("/")[2], PolicyName="start"
    )["PolicyDocument"]["Statement"]
    assert "Secrets" not in {statement["Sid"] for statement in starting}, "it is handed none"
