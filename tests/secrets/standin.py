"""A deployment on moto with its secrets, services and state, and containers that are only pretended.

The pretended containers keep what matters: each task holds what it read of its secrets when it started. At every moment
each of them does what it does with them, and it must work.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet

from modules.ecs_airflow.components import COMPONENTS
from stacks.settings import load
from wrapper import cli
from wrapper.aws_clients import AwsClients
from wrapper.errors import TarmacError
from wrapper.secrets import catalog, values
from wrapper.secrets.deployed import Deployed, Service, find
from wrapper.secrets.runtime import Errand
from wrapper.secrets.store import PENDING
from wrapper.target import Target

ACCOUNT = "123456789012"
REGION = "eu-central-1"
NAME = "prod"
BUCKET = "tarmac-state"
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}}

_CLIENTS = AwsClients(ENVIRONMENT, REGION)

_TABLE_NAMES = {"broker": "redis"}
"""Where the table of components calls a secret otherwise than the command line."""


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code, what it printed, and the remarks beside that."""

    code: int
    output: str
    remarks: str

    @property
    def text(self) -> str:
        return self.output + self.remarks


@dataclass
class Account:
    """An account of AWS in this process with one deployment in it."""

    target: Target
    folder: Path
    arns: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return self.target.clients(service)

    def deployed(self) -> Deployed:
        return find(self.target)

    def value(self, name: str, stage: str = "AWSCURRENT") -> str:
        answer = self.client("secretsmanager").get_secret_value(SecretId=self.arns[name], VersionStage=stage)
        return str(answer["SecretString"])

    def stages(self, name: str) -> dict[str, str]:
        """The version of each label."""
        described = self.client("secretsmanager").describe_secret(SecretId=self.arns[name])
        return {stage: version for version, stages in described["VersionIdsToStages"].items() for stage in stages}

    def snapshot(self) -> str:
        """Everything that Secrets Manager holds, for a comparison."""
        client = self.client("secretsmanager")
        found = client.list_secrets(IncludePlannedDeletion=True)["SecretList"]
        kept = [
            (
                one["ARN"],
                str(one.get("DeletedDate")),
                sorted((v, sorted(s)) for v, s in one.get("SecretVersionsToStages", {}).items()),
            )
            for one in found
        ]
        return json.dumps(sorted(kept))

    def every_value(self) -> set[str]:
        """Every password and key in it, to be looked for where it must not be."""
        client = self.client("secretsmanager")
        found: set[str] = set()
        for one in client.list_secrets()["SecretList"]:
            for version in one.get("SecretVersionsToStages", {}):
                text = client.get_secret_value(SecretId=one["ARN"], VersionId=version)["SecretString"]
                parts = json.loads(text) if text.startswith("{") else {"password": text}
                found |= {value for key, value in parts.items() if key != "username"} | set(text.split(","))
        return found

    def put_secrets(self, deployment: Any) -> None:
        client = self.client("secretsmanager")
        for kind in (*catalog.expected(deployment),):
            folder = {"module.aurora": "database", "module.redis": "redis"}.get(kind.module, "airflow")
            value = values.first_value(kind, "airflow" if kind.name == "database" else None)
            made = client.create_secret(
                Name=f"{NAME}/{folder}/{kind.name}-x1",
                Description=kind.purpose,
                Tags=[{"Key": "Deployment", "Value": NAME}],
            )
            self.arns[kind.name] = made["ARN"]
            self.first[kind.name] = client.put_secret_value(SecretId=made["ARN"], SecretString=value)["VersionId"]

    def put_administrator(self) -> None:
        """The secret of a Redis whose password can be replaced while it runs."""
        kind = catalog.ADMINISTRATOR
        made = self.client("secretsmanager").create_secret(
            Name=f"{NAME}/redis/administrator-x1",
            SecretString=values.first_value(kind, "administrator"),
            Tags=[{"Key": "Deployment", "Value": NAME}],
        )
        self.arns[kind.name], self.first[kind.name] = made["ARN"], made["VersionId"]

    def put_services(self) -> None:
        """One for each component, with what the table of components gives it; and Redis."""
        ecs = self.client("ecs")
        ecs.create_cluster(clusterName=NAME)
        for component in COMPONENTS:
            containers = [
                _container(
                    container.name,
                    {
                        variable: self.arns[_TABLE_NAMES.get(secret, secret)]
                        for variable, secret in container.secrets.items()
                    },
                )
                for container in component.containers
            ]
            self._put_service(component.name, containers)
        if "redis" in self.arns:
            given = {"REDIS_PASSWORD": f"{self.arns['redis']}:password::"}
            if "redis-administrator" in self.arns:
                given["REDIS_ADMINISTRATOR_PASSWORD"] = f"{self.arns['redis-administrator']}:password::"
            self._put_service("redis", [_container("redis", given)])

    def _put_service(self, name: str, containers: list[dict[str, Any]]) -> None:
        ecs = self.client("ecs")
        definition = ecs.register_task_definition(
            family=f"{NAME}-{name}",
            containerDefinitions=containers,
            networkMode="bridge",
            cpu="512",
            memory="1024",
            requiresCompatibilities=["FARGATE"],
            volumes=[{"name": f"{one['name']}-tmp"} for one in containers],
        )["taskDefinition"]["taskDefinitionArn"]
        ecs.create_service(cluster=NAME, serviceName=f"{NAME}-{name}", taskDefinition=definition, desiredCount=0)

    def put_state(self, **changed: Any) -> None:
        """Terraform's state, and the stack that says where it is."""
        resources: list[dict[str, Any]] = []
        for name, arn in self.arns.items():
            kind = catalog.by_name(name)
            assert kind is not None
            place = {"module": kind.module, "mode": "managed", "name": kind.resource}
            key = kind.key or 0
            secret = {"index_key": key, "attributes": {"arn": arn}}
            version = {"index_key": key, "attributes": {"version_id": self.first[name]}}
            resources.append({**place, "type": "aws_secretsmanager_secret", "instances": [secret]})
            if self.first[name]:
                resources.append({**place, "type": "aws_secretsmanager_secret_version", "instances": [version]})
        for service in self.client("ecs").list_services(cluster=NAME, maxResults=50)["serviceArns"]:
            attributes = {"cluster": NAME, "name": service.rpartition("/")[2]}
            resources.append(
                {
                    "module": "x",
                    "mode": "managed",
                    "type": "aws_ecs_service",
                    "name": "this",
                    "instances": [{"attributes": attributes}],
                }
            )
        cluster = {"cluster_identifier": NAME}
        resources.append(
            {
                "module": "module.aurora",
                "mode": "managed",
                "type": "aws_rds_cluster",
                "name": "this",
                "instances": [{"attributes": cluster}],
            }
        )
        state = {"resources": resources, "outputs": {"broker_endpoint": {"value": "redis.airflow.internal"}}, **changed}
        s3 = self.client("s3")
        s3.put_object(Bucket=BUCKET, Key=f"{NAME}/terraform.tfstate", Body=json.dumps(state).encode())

    def run(self, *arguments: str, code: int | None = 0) -> Result:
        """Runs `./tarmac secrets …` in this process; no value may ever be printed."""
        return self.run_verb("secrets", *arguments, code=code)

    def run_verb(self, *arguments: str, code: int | None = 0) -> Result:
        """Runs any other verb likewise."""
        output, remarks = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(remarks):
            found = cli.run(arguments)
        result = Result(found, output.getvalue(), remarks.getvalue())
        assert "Traceback" not in result.text, result
        assert code is None or found == code, result
        shown = [value for value in self.every_value() if value in result.text]
        assert not shown, result
        return result


def _container(name: str, secrets: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "image": "airflow",
        "command": [name],
        "essential": name != "init",
        "environment": [{"name": "DATABASE_HOST", "value": "db"}],
        "secrets": [{"name": variable, "valueFrom": arn} for variable, arn in secrets.items()],
        "mountPoints": [{"sourceVolume": f"{name}-tmp", "containerPath": "/tmp"}],  # noqa: S108
        "healthCheck": {"command": ["CMD", "true"]},
        "portMappings": [{"containerPort": 8080}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": f"/{NAME}/{name}", "awslogs-region": REGION, "awslogs-stream-prefix": name},
        },
    }


def make_target(folder: Path, settings: str) -> Target:
    """A target in the account, with its stack synthesized into the folder that `paths` names."""
    file = folder / "tarmac.yaml"
    file.write_text(settings)
    stack = folder / "cdktf.out" / "stacks" / NAME
    stack.mkdir(parents=True, exist_ok=True)
    backend = {"bucket": BUCKET, "key": f"{NAME}/terraform.tfstate", "region": REGION}
    (stack / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": {"s3": backend}}}))
    target = Target(NAME, ACCOUNT, REGION, ENVIRONMENT, load(file))
    target.__dict__["clients"] = _CLIENTS  # made once: a client takes longer than what a test does with it
    return target


class Stopped(TarmacError):
    """The pretended interruption."""


@dataclass
class Containers:
    """Pretended containers: what each service holds, the roles of the database, the passwords of Redis.

    `stop_at` is the step at which it breaks off, counted over all that happens.
    """

    account: Account
    stop_at: int | None = None
    steps: int = 0
    held: dict[str, dict[str, str]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    redis: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=dict)
    rows: dict[str, bytes] = field(default_factory=dict)
    """A connection in the database for each key with which one was ever written."""
    log: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Everything runs with what the secrets hold now."""
        login = json.loads(self.account.value("database"))
        self.roles[login["username"]] = login["password"]
        admin = json.loads(self.account.value("admin"))
        self.users[admin["username"]] = admin["password"]
        self.redis = {json.loads(self.account.value("redis"))["password"]}
        for service in self.account.deployed().services:
            self._begin(service)
        self._everybody_works()

    def _begin(self, service: Service) -> None:
        """A new task of the service takes the place of the old one."""
        read = {
            name: self.account.value(name)
            for name, arn in self.account.arns.items()
            if service.reads(arn) and name != "redis-administrator"
        }
        self.held[service.name] = read

    def _everybody_works(self) -> None:
        """Each task opens its connections anew, writes with its Fernet key, and reads what all have written."""
        for service, held in self.held.items():
            if "database" in held:
                login = json.loads(held["database"])
                assert self.roles.get(login["username"]) == login["password"], f"{service} cannot log in"
            if "redis" in held and not service.endswith("-redis"):
                assert json.loads(held["redis"])["password"] in self.redis, f"{service} is not let in by Redis"
            if "fernet" in held:
                key = held["fernet"].partition(",")[0]
                if key not in self.rows:
                    self.rows[key] = Fernet(key).encrypt(b"a connection")
        for service, held in self.held.items():
            for row in self.rows.values() if "fernet" in held else ():
                assert self._fernet(held["fernet"]).decrypt(row) == b"a connection", f"{service} cannot read"

    @staticmethod
    def _fernet(value: str) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in value.split(",")])

    def _step(self, what: str) -> None:
        self._everybody_works()
        self.steps += 1
        if self.steps == self.stop_at:
            raise Stopped(f"stopped before {what}")
        self.log.append(what)

    def require(self) -> None:
        pass

    def restart(self, services: Sequence[Service], *, since: datetime | None) -> None:
        for service in services:
            self._step(f"replace {service.name}")
            self._begin(service)

    def run(self, errand: Errand) -> None:
        self._step(errand.doing)
        given = {
            name: self.account.value(name, PENDING if arn in errand.pending else "AWSCURRENT")
            for name, arn in self.account.arns.items()
            if errand.service.reads(arn)
        }
        if errand.container == "init":
            self._init(given, errand)
        elif errand.container == "redis":
            password = json.loads(given["redis"])["password"]
            self.redis = {password} if "resetpass" in (errand.command or [""])[0] else {*self.redis, password}
        else:
            assert errand.command == ["rotate-fernet-key"]
            key = given["fernet"].partition(",")[0]
            read = [self._fernet(given["fernet"]).decrypt(row) for row in self.rows.values()]
            self.rows = {key: Fernet(key).encrypt(read[0])}
        self._everybody_works()

    def _init(self, given: dict[str, str], errand: Errand) -> None:
        login, admin = json.loads(given["database"]), json.loads(given["admin"])
        self.roles[login["username"]] = login["password"]
        self.users[admin["username"]] = admin["password"]
        if retired := errand.environment.get("RETIRED_DATABASE_ROLE"):
            assert retired != login["username"]
            self.roles.pop(retired, None)
