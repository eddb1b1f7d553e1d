"""What an apply of the ecs_airflow module with the cleaning of the database has made."""

from collections.abc import Callable
from typing import Any

Values = dict[str, Any]


def check_cleaning(outputs: Values, aws: Callable[[str], Any]) -> None:
    """Issue 7: a schedule starts a task that is handed the database's secret, and may do nothing in AWS."""
    definition = aws("ecs").describe_task_definition(taskDefinition=outputs["task_definition_arns"]["clean-database"])
    (container,) = definition["taskDefinition"]["containerDefinitions"]
    assert container["command"] == ["clean-database"]
    assert [secret["name"] for secret in container["secrets"]] == ["DATABASE_SECRET"]
    assert {"name": "TARMAC_KEEP_DAYS", "value": "90"} in container["environment"]
    assert "clean-database" not in outputs["service_names"], "nothing keeps it running"

    schedule = aws("scheduler").get_schedule(Name="trial-clean-database")
    assert schedule["ScheduleExpression"] == "cron(0 3 ? * SUN *)" and schedule["State"] == "ENABLED"
    started = schedule["Target"]["EcsParameters"]
    family = definition["taskDefinition"]["taskDefinitionArn"].rpartition(":")[0]
    assert started["TaskDefinitionArn"] == family, "an image changes without the schedule"
    network = started["NetworkConfiguration"]["awsvpcConfiguration"]
    assert network["SecurityGroups"] == [outputs["security_group_ids"]["clean-database"]]

    iam = aws("iam")
    role = outputs["task_role_arns"]["clean-database"].rpartition("/")[2]
    assert not iam.list_role_policies(RoleName=role)["PolicyNames"]
    starter = schedule["Target"]["RoleArn"].rpartition("/")[2]
    policy = iam.get_role_policy(RoleName=starter, PolicyName="start")["PolicyDocument"]
    rights = {statement["Sid"]: statement for statement in policy["Statement"]}
    assert rights["Run"]["Action"] == "ecs:RunTask" and set(rights["Run"]["Resource"]) == {family, f"{family}:*"}
    own = {outputs["task_role_arns"]["clean-database"], outputs["execution_role_arns"]["clean-database"]}
    assert set(rights["HandOn"]["Resource"]) == own
    trust = iam.get_role(RoleName=starter)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Principal"]["Service"] == "scheduler.amazonaws.com" and len(trust["Condition"]) == 2
