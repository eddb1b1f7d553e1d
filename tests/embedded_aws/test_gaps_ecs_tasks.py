"""Gaps in ECS's RunTask: an agent runs the tasks and reports them; without one they do not start."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from stock_moto import Aws, fills, unique


def _cluster(aws: Aws) -> str:
    name = unique("cluster")
    aws("ecs").create_cluster(clusterName=name)
    return name


def _run(aws: Aws, cluster: str, **container: Any) -> Any:
    """Runs a task with a container of Fargate's kind; the task."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=unique("task"), Description="its", VpcId=vpc)["GroupId"]
    definition = aws("ecs").register_task_definition(
        family=unique("family"),
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        requiresCompatibilities=["FARGATE"],
        containerDefinitions=[{"name": "main", "image": "some:1", **container}],
    )["taskDefinition"]["taskDefinitionArn"]
    answer = aws("ecs").run_task(
        cluster=cluster,
        taskDefinition=definition,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}},
    )
    assert answer["failures"] == []
    (task,) = answer["tasks"]
    return task


def _described(aws: Aws, cluster: str, arn: str) -> Any:
    (task,) = aws("ecs").describe_tasks(cluster=cluster, tasks=[arn])["tasks"]
    return task


@fills("ecs_tasks.fargate_sizes")
def test_a_container_without_a_memory_of_its_own_can_be_run(aws: Aws) -> None:
    cluster = _cluster(aws)
    assert _run(aws, cluster)["clusterArn"].endswith(f"/{cluster}")


@fills("ecs_tasks.tasks_run_by_an_agent")
def test_a_task_is_what_its_agent_reports(aws: Aws) -> None:
    """It waits for the agent; its end has the exit code; a stop is a wish until the container has ended."""
    ecs, cluster = aws("ecs"), _cluster(aws)
    ecs.discover_poll_endpoint(cluster=cluster, containerInstance="here")
    task = _run(aws, cluster, memory=512)
    arn = task["taskArn"]
    assert (task["lastStatus"], task["desiredStatus"]) == ("PROVISIONING", "RUNNING")
    assert "exitCode" not in _described(aws, cluster, arn)["containers"][0]
    ecs.submit_container_state_change(cluster=cluster, task=arn, containerName="main", runtimeId="a1", status="RUNNING")
    ecs.submit_task_state_change(cluster=cluster, task=arn, status="RUNNING")
    task = _described(aws, cluster, arn)
    assert task["lastStatus"] == "RUNNING" and task["startedAt"] and task["containers"][0]["runtimeId"] == "a1"
    ecs.stop_task(cluster=cluster, task=arn, reason="enough")
    task = _described(aws, cluster, arn)
    assert (task["lastStatus"], task["desiredStatus"]) == ("RUNNING", "STOPPED")
    assert ecs.list_tasks(cluster=cluster, desiredStatus="RUNNING")["taskArns"] == []
    ecs.submit_container_state_change(
        cluster=cluster, task=arn, containerName="main", runtimeId="a1", status="STOPPED", exitCode=143
    )
    ecs.submit_task_state_change(
        cluster=cluster, task=arn, status="STOPPED", reason="Essential container in task exited"
    )
    task = _described(aws, cluster, arn)
    assert (task["lastStatus"], task["stopCode"], task["stoppedReason"]) == ("STOPPED", "UserInitiated", "enough")
    assert task["containers"][0]["exitCode"] == 143
    (interface,) = [one for one in task["attachments"][0]["details"] if one["name"] == "networkInterfaceId"]
    interfaces = aws("ec2").describe_network_interfaces()["NetworkInterfaces"]
    assert interface["value"] not in [one["NetworkInterfaceId"] for one in interfaces], "it went with the task"


def test_without_an_agent_a_task_says_that_nothing_runs_it(filled: Aws) -> None:
    cluster = _cluster(filled)
    task = _described(filled, cluster, _run(filled, cluster)["taskArn"])
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "TaskFailedToStart")
    assert "nothing runs containers for the embedded AWS" in task["stoppedReason"]
    assert "exitCode" not in task["containers"][0] and "startedAt" not in task


@fills("ecs_tasks.a_task_that_is_not_there")
def test_a_task_that_is_not_there_is_missing_and_cannot_be_stopped(aws: Aws) -> None:
    cluster = _cluster(aws)
    answer = aws("ecs").describe_tasks(cluster=cluster, tasks=["a" * 32])
    assert answer["tasks"] == []
    assert [failure["reason"] for failure in answer["failures"]] == ["MISSING"]
    with pytest.raises(ClientError, match=r"InvalidParameterException.*The referenced task was not found"):
        aws("ecs").stop_task(cluster=cluster, task="a" * 32)
