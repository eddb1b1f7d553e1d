"""The tasks are read back from ECS, Cloud Map, EFS and Application Auto Scaling as they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wrapper.aws_clients import AwsClients
from wrapper.containers.compose.certificates import Authority
from wrapper.containers.compose.secrets import Secrets
from wrapper.containers.compose.stand_ins import stand_ins
from wrapper.containers.compose.tasks import Container, Mount, Task, read
from wrapper.embedded_aws import EmbeddedAws
from wrapper.errors import TarmacError

REGION = "eu-west-3"


@pytest.fixture(scope="module")
def clients(embedded_aws: EmbeddedAws) -> AwsClients:
    return AwsClients(embedded_aws.complete_environment(), REGION)


@pytest.fixture(scope="module")
def tasks(clients: AwsClients) -> Iterator[tuple[Task, ...]]:
    """What a deployment `demo` made in a cluster that it shares with another, whose name begins alike."""
    ecs, discovery = clients("ecs"), clients("servicediscovery")
    ecs.create_cluster(clusterName="shared")
    operation = discovery.create_private_dns_namespace(Name="airflow", Vpc="vpc-1")["OperationId"]
    zone = discovery.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
    address = {"DnsRecords": [{"Type": "A", "TTL": 10}]}
    registry = discovery.create_service(Name="web", NamespaceId=zone, DnsConfig=address)["Service"]
    alias = {"RoutingPolicy": "WEIGHTED", "DnsRecords": [{"Type": "CNAME", "TTL": 60}]}
    old_name = discovery.create_service(Name="webserver", NamespaceId=zone, DnsConfig=alias)["Service"]["Id"]
    discovery.register_instance(
        ServiceId=old_name, InstanceId="webserver", Attributes={"AWS_INSTANCE_CNAME": "web.airflow"}
    )
    files = clients("efs").create_file_system()["FileSystemId"]
    access = clients("efs").create_access_point(FileSystemId=files, RootDirectory={"Path": "/dags"})["AccessPointId"]
    ecs.register_task_definition(
        family="demo-web",
        cpu="512",
        memory="1024",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        taskRoleArn="arn:aws:iam::123456789012:role/web",
        containerDefinitions=[
            {
                "name": "web",
                "image": "airflow:1",
                "command": ["api-server"],
                "environment": [{"name": "MODE", "value": "$HOME"}],
                "secrets": [{"name": "KEY", "valueFrom": "arn:key"}],
                "user": "50000:0",
                "readonlyRootFilesystem": True,
                "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
                "mountPoints": [
                    {"sourceVolume": "dags", "containerPath": "/opt/airflow/dags", "readOnly": True},
                    {"sourceVolume": "scratch", "containerPath": "/scratch"},
                ],
                "stopTimeout": 45,
            },
            {"name": "init", "image": "airflow:1", "essential": False},
        ],
        volumes=[
            {"name": "scratch"},
            {
                "name": "dags",
                "efsVolumeConfiguration": {
                    "fileSystemId": files,
                    "transitEncryption": "ENABLED",
                    "authorizationConfig": {"accessPointId": access, "iam": "ENABLED"},
                },
            },
        ],
    )
    for deployment in ("demo", "demo-two"):
        ecs.create_service(
            cluster="shared",
            serviceName=f"{deployment}-web",
            taskDefinition="demo-web",
            desiredCount=1,
            serviceRegistries=[{"registryArn": registry["Arn"]}],
            loadBalancers=[{"targetGroupArn": "arn:group", "containerName": "web", "containerPort": 8080}],
            tags=[{"key": "Deployment", "value": deployment}],
        )
    clients("application-autoscaling").register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId="service/shared/demo-web",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=3,
        MaxCapacity=5,
    )
    yield read("demo", "shared", clients)


def test_a_task_is_what_ecs_would_run(tasks: tuple[Task, ...]) -> None:
    """P4.1: what runs here is what is deployed. The other deployment's service is not among it."""
    (web,) = tasks
    assert (web.name, web.cpu, web.memory, web.calls_aws) == ("web", 512, 1024, True)
    assert web.count == 3, "the lower bound of its scaling"
    assert web.dns_names == ("web.airflow", "webserver.airflow")
    main, init = web.containers
    assert main.command == ("api-server",)
    assert main.environment == {"MODE": "$HOME"}
    assert main.secrets == {"KEY": "arn:key"}
    assert main.public_port == 8080
    assert (main.user, main.read_only_root, main.dropped_capabilities) == ("50000:0", True, ("ALL",))
    assert main.stop_timeout == 45
    assert (init.essential, init.command, init.public_port) == (False, None, None)


def test_a_service_that_waits_at_zero_runs_once(clients: AwsClients, tasks: tuple[Task, ...]) -> None:
    """Nothing here scales it up when a task comes to its queue."""
    clients("application-autoscaling").register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId="service/shared/demo-web",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=0,
        MaxCapacity=5,
    )
    assert [task.count for task in read("demo", "shared", clients)] == [1]


def test_the_directory_of_an_access_point_is_asked_of_the_file_system(tasks: tuple[Task, ...]) -> None:
    dags, scratch = tasks[0].containers[0].mounts
    assert (dags.directory, dags.read_only) == ("/dags", True)
    assert scratch == Mount(path="/scratch", volume="scratch", read_only=False)


def test_a_cluster_without_services_of_the_deployment_is_told(clients: AwsClients, tasks: tuple[Task, ...]) -> None:
    with pytest.raises(TarmacError, match="holds no service of nothing") as caught:
        read("nothing", "shared", clients)
    assert "./tarmac apply nothing" in str(caught.value)


def test_one_key_of_a_secret_is_resolved_as_ecs_does(clients: AwsClients) -> None:
    arn = clients("secretsmanager").create_secret(Name="login", SecretString='{"password": "x", "n": 1}')["ARN"]
    secrets = Secrets(clients)
    assert secrets.resolve(arn).value == '{"password": "x", "n": 1}'
    assert secrets.resolve(f"{arn}:password::").value == "x"
    with pytest.raises(TarmacError, match="has no key name"):
        secrets.resolve(f"{arn}:name::")
    with pytest.raises(TarmacError, match="no secret of Secrets Manager"):
        secrets.resolve("arn:aws:ssm:eu-west-3:123456789012:parameter/x")


def test_aurora_is_stood_in_for_under_its_own_endpoint(clients: AwsClients, tmp_path: Path) -> None:
    """PostgreSQL of the same version, the same master, and a certificate for the endpoint's name."""
    rds = clients("rds")
    cluster = rds.create_db_cluster(
        DBClusterIdentifier="demo",
        Engine="aurora-postgresql",
        EngineVersion="16.8",
        MasterUsername="master",
        MasterUserPassword="given elsewhere",
    )["DBCluster"]
    arn = clients("secretsmanager").create_secret(
        Name="master", SecretString='{"username": "master", "password": "it\'s $HOME"}'
    )["ARN"]
    told = {"DATABASE_HOST": cluster["Endpoint"], "DATABASE_PORT": "5432", "DATABASE_NAME": "airflow"}
    container = Container(name="init", image="airflow", environment=told, secrets={"MASTER_SECRET": arn})
    task = Task(name="api-server", count=1, cpu=256, memory=512, containers=(container,))
    (database,) = stand_ins([task], clients, Secrets(clients), Authority(tmp_path))
    assert database.image == "docker.io/library/postgres:16.8"
    assert database.aliases == (cluster["Endpoint"],)
    assert database.environment["POSTGRES_USER"] == "master"
    assert database.secrets["POSTGRES_PASSWORD"].value == "it's $HOME"


def test_a_database_that_is_elsewhere_is_left_alone(clients: AwsClients, tmp_path: Path) -> None:
    told: dict[str, Any] = {"DATABASE_HOST": "db.example.com", "DATABASE_PORT": "5432", "DATABASE_NAME": "airflow"}
    container = Container(name="scheduler", image="airflow", environment=told)
    task = Task(name="scheduler", count=1, cpu=256, memory=512, containers=(container,))
    assert list(stand_ins([task], clients, Secrets(clients), Authority(tmp_path))) == []


def test_certificates_are_kept_and_only_their_owner_reads_the_keys(tmp_path: Path) -> None:
    first = Authority(tmp_path).server("database", ["db.example.com"])
    assert Authority(tmp_path).server("database", ["db.example.com"]) == first
    assert Authority(tmp_path).server("database", ["other.example.com"]) != first
    assert {file.stat().st_mode & 0o777 for file in tmp_path.glob("*.key")} == {0o600}
