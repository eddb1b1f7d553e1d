"""Settings of what keeps data: the database, and the broker between Airflow's scheduler and its workers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from stacks.settings.base import Problem, Section
from stacks.settings.defaults import low
from stacks.settings.values import Capacity, Flag, Host, Port, SecretArn, SecurityGroupId, Shape


def _moment_of_the_past(value: str) -> str:
    if value == "latest":
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("is no date and time that there is") from None
    if moment > datetime.now(UTC):
        raise ValueError("has not come yet: only what was can be restored")
    return value


class Serverless(Section):
    """Aurora Serverless v2: the database grows and shrinks between two bounds."""

    min_capacity: Capacity = Field(
        default=low("database.serverless.min_capacity"),
        description="Aurora capacity units (2 GiB each) that always run: Airflow's heartbeats never let it pause.",
    )
    max_capacity: Annotated[Capacity, Field(ge=1)] = Field(
        default=low("database.serverless.max_capacity"), description="Aurora capacity units at most."
    )

    def rules(self) -> Iterator[Problem]:
        if self.min_capacity > self.max_capacity:
            yield Problem(("min_capacity",), f"is above max_capacity, which is {self.max_capacity}")


class ExistingDatabase(Section):
    """A PostgreSQL server that is there already."""

    host: Host = Field(description="Host name of the writer.")
    port: Port = Field(default=5432, description="Port.")
    database: Annotated[str, Shape(r"[A-Za-z_][A-Za-z0-9_]{0,62}", "the name of a database")] = Field(
        default="airflow", description="Database on that server."
    )
    secret_arn: SecretArn = Field(description="Secret with the keys username and password of Airflow's own role.")
    master_secret_arn: SecretArn | None = Field(
        default=None, description="The same of a role that may make Airflow's own. None: that role is there already."
    )
    security_group_id: SecurityGroupId = Field(description="Security group of the server; Airflow is let in to it.")


class PointInTime(Section):
    """A moment of another cluster, from which the database is made at its first creation."""

    source_cluster_identifier: Annotated[
        str,
        Shape(
            r"[A-Za-z](-?[A-Za-z0-9]){0,62}|arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:cluster:[a-z0-9-]+",
            "the name or ARN of a cluster; that of a deployment has the deployment's name",
        ),
    ] = Field(description="Cluster whose continuous backups are read: the name of its deployment.")
    restore_time: Annotated[
        str,
        Shape(
            r"latest|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
            "a time in UTC in quotes, as in '2026-03-07T23:45:00Z', or latest",
        ),
        AfterValidator(_moment_of_the_past),
    ] = Field(description="The moment in UTC, or `latest`: some five minutes ago.")


class Database(Section):
    """Airflow's metadata database: Aurora PostgreSQL, or an existing PostgreSQL."""

    engine_version: Annotated[str, Shape(r"16\.\d{1,2}", "a version of PostgreSQL 16 in quotes, such as '16.8'")] = (
        Field(default="16.8", description="Version of Aurora PostgreSQL.")
    )
    serverless: Serverless | None = Field(
        default=None, description="Bounds of Serverless v2. The default kind of instance."
    )
    instance_class: (
        Annotated[
            str,
            Shape(
                r"db\.(t\d+g|t3|r\d+[a-z]*|x\d+[a-z]*)\.(medium|large|\d*xlarge)",
                "an instance class that Aurora PostgreSQL offers, such as 'db.t4g.medium' or 'db.r7g.large'",
            ),
        ]
        | None
    ) = Field(default=None, description="A fixed size instead of Serverless v2.")
    instance_count: Annotated[int, Field(strict=True, ge=1, le=15)] = Field(
        default=low("database.instance_count"), description="Instances, spread over the zones; the first writes."
    )
    backup_retention_days: Annotated[int, Field(strict=True, ge=1, le=35)] = Field(
        default=low("database.backup_retention_days"), description="Days for which any moment can be restored."
    )
    deletion_protection: Flag = Field(
        default=low("database.deletion_protection"), description="Whether AWS refuses to delete the database."
    )
    restore_from_snapshot: (
        Annotated[
            str,
            Shape(
                r"[A-Za-z][A-Za-z0-9-]{0,254}|rds:[A-Za-z0-9-]+|arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:cluster-snapshot:[\w:-]+",
                "the name or ARN of a cluster snapshot",
            ),
        ]
        | None
    ) = Field(default=None, description="Cluster snapshot from which the database is made, at its first creation.")
    restore_to_point_in_time: PointInTime | None = Field(
        default=None, description="The same, from a moment of another cluster in place of a snapshot."
    )
    insights: Literal["standard", "advanced"] = Field(
        default="standard", description="Mode of CloudWatch Database Insights. The advanced one is charged for."
    )
    monitoring_interval: Literal[0, 1, 5, 10, 15, 30, 60] = Field(
        default=0, description="Seconds between enhanced metrics of the instances' system. 0 for none."
    )
    existing: ExistingDatabase | None = Field(default=None, description="A PostgreSQL to use instead of a new Aurora.")

    def rules(self) -> Iterator[Problem]:
        if self.serverless is not None and self.instance_class is not None:
            yield Problem(("instance_class",), "cannot stand beside 'serverless'; remove one of the two")
        if self.existing is None and self.serverless is None and self.instance_class is None:
            yield Problem(("serverless",), "is empty and so is 'instance_class'; give one of the two")
        if self.restore_from_snapshot is not None and self.restore_to_point_in_time is not None:
            yield Problem(
                ("restore_to_point_in_time",), "cannot stand beside 'restore_from_snapshot'; remove one of the two"
            )


class ExistingBroker(Section):
    """A Redis that is there already. Cluster mode is no use: Celery cannot speak to it."""

    host: Host = Field(description="Host name of the primary.")
    port: Port = Field(default=6379, description="Port.")
    tls: Flag = Field(default=True, description="Whether it is reached by TLS, its certificate verified.")
    authentication: Literal["password", "iam"] = Field(
        default="password", description="By a password, or for ElastiCache by a token signed by each task's role."
    )
    secret_arn: SecretArn | None = Field(default=None, description="Secret with the key password; for password.")
    user_name: (
        Annotated[str, Shape(r"[a-z][a-z0-9-]{0,39}", "the id of an ElastiCache user in small letters")] | None
    ) = Field(default=None, description="ElastiCache user, its id and its name alike; for iam.")
    replication_group_id: (
        Annotated[str, Shape(r"[a-z][a-z0-9-]{0,39}", "the id of a replication group in small letters")] | None
    ) = Field(default=None, description="Replication group that the token is for; for iam.")
    security_group_id: SecurityGroupId | None = Field(
        default=None, description="Security group of the Redis; where it is given, Airflow is let in to it."
    )

    def rules(self) -> Iterator[Problem]:
        needed = {"password": ("secret_arn",), "iam": ("user_name", "replication_group_id")}
        for authentication, keys in needed.items():
            for key in keys:
                if authentication == self.authentication and getattr(self, key) is None:
                    yield Problem((key,), f"is missing: authentication is {authentication}")
                elif authentication != self.authentication and getattr(self, key) is not None:
                    yield Problem((key,), f"has no effect where authentication is {self.authentication}; remove it")
        if self.authentication == "iam" and not self.tls:
            yield Problem(
                ("tls",), "must be true where authentication is iam: ElastiCache takes its tokens by TLS only"
            )


class Broker(Section):
    """The Celery broker: Redis in a container, ElastiCache, or an existing Redis.

    `node_type` and `node_count` mean something with ElastiCache only.
    """

    mode: Literal["fargate", "elasticache"] = Field(
        default=low("broker.mode"),
        description="A container found by its name (cheap; queued messages are lost with it), or ElastiCache.",
    )
    node_type: Annotated[
        str,
        Shape(
            r"cache\.[a-z]\d+[a-z]*\.(micro|small|medium|large|\d*xlarge)",
            "a node type of ElastiCache, such as 'cache.t4g.micro'",
        ),
    ] = Field(default=low("broker.node_type"), description="Size of each ElastiCache node.")
    node_count: Annotated[int, Field(strict=True, ge=1, le=6)] = Field(
        default=low("broker.node_count"), description="ElastiCache nodes: a primary, and replicas in other zones."
    )
    existing: ExistingBroker | None = Field(default=None, description="A Redis to use instead of a new one.")
