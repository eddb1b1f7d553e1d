"""What an apply of the ecs_airflow module with a bastion has made."""

from collections.abc import Callable
from typing import Any

Values = dict[str, Any]


def check_bastion(outputs: Values, aws: Callable[[str], Any]) -> None:
    """P1.18, P3.12: it is entered by ECS Exec alone, and may do nothing but that, and look after the files."""
    definition = aws("ecs").describe_task_definition(taskDefinition=outputs["task_definition_arns"]["bastion"])
    (container,) = definition["taskDefinition"]["containerDefinitions"]
    assert container["entryPoint"][-1] == 'exec sleep "$TARMAC_BASTION_SECONDS"' and not container.get("command")
    told = {item["name"]: item["value"] for item in container["environment"]}
    assert told["TARMAC_BASTION_SECONDS"] == "14400" and told["DATABASE_HOST"] and told["REDIS_HOST"]
    assert {one["name"] for one in container["secrets"]} <= {"DATABASE_SECRET", "REDIS_SECRET"}, (
        "neither key nor master"
    )
    assert not container["readonlyRootFilesystem"], "Session Manager's agent writes into it"
    (files,) = [one for one in definition["taskDefinition"]["volumes"] if one.get("efsVolumeConfiguration")]
    assert files["efsVolumeConfiguration"]["authorizationConfig"]["accessPointId"] == outputs["root_access_point_id"]

    iam, role = aws("iam"), outputs["task_role_arns"]["bastion"].rpartition("/")[2]
    granted = {
        name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"]
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    }
    assert set(granted) <= {"open-bastion", "write-root-directory", "connect-broker"}
    assert {action for one in granted["open-bastion"] for action in listed(one["Action"])} <= {
        *(f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")),
        *("logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"),
    }
    assert "elasticfilesystem:ClientRootAccess" in granted["write-root-directory"][0]["Action"]

    rules = aws("ec2").describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": [outputs["security_group_ids"]["bastion"]]}]
    )["SecurityGroupRules"]
    assert all(rule["IsEgress"] for rule in rules), "nobody connects to it"
    assert {rule["FromPort"] for rule in rules} == {443, 2049, 5432, 6379}


def listed(value: str | list[str]) -> list[str]:
    """IAM's one or several."""
    return [value] if isinstance(value, str) else value
