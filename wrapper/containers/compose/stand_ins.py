"""What stands in for the services of AWS that cannot run here: PostgreSQL for Aurora, Valkey for ElastiCache.

Each is found under the endpoint that Aurora or ElastiCache was given, behind a certificate for that name. So the tasks
connect as they do in AWS, and verify whom they speak to; they are told of another certificate authority alone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.containers.compose.certificates import Authority
from wrapper.containers.compose.file import Check, Service, Volume
from wrapper.containers.compose.secrets import Secret, Secrets
from wrapper.containers.compose.tasks import Container, Task
from wrapper.errors import TarmacError

POSTGRES_IMAGE: Final = "docker.io/library/postgres"
VALKEY_IMAGE: Final = "public.ecr.aws/valkey/valkey:8.1.10"
"""The image that the redis module runs on Fargate."""

DATABASE: Final = "database"
BROKER: Final = "broker"
_CERTIFICATES: Final = """\
umask 077
printf %s "$TLS_CERTIFICATE" | base64 -d > /tmp/server.pem
printf %s "$TLS_KEY" | base64 -d > /tmp/server.key
unset TLS_KEY
"""
_DATABASE_START: Final = """\
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/tmp/server.pem -c ssl_key_file=/tmp/server.key \
  -c max_connections=200
"""
# The user logs in without a password, or with any: a container cannot verify the signature of an IAM token.
_BROKER_START: Final = """\
server=$(command -v valkey-server || command -v redis-server)
exec "$server" - <<CONFIGURATION
port 0
tls-port $REDIS_PORT
tls-cert-file /tmp/server.pem
tls-key-file /tmp/server.key
tls-auth-clients no
maxmemory 384mb
maxmemory-policy noeviction
save ""
appendonly no
user default off
user $REDIS_USER nopass $REDIS_ACCESS
CONFIGURATION
"""
_BROKER_HEALTH: Final = (
    "cli=$(command -v valkey-cli || command -v redis-cli); "
    '"$cli" --tls --insecure --no-auth-warning --user "$REDIS_USER" --pass any -p "$REDIS_PORT" ping | grep -q PONG'
)


def stand_ins(tasks: Sequence[Task], clients: AwsClients, secrets: Secrets, authority: Authority) -> Iterator[Service]:
    """A container for the Aurora cluster and for the ElastiCache group that the tasks use, where AWS has them.

    A database or broker that was there already, elsewhere, is left alone: the tasks reach it or they do not.
    Raises TarmacError where AWS cannot be asked.
    """
    containers = [container for task in tasks for container in task.containers]
    try:
        yield from _database(containers, clients, secrets, authority)
        yield from _broker(containers, clients, authority)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking for the database and the broker of the deployment") from error


def _with(containers: Sequence[Container], variable: str) -> Container | None:
    """The first that is told the variable, be it by a secret."""
    found = [one for one in containers if variable in one.environment or variable in one.secrets]
    return found[0] if found else None


def _database(
    containers: Sequence[Container], clients: AwsClients, secrets: Secrets, authority: Authority
) -> Iterator[Service]:
    client = _with(containers, "DATABASE_HOST")
    if client is None:
        return
    host, port = client.environment["DATABASE_HOST"], client.environment["DATABASE_PORT"]
    clusters = clients("rds").describe_db_clusters()["DBClusters"]
    cluster = next((cluster for cluster in clusters if cluster.get("Endpoint") == host), None)
    if cluster is None:
        return
    initializing = _with(containers, "MASTER_SECRET")
    if initializing is None:
        raise TarmacError("No task of the deployment knows the master of its database, so none can be made here.")
    master = secrets.resolve(initializing.secrets["MASTER_SECRET"])
    login = json.loads(master.value)
    yield Service(
        name=DATABASE,
        component=DATABASE,
        image=f"{POSTGRES_IMAGE}:{cluster['EngineVersion']}",
        entrypoint=("sh", "-c"),
        command=(_CERTIFICATES + _DATABASE_START,),
        user="postgres",
        environment={
            "PGPORT": port,
            "POSTGRES_DB": client.environment["DATABASE_NAME"],
            "POSTGRES_USER": login["username"],
            "PGDATA": "/var/lib/postgresql/data/cluster",
        },
        secrets={
            "POSTGRES_PASSWORD": Secret(login["password"], master.version),
            **_certificate(DATABASE, host, authority),
        },
        dropped_capabilities=("ALL",),
        # Named for the cluster: one that was made anew finds no old data, with an old password.
        volumes=(Volume("/var/lib/postgresql/data", f"database-{cluster['DbClusterResourceId'].lower()}"),),
        tmpfs=("/tmp:mode=1777",),  # noqa: S108 - in the container
        health_check=Check(("CMD", "pg_isready", "-q", "-h", "127.0.0.1", "-p", port), 5, 5, 5, 30),
        cpus=1,
        memory=1024,
        aliases=(host,),
        step=0,
    )


def _broker(containers: Sequence[Container], clients: AwsClients, authority: Authority) -> Iterator[Service]:
    client = _with(containers, "REDIS_REPLICATION_GROUP")
    if client is None:
        return
    said = client.environment
    groups = clients("elasticache").describe_replication_groups()["ReplicationGroups"]
    endpoints = [node["PrimaryEndpoint"]["Address"] for group in groups for node in group.get("NodeGroups", [])]
    if said["REDIS_HOST"] not in endpoints:
        return
    user = clients("elasticache").describe_users(UserId=said["REDIS_USER"])["Users"][0]
    yield Service(
        name=BROKER,
        component=BROKER,
        image=VALKEY_IMAGE,
        entrypoint=("sh", "-c"),
        command=(_CERTIFICATES + _BROKER_START,),
        user="65534:65534",  # nobody, in whichever image: the server owns no file
        environment={
            "REDIS_PORT": said["REDIS_PORT"],
            "REDIS_USER": user["UserName"],
            "REDIS_ACCESS": user["AccessString"],
        },
        secrets=_certificate(BROKER, said["REDIS_HOST"], authority),
        read_only_root=True,
        dropped_capabilities=("ALL",),
        tmpfs=("/tmp:mode=1777",),  # noqa: S108 - in the container
        health_check=Check(("CMD", "sh", "-c", _BROKER_HEALTH), 5, 5, 5, 30),
        cpus=0.5,
        memory=512,
        aliases=(said["REDIS_HOST"],),
        step=0,
    )


def _certificate(name: str, host: str, authority: Authority) -> dict[str, Secret]:
    """Certificate and key for the container, in base64: a variable holds one line."""
    certificate, key = authority.server(name, [host])
    version = base64.b64encode(certificate.encode()).decode()
    return {
        "TLS_CERTIFICATE": Secret(version, version),
        "TLS_KEY": Secret(base64.b64encode(key.encode()).decode(), version),
    }
