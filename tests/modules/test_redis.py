"""The redis module: what it publishes, how its container starts, what it plans, and what becomes of it on the
embedded AWS."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
import tftest

from kit.module import InputError
from kit.publish import publish
from modules.redis import Redis
from modules.redis.container import health_command, start_script
from tests.debian import debian_program
from tests.ports import free_port, wait_for_port
from tests.waiting import HANGS
from wrapper.embedded_aws import EmbeddedAws
from wrapper.paths import ROOT
from wrapper.secrets.redis import ADD_PASSWORD, ONLY_PASSWORD

sys.path.append(str(ROOT / "tests" / "docker"))
from image_servers import HOSTILE_SECRETS

Root = Callable[..., tftest.TerraformTest]
FILL = "for n = 1, 200 do redis.call('lpush', 'full', string.rep('x', 100000) .. n) end"
ADMINISTRATOR = "of the rotations"
PRIVATE_IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/valkey:8.1.10"


@pytest.fixture(scope="module")
def published() -> dict[str, str]:
    return publish(Redis)


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("redis")


def plan(root: tftest.TerraformTest, **redis: Any) -> Any:
    return root.plan(output=True, tf_vars={"redis": redis})


def made(plan: Any) -> dict[str, dict[str, Any]]:
    """What the module makes: the planned values by address inside it."""
    return {
        address.removeprefix("module.redis."): change["change"]["after"]
        for address, change in plan.resource_changes.items()
        if address.startswith("module.redis.") and change["mode"] == "managed"
    }


def refusal(root: tftest.TerraformTest, **redis: Any) -> str:
    """What Terraform says instead of a plan, on one line."""
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root, **redis)
    return " ".join(re.sub(r"[│╷╵]", " ", str(refused.value.cmd_error)).split())


class TestPublished:
    """What holds whatever the inputs are."""

    def test_no_password_reaches_plan_or_state(self, published: dict[str, str]) -> None:
        """P0.5: the password is ephemeral and goes into a write-only argument; ElastiCache has none at all."""
        everything = "\n".join(text for name, text in published.items() if name.endswith(".tf"))
        assert not re.search(r"^\s*(secret_string|auth_token|passwords)\s*=", everything, re.MULTILINE)
        elsewhere, written = re.subn(r"secret_string_wo = jsonencode\(\{.*?\}\)", "", everything, flags=re.DOTALL)
        assert written == 2 and "].random_password" not in elsewhere
        assert "secret_string_wo_version = 1" in everything

    def test_clients_are_let_in_by_whoever_runs_them(self, published: dict[str, str]) -> None:
        """T0.1: the security group has no ingress rule of its own."""
        assert "ingress" not in "".join(text for name, text in published.items() if name.endswith(".tf"))

    def test_the_trade_off_is_explained(self, published: dict[str, str]) -> None:
        """T0.5: a container or ElastiCache."""
        readme = published["README.md"]
        for word in ("costs", "replica", "TLS", "lost", "zone", "in place"):
            assert word in readme


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"name": "Airflow"}, "lower-case letters, digits and single hyphens"),
        ({"name": "a--b"}, "single hyphens"),
        ({"name": "airflow-"}, "single hyphens"),
        ({"name": "a" * 32}, "1 to 31 lower-case"),
        ({"mode": "serverless"}, "one of fargate, elasticache"),
        ({"cpu": 2048}, "one of 256, 512, 1024"),
        ({"memory": 700}, "256: 512, 1024 or 2048"),
        ({"architecture": "arm64"}, "one of ARM64, X86_64"),
        ({"engine": "memcached"}, "one of valkey, redis"),
        ({"engine_version": "8"}, "a major and a minor version"),
        ({"node_type": "t4g.micro"}, "as in cache.t4g.micro"),
        ({"node_count": 7}, "from 1 to 6"),
        ({"maintenance_window": "sunday"}, "as in sun:05:30-sun:06:30"),
        ({"maintenance_window": "sun:05:30sun:06:30"}, "as in sun:05:30-sun:06:30"),
        ({"secret_recovery_days": 3}, "0 or from 7 to 30"),
    ],
)
def test_a_wrong_input_is_refused_before_terraform_runs(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        Redis.Inputs(**({"name": "sample", "vpc_id": "vpc-0123", "subnet_ids": ["subnet-a"]} | inputs))


class TestContainer:
    """The start script and the health check, under a shell and with a Redis of Debian's."""

    @contextmanager
    def started(self, password: str, folder: Path, previous: str = "") -> Iterator[tuple[int, psutil.Process]]:
        program = Path(debian_program("redis-server", "redis-server"))
        port = free_port()
        environment = {"PATH": f"{program.parent}:/usr/bin:/bin", "REDIS_PASSWORD": password}
        environment |= {"REDIS_PREVIOUS_PASSWORD": previous or password, "REDIS_ADMINISTRATOR_PASSWORD": ADMINISTRATOR}
        command = ["sh", "-c", start_script(port, 64)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
        try:
            wait_for_port(port, server)
            yield port, psutil.Process(server.pid)
        finally:
            server.terminate()
            assert server.wait(HANGS) == 0, "it ends by itself, before ECS kills it"

    def ask(self, port: int, password: str, *command: str) -> str:
        client = debian_program("redis-cli", "redis-tools")
        environment = {"REDISCLI_AUTH": password}
        asked = subprocess.run(
            [client, "-p", str(port), *command], env=environment, capture_output=True, text=True, check=False
        )
        return (asked.stdout + asked.stderr).strip()

    def lets_in(self, port: int, password: str) -> bool:
        return self.ask(port, password, "ping") == "PONG"

    def healthy(self, port: int, administrator: str = ADMINISTRATOR) -> bool:
        client = Path(debian_program("redis-cli", "redis-tools"))
        environment = {"PATH": f"{client.parent}:/usr/bin:/bin", "REDIS_ADMINISTRATOR_PASSWORD": administrator}
        return subprocess.run(["sh", "-c", health_command(port)], env=environment, check=False).returncode == 0

    @pytest.mark.parametrize("password", ["Alphanumeric1", *HOSTILE_SECRETS])
    def test_whatever_the_password_it_opens_and_shows_nowhere(self, password: str, tmp_path: Path) -> None:
        """P0.5, D0.1: not in the arguments of a process, not in a file, not in the log."""
        with self.started(password, tmp_path) as (port, server):
            assert self.healthy(port)
            assert not self.healthy(port, "wrong")
            assert "NOAUTH" in self.ask(port, "", "ping")
            assert self.ask(port, password, "lpush", "default", "message") == "1"
            # The shell has become the server, so that it hears ECS's SIGTERM.
            assert Path(server.exe()).name.startswith("redis")
            assert password not in " ".join(server.cmdline())
            assert not server.children()
        assert [file.name for file in tmp_path.iterdir()] == ["log"]
        assert password not in (tmp_path / "log").read_text()

    @pytest.mark.parametrize("previous", ["Alphanumeric1", *HOSTILE_SECRETS])
    def test_in_the_middle_of_a_rotation_it_starts_with_both_passwords(self, previous: str, tmp_path: Path) -> None:
        with self.started("new", tmp_path, previous) as (port, _):
            assert self.lets_in(port, "new") and self.lets_in(port, previous)
            assert not self.lets_in(port, "wrong")

    def test_its_administrator_gives_it_another_password_and_does_nothing_else(self, tmp_path: Path) -> None:
        """How a rotation replaces the password while it runs: docs/secrets.md."""
        with self.started("old", tmp_path) as (port, _):
            for script in (ADD_PASSWORD, ONLY_PASSWORD):
                environment = {"PATH": "/usr/bin:/bin", "REDIS_HOST": "127.0.0.1", "REDIS_PASSWORD": "new"}
                environment["REDIS_ADMINISTRATOR_PASSWORD"] = ADMINISTRATOR
                done = subprocess.run(
                    ["sh", "-c", script.replace("-p 6379", f"-p {port}")],
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, done.stdout + done.stderr
                assert self.lets_in(port, "new")
            assert not self.lets_in(port, "old")
            assert self.healthy(port), "though the password in its environment is no longer taken"
            as_administrator = ["--user", "administrator", "get", "x"]
            assert "NOPERM" in self.ask(port, ADMINISTRATOR, *as_administrator)

    def test_it_neither_evicts_nor_obeys_a_client(self, tmp_path: Path) -> None:
        """A message never vanishes: not for want of memory, not by a command of a DAG that has the password."""
        with self.started("secret", tmp_path) as (port, _):
            for command in (["flushall"], ["shutdown"], ["config", "set", "maxmemory", "1"], ["acl", "list"]):
                assert "NOPERM" in self.ask(port, "secret", *command), command
            assert self.ask(port, "secret", "lpush", "default", "message") == "1"
            # A command is refused once memory is full, so several of 20 MB each go on until one is.
            answers = [self.ask(port, "secret", "eval", FILL, "0") for _ in range(5)]
            assert answers[0] == "" and "OOM" in answers[-1]
            assert self.ask(port, "secret", "llen", "default") == "1"

    def test_it_does_not_start_without_a_password(self, tmp_path: Path) -> None:
        """P0.5"""
        ended = subprocess.run(
            ["sh", "-c", start_script(free_port(), 64)], env={"PATH": "/usr/bin:/bin"}, cwd=tmp_path, check=False
        )
        assert ended.returncode == 1


def test_plan_of_a_container(root: tftest.TerraformTest) -> None:
    """P0.1, P0.4, P1.4: one container, found by its name, never two at once, with nothing that it does not need."""
    found = made(plan(root))
    service = found["aws_ecs_service.this[0]"]
    assert (service["desired_count"], service["launch_type"]) == (1, "FARGATE")
    assert (service["deployment_minimum_healthy_percent"], service["deployment_maximum_percent"]) == (0, 100)
    assert service["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}]
    assert service["network_configuration"][0]["assign_public_ip"] is False
    size = found["aws_appautoscaling_target.this[0]"]
    assert (size["min_capacity"], size["max_capacity"]) == (1, 1)
    task = found["aws_ecs_task_definition.this[0]"]
    assert (task["cpu"], task["memory"], task["task_role_arn"]) == ("256", "512", None)
    assert task["runtime_platform"] == [{"cpu_architecture": "ARM64", "operating_system_family": "LINUX"}]
    registry = found["aws_service_discovery_service.this[0]"]
    assert registry["name"] == "redis"
    assert registry["dns_config"][0]["dns_records"] == [{"ttl": 10, "type": "A"}]
    assert not any("elasticache" in address for address in found)


def test_plan_of_elasticache_in_two_zones(root: tftest.TerraformTest) -> None:
    """P1.5, P2.2, T0.5: a replica in another zone, failover by itself, no cluster mode, encrypted, no password."""
    planned = plan(root, mode="elasticache", node_count=2)
    found = made(planned)
    group = found["aws_elasticache_replication_group.this[0]"]
    assert (group["engine"], group["engine_version"]) == ("valkey", "8.0")
    assert (group["num_cache_clusters"], group["cluster_mode"]) == (2, "disabled")
    assert group["multi_az_enabled"] and group["automatic_failover_enabled"]
    assert group["transit_encryption_enabled"] and group["transit_encryption_mode"] == "required"
    assert group["at_rest_encryption_enabled"] == "true"
    assert group["auth_token"] is None
    assert {delivery["log_type"] for delivery in group["log_delivery_configuration"]} == {"engine-log", "slow-log"}
    parameters = found["aws_elasticache_parameter_group.this[0]"]
    assert parameters["family"] == "valkey8"
    assert parameters["parameter"] == [{"name": "maxmemory-policy", "value": "noeviction"}]
    user = found["aws_elasticache_user.airflow[0]"]
    assert user["user_id"] == user["user_name"] == "sample-redis"
    assert user["authentication_mode"][0]["type"] == "iam"
    assert found["aws_elasticache_user_group.this[0]"]["user_ids"] == ["sample-redis"]
    outputs = planned.output_changes["redis"]["after"]
    assert (outputs["tls"], outputs["authentication"], outputs["secret_arn"]) == (True, "iam", None)
    assert not any(kind in address for address in found for kind in ("ecs", "secret", "iam_role"))


def test_with_the_engine_redis_the_default_user_is_off(root: tftest.TerraformTest) -> None:
    """P1.5: authenticated from its first second."""
    found = made(plan(root, mode="elasticache", engine="redis"))
    default = found["aws_elasticache_user.default[0]"]
    assert (default["user_name"], default["access_string"]) == ("default", "off -@all")
    assert set(found["aws_elasticache_user_group.this[0]"]["user_ids"]) == {"sample-redis", "sample-default"}
    group = found["aws_elasticache_replication_group.this[0]"]
    assert (group["engine_version"], group["multi_az_enabled"]) == ("7.1", False)
    assert found["aws_elasticache_parameter_group.this[0]"]["family"] == "redis7"


def test_nothing_is_made_of_a_redis_that_is_given(root: tftest.TerraformTest) -> None:
    """P0.2 for brokers: what is there already is used, by password or by IAM."""
    secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:theirs"
    by_password = plan(root, existing={"host": "redis.example.com", "secret_arn": secret})
    assert made(by_password) == {}
    outputs = by_password.outputs["redis"]
    assert (outputs["host"], outputs["port"], outputs["tls"]) == ("redis.example.com", 6379, True)
    assert (outputs["authentication"], outputs["secret_arn"]) == ("password", secret)
    given = {"host": "h", "authentication": "iam", "user_name": "airflow", "replication_group_id": "theirs"}
    by_role = plan(root, mode="elasticache", existing=given)
    assert made(by_role) == {}
    assert by_role.outputs["redis"]["connect_arns"] == [
        "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:theirs",
        "arn:aws:elasticache:us-east-1:123456789012:user:airflow",
    ]


def test_terraform_refuses_what_does_not_go_together(root: tftest.TerraformTest) -> None:
    """With the values and what is allowed, before anything is made."""
    said = refusal(root, cpu=256, memory=4096, existing={"host": "redis.example.com"})
    assert "memory must go with the CPU: 256: 512, 1024 or 2048" in said
    assert "existing must say secret_arn with the authentication password" in said
    assert "mode fargate needs cluster_name and cluster_arn." in refusal(root, cluster_name=None)
    said = refusal(root, mode="elasticache", engine="redis", engine_version="8.0")
    assert "engine_version must be 7.0 or 7.1 with redis" in said


@pytest.mark.apply
def test_a_container_becomes_elasticache_in_place(terraform_root: Root, embedded_aws: EmbeddedAws) -> None:
    """P0.4, P0.5, D1.7, T0.5: each way applies, its next plan is empty, and the change needs one apply."""
    root = terraform_root("redis")
    aws = {"region_name": root.env["AWS_REGION"], "endpoint_url": embedded_aws.endpoint()}
    aws |= {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
    clients = {
        name: boto3.client(name, **aws) for name in ("ecs", "secretsmanager", "servicediscovery", "elasticache", "iam")
    }

    container = {"redis": {"image": PRIVATE_IMAGE}}
    root.apply(tf_vars=container)
    assert not root.plan(output=True, tf_vars=container).applyable
    first = root.output()["redis"]

    # The name that clients are told is the name that the registry keeps.
    (namespace,) = clients["servicediscovery"].list_namespaces()["Namespaces"]
    (name,) = clients["servicediscovery"].list_services()["Services"]
    assert first["host"] == f"{name['Name']}.{namespace['Name']}" == "redis.airflow"
    # The password is in the secret, and the container reads it from there.
    secret = clients["secretsmanager"].get_secret_value(SecretId=first["secret_arn"])["SecretString"]
    password = json.loads(secret)["password"]
    assert len(password) == 32 and password.isalnum()
    assert password not in (Path(root.tfdir) / "terraform.tfstate").read_text()
    task = clients["ecs"].describe_task_definition(taskDefinition="sample-redis")["taskDefinition"]
    (redis,) = task["containerDefinitions"]
    given = {one["name"]: one["valueFrom"] for one in redis["secrets"]}
    administrator = given.pop("REDIS_ADMINISTRATOR_PASSWORD").removesuffix(":password::")
    assert given == {
        "REDIS_PASSWORD": f"{first['secret_arn']}:password::",
        "REDIS_PREVIOUS_PASSWORD": f"{first['secret_arn']}:previous::",
    }
    assert json.loads(secret)["previous"] == password
    assert redis["entryPoint"] == ["sh", "-c"]
    assert redis["command"] == [start_script(6379, 384) + "\n"], "three quarters of the task's memory"
    assert redis["healthCheck"]["command"] == ["CMD-SHELL", health_command(6379)]
    assert redis["readonlyRootFilesystem"] and redis["user"] == "65534:65534"
    assert redis["linuxParameters"]["capabilities"]["drop"] == ["ALL"]
    # Its execution role may start it, and nothing else.
    role = task["executionRoleArn"].rsplit("/", 1)[1]
    policy = clients["iam"].get_role_policy(RoleName=role, PolicyName="start")["PolicyDocument"]
    allowed = {
        action: statement["Resource"]
        for statement in policy["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert sorted(allowed["secretsmanager:GetSecretValue"]) == sorted([first["secret_arn"], administrator])
    assert allowed["logs:PutLogEvents"].endswith(":log-group:/sample/redis:*")
    assert allowed["ecr:BatchGetImage"] == "arn:aws:ecr:us-east-1:123456789012:repository/mirror/valkey"
    assert [action for action, on in allowed.items() if on == "*"] == ["ecr:GetAuthorizationToken"]

    elasticache = {"redis": {"mode": "elasticache", "node_count": 2}}
    root.apply(tf_vars=elasticache)
    assert not root.plan(output=True, tf_vars=elasticache).applyable
    second = root.output()["redis"]
    (group,) = clients["elasticache"].describe_replication_groups()["ReplicationGroups"]
    assert second["host"] == group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    assert second["connect_arns"][0] == group["ARN"]
    assert len(group["MemberClusters"]) == 2
    assert group["UserGroupIds"] == ["sample-redis"]
    for kept in ("security_group_id", "log_group_name", "port"):
        assert first[kept] == second[kept]
    assert not clients["ecs"].list_services(cluster="sample")["serviceArns"]
    assert not clients["secretsmanager"].list_secrets()["SecretList"]

    root.destroy(tf_vars=elasticache)
    assert not clients["elasticache"].describe_replication_groups()["ReplicationGroups"]
    assert "sample-redis" not in [user["UserId"] for user in clients["elasticache"].describe_users()["Users"]]
