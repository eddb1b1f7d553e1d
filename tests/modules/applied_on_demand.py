"""What an apply of the ecs_airflow module with tasks that DAGs run on demand has made."""

import json
from collections.abc import Callable
from typing import Any

Values = dict[str, Any]


def check_on_demand(outputs: Values, worker: Values, aws: Callable[[str], Any]) -> None:
    """P1.11, P1.14: a worker finds the task in its environment, and its role may run, pass, follow and read just it."""
    told = {item["name"]: item["value"] for item in worker["environment"]}
    task = json.loads(told["TARMAC_ON_DEMAND_TASKS"])["big"]
    definition = aws("ecs").describe_task_definition(taskDefinition=task["task_definition"])["taskDefinition"]
    (container,) = definition["containerDefinitions"]
    assert container["logConfiguration"]["options"]["awslogs-group"] == task["log_group"]
    assert told["TARMAC_ON_DEMAND_CLUSTER"] and told["TARMAC_ON_DEMAND_SUBNETS"].startswith("subnet-")
    groups = aws("ec2").describe_security_groups(GroupIds=[told["TARMAC_ON_DEMAND_SECURITY_GROUP"]])["SecurityGroups"]
    assert [group["IpPermissions"] for group in groups] == [[]], "nobody reaches it"

    role = outputs["task_role_arns"]["worker"].rpartition("/")[2]
    policy = aws("iam").get_role_policy(RoleName=role, PolicyName="run-on-demand-tasks")["PolicyDocument"]
    rights = {statement["Sid"]: statement for statement in policy["Statement"]}
    family = definition["taskDefinitionArn"].rpartition(":")[0]
    assert rights["Run"]["Action"] == "ecs:RunTask" and rights["Run"]["Resource"] == f"{family}:*"
    for sid in ("Run", "Follow", "Find"):
        assert set(rights[sid]["Condition"]["ArnEquals"]) == {"ecs:cluster"}
    own = {definition["taskRoleArn"], definition["executionRoleArn"]}
    assert rights["HandOn"]["Action"] == "iam:PassRole" and set(rights["HandOn"]["Resource"]) == own
    assert rights["HandOn"]["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    assert rights["Read"]["Action"] == "logs:GetLogEvents"
    assert rights["Read"]["Resource"].endswith(f":log-group:{task['log_group']}:log-stream:*")
