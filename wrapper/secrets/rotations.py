"""What it takes to replace each secret: its phases."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.errors import TarmacError
from wrapper.secrets import backup, redis, values
from wrapper.secrets.catalog import Kind
from wrapper.secrets.deployed import Deployed, Service
from wrapper.secrets.rotation import Phase, Rotation
from wrapper.secrets.runtime import Errand, Runtime
from wrapper.secrets.store import PENDING, PREVIOUS

RETIRED_ROLE: Final = "RETIRED_DATABASE_ROLE"
"""Variable of the init step: the role that may no longer log in (docker/airflow/README.md)."""

_TITLE: Final = "ROTATE"
_MASTER_POLL_SECONDS: Final = 5.0
_MASTER_SECONDS: Final = 900

REMARKS: Final = {
    "jwt": (
        "Tasks of Airflow that run meanwhile lose the API server and fail, to be retried where they have retries; and "
        "everybody logs in again. Airflow knows one such key at a time. Choose a quiet hour."
    ),
    "api": "Everybody logs in again.",
    "admin": "The first user's sessions end.",
}
"""What a person should know before it begins."""


class Rotator:
    """Makes the rotations of one deployment. `sleep` waits between two looks at the database cluster."""

    def __init__(
        self, deployed: Deployed, clients: AwsClients, runtime: Runtime, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._deployed = deployed
        self._clients = clients
        self._runtime = runtime
        self._sleep = sleep

    def rotation(self, name: str, new: str | None = None, source: str | None = None) -> Rotation:
        """The rotation of a secret to the value `new`, or else to one made by the rule of the first.

        Raises TarmacError where there is no such secret, or it cannot be replaced here.
        """
        secret = self._deployed.secret(name)
        if secret.is_given:
            raise TarmacError(
                f"The secret {name} of {self._deployed.name} is given in the settings, so it belongs to somebody else.",
                "Replace it where it is made.",
            )
        phases = {
            "fernet": self._fernet,
            "jwt": self._restarting,
            "api": self._restarting,
            "flower": self._restarting,
            "admin": self._admin,
            "database": self._database,
            "master": self._master,
            "redis": self._redis,
        }
        if name not in phases:
            raise TarmacError(f"The secret {name} is made once and not rotated.")
        return Rotation(
            store=self._deployed.store,
            deployment=self._deployed.name,
            secret=secret,
            title=_TITLE,
            phases=phases[name](secret.kind, new),
            source=source,
        )

    def _follow(self, name: str) -> Callable[[datetime | None], None]:
        """Replaces the tasks of whoever reads the secret."""
        return lambda since: self._runtime.restart(self._deployed.services_reading(name), since=since)

    def _init(self, doing: str, *, pending: str | None = None, environment: dict[str, str] | None = None) -> None:
        """Runs the init step once, with one secret as it is to become."""
        self._runtime.run(
            Errand(
                doing=doing,
                service=self._deployed.service_of("init"),
                container="init",
                environment=environment or {},
                pending=frozenset([self._deployed.arn(pending)] if pending else []),
            )
        )

    def _restarting(self, kind: Kind, new: str | None) -> Sequence[Phase]:
        """A key or login that its readers take at their start."""

        def value(current: str) -> str:
            if new is not None:
                return new
            return values.first_value(kind) if kind.form == "key" else values.with_new_password(current)

        return [Phase(value=value, follow=self._follow(kind.name))]

    def _admin(self, kind: Kind, new: str | None) -> Sequence[Phase]:
        """The init step sets the user's password to that of the secret."""
        self._runtime.require()
        return [
            Phase(
                value=lambda current: new or values.with_new_password(current),
                attempt=lambda: self._init("setting the password of the first user", pending="admin"),
            )
        ]

    def _fernet(self, kind: Kind, new: str | None) -> Sequence[Phase]:
        """First everybody learns to read with the new key, then to write with it; then what is written is rewritten.

        https://airflow.apache.org/docs/apache-airflow/stable/security/secrets/fernet.html
        """
        self._runtime.require()
        follow = self._follow("fernet")

        def both(current: str) -> str:
            key = new or values.first_value(kind)
            return ",".join([*(one for one in values.fernet_keys(current) if one != key), key])

        def new_first(current: str) -> str:
            *old, key = values.fernet_keys(current)
            return ",".join([key, *old])

        def keep_old() -> None:
            backup.keep(self._deployed, f"until-{datetime.now(UTC):%Y-%m-%d}")

        def rewrite(since: datetime | None) -> None:
            follow(since)
            self._runtime.run(
                Errand(
                    doing="encrypting connections and variables with the new Fernet key",
                    service=self._deployed.service_of("api-server"),
                    container="api-server",
                    command=["rotate-fernet-key"],
                )
            )

        return [
            Phase(value=both, attempt=keep_old, follow=follow),
            Phase(value=new_first, follow=rewrite),
            # Who still runs with both keys reads and writes what the new one alone can read: no restart.
            Phase(value=lambda current: values.fernet_keys(current)[0]),
        ]

    def _database(self, kind: Kind, new: str | None) -> Sequence[Phase]:
        """Two roles by turns: the other one is made, everybody moves there, the first may no longer log in.

        https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html
        """
        self._runtime.require()

        def value(current: str) -> str:
            username = values.field(current, "username")
            if new is None:
                return values.with_new_password(current, username=values.other_role(username))
            if values.field(new, "username") == username:
                raise TarmacError(
                    f"The new login of the database has the user name of the old one ({username}), whose password "
                    "would change while tasks still use it. Nothing was changed.",
                    f"Give it another name, such as {values.other_role(username)}: two roles take turns.",
                )
            return new

        def follow(since: datetime | None) -> None:
            self._follow("database")(since)
            old = self._deployed.store.value(self._deployed.arn("database"), stage=PREVIOUS)
            if old is not None and values.problem(kind, old) is None:
                environment = {RETIRED_ROLE: values.field(old, "username")}
                self._init("closing the old role of the database", environment=environment)

        return [
            Phase(
                value=value,
                attempt=lambda: self._init("making the new role of the database", pending="database"),
                follow=follow,
            )
        ]

    def _master(self, kind: Kind, new: str | None) -> Sequence[Phase]:
        """RDS is given the password; nobody but the init step uses it."""
        self._runtime.require()

        def attempt() -> None:
            pending = self._deployed.store.value(self._deployed.arn("master"), stage=PENDING) or ""
            self._set_master_password(values.field(pending, "password"))
            self._init("trying the new password of the database's owner", pending="master")

        def value(current: str) -> str:
            if new is not None and values.field(new, "username") != values.field(current, "username"):
                raise TarmacError(
                    "The user name of the database's owner cannot change: RDS sets it when it makes the cluster. "
                    "Nothing was changed.",
                    f"Give it the user name {values.field(current, 'username')}.",
                )
            return new or values.with_new_password(current)

        return [Phase(value=value, attempt=attempt)]

    def _set_master_password(self, password: str) -> None:
        rds, cluster = self._clients("rds"), self._deployed.cluster_identifier
        doing = "giving the database's owner its new password"
        try:
            rds.modify_db_cluster(DBClusterIdentifier=cluster, MasterUserPassword=password, ApplyImmediately=True)
            for _ in range(int(_MASTER_SECONDS / _MASTER_POLL_SECONDS)):
                found: dict[str, Any] = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"][0]
                waits = (found.get("PendingModifiedValues") or {}).get("MasterUserPassword")
                if found["Status"] == "available" and not waits:
                    return
                self._sleep(_MASTER_POLL_SECONDS)
        except (ClientError, BotoCoreError) as error:
            raise diagnostics.explain_aws(error, doing) from error
        raise TarmacError(
            f"The cluster {cluster} is busy for {_MASTER_SECONDS // 60} minutes by now, while {doing}.",
            "Run the command again: it goes on there.",
        )

    def _redis(self, kind: Kind, new: str | None) -> Sequence[Phase]:
        """Redis learns the new password beside the old one, its clients move there, it forgets the old one."""
        self._runtime.require()
        server = self._deployed.service_of("redis")
        if not server.reads(self._administrator()):
            raise redis.too_old(self._deployed.name)

        def tell(doing: str, script: str, *, pending: bool) -> None:
            clients = [one for one in self._clients_of_redis() if one.network != server.network]
            self._runtime.run(
                Errand(
                    doing=doing,
                    service=server,
                    container="redis",
                    command=[script],
                    environment={"REDIS_HOST": str(self._deployed.outputs["broker_endpoint"])},
                    pending=frozenset([self._deployed.arn("redis")] if pending else []),
                    network_of=clients[0] if clients else None,
                )
            )

        def both(current: str) -> str:
            old = values.field(current, "password")
            password = values.field(new, "password") if new else None
            return values.with_new_password(current, password, previous=old)

        def forgotten(current: str) -> str:
            found = json.loads(current)
            return json.dumps({**found, "previous": found["password"]})

        def follow(since: datetime | None) -> None:
            self._runtime.restart(self._clients_of_redis(), since=since)

        return [
            Phase(
                value=both,
                attempt=lambda: tell("giving Redis a second password", redis.ADD_PASSWORD, pending=True),
                follow=follow,
            ),
            Phase(
                value=forgotten,
                follow=lambda since: tell("taking the old password from Redis", redis.ONLY_PASSWORD, pending=False),
            ),
        ]

    def _administrator(self) -> str:
        found = self._deployed.secrets.get("redis-administrator")
        return str(found.arn) if found and found.condition == "there" else ""

    def _clients_of_redis(self) -> list[Service]:
        return [one for one in self._deployed.services_reading("redis") if "redis" not in one.secrets]
