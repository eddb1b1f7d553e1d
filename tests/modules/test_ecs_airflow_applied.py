"""The ecs_airflow module on the embedded AWS: the life of a deployment."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import tftest
from airflow_plans import NAMES, Values, actions
from applied_bastion import check_bastion
from applied_cleaning import check_cleaning
from applied_executor import check_executor
from applied_on_demand import check_on_demand

from modules.ecs_airflow.components import SCRATCH
from wrapper.embedded_aws import EmbeddedAws

Root = Callable[..., tftest.TerraformTest]

BATCH = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["batch:SubmitJob"], "Resource": ["*"]}],
}
QUEUE = (
    '{cpu=2048,memory=8192,concurrency=8,max_count=5,spot_percent=100,image="registry.example.com/big:1",'
    f"extra_policies={{batch={json.dumps(json.dumps(BATCH))}}},"
    'schedules={night={min_count=1,start="cron(0 22 * * ? *)",end="cron(0 4 * * ? *)"}}}'
)
ON_DEMAND = '{big={image="registry.example.com/big:1",cpu=4096,memory=16384,mount_shared_files=true}}'


def clients(embedded_aws: EmbeddedAws) -> Callable[[str], Any]:
    endpoint = embedded_aws.start()
    return lambda name: boto3.client(
        name, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


def containers(outputs: Values, aws: Callable[[str], Any]) -> Iterator[tuple[str, Values, Values]]:
    """Every container of the applied task definitions, with its component and its task definition."""
    for name, arn in outputs["task_definition_arns"].items():
        definition = aws("ecs").describe_task_definition(taskDefinition=arn)["taskDefinition"]
        for container in definition["containerDefinitions"]:
            yield name, definition, container


@pytest.mark.apply
def test_life_of_a_deployment(terraform_root: Root, embedded_aws: EmbeddedAws) -> None:
    """P0.1, P0.4, P0.5, P1.13, P1.15, P1.17, P1.19, P4.7, P4.8, N.6: applied, planned empty, resized in place, gone."""
    root = terraform_root("ecs_airflow")
    aws = clients(embedded_aws)
    root.apply()
    outputs = root.output()["airflow"]
    assert actions(root.plan(output=True)) == {}

    known = {
        use: aws("secretsmanager").get_secret_value(SecretId=outputs[f"{use}_secret_arn"])["SecretString"]
        for use in ("admin", "flower", "fernet", "jwt", "api")
    }
    assert set(json.loads(known["admin"])) == set(json.loads(known["flower"])) == {"username", "password"}
    assert len(known["fernet"]) == 44 and len(known["jwt"]) >= 64 and len(known["api"]) >= 64
    state = (Path(root.tfdir) / "terraform.tfstate").read_text(encoding="utf-8")
    for use, value in known.items():
        assert value not in state, use
        assert value.startswith("{") is False or json.loads(value)["password"] not in state, use

    seen = set()
    for name, definition, container in containers(outputs, aws):
        seen.add(container["name"])
        assert container["command"][0] == container["name"]
        assert container["user"] == "50000:0" and container["readonlyRootFilesystem"]
        assert container["linuxParameters"]["capabilities"]["drop"] == ["ALL"]
        options = container["logConfiguration"]["options"]
        assert options["awslogs-group"] == outputs["log_group_names"][name]
        environment = {item["name"]: item["value"] for item in container["environment"]}
        assert environment["AIRFLOW__API__BASE_URL"] == outputs["url"]
        assert not [key for key in environment if re.search("PASSWORD|SECRET|FERNET|CONN_ID_", key)]
        assert not [key for key in environment if key.startswith("DATABASE_") and name == "worker"]
        if container["essential"]:
            assert container["healthCheck"]["command"] == ["CMD", "tarmac-airflow", "health", container["name"]]
        volumes = {volume["name"] for volume in definition["volumes"]}
        mounts = {mount["containerPath"]: mount["sourceVolume"] for mount in container["mountPoints"]}
        assert set(mounts.values()) <= volumes and set(SCRATCH.values()) <= set(mounts)
        for volume in definition["volumes"]:
            if "efsVolumeConfiguration" in volume:
                assert volume["efsVolumeConfiguration"]["transitEncryption"] == "ENABLED"
    assert seen == NAMES | {"init", "backlog"}
    by_container = {
        container["name"]: {item["name"]: item["valueFrom"] for item in container["secrets"]}
        for _, _, container in containers(outputs, aws)
    }
    assert set(by_container["worker"]) == {"REDIS_SECRET", "AIRFLOW__API__SECRET_KEY"}
    assert by_container["init"]["ADMIN_SECRET"] == outputs["admin_secret_arn"]

    registry = aws("servicediscovery")
    services = {item["Name"]: item["Id"] for item in registry.list_services()["Services"]}
    assert {"api-server", "flower", "webserver"} <= set(services)
    (alias,) = registry.list_instances(ServiceId=services["webserver"])["Instances"]
    assert alias["Attributes"]["AWS_INSTANCE_CNAME"] == "api-server.airflow"

    # Larger, more of them, and partly on Spot: nothing but task definitions is replaced, no data moves. The scheduler's
    # says how many tasks there may be.
    settings = {"components": "{worker={cpu=1024,memory=2048,min_count=2,max_count=10,spot_percent=50}}"}
    changes = actions(root.plan(output=True, tf_vars=settings))
    assert {address for address, action in changes.items() if action == ["create"]} == {
        *(f'aws_appautoscaling_policy.{name}["worker"]' for name in ("demand", "idle")),
        *(f'aws_cloudwatch_metric_alarm.{name}["worker"]' for name in ("demand", "demand_again", "idle")),
    }
    replaced = {address for address, action in changes.items() if "delete" in action}
    assert replaced == {f'aws_ecs_task_definition.this["{name}"]' for name in ("scheduler", "worker")}
    assert changes['aws_appautoscaling_target.this["worker"]'] == ["update"]

    # P2.9: five queues more, each with workers of its own, then one. What is there already stays as it is.
    queues = {"queues": "{" + ",".join(f"{name}={QUEUE}" for name in ("a", "B", "c-c", "d_d", "gpu2")) + "}"}
    # P1.11: with the one, a task that DAGs run on demand, and the ECS executor.
    for more in (
        settings | queues,
        settings
        | {
            "queues": f"{{gpu2={QUEUE}}}",
            "on_demand_tasks": ON_DEMAND,
            "ecs_executor": "{}",
            "database_cleaning": "{}",
            "bastion": "true",
        },
    ):
        root.apply(tf_vars=more)
        assert actions(root.plan(output=True, tf_vars=more)) == {}
    services = root.output()["airflow"]["service_names"]
    assert services["worker-gpu2"] == "trial-worker-gpu2" and set(services) == NAMES | {"worker-gpu2"}
    settings = more
    policies = aws("application-autoscaling").describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    alarms = {alarm["AlarmName"]: alarm for alarm in aws("cloudwatch").describe_alarms()["MetricAlarms"]}
    for worker in ("worker", "worker-gpu2"):
        for name in ("demand", "idle"):
            (policy,) = [
                one for one in policies if one["PolicyName"] == name and one["ResourceId"].endswith(f"/trial-{worker}")
            ]
            assert alarms[f"trial-{worker}-{name}"]["AlarmActions"] == [policy["PolicyARN"]]
    definitions = {container["name"]: container for _, _, container in containers(root.output()["airflow"], aws)}
    backlog = definitions["backlog"]
    assert backlog["restartPolicy"]["enabled"] and not backlog["essential"]
    told = {
        item["name"]: item["value"] for name in ("backlog", "scheduler") for item in definitions[name]["environment"]
    }
    assert json.loads(told["TARMAC_WORKER_SLOTS"]) == {"default": 4, "gpu2": 8}
    assert told["AIRFLOW__CORE__PARALLELISM"] == "80"
    assert definitions["worker-gpu2"]["command"] == ["worker", "--queues", "gpu2"]
    assert definitions["worker-gpu2"]["healthCheck"]["command"][-1] == "worker"

    check_on_demand(root.output()["airflow"], definitions["worker"], aws)
    check_executor(root.output()["airflow"], definitions, aws)
    check_cleaning(root.output()["airflow"], aws)
    check_bastion(root.output()["airflow"], aws)

    root.destroy(tf_vars=settings)
    assert not aws("ecs").list_clusters()["clusterArns"]
    assert not aws("elbv2").describe_load_balancers()["LoadBalancers"]
    assert not aws("efs").describe_file_systems()["FileSystems"]
    assert not [b for b in aws("s3").list_buckets()["Buckets"] if b["Name"].startswith("trial-")]
